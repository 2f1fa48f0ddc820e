"""What a scenario can say, in the order of the file: each key with its form, its unit and an example.

This is what `init` writes from. A key stands here once for each form in which it may be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.scenario.needs import COURSE, OVER_TIME, REPLACED, UNMEASURED
from ship_or_not.scenario.quality import WAYS
from ship_or_not.scenario.writing import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ship_or_not.scenario.writing import Node

LABELS = ("billing", "fraud", "other")
"""Classes of the examples, where a scenario has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key, in one of its forms.

    Parameters
    ----------
    path
        Where it stands.
    says
        What it holds, its unit and its form, in one line.
    example
        From the classes to how it may be written.
    by_class
        Whether this form has a line for each class.
    instead
        Dotted paths of keys that may not stand beside it.
    needs
        Dotted paths of keys that it can't do without; ``a|b``: either will do.
    heading
        What the file says above it, where a part of the file begins.
    """

    path: tuple[str, ...]
    says: str
    example: Callable[[tuple[str, ...]], Node]
    by_class: bool = False
    instead: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    heading: str = ""


_TIME = ("volume", "horizon")
"""What is needed where a cost is per period or once."""


def _entry(
    path: str,
    says: str,
    example: Node | Callable[[tuple[str, ...]], Node],
    *,
    by_class: bool = False,
    instead: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    heading: str = "",
) -> Entry:
    keys = tuple(path.split("."))
    if keys in OVER_TIME or keys in COURSE:
        needs = (*_TIME, *needs)
    system, _, way = path.partition(".")
    if way in WAYS:
        others = [*WAYS, "refer" if way in ("accuracy", "recall") else "measured_on"]
        instead = tuple(f"{system}.{other}" for other in others if other != way)
    return Entry(
        path=keys,
        says=says,
        example=example if callable(example) else lambda _: example,
        by_class=by_class,
        instead=instead,
        needs=needs,
        heading=heading,
    )


def _costs(labels: tuple[str, ...]) -> Node:
    costs: dict[str, Node] = dict.fromkeys(labels, "2")
    if len(labels) > 2:  # noqa: PLR2004 - with two, there is one wrong answer for each
        costs[labels[1]] = {labels[0]: "40", "any_other": "120"}
    return costs


def _mix(labels: tuple[str, ...]) -> Node:
    return {**dict.fromkeys(labels[:-1], "2%"), labels[-1]: f"{100 - 2 * (len(labels) - 1)}%"}


def _limit(labels: tuple[str, ...]) -> Node:
    return {labels[0]: {"above": "30%", "chance": "5%"}}


_MIX = "prevalence|model.confusion|baseline.confusion"
_BY_CLASS = ("classes", "model.recall|model.confusion", _MIX)
_REFER: Node = {"label": "refer", "extra_cost": "3"}

CATALOGUE: tuple[Entry, ...] = (
    _entry("version", "of this format", "1"),
    _entry("name", "what reports call it", "Support-ticket routing"),
    _entry("currency", "any short text: only shown, never converted", "EUR"),
    _entry(
        "savings_per_item",
        "money saved by automating one item; may be negative",
        "0.30",
        instead=("baseline.cost_per_item", "model.cost_per_item"),
        heading="What does automating one item save?",
    ),
    _entry(
        "classes",
        "the labels; needed for whatever is by class",
        lambda labels: [text(label) for label in labels],
        heading="What does an error cost?",
    ),
    _entry("error_costs", "money, for any wrong answer", "40"),
    _entry(
        "error_costs",
        "by actual class, and where it matters by label predicted",
        _costs,
        by_class=True,
        needs=_BY_CLASS,
    ),
    _entry(
        "customer_impact",
        "what an error does to customers beyond its direct cost",
        {"churn_per_error": "0.1%", "customer_value": "400"},
    ),
    _entry(
        "baseline.accuracy",
        "share of right answers of today's process",
        "95%",
        heading="What runs today (people, rules or a model), and how good is it?",
    ),
    _entry(
        "baseline.measured_on",
        "on how many labelled items; else it is taken as exact",
        "500",
        needs=("baseline.recall|baseline.accuracy",),
    ),
    _entry(
        "baseline.recall",
        "share of right answers by actual class",
        lambda labels: dict.fromkeys(labels, "95%"),
        by_class=True,
        needs=("classes", _MIX),
    ),
    _entry(
        "baseline.confusion",
        "counts: rows actual, columns predicted",
        {"file": "audit.csv"},
        needs=("classes",),
    ),
    _entry(
        "baseline.always",
        "nothing is done today: every item counts as this label",
        lambda labels: text(labels[-1]),
        needs=("classes", _MIX),
    ),
    _entry(
        "baseline.cost_per_item",
        "money",
        "0.35",
        instead=("savings_per_item",),
        needs=("model.cost_per_item",),
    ),
    _entry("baseline.running_cost", "money; saved once the model has taken over", "500 per month"),
    _entry(
        "baseline.drift", "points of accuracy that it loses, per period", {"accuracy_loss": "0.1% per year"}
    ),
    _entry("model.accuracy", "share of right answers of the model", "95%", heading="How good is the model?"),
    _entry(
        "model.measured_on",
        "on how many labelled items; else it is taken as exact",
        "200",
        needs=("model.recall|model.accuracy",),
    ),
    _entry(
        "model.recall",
        "share of right answers by actual class",
        lambda labels: dict.fromkeys(labels, "97%"),
        by_class=True,
        needs=("classes", _MIX),
    ),
    _entry(
        "model.confusion",
        "counts: rows actual, columns predicted",
        {"file": "counts.csv"},
        needs=("classes",),
    ),
    _entry(
        "model.refer",
        "a label that hands items back (if it is a class, put it in classes); money",
        _REFER,
        instead=("model.share",),
        needs=("model.confusion",),
    ),
    _entry("model.share", "of the items that the model takes at all", "70%", instead=("model.refer",)),
    _entry(
        "model.cost_per_item",
        "money",
        "0.05",
        instead=("savings_per_item",),
        needs=("baseline.cost_per_item",),
    ),
    _entry("model.launch_cost", "money, paid once", "15000"),
    _entry("model.running_cost", "money: hosting, on-call, licences, audit", "1200 per month"),
    _entry(
        "model.drift", "points of accuracy that it loses, per period", {"accuracy_loss": "0.5% per month"}
    ),
    _entry(
        "model.retraining",
        "how often, and what one costs, money; restores what drift took",
        {"every": "3 months", "cost": "2000"},
    ),
    _entry(
        "model.failure",
        "how often it breaks, how good it is then, and for how long; money",
        {
            "chance": "2% per month",
            "accuracy": "60%",
            "noticed_after": "6 weeks",
            "repaired_after": "3 weeks",
            "repair_cost": "5000",
        },
    ),
    _entry(
        "model.monitoring",
        "how soon it notices a failure, and what that costs, money",
        {"noticed_after": "3 days", "running_cost": "500 per month"},
        needs=("model.failure",),
    ),
    _entry(
        "volume",
        "how many, per day, week, month or year",
        {"items": "40000", "per": "month"},
        heading="How many items are there, and which?",
    ),
    _entry("horizon", "how long is counted, from the decision", "24 months"),
    _entry("discount_rate", "per year", "8%", needs=_TIME),
    _entry("ramp_up", "how long the model takes to take over", "3 months"),
    _entry(
        "prevalence",
        "production's class mix, or {counts: {…}}",
        _mix,
        by_class=True,
        needs=("classes",),
    ),
    _entry(
        "error_capacity",
        "errors that what follows can take, and what each above costs, money",
        {"errors": "900 per month", "extra_cost": "8"},
        heading="What if there are too many errors, or the model breaks?",
    ),
    _entry(
        "plan_b",
        "what takes over while it is broken, each of kind previous, backup or pause",
        [{"name": "back to the team", "kind": "previous", "ready_in": "3 weeks"}],
        needs=("model.failure",),
    ),
    _entry(
        "sources",
        "where figures come from: every report shows it",
        {"error_costs": '"claims ledger 2025, finance"'},
        heading="What else can be said",
    ),
    _entry(
        "prior",
        "weight of not knowing, in items per actual class; with it, thin classes say nothing of one another",
        "1",
    ),
    _entry(
        "measured_value_per_item",
        "money, found by an experiment such as an A/B test",
        {"mean": "0.012", "sd": "0.005"},
        instead=(
            "baseline",
            "model",
            *(".".join(path) for path in (*REPLACED, *UNMEASURED) if len(path) == 1),
        ),
    ),
    _entry("policy.min_value_per_item", "money that an item must be worth", "0"),
    _entry("policy.confidence", "the chance with which it must", "90%"),
    _entry(
        "policy.limits.loss",
        "how likely a loss above an amount may be",
        {"amount": "50000", "chance": "5%"},
        needs=_TIME,
    ),
    _entry(
        "policy.limits.drawdown",
        "how likely the running total may fall by more than an amount",
        {"amount": "50000", "chance": "5%"},
        needs=_TIME,
    ),
    _entry("policy.limits.error_rate", "how likely a class may go wrong how often", _limit, needs=_BY_CLASS),
    _entry("policy.requires", "questions that must be answered", ["error-costs", "evidence-size"]),
)
