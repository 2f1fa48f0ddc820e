"""Small changes to a scenario: to its tree, written out again, or to its text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from ship_or_not.scenario.source import Path, Source

SCALARS = (
    *(
        "0",
        "1",
        "-1",
        "98",
        "0.5",
        "1e16",
        "true",
        "''",
        "~",
        "no",
        "98%",
        "1 to 5",
        "5 to 1",
        "0% to 5%",
        "2 per month",
    ),
    *(
        "3 weeks",
        "1,5",
        "$5",
        "0.8 amount",
        "[]",
        "{}",
        "[1, 2]",
        "[[1, 2], [3, 4]]",
        "{low: 1, high: 5}",
        "{mean: 2}",
    ),
    *(
        "{samples: []}",
        "{samples: [1, x]}",
        "{samples: none.csv}",
        "{file: none.csv}",
        "{file: 5}",
        "{counts: {a: 1}}",
    ),
    *(
        "{any_other: 1}",
        "{billing: 1}",
        "billing",
        "fraud",
        "{label: fraud}",
        "{amount: 5}",
        "9007199254740993",
        "1e-300",
    ),
)
KEYS = (
    *(
        "accuracy",
        "recall",
        "confusion",
        "always",
        "measured_on",
        "file",
        "labels",
        "rows",
        "counts",
        "low",
        "high",
        "sd",
    ),
    *(
        "samples",
        "any_other",
        "billing",
        "fraud",
        "refer",
        "share",
        "plan_b",
        "drift",
        "limits",
        "loss",
        "label",
        "x",
        "",
    ),
    *(
        "0",
        "mean",
        "error_costs",
        "savings_per_item",
        "measured_value_per_item",
        "volume",
        "classes",
        "policy",
    ),
)
TEXTS = (
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "-",
    "- ",
    "#",
    "\t",
    "\n",
    "\n  ",
    "'",
    '"',
    "&a ",
    "*a",
    "!!str ",
    "%",
    "0",
    "|",
    "é",
    "票",
    "<<: ",
)


def written(source: Source, path: Path = ()) -> str:
    """Write a tree as flow YAML; numbers as they were written, text and keys in quotes."""
    node: Any = source.tree
    for key in path:
        node = node[key]
    if isinstance(node, dict):
        return f"{{{', '.join(f'{json.dumps(key)}: {written(source, (*path, key))}' for key in node)}}}"
    if isinstance(node, list):
        return f"[{', '.join(written(source, (*path, i)) for i in range(len(node)))}]"
    return json.dumps(node) if isinstance(node, str) else source.texts[path]


def lines_of(source: Source) -> list[str]:
    """Write a tree with a key to a line."""
    return [f"{json.dumps(key)}: {written(source, (key,))}" for key in source.tree]


@st.composite
def mutated_trees(draw: st.DrawFn, sources: list[Source]) -> str:
    """Draw a scenario in which a key or two are deleted, renamed, moved or hold something else."""
    source = draw(st.sampled_from(sources))
    text = "\n".join(lines_of(source))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(sorted((path for path in source.marks if path), key=str)))
        old = written(source, path)
        new = draw(st.sampled_from(SCALARS)) if draw(st.booleans()) else old
        key = path[-1]
        if isinstance(key, int):
            text = text.replace(old, draw(st.sampled_from((new, f"{new}, {old}", ""))), 1)
            continue
        entry = f"{json.dumps(key)}: {old}"
        other = draw(st.sampled_from((key, key[1:], key.upper(), f"{key}s", *KEYS)))
        change = draw(st.sampled_from(("delete", "change", "add")))
        if change == "delete" and f"{entry}, " in text:
            text = text.replace(f"{entry}, ", "", 1)
        elif change == "delete":
            text = text.replace(f", {entry}", "", 1).replace(f"{entry}\n", "", 1)
        elif change == "add":
            comma = "\n" if len(path) == 1 else ", "
            text = text.replace(entry, f"{entry}{comma}{json.dumps(other)}: {new}", 1)
        else:
            text = text.replace(entry, f"{json.dumps(other)}: {new}", 1)
    return text


@st.composite
def mutated_texts(draw: st.DrawFn, texts: list[str]) -> str:
    """Draw a scenario's text with something inserted, cut out or repeated."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 12))
        insert = draw(st.sampled_from((*TEXTS, *SCALARS, "", text[start : start + 40])))
        text = text[:start] + insert + text[start + length :]
    return f"{text.rstrip()}\n"
