"""The blocks of the scenario that say of a system what it costs, how good it is and what becomes of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ship_or_not.scenario.blocks import (
    Block,
    CostNumber,
    CostPerPeriod,
    DaysOrLonger,
    DurationNumber,
    DurationOrNone,
    Label,
    Lazy,
    MeasuredOn,
    RateNumber,
    RatePerPeriod,
    Takes,
    Text,
)

RECALL = {"billing": "98%", "fraud": "90%", "other": "99%"}


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
