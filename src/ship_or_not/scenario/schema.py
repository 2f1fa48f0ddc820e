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
    DurationDays,
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

    items: VolumeNumber = Field(examples=[40000], description="Number of items in each period.")
    per: Literal["day", "week", "month", "year"] = Field(examples=["month"], description="The period.")


class CustomerImpact(Block):
    """What an error does to a customer beyond its direct cost."""

    churn_per_error: RateNumber = Field(
        examples=["0.1%"], description="Chance that an error loses the customer."
    )
    customer_value: CostNumber = Field(examples=[400], description="What a customer is worth, money.")


class Refer(Block):
    """A predicted label that hands the item back to today's process."""

    label: Label = Field(examples=["refer"], description="The predicted label that is no class.")
    extra_cost: CostNumber | None = Field(
        default=None, description="Cost of handing an item back, money per item, on top of today's."
    )


class System(Block):
    """What is said of either system."""

    cost_per_item: CostNumber | None = Field(default=None, description="Money per item.")
    running_cost: CostPerPeriod | None = Field(
        default=None,
        description="Money per period: hosting, on-call, licences, human audit; the baseline's is saved"
        " once the model has taken over.",
    )
    accuracy: RateNumber | None = Field(default=None, examples=["98%"], description="Share of right answers.")
    recall: dict[str, RateNumber] | None = Field(
        default=None,
        examples=[RECALL],
        description="Share of right answers by actual class.",
    )
    confusion: Any = Field(default=None, description="Counts or rates, rows actual, columns predicted.")
    measured_on: MeasuredOn | None = Field(
        default=None, description="Labelled items behind accuracy or recall: in all, or by class."
    )


class Baseline(System):
    """What runs today: people, rules or a model."""

    always: Label | None = Field(default=None, description="Every item is treated as this label.")


class Model(System):
    """The candidate for production."""

    launch_cost: CostNumber | None = Field(default=None, description="Money, paid once at the launch.")
    refer: Annotated[Refer | None, Lazy(Refer)] = Field(
        default=None, description="The predicted label that hands an item back."
    )
    share: RateNumber | None = Field(
        default=None, description="Share of the traffic that the model takes; the rest stays as today."
    )


class FallLimit(Block):
    """A limit on the chance of losing more than an amount."""

    amount: ExactCost = Field(examples=[50000], description="Money over the horizon.")
    chance: ExactRate = Field(examples=["5%"], description="The chance that is still allowed.")


class ErrorRateLimit(Block):
    """A limit on the chance of an error rate above a level."""

    above: ExactRate = Field(examples=["30%"], description="Error rate within the class.")
    chance: ExactRate = Field(examples=["5%"], description="The chance that is still allowed.")


class Limits(Block):
    """What a strategy may not do."""

    loss: Annotated[FallLimit | None, Lazy(FallLimit)] = Field(
        default=None,
        examples=[{"amount": 50000, "chance": "5%"}],
        description="The chance that the total is a loss above the amount.",
    )
    error_rate: dict[str, Annotated[ErrorRateLimit, Lazy(ErrorRateLimit)]] | None = Field(
        default=None,
        examples=[{"fraud": {"above": "30%", "chance": "5%"}}],
        description="By class, while the model is healthy.",
    )


class PolicyRules(Block):
    """Decision rules: what a GO takes."""

    min_value_per_item: ExactAmount = Field(default=0.0, description="Money per item to exceed.")
    confidence: ExactConfidence = Field(
        default=0.9, examples=["90%"], description="The chance with which to exceed it."
    )
    limits: Annotated[Limits | None, Lazy(Limits)] = Field(default=None, description="Limits on risk.")
    requires: list[QUESTION_IDS] | None = Field(
        default=None, examples=[["error-costs"]], description="Questions that must be answered."
    )


class Document(Block):
    """The whole scenario."""

    version: Version = Field(default=1, description="Of the format.")
    name: Text | None = Field(default=None, description="What reports call it.")
    currency: Text | None = Field(default=None, description="Any short text; only shown.")
    classes: Labels | None = Field(default=None, description="Needed once anything is per class.")
    sources: dict[str, Text] | None = Field(
        default=None,
        examples=[{"error_costs.fraud": "claims ledger 2025"}],
        description="Dotted path of a figure: where it comes from.",
    )
    volume: Annotated[Volume | None, Lazy(Volume)] = Field(default=None, description="Items per period.")
    horizon: DurationDays | None = Field(default=None, description="How long is counted, from the decision.")
    discount_rate: YearlyRate | None = Field(default=None, description="Per year.")
    prior: ExactPrior | None = Field(
        default=None,
        examples=[1],
        description="Weight of not knowing, items per actual class; without it 1, and many thin classes say"
        " something of one another.",
    )
    prevalence: dict[str, Any] | None = Field(
        default=None,
        examples=[{"billing": "30%", "fraud": "1%", "other": "69%"}],
        description="Production's class mix: {class: share} or {counts: {class: n}}.",
    )
    error_costs: Any = Field(default=None, description="Cost of predicting a label when another is true.")
    savings_per_item: AmountNumber | None = Field(
        default=None, description="What automating an item saves, money."
    )
    measured_value_per_item: AmountNumber | None = Field(
        default=None, description="What an experiment found the model to be worth, money per item."
    )
    customer_impact: Annotated[CustomerImpact | None, Lazy(CustomerImpact)] = Field(
        default=None, description="What errors do to customers."
    )
    baseline: Annotated[Baseline | None, Lazy(Baseline)] = Field(default=None, description="What runs today.")
    model: Annotated[Model | None, Lazy(Model)] = Field(default=None, description="The candidate.")
    policy: Annotated[PolicyRules | None, Lazy(PolicyRules)] = Field(
        default=None, description="What a GO takes."
    )


LATER = frozenset(
    {
        "ramp_up",
        "error_capacity",
        "plan_b",
        "partial_rollout",
        "baseline.drift",
        "model.drift",
        "model.retraining",
        "model.failure",
        "model.monitoring",
        "policy.limits.drawdown",
        "limits.drawdown",
    }
)
"""Keys of the format that this version cannot compute: refused, for without them the answer is another."""
