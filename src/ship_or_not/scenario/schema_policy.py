"""The decision rules of a scenario or of a policy file, as strict models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ship_or_not.scenario.blocks import (
    Block,
    ExactAmount,
    ExactConfidence,
    ExactCost,
    ExactRate,
    Lazy,
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
