"""Evaluations made by hand, for the tests of the renderers: plausible, not computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ship_or_not.results import (
    AmountLimit,
    Bar,
    ClassResult,
    ConstantAnswer,
    Costs,
    Evaluation,
    FlipPoint,
    InputSummary,
    Metrics,
    OverTime,
    Policy,
    Question,
    RateLimit,
    ScenarioSummary,
    StrategyResult,
    SystemCost,
    SystemMetrics,
    TimelinePoint,
    Total,
    ValuePerItem,
    Verdict,
)

QUESTIONS = {
    "error-costs": "What does each kind of error cost, not just the average one?",
    "evidence-size": "How many labelled items, per class, is the model's figure based on?",
    "baseline-errors": "Which errors does today's process make?",
    "class-mix": "Is production's class mix that of the evaluation set?",
    "downstream-capacity": "Can what follows handle the extra errors?",
    "customer-impact": "What do errors do to customers beyond their direct cost?",
    "decay": "Will the model stay as good as it is?",
    "sudden-failure": "What if it suddenly gets worse, and who notices, when?",
    "retraining": "What keeps it fresh, at what cost?",
    "plan-b": "What happens while it is broken?",
    "way-back": "What does going back cost, and are the people still there?",
    "partial-rollout": "Could part of the traffic take most of the gain?",
}

NEWSGROUPS = (
    "alt.atheism",
    "comp.graphics",
    "comp.os.ms-windows.misc",
    "comp.sys.ibm.pc.hardware",
    "comp.sys.mac.hardware",
    "comp.windows.x",
    "misc.forsale",
    "rec.autos",
    "rec.motorcycles",
    "rec.sport.baseball",
    "rec.sport.hockey",
    "sci.crypt",
    "sci.electronics",
    "sci.med",
    "sci.space",
    "soc.religion.christian",
    "talk.politics.guns",
    "talk.politics.mideast",
    "talk.politics.misc",
    "talk.religion.misc",
)


def questions(answered: dict[str, str], assumed: dict[str, str] | None = None) -> tuple[Question, ...]:
    """Ask all twelve; those not named stay open."""
    found = []
    for id_, question in QUESTIONS.items():
        status, detail, flips_at = "open", f"Give {id_.replace('-', '_')}.", None
        if id_ in answered:
            status, detail = "answered", answered[id_]
        elif assumed and id_ in assumed:
            status, detail, flips_at = "assumed", assumed[id_], 0.0061
        found.append(Question(id=id_, question=question, status=status, detail=detail, flips_at=flips_at))
    return tuple(found)


def flip(path: str, unit: str, now: float, flips_at: float | None, direction: str | None) -> FlipPoint:
    """Make a flip point."""
    return FlipPoint(input=path, unit=unit, now=now, flips_at=flips_at, direction=direction)


def class_result(label: str, **changes: Any) -> ClassResult:
    """Make a class's result."""
    usual = ClassResult(
        label=label, share=0.5, actual_items=100, per_item=-0.01, recall_baseline=0.98, recall_model=0.95
    )
    return replace(usual, **changes)


def strategy(name: str, **changes: Any) -> StrategyResult:
    """Make a strategy's result; the usual one is keep's."""
    usual = StrategyResult(
        name=name,
        expected_per_item=0.0,
        low=0.0,
        high=0.0,
        chance_above_minimum=0.0,
        expected_total=None,
        chance_of_loss=None,
        drawdown=None,
        excluded_by=None,
    )
    return replace(usual, **changes)


def course(
    name: str, *, launch: float, end: float, weeks: int = 104, drift: float = 0.0, spread: float = 1.1
) -> tuple[TimelinePoint, ...]:
    """Make a strategy's weeks: what is paid at once, then what comes in, more slowly as time goes by.

    Parameters
    ----------
    drift
        0 for a straight course; from 0.5 on it turns down before the end.
    spread
        Half of the band at the end, of the way from launch to end.
    """
    points, before = [], 0.0
    for week in range(weeks + 1):
        share = week / weeks
        cumulative = launch + (end - launch) * share * (1 + drift * (1 - share))
        away = spread * share * abs(end - launch)
        points.append(
            TimelinePoint(
                week=week,
                strategy=name,
                expected=cumulative - before,
                low=cumulative - away,
                high=cumulative + away,
                cumulative=cumulative,
            )
        )
        before = cumulative
    return tuple(points)


def smallest(**changes: Any) -> Evaluation:
    """Make the evaluation of the smallest scenario, five lines of YAML."""
    usual = Evaluation(
        scenario=ScenarioSummary(
            name="Automate item triage",
            path="triage.yaml",
            sha256="0" * 64,
            currency="",
            sources={},
            inputs={
                "savings_per_item": InputSummary(
                    unit="money", distribution="exact", mean=0.3, low=0.3, high=0.3
                )
            },
            confusion={},
        ),
        policy=Policy(error_rate={}),
        verdict=Verdict.GO,
        strategy="ship",
        rule="pays-off",
        reason="Shipping is expected to be worth 0.286 per item, and that is above 0 with certainty.",
        at_edge=False,
        value_per_item=ValuePerItem(
            as_measured=0.286,
            expected=0.286,
            low=0.286,
            high=0.286,
            chance_above_minimum=1.0,
            monte_carlo_error=0.0,
        ),
        total=None,
        costs=Costs(
            baseline=SystemCost(per_item=None, total=None), model=SystemCost(per_item=None, total=None)
        ),
        waterfall=(
            Bar(id="saving", label="saving", per_item=0.3),
            Bar(id="more-errors", label="more errors", per_item=-0.014),
        ),
        classes=(),
        metrics=Metrics(
            baseline=SystemMetrics(accuracy=0.987, balanced_accuracy=None, macro_f1=None),
            model=SystemMetrics(accuracy=0.98, balanced_accuracy=None, macro_f1=None),
        ),
        strategies=(
            strategy("keep"),
            strategy("ship", expected_per_item=0.286, low=0.286, high=0.286, chance_above_minimum=1.0),
        ),
        timeline=None,
        over_time=None,
        constant_answer=None,
        flip_points=(
            flip("error_costs", "money", 2.0, 42.857142857, "above"),
            flip("model.accuracy", "rate", 0.98, 0.837, "below"),
            flip("savings_per_item", "money", 0.3, 0.014, "below"),
            flip("baseline.accuracy", "rate", 0.987, None, None),
        ),
        questions=questions({"baseline-errors": "baseline.accuracy"}),
        seed=0,
        draws=16384,
    )
    return replace(usual, **changes)


def tickets(**changes: Any) -> Evaluation:
    """Make a three-class evaluation with volume, horizon, plans and a limit that is broken."""
    usual = smallest(
        scenario=ScenarioSummary(
            name="Support-ticket routing",
            path="tickets.yaml",
            sha256="1" * 64,
            currency="EUR",
            sources={"error_costs.fraud": "claims ledger 2025, finance"},
            inputs={
                "model.drift.accuracy_loss": InputSummary(
                    unit="rate per month", distribution="range", mean=0.0026, low=0.001, high=0.005
                ),
                "model.retraining.every": InputSummary(
                    unit="months", distribution="exact", mean=3.0, low=3.0, high=3.0
                ),
            },
            confusion={},
            overrides=("model.accuracy=0.97",),
        ),
        policy=Policy(
            name="cautious",
            path="configs/cautious.yaml",
            sha256="2" * 64,
            confidence=0.95,
            loss=AmountLimit(amount=50000.0, chance=0.05),
            error_rate={"fraud": RateLimit(above=0.3, chance=0.1)},
            requires=("error-costs", "evidence-size"),
        ),
        verdict=Verdict.INCONCLUSIVE,
        rule="not-sure",
        reason=(
            "The chance that ship + back to the team is worth more than 0 per item is 93.2 %, below the 95 % "
            "asked for; more labelled fraud tickets would settle it."
        ),
        at_edge=True,
        value_per_item=ValuePerItem(
            as_measured=0.1262,
            expected=0.11834,
            low=-0.0143,
            high=0.2517,
            chance_above_minimum=0.93213,
            monte_carlo_error=0.00062,
        ),
        total=Total(
            expected=110382.4,
            low=-13338.1,
            high=234771.9,
            chance_of_loss=0.0814,
            cvar=-41277.3,
            drawdown=28811.0,
            payback_weeks=11,
        ),
        costs=Costs(
            baseline=SystemCost(per_item=0.4213, total=392970.2),
            model=SystemCost(per_item=0.30296, total=282587.8),
        ),
        waterfall=(
            Bar(id="saving", label="saving", per_item=0.3),
            Bar(id="errors", label="more errors", per_item=-0.0212),
            Bar(id="kinds", label="costlier kinds of error", per_item=-0.0624),
            Bar(id="ramp-up", label="ramp-up", per_item=-0.0141),
            Bar(id="drift", label="drift and retraining", per_item=-0.0187),
            Bar(id="failure", label="failure and plan", per_item=-0.0193),
            Bar(id="running", label="running", per_item=-0.0295),
            Bar(id="launch", label="launch", per_item=-0.01646),
        ),
        classes=(
            class_result("billing", share=0.3, actual_items=3000, per_item=-0.0011, recall_model=0.9633),
            class_result("fraud", share=0.01, actual_items=100, per_item=-0.0624, recall_model=0.81),
            class_result("other", share=0.69, actual_items=6900, per_item=-0.0201, recall_model=0.9813),
        ),
        metrics=Metrics(
            baseline=SystemMetrics(accuracy=0.9792, balanced_accuracy=0.9712, macro_f1=0.9534),
            model=SystemMetrics(accuracy=0.9742, balanced_accuracy=0.9182, macro_f1=0.8711),
        ),
        strategies=(
            strategy("keep", expected_total=0.0, chance_of_loss=0.0),
            strategy(
                "ship",
                expected_per_item=0.1011,
                low=-0.061,
                high=0.2612,
                chance_above_minimum=0.871,
                expected_total=94302.0,
                chance_of_loss=0.14,
                drawdown=41000.0,
                excluded_by="loss limit: 7.1 % chance of losing more than 50,000 EUR, at most 5 % allowed",
            ),
            strategy(
                "ship + back to the team",
                expected_per_item=0.11834,
                low=-0.0143,
                high=0.2517,
                chance_above_minimum=0.93213,
                expected_total=110382.4,
                chance_of_loss=0.0814,
                drawdown=28811.0,
            ),
            strategy(
                "ship, build rules meanwhile",
                expected_per_item=0.1092,
                low=-0.021,
                high=0.2401,
                chance_above_minimum=0.911,
                expected_total=101856.7,
                chance_of_loss=0.09,
                drawdown=33012.0,
            ),
        ),
        timeline=(
            *course("ship", launch=-15000.0, end=94302.0, drift=0.4),
            *course("ship + back to the team", launch=-15000.0, end=110382.4, drift=0.2),
            *course("ship, build rules meanwhile", launch=-27000.0, end=101856.7),
        ),
        over_time=OverTime(
            plan=16080.4,
            monitoring=21034.9,
            retraining=-1240.2,
            stops_paying_week=61,
            best_retraining_weeks=17.38,
        ),
        constant_answer=ConstantAnswer(label="other", per_item=-1.4127),
        flip_points=(
            flip("model.recall.fraud", "rate", 0.81, 0.7113, "below"),
            flip("error_costs.fraud.other", "money", 120.0, 231.4, "above"),
            flip("model.cost_per_item", "money", 0.05, 0.16834, "above"),
            flip("model.failure.chance", "rate per month", 0.02, 0.1466, "above"),
            flip("baseline.cost_per_item", "money", 0.35, 0.23166, "below"),
            flip("model.running_cost", "money per month", 1200.0, 5934.0, "above"),
            flip("volume.items", "items per month", 40000.0, 11213.0, "below"),
            flip("prevalence.fraud", "rate", 0.01, 0.0213, "above"),
            flip("model.launch_cost", "money", 15000.0, 125382.0, "above"),
            flip("discount_rate", "rate per year", 0.08, None, None),
            flip("horizon", "months", 24.0, 5.1, "below"),
            flip("error_costs.billing", "money", 2.0, None, None),
        ),
        questions=questions(
            {
                "error-costs": "error_costs",
                "evidence-size": "10,000 items; fewest: fraud, 100",
                "baseline-errors": "baseline.confusion",
                "class-mix": "prevalence",
                "sudden-failure": "model.failure, model.monitoring",
                "retraining": "model.retraining",
                "plan-b": "plan_b",
                "way-back": "plan_b",
            },
            {"decay": "Accuracy falls by 0.1 % to 0.5 % a month, from model.drift."},
        ),
    )
    return replace(usual, **changes)


def newsgroups(**changes: Any) -> Evaluation:
    """Make an evaluation of twenty classes, one of them without a single item."""
    classes = tuple(
        class_result(
            label,
            share=0.05 + 0.001 * (index - 9.5),
            actual_items=0 if label == "talk.religion.misc" else 37 + 4 * index,
            per_item=(-1) ** index * 0.031 / (1 + index * index),
            recall_baseline=0.91 - 0.003 * index,
            recall_model=0.83 + 0.004 * index,
        )
        for index, label in enumerate(NEWSGROUPS)
    )
    usual = smallest(
        scenario=replace(smallest().scenario, name="Route newsgroup posts", path="news.yaml", currency="USD"),
        verdict=Verdict.NO_GO,
        strategy="keep",
        rule="negative-value",
        reason=(
            "Shipping is expected to lose 0.0213 USD per item: the model's errors cost more than it saves."
        ),
        value_per_item=ValuePerItem(
            as_measured=-0.0188,
            expected=-0.0213,
            low=-0.0391,
            high=-0.0031,
            chance_above_minimum=0.0271,
            monte_carlo_error=0.00009,
        ),
        costs=Costs(
            baseline=SystemCost(per_item=0.1713, total=None), model=SystemCost(per_item=0.1926, total=None)
        ),
        waterfall=(
            Bar(id="saving", label="saving", per_item=0.08),
            Bar(id="more-errors", label="more errors", per_item=-0.1144),
            Bar(id="kinds", label="cheaper kinds of error", per_item=0.0131),
        ),
        classes=classes,
        metrics=Metrics(
            baseline=SystemMetrics(accuracy=0.8821, balanced_accuracy=0.8814, macro_f1=0.8803),
            model=SystemMetrics(accuracy=0.8677, balanced_accuracy=0.8672, macro_f1=0.8648),
        ),
        constant_answer=ConstantAnswer(label="soc.religion.christian", per_item=-0.7412),
        flip_points=(
            flip("model.accuracy", "rate", 0.8677, 0.8713, "above"),
            flip('error_costs."comp.sys.mac.hardware"', "money", 1.0, None, None),
        ),
        questions=questions({"evidence-size": "1,500 items", "baseline-errors": "baseline.confusion"}),
    )
    return replace(usual, **changes)
