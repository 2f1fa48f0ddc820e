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
    DurationDays,
    DurationNumber,
    ErrorsPerPeriod,
    ExactPrior,
    Labels,
    Lazy,
    RateNumber,
    Takes,
    Text,
    Version,
    VolumeNumber,
    YearlyRate,
)
from ship_or_not.scenario.schema_policy import PolicyRules
from ship_or_not.scenario.schema_systems import Baseline, Model, PlanB


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


class ErrorCapacity(Block):
    """How many errors what follows can take."""

    errors: ErrorsPerPeriod = Field(
        examples=["900 per month"], description="Errors that can be taken in each period at no extra cost."
    )
    extra_cost: CostNumber = Field(
        examples=[8], description="What each error above that costs, money per error, on top of its own cost."
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
