"""Alerts as a Prometheus rule file, which ``promtool check rules`` accepts.

The file is YAML in which every scalar is a JSON string: YAML reads those as they are. A class's label comes
from outside and passes three languages on its way: a PromQL string in the expression, Go's templates
in labels and annotations, and YAML around both.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ship_or_not.render.labels import clean
from ship_or_not.render.numbers import quantity, rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.results.sensitivity import Alert, Sensitivity

HEAD = """\
# When to page somebody about a model, before it stops paying. Written by ship-or-not sensitivity.
# The rules read gauges from 0 to 1 with a label scenario: ship_or_not_model_accuracy, and with a label
# class too ship_or_not_model_recall and ship_or_not_model_class_share. Your monitoring has to export them.
"""

NO_MARGIN = "# No margin: model.drift in the scenario would say what is lost until somebody has reacted.\n"

FOR = "1h"
"""How long a metric has to be on the wrong side: one bad scrape pages nobody."""

RULES = {
    "accuracy": ("ship_or_not_model_accuracy", "ShipOrNotModelAccuracy"),
    "recall": ("ship_or_not_model_recall", "ShipOrNotModelRecall"),
    "share": ("ship_or_not_model_class_share", "ShipOrNotModelClassShare"),
}
"""Metric → the series that is read, and how the alert's name begins."""

ESCAPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd-\uffff]")
"""What may not stand in YAML or PromQL as it is, or would not be seen; to PromQL, U+FFFD is a fault."""

SURROGATE = re.compile(r"[\ud800-\udfff]")
"""No character, and nothing that UTF-8 can hold: no metric has such a label."""

TEMPLATE = "{{"
"""Where an action begins in a template of Go's."""


def render(found: Sensitivity) -> str:
    """Write the rule file: a group with a rule for every alert that there is."""
    set_ = [each for each in found.alerts if each.alert_below is not None or each.alert_above is not None]
    if not set_:
        return f"{HEAD}# There is no alert to set for this scenario.\ngroups: []\n"
    lines = ["groups:", f"  - name: {quoted(f'ship-or-not: {found.scenario.name}')}", "    rules:"]
    for alert in set_:
        lines += _rule(found, alert)
    head = HEAD if found.react_within.accuracy_lost else HEAD + NO_MARGIN
    return head + "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    r"""Write a text as a string that JSON and YAML both read.

    >>> print(quoted('a "b"\u2028'))
    "a \"b\"\u2028"
    """
    return _escaped(json.dumps(SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text), ensure_ascii=False))


def promql(text: str) -> str:
    r"""Write a text as a PromQL string, as Prometheus reads it: the escapes of Go.

    >>> print(promql('back\\slash "quoted"\n'))
    "back\\slash \"quoted\"\u000a"
    """
    plain = SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_escaped(plain)}"'


def literal(text: str) -> str:
    """Write a text so that a Go template gives it back: what opens an action is put out by one.

    >>> print(literal("{{ .Value }}"))
    {{"{{"}} .Value }}
    """
    return text.replace(TEMPLATE, '{{"{{"}}')


def _escaped(text: str) -> str:
    return ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _rule(found: Sensitivity, alert: Alert) -> Iterator[str]:
    series, name = RULES[alert.metric]
    side, sign, at = "Below", "<", alert.alert_below
    if at is None:
        side, sign, at = "Above", ">", alert.alert_above
    labels = {"scenario": found.scenario.name} | ({} if alert.label is None else {"class": alert.label})
    matched = ",".join(f"{key}={promql(value)}" for key, value in labels.items())
    yield f"      - alert: {quoted(f'{name}{side}')}"
    yield f"        expr: {quoted(f'{series}{{{matched}}} {sign} {at!r}')}"
    yield f"        for: {quoted(FOR)}"
    yield "        labels:"
    yield f"          severity: {quoted('page')}"
    for key, value in labels.items():
        yield f"          {key}: {quoted(literal(value))}"
    yield "        annotations:"
    yield f"          summary: {quoted(_summary(found, alert, side.lower(), at or 0.0))}"
    yield f"          description: {quoted(_description(found, alert))}"


def _summary(found: Sensitivity, alert: Alert, side: str, at: float) -> str:
    name = f"{clean(found.scenario.name)}: {_name(alert)} is {side} {rate(at, against=alert.now)}"
    return f"{literal(name)} (now {{{{ $value | humanizePercentage }}}})"


def _name(alert: Alert) -> str:
    what = {"accuracy": "the model's accuracy", "recall": "the model's recall", "share": "the share"}
    name = what[alert.metric]
    return name if alert.label is None else f"{name} of {clean(alert.label)}"


def _description(found: Sensitivity, alert: Alert) -> str:
    stops = rate(alert.stops_paying_at or 0.0, against=alert.now)
    words = f"The running model stops paying at {stops}"
    if not alert.margin:
        return f"{words}. It was {rate(alert.now, against=alert.stops_paying_at)} when the alert was set."
    weeks = quantity(found.react_within.weeks, "weeks")
    return f"{words}: expected to be reached in {weeks} at the drift that the scenario assumes."
