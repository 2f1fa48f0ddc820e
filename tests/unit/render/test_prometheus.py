"""Alerting rules: what they say, and that no label gets out of its string in any of three languages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ship_or_not.render.labels import clean
from ship_or_not.render.prometheus import literal, promql, render
from support.hostile import CONTROLS, FORMULAS, LABELS, ODD, PAYLOADS
from support.sensitivity_factory import above, alert, never, sensitivity

if TYPE_CHECKING:
    from ship_or_not.results.sensitivity import Sensitivity

GOLDEN = Path(__file__).parents[2] / "golden" / "render" / "alerts.yaml"

PROMTOOL = shutil.which("promtool")
INSTALLED = pytest.mark.skipif(
    PROMTOOL is None, reason="promtool, of Debian's package prometheus, is missing"
)

TEMPLATES = [
    "{{ $value }}",
    "{{",
    "}}",
    "{{{",
    "{{{{{",
    "{{- 1 -}}",
    '{{ query "up" }}',
    "{{/* x",
    "{ {{",
    "`{{`",
    "{{end}}",
    '"} or vector(1) or up{x="',
    "\\",
    '\\"',
    '"',
    "a\\u0041",
    "'\n- alert: x",
    "\ufffe",
    "\ufeff",
]

HOSTILE = [*LABELS, *TEMPLATES, *CONTROLS, *ODD, *PAYLOADS, *FORMULAS]

EXPRESSION = re.compile(
    r"""
    (?P<series> ship_or_not_model_(?:accuracy|recall|class_share))
    \{ scenario="(?P<scenario> (?:[^"\\\ufffd]|\\["\\]|\\u[0-9a-f]{4})*)"
    (?: ,class="(?P<class> (?:[^"\\\ufffd]|\\["\\]|\\u[0-9a-f]{4})*)")? \}
    \ (?P<sign> [<>]) \ (?P<at> [0-9.e-]+)
    """,
    re.VERBOSE,
)
"""All that a rule's expression may be."""

UNREADABLE = "\N{REPLACEMENT CHARACTER}"

GO_ESCAPE = re.compile(r'\\(?:u([0-9a-f]{4})|(["\\]))')


def loaded(found: Sensitivity) -> list[dict[str, Any]]:
    """Read the rules as Prometheus reads them."""
    document = yaml.safe_load(render(found))
    assert list(document) == ["groups"]
    for group in document["groups"]:
        assert sorted(group) == ["name", "rules"]
    return [rule for group in document["groups"] for rule in group["rules"]]


def promtool(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run what Prometheus checks its own rules with."""
    return subprocess.run(
        [PROMTOOL or "", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def unescaped(text: str) -> str:
    """Read what stands in a string of PromQL."""
    return GO_ESCAPE.sub(lambda match: match[2] or chr(int(match[1], 16)), text)


def executed(template: str) -> str:
    """Run a template of Go's that may hold nothing but text, ``{{"{{"}}`` and the value."""
    parts = re.split(r'(\{\{"\{\{"\}\}|\{\{ \$value \| humanizePercentage \}\})', template)
    assert not any("{{" in part for part in parts[::2]), template
    return "".join({'{{"{{"}}': "{{"}.get(part, part) for part in parts)


def as_read(label: str) -> str:
    """Return a label without what no file can hold."""
    return re.sub(r"[\ud800-\udfff]", UNREADABLE, label)


def test_a_rule_file_reads_as_it_did() -> None:
    found = sensitivity(
        alert("accuracy"),
        alert("recall", 'a "b"', alert_below=0.8123456789012345),
        above("fraud"),
        alert("share", "other", alert_below=0.5, stops_paying_at=0.5, margin=0.0),
        never("recall", "never"),
    )
    text = render(replace(found, scenario=replace(found.scenario, name="Tickets")))
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_a_scenario_without_alerts_has_an_empty_rule_file_that_says_so() -> None:
    text = render(sensitivity(never("accuracy")))
    assert text.endswith("# There is no alert to set for this scenario.\ngroups: []\n")
    assert yaml.safe_load(text) == {"groups": []}


@pytest.mark.threat("rich markup in labels", 2 * len(HOSTILE))
def test_no_label_gets_out_of_its_string_in_yaml_promql_or_a_template() -> None:
    for label in HOSTILE:
        found = sensitivity(alert("accuracy"), alert("recall", label), above(label))
        accuracy, *others = loaded(replace(found, scenario=replace(found.scenario, name=label)))
        for rule in (accuracy, *others):
            assert sorted(rule) == ["alert", "annotations", "expr", "for", "labels"]
            assert re.fullmatch(r"ShipOrNotModel(Accuracy|Recall|ClassShare)(Below|Above)", rule["alert"])
            match = EXPRESSION.fullmatch(rule["expr"])
            assert match, rule["expr"]
            assert unescaped(match["scenario"]) == as_read(label)
            assert executed(rule["labels"]["scenario"]) == as_read(label)
            assert rule["labels"]["severity"] == "page"
            for annotation in rule["annotations"].values():
                executed(annotation)
        for rule in others:
            match = EXPRESSION.fullmatch(rule["expr"])
            assert match
            assert unescaped(match["class"]) == as_read(label) == executed(rule["labels"]["class"])


def test_every_scalar_is_json_too() -> None:
    text = render(sensitivity(*(alert("recall", label) for label in HOSTILE)))
    scalars = [line.partition(": ")[2] for line in text.splitlines() if '"' in line]
    assert len(scalars) == 1 + 8 * len(HOSTILE)
    assert all(isinstance(json.loads(scalar), str) for scalar in scalars)


def test_what_opens_a_template_is_put_out_as_it_stands() -> None:
    for label in HOSTILE:
        assert executed(literal(label)) == label


@INSTALLED
@pytest.mark.threat("rich markup in labels", len(HOSTILE))
def test_promtool_accepts_the_rules_whatever_their_labels(tmp_path: Path) -> None:
    several = [alert("accuracy"), *(alert("recall", label) for label in dict.fromkeys(map(as_read, HOSTILE)))]
    names = ("many", "none", *TEMPLATES)
    for place, name in enumerate(names):
        found = sensitivity(*({"many": several, "none": []}.get(name) or [alert("accuracy"), above(name)]))
        text = render(replace(found, scenario=replace(found.scenario, name=name)))
        (tmp_path / f"{place}.yaml").write_text(text, encoding="utf-8")
    ran = promtool("check", "rules", *(f"{place}.yaml" for place in range(len(names))), folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("SUCCESS") == len(names)
    assert f"SUCCESS: {len(several)} rules found" in ran.stdout


@INSTALLED
@pytest.mark.threat("rich markup in labels", len(HOSTILE))
def test_prometheus_fires_each_alert_on_its_own_class_and_prints_its_label(tmp_path: Path) -> None:
    """Metrics with the labels as they are; what fires has to carry them, and say them.

    Left out are U+FFFD, on which Prometheus 2.42 stops itself when it runs the rule, and no label at all.
    """
    labels = [each for each in dict.fromkeys(map(as_read, HOSTILE)) if each and UNREADABLE not in each]
    assert len(labels) > 300
    found = sensitivity(*(alert("recall", label) for label in labels))
    found = replace(found, scenario=replace(found.scenario, name="{{ $value }}"))
    (tmp_path / "rules.yaml").write_text(render(found), encoding="utf-8")

    def fired(label: str) -> Any:
        said = f"{{{{ $value }}}}: the model's recall of {clean(label)} is below 90.0 % (now 50%)"
        description = (
            "The running model stops paying at 88.0 %: expected to be reached in 4 weeks at the drift"
        )
        return {
            "exp_labels": {"severity": "page", "scenario": "{{ $value }}", "class": label},
            "exp_annotations": {
                "summary": said,
                "description": f"{description} that the scenario assumes.",
            },
        }

    series = [
        f'ship_or_not_model_recall{{scenario="{{{{ $value }}}}",class={promql(each)}}}' for each in labels
    ]
    tested = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": "30m",
        "tests": [
            {
                "interval": "30m",
                "input_series": [{"series": each, "values": "0.5x9"} for each in series],
                "alert_rule_test": [
                    {
                        "eval_time": "3h",
                        "alertname": "ShipOrNotModelRecallBelow",
                        "exp_alerts": [fired(label) for label in labels],
                    }
                ],
            }
        ],
    }
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(tested, allow_unicode=False), encoding="utf-8")
    ran = promtool("test", "rules", "test.yaml", folder=tmp_path)
    assert (ran.returncode, ran.stderr[:2000]) == (0, "")
    assert "SUCCESS" in ran.stdout


def test_a_comment_says_where_there_is_no_margin() -> None:
    said = "# No margin: model.drift in the scenario would say what is lost until somebody has reacted."
    found = sensitivity(alert("accuracy"))
    still = replace(found, react_within=replace(found.react_within, accuracy_lost=0.0))
    assert (said in render(found).splitlines(), said in render(still).splitlines()) == (False, True)
    assert yaml.safe_load(render(still)) == yaml.safe_load(render(found))
