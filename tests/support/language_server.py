"""An editor reduced to what a test needs: it talks to a language server over standard input and output.

JSON-RPC 2.0 in the framing of the Language Server Protocol 3.17. Positions are counted from 0 on both
sides; everything a user sees is returned as the server sends it.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30
"""Seconds until a server that does not answer is a failed test."""

_CAPABILITIES = {
    "textDocument": {
        "publishDiagnostics": {},
        "hover": {"contentFormat": ["markdown"]},
        "completion": {
            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]},
            "contextSupport": True,
        },
    }
}


class Editor:
    """One running server, and the documents opened in it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._asked = 0
        self._received: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        threading.Thread(target=self._read, daemon=True).start()

    def open(self, path: Path) -> list[dict[str, Any]]:
        """Open a file, and return its diagnostics."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1}
        self._diagnostics.pop(path.as_uri(), None)
        self.notify(
            "textDocument/didOpen", textDocument=document | {"text": path.read_text(encoding="utf-8")}
        )
        while path.as_uri() not in self._diagnostics:
            self._handle(self._next())
        return self._diagnostics[path.as_uri()]

    def hover(self, path: Path, line: int, column: int) -> dict[str, Any] | None:
        """Return what is shown where the mouse rests on a character."""
        hover: dict[str, Any] | None = self.ask("textDocument/hover", **_place(path, line, column))
        return hover

    def complete(self, path: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """Return what is proposed at a character, by label."""
        proposed = self.ask("textDocument/completion", **_place(path, line, column))
        items = proposed["items"] if isinstance(proposed, dict) else proposed
        return {item["label"]: item for item in items}

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request, and return the result."""
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._asked and "method" not in message:
                if "error" in message:
                    raise AssertionError(f"{method}: {message['error']}")
                return message["result"]
            self._handle(message)

    def notify(self, method: str, **params: Any) -> None:
        """Send what needs no answer."""
        self._send({"method": method, "params": params})

    def _handle(self, message: dict[str, Any]) -> None:
        """Keep diagnostics, and answer what the server asks with nothing."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})

    def _next(self) -> dict[str, Any]:
        try:
            message = self._received.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError(f"the language server said nothing for {PATIENCE} s") from None
        if message is None:
            raise AssertionError("the language server has ended")
        return message

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> None:
        """Put every message of the server into the queue, None at its end."""
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = stream.readline()
            self._received.put(json.loads(stream.read(length)))
        self._received.put(None)


@contextmanager
def editor(server: str, folder: Path) -> Iterator[Editor]:
    """Start a language server for the files of a folder, without any settings, and end it."""
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen([server, "--stdio"], stdin=pipe, stdout=pipe, stderr=nowhere) as process:
        try:
            running = Editor(process)
            running.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=_CAPABILITIES)
            running.notify("initialized")
            yield running
            running.ask("shutdown")
            running.notify("exit")
            process.wait(timeout=PATIENCE)
        finally:
            process.kill()


def _place(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
