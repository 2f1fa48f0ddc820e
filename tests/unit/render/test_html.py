"""The HTML fragment: the text report, self-contained, whatever its labels try."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from ship_or_not.render import html, layout, money_text
from ship_or_not.render.text import render as render_text
from ship_or_not.results import Bar, Evaluation
from support.hostile import LABELS, PAYLOADS
from support.results_factory import class_result, newsgroups, smallest, tickets


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def read(fragment: str) -> Reader:
    """Parse a fragment to its end."""
    reader = Reader()
    reader.feed(fragment)
    reader.close()
    return reader


def written(evaluation: Evaluation) -> str:
    return html.render(render_text([evaluation], width=html.WIDTH, color=True))


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def test_it_says_what_the_text_report_says() -> None:
    for evaluation in (smallest(), tickets(), newsgroups()):
        reader = read(written(evaluation))
        assert lines(reader.text) == lines(render_text([evaluation], width=html.WIDTH))


def test_it_is_one_preformatted_block_without_script_or_reference() -> None:
    fragment = written(tickets())
    reader = read(fragment)
    assert reader.tags == {"pre", "span"}
    assert reader.attributes == {"style"}
    assert fragment.startswith("<pre ")
    assert fragment.endswith("</pre>\n")
    assert not re.search(r"https?:|url\(|src=|href=", fragment)


@pytest.mark.threat("HTML", len(PAYLOADS))
def test_a_hundred_payloads_are_only_text() -> None:
    assert len(set(PAYLOADS)) == 100
    for payload in PAYLOADS:
        evaluation = smallest(
            reason=payload,
            classes=(class_result(payload),),
            waterfall=(Bar(id="x", label=payload, per_item=0.1),),
        )
        reader = read(written(evaluation))
        assert reader.tags == {"pre", "span"}
        assert reader.attributes == {"style"}
        assert layout.crop(payload, money_text.LONGEST_LABEL) in reader.text


@pytest.mark.threat("HTML", len(LABELS))
def test_hostile_labels_leave_no_control_bytes() -> None:
    for label in LABELS:
        fragment = written(smallest(reason=label, classes=(class_result(label),)))
        assert read(fragment).tags == {"pre", "span"}
        assert not {character for character in fragment if ord(character) < 32} - {"\n"}
        assert not set(fragment) & set("\x7f\x9b\u2028\u202e\u2066\ud800")
