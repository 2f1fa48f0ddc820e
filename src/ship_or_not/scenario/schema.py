"""The scenario file as strict models: which keys there are, and what each may hold.

Only structure is said here. What depends on other keys (labels that match, blocks that need each
other) is checked in `scenario.build`; so every key is optional here, and what is required is said there
in the words of the scenario.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ship_or_not.scenario.blocks import (
    AmountNumber,
    Block,
    CostNumber,
    CostPerPeriod,
    DaysOrLonger,
    DurationDays,
    DurationNumber,
    DurationOrNone,
    ErrorsPerPeriod,
    ExactAmount,
    ExactConfidence,
    ExactCost,
    ExactPrior,
    ExactRate,
    Label,
    Labels,
    Lazy,
    MeasuredOn,
    RateNumber,
    RatePerPeriod,
    Takes,
    Text,
    Version,
    VolumeNumber,
    YearlyRate,
)

QUESTION_IDS = Literal[
    "error-costs",
    "evidence-size",
    "baseline-errors",
    "class-mix",
    "downstream-capacity",
    "customer-impact",
    "decay",
    "sudden-failure",
    "retraining",
    "plan-b",
    "way-back",
    "partial-rollout",
]


RECALL = {"billing": "98%", "fraud": "90%", "other": "99%"}


class Volume(Block):
    """How many items there are."""

    items: VolumeNumber = Field(examples=[40000], description="How many items come in each period.")
    per: Literal["day", "week", "month", "year"] = Field(
        title="Period", examples=["month"], description="The period in which so many items come."
    )


class CustomerImpact(Block):
    """What an error does to a customer beyond its direct cost."""

    churn_per_error: RateNumber = Field(
        examples=["0.1%"], description="Chance that one error loses the customer."
    )
    customer_value: CostNumber = Field(examples=[400], description="What losing a customer costs, money.")


class Refer(Block):
    """A predicted label that hands the item back to today's process."""

    label: Label = Field(
        examples=["refer"],
        description="The predicted label that hands an item back; it is none of the classes.",
    )
    extra_cost: CostNumber | None = Field(
        default=None,
        examples=[3],
        description="What handing an item back costs, money per item, on top of what today's process costs.",
    )


class Drift(Block):
    """How a system gets worse with time."""

    accuracy_loss: RatePerPeriod = Field(
        examples=["0.5% per month"],
        description="Points of accuracy lost in each period, on every class alike.",
    )


class Quality(Block):
    """How good a system is."""

    accuracy: RateNumber | None = Field(
        default=None,
        examples=["98%"],
        description="Share of right answers, all classes together. Where errors cost differently by class,"
        " the model needs recall or confusion instead.",
    )
    recall: dict[str, RateNumber] | None = Field(
        default=None,
        examples=[RECALL],
        description="Share of right answers for each actual class: {class: rate}.",
    )
    confusion: Annotated[Any, Takes("confusion")] = Field(
        default=None,
        examples=[{"file": "counts.csv"}, [[2890, 12, 98], [3, 81, 16], [120, 9, 6771]]],
        description="The confusion matrix: rows are actual classes, columns predicted labels; counts (whole"
        " numbers) or rates (rows that sum to 1). Written as rows in the order of classes, {labels, rows},"
        " {actual: {predicted: number}}, or {file: counts.csv}.",
    )
    measured_on: MeasuredOn | None = Field(
        default=None,
        examples=[2000],
        description="On how many labelled items accuracy or recall was measured: in all, or {class: items}."
        " Without it the figure is taken as exact.",
    )
    drift: Annotated[Drift | None, Lazy(Drift)] = Field(
        default=None,
        description="How accuracy is lost as the world moves on. Needs volume and horizon.",
    )


class System(Quality):
    """What is said of either system."""

    cost_per_item: CostNumber | None = Field(
        default=None,
        examples=[0.35],
        description="What treating one item costs, money per item, errors left out. Given for baseline and"
        " for model, their difference is what is saved, in place of savings_per_item.",
    )
    running_cost: CostPerPeriod | None = Field(
        default=None,
        examples=["1200 per month"],
        description="What running it costs whatever the number of items, money per period: hosting, on-call,"
        " licences, human audit. The baseline's is saved once the model has taken over.",
    )


class Retraining(Block):
    """How often the model is trained again."""

    every: DaysOrLonger = Field(
        examples=["3 months"],
        description="Time from one training to the next, from the launch on; each restores the accuracy"
        " that drift took. At least a day.",
    )
    cost: CostNumber | None = Field(
        default=None, examples=[2000], description="What one training costs, money, paid when it happens."
    )


class Failure(Block):
    """A failure that comes at once: the model breaks, and stays broken until it is repaired."""

    chance: RatePerPeriod = Field(
        examples=["2% per month"], description="Chance that a healthy model breaks within the period."
    )
    accuracy: RateNumber = Field(
        examples=["60%"], description="Share of right answers, all classes together, while it is broken."
    )
    noticed_after: DurationOrNone | None = Field(
        default=None,
        examples=["6 weeks"],
        description="Time until somebody notices, without monitoring. May be left out where"
        " model.monitoring says its own.",
    )
    repaired_after: DurationNumber = Field(
        examples=["3 weeks"], description="Time from the notice until the model is healthy again."
    )
    repair_cost: CostNumber | None = Field(
        default=None, examples=[5000], description="What one repair costs, money, paid at the notice."
    )


class Monitoring(Block):
    """What watches the model for failures."""

    noticed_after: DurationOrNone = Field(
        examples=["3 days"],
        description="Time until a failure is noticed, in place of model.failure.noticed_after.",
    )
    running_cost: CostPerPeriod | None = Field(
        default=None, examples=["500 per month"], description="What watching costs, money per period."
    )


class Baseline(System):
    """What runs today: people, rules or a model."""

    always: Label | None = Field(
        default=None,
        title="Always this label",
        examples=["other"],
        description="Nothing is done today: every item is treated as this label, one of the classes.",
    )


class Model(System):
    """The candidate for production."""

    launch_cost: CostNumber | None = Field(
        default=None, examples=[15000], description="What the launch costs, money, paid once."
    )
    refer: Annotated[Refer | None, Lazy(Refer)] = Field(
        default=None,
        description="A predicted label that is no class: such items go back to today's process.",
    )
    share: RateNumber | None = Field(
        default=None,
        examples=["70%"],
        description="Share of the traffic that the model takes; the rest stays with today's process.",
    )
    retraining: Annotated[Retraining | None, Lazy(Retraining)] = Field(
        default=None, description="How often the model is trained again. Needs volume and horizon."
    )
    failure: Annotated[
        Failure | None, Lazy(Failure, "chance", "accuracy", "noticed_after", "repaired_after")
    ] = Field(
        default=None, description="How often the model breaks, and for how long. Needs volume and horizon."
    )
    monitoring: Annotated[Monitoring | None, Lazy(Monitoring)] = Field(
        default=None, description="What watches for failures, and what that costs. Needs failure."
    )


class ErrorCapacity(Block):
    """How many errors what follows can take."""

    errors: ErrorsPerPeriod = Field(
        examples=["900 per month"], description="Errors that can be taken in each period at no extra cost."
    )
    extra_cost: CostNumber = Field(
        examples=[8], description="What each error above that costs, money per error, on top of its own cost."
    )


class Named(Block):
    """What every plan says."""

    name: Text = Field(
        examples=["back to the team"],
        description="What reports and --set call it; each plan has its own.",
    )
    kind: Literal["previous", "backup", "pause"] = Field(
        examples=["previous"],
        description="previous: today's process again; backup: another system; pause: items are left undone.",
    )
    ready_in: DurationOrNone = Field(
        examples=["3 weeks"], description="Time from the notice until it takes over."
    )


class PlanB(Quality, Named):
    """What takes the items while the model is broken."""

    cost_per_item: CostNumber | None = Field(
        default=None,
        examples=[0.5],
        description="What treating one item costs then, money per item. By default the baseline's.",
    )
    cost_per_unprocessed_item: CostNumber | None = Field(
        default=None,
        examples=[0.1],
        description="Of a pause: what one item that is left undone costs, money per item.",
    )
    rollback_cost: CostNumber | None = Field(
        default=None, examples=[8000], description="What one switch to it costs, money."
    )
    standby_cost: CostPerPeriod | None = Field(
        default=None,
        examples=["1000 per month"],
        description="What keeping it possible costs, money per period, from the launch on.",
    )
    build_cost: CostNumber | None = Field(
        default=None, examples=[12000], description="What building it costs, money, paid once at the start."
    )
    build_time: DurationNumber | None = Field(
        default=None,
        examples=["2 months"],
        description="Time that building it takes, from the decision. Without it, it is there at the launch.",
    )
    follow_through: RateNumber | None = Field(
        default=None,
        examples=["70%"],
        description="Chance that it really gets built when the launch comes first. By default 100%.",
    )
    until_built: Text | None = Field(
        default=None,
        examples=["back to the team"],
        description="Name of the plan that stands in until this one is built; by default none does.",
    )


class FallLimit(Block):
    """A limit on the chance of losing more than an amount."""

    amount: ExactCost = Field(
        examples=[50000], description="What may hardly be exceeded, money over the whole horizon."
    )
    chance: ExactRate = Field(
        examples=["5%"], description="The chance of exceeding it that is still allowed."
    )


class ErrorRateLimit(Block):
    """A limit on the chance of an error rate above a level."""

    above: ExactRate = Field(
        examples=["30%"], description="The error rate within the class that may hardly be exceeded."
    )
    chance: ExactRate = Field(
        examples=["5%"], description="The chance of exceeding it that is still allowed."
    )


class Limits(Block):
    """What a strategy may not do."""

    loss: Annotated[FallLimit | None, Lazy(FallLimit)] = Field(
        default=None,
        examples=[{"amount": 50000, "chance": "5%"}],
        description="A limit on the chance that the total over the horizon is a loss above an amount.",
    )
    drawdown: Annotated[FallLimit | None, Lazy(FallLimit)] = Field(
        default=None,
        examples=[{"amount": 50000, "chance": "5%"}],
        description="A limit on the chance that the running total ever falls by more than an amount.",
    )
    error_rate: dict[str, Annotated[ErrorRateLimit, Lazy(ErrorRateLimit)]] | None = Field(
        default=None,
        examples=[{"fraud": {"above": "30%", "chance": "5%"}}],
        description="Limits on the model's error rate within a class, while it is healthy: {class: limit}.",
    )


class PolicyRules(Block):
    """Decision rules: what a GO takes."""

    min_value_per_item: ExactAmount = Field(
        default=0.0,
        examples=[0.01],
        description="What the model has to be worth more than, money per item; below 0 a loss is tolerated.",
    )
    confidence: ExactConfidence = Field(
        default=0.9,
        examples=["90%"],
        description="The chance with which it has to be worth more than min_value_per_item.",
    )
    limits: Annotated[Limits | None, Lazy(Limits, "loss")] = Field(
        default=None, description="Limits on risk: a strategy that breaks one is out."
    )
    requires: list[QUESTION_IDS] | None = Field(
        default=None, examples=[["error-costs"]], description="Questions that must be answered for a GO."
    )


class Document(Block):
    """The whole scenario."""

    version: Version = Field(default=1, examples=[1], description="Version of the scenario format.")
    name: Text | None = Field(
        default=None, examples=["Support-ticket routing"], description="What reports call the scenario."
    )
    currency: Text | None = Field(
        default=None,
        examples=["EUR"],
        description="Unit of every amount; any short text, only shown, never converted.",
    )
    classes: Labels | None = Field(
        default=None,
        examples=[["billing", "fraud", "other"]],
        description="The labels that an item can truly have, each once, at least two. Needed once anything is"
        " per class.",
    )
    sources: dict[str, Text] | None = Field(
        default=None,
        examples=[{"error_costs.fraud": "claims ledger 2025"}],
        description="Where figures come from: {dotted path of a key: any text}. Every report shows it.",
    )
    volume: Annotated[Volume | None, Lazy(Volume)] = Field(
        default=None,
        description="How many items there are. Needed by what costs per period or once.",
    )
    horizon: DurationDays | None = Field(
        default=None, examples=["24 months"], description="How long is counted, from the decision."
    )
    discount_rate: YearlyRate | None = Field(
        default=None, examples=["8%"], description="How much less later money counts, per year."
    )
    ramp_up: DurationNumber | None = Field(
        default=None,
        examples=["3 months"],
        description="How long the model takes to take over, evenly from the launch on; until then the rest"
        " stays with today's process. Needs volume and horizon.",
    )
    prior: ExactPrior | None = Field(
        default=None,
        examples=[1],
        description="Weight of not knowing, in items per actual class; without it 1, and many thin classes"
        " say something of one another.",
    )
    prevalence: Annotated[dict[str, Any] | None, Takes("prevalence")] = Field(
        default=None,
        examples=[{"billing": "30%", "fraud": "1%", "other": "69%"}],
        description="Production's class mix: {class: share}, shares that sum to 1, or"
        " {counts: {class: items}}. By default the mix of the model's counts, else of the baseline's.",
    )
    error_costs: Annotated[Any, Takes("error costs")] = Field(
        default=None,
        examples=[2, {"billing": 2, "fraud": {"other": 120, "any_other": 40}, "other": 2}],
        description="What predicting one label costs when another is true, money per error: one"
        " number, {class: cost}, or {class: {predicted: cost}}; any_other is every label not named.",
    )
    savings_per_item: AmountNumber | None = Field(
        default=None,
        examples=[0.3],
        description="What automating one item saves, money per item, errors left out;"
        " or give both cost_per_item in its place.",
    )
    measured_value_per_item: AmountNumber | None = Field(
        default=None,
        examples=[{"mean": 0.012, "sd": 0.005}],
        description="What an experiment (an A/B test, a pilot) found the model to be worth, money per item,"
        " before its running and launch costs. It stands in place of saving, error costs and qualities.",
    )
    customer_impact: Annotated[CustomerImpact | None, Lazy(CustomerImpact)] = Field(
        default=None, description="What errors do to customers: added to the cost of every error."
    )
    baseline: Annotated[Baseline | None, Lazy(Baseline, "accuracy")] = Field(
        default=None,
        description="What runs today (people, rules or a model): its costs, and how good it is by accuracy,"
        " recall, confusion or always.",
    )
    model: Annotated[Model | None, Lazy(Model, "accuracy")] = Field(
        default=None,
        description="The candidate for production: its costs, and how good it is by accuracy, recall or"
        " confusion.",
    )
    error_capacity: Annotated[ErrorCapacity | None, Lazy(ErrorCapacity)] = Field(
        default=None,
        description="How many errors what follows can take. Needs volume and horizon.",
    )
    plan_b: list[Annotated[PlanB | None, Lazy(PlanB)]] | None = Field(
        default=None,
        examples=[[{"name": "back to the team", "kind": "previous", "ready_in": "3 weeks"}]],
        description="What may take over while the model is broken: any number of plans, each a strategy"
        " beside having none. Needs model.failure.",
    )
    policy: Annotated[PolicyRules | None, Lazy(PolicyRules, "confidence")] = Field(
        default=None, description="The decision rules: what a GO takes."
    )


LATER = frozenset({"partial_rollout"})
"""Keys of the format that this version cannot compute: refused, for without them the answer is another."""
