"""What is written into a scenario reads back as it was."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ship_or_not
from ship_or_not.evidence.text import foreign_control
from ship_or_not.scenario.blocks import RESERVED
from ship_or_not.scenario.source import parse_source
from ship_or_not.scenario.writing import figure, flow, lines, text

if TYPE_CHECKING:
    from pathlib import Path

AWKWARD = [
    *("no", "Yes", "on", "y", "null", "~", "true", "0", "007", "1e6", ".5", ".inf", "0x1F", "1_000", "98%"),
    *(
        "a: b",
        "a #b",
        "#x",
        "- a",
        "?",
        "? a",
        ": ",
        "{a}",
        "[a]",
        "a,b",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
    ),
    *('"', "'", '"q"', "it's", "\\", "\\n", " a", "a ", "a  b", "a\tb", "a\nb", "\u2028", "\xa0"),
    *(
        "TODO",
        "<<",
        "---",
        "...",
        "2024-01-01",
        "12:30",
        "é",
        "e\u0301",
        "ﬁ",
        "日本",
        "🙂",
        "\U0010ffff",
        "\uffff",
    ),
    *("x" * 1100, "é" * 1100, "low", "high", "mean", "counts", "file", "labels", "rows", "samples", "any"),
]

LABELS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(min_size=1, max_size=20).filter(lambda label: foreign_control(label) is None),
    st.text(alphabet="ab01 :#-?{}[],&*!|>%@`\"\\'\t\n~.é", min_size=1, max_size=8),
).filter(lambda label: label != RESERVED and foreign_control(label) is None)


@settings(max_examples=300, deadline=None)
@given(st.lists(LABELS, min_size=2, max_size=6, unique=True))
def test_labels_read_back_as_they_were_wherever_they_stand(labels: list[str]) -> None:
    first, last = labels[0], labels[-1]
    written = "\n".join(
        [
            *lines("classes", [text(label) for label in labels]),
            *lines("error_costs", {label: {first: "1", last: "2"} for label in labels}, by_line=True),
            *lines("prevalence", dict.fromkeys(labels, "1")),
            *lines("model", {"refer": {"label": text(last), "extra_cost": "3"}}, by_line=True),
            *lines("baseline", {"always": text(first)}),
        ]
    )
    source = parse_source(written, file="written")
    assert [source.texts["classes", place] for place in range(len(labels))] == labels
    assert source.tree["error_costs"] == {label: {first: 1, last: 2} for label in labels}
    assert source.tree["prevalence"] == dict.fromkeys(labels, 1)
    assert source.texts["model", "refer", "label"] == last
    assert source.texts["baseline", "always"] == first


@settings(max_examples=300, deadline=None)
@given(st.one_of(LABELS, st.text(alphabet="0123456789.%e+-_ to{}[]:#", max_size=12)))
def test_whatever_is_typed_for_a_figure_stays_one_value(typed: str) -> None:
    for written in (f"key: {figure(typed)}\nnext: 1", f"{{key: {figure(typed)}, next: 1}}"):
        source = parse_source(written, file="written")
        assert list(source.tree) == ["key", "next"]
        assert source.texts[("key",)] == typed
    assert flow([figure(typed)]) == f"[{figure(typed)}]"


@pytest.mark.parametrize(("count", "form"), [(2, "csv"), (20, "csv"), (20, "json"), (1000, "json")])
def test_a_file_of_counts_gives_exactly_its_labels(tmp_path: Path, count: int, form: str) -> None:
    plain = [label for label in AWKWARD if label == label.strip()]
    labels = [*plain, *(f"{label} {n}".strip() for n in range(60) for label in plain)][:count]
    assert len(set(labels)) == count
    file = tmp_path / f"counts.{form}"
    if form == "csv":
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["", *labels])
        writer.writerows([label, *(int(label == other) for other in labels)] for label in labels)
        file.write_text(table.getvalue(), encoding="utf-8")
    else:
        file.write_text(json.dumps({label: {label: 1} for label in labels}), encoding="utf-8")
    written = ship_or_not.scenario_template(file, folder=tmp_path)
    source = parse_source(written, file="written")
    assert [source.texts["classes", place] for place in range(count)] == labels
    assert list(source.tree["error_costs"]) == labels
    (tmp_path / "scenario.yaml").write_text(written.replace(": TODO", ": 1"), encoding="utf-8")
    scenario = ship_or_not.load_scenario(tmp_path / "scenario.yaml")
    assert scenario.summary.confusion["model"].actual == tuple(labels)
