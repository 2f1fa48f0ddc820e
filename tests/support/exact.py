"""The model's formulas in exact fractions, straight from their definition, and nothing of the engine.

It reads the tree of a scenario whose numbers are exact, and knows no discount rate.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Tree = dict[str, Any]

DAYS = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(365, 12), "year": Fraction(365)}


def number(raw: Any) -> Fraction:
    """Read ``2.5``, ``"98.7%"``."""
    text = str(raw)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def per_week(raw: str) -> Fraction:
    """Read ``"12.5 per month"``."""
    amount, _, period = raw.partition(" per ")
    return number(amount) * 7 / DAYS[period]


class Calculator:
    """One scenario as measured.

    Parameters
    ----------
    tree
        The scenario.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.model, self.baseline = tree["model"], tree["baseline"]
        self.labels: list[str] = tree.get("classes", ["the one"])
        self.refer: str | None = self.model.get("refer", {}).get("label")
        # Without classes a second, nameless label stands for every wrong answer.
        self.answers = self.labels if len(self.labels) > 1 else [*self.labels, "wrong"]

    def cost(self, actual: str, predicted: str) -> Fraction:
        """Return the cost of one cell, in every form it can be written."""
        raw = self.tree["error_costs"]
        if isinstance(raw, dict):
            raw = raw[actual]
        if isinstance(raw, dict):
            if predicted in raw:
                return number(raw[predicted])
            return Fraction(0) if predicted == actual else number(raw["any_other"])
        return Fraction(0) if predicted == actual else number(raw)

    def rates(self, system: Tree, actual: str) -> dict[str, Fraction]:
        """Return P(predicted | actual) of one row."""
        if "always" in system:
            return {label: Fraction(label == system["always"]) for label in self.answers}
        if "confusion" in system:
            return self.row(system, actual)
        right = number(system["recall"][actual] if "recall" in system else system["accuracy"])
        return {
            label: right if label == actual else (1 - right) / (len(self.answers) - 1)
            for label in self.answers
        }

    def row(self, system: Tree, actual: str) -> dict[str, Fraction]:
        """Return n / Σn; a row without counts takes ½ for the right answer, ½ for all the others."""
        handed_back = [self.refer] if self.refer is not None and system is self.model else []
        columns = [*self.labels, *handed_back]
        counts = self.counts(system, actual)
        total = sum(counts.values())
        if total:
            return {label: counts[label] / total for label in columns}
        return {
            label: Fraction(1, 2) if label == actual else Fraction(1, 2 * (len(columns) - 1))
            for label in columns
        }

    def counts(self, system: Tree, actual: str) -> dict[str, Fraction]:
        """Return one row of a confusion matrix, in every form it can be written."""
        raw = system["confusion"]
        if isinstance(raw, list):
            refers = self.refer is not None and system is self.model
            columns = [*self.labels, str(self.refer)] if refers else self.labels
            row = raw[self.labels.index(actual)]
        elif set(raw) == {"labels", "rows"}:
            columns, row = raw["labels"], raw["rows"][raw["labels"].index(actual)]
        else:
            columns, row = list(raw[actual]), list(raw[actual].values())
        return {label: number(cell) for label, cell in zip(columns, row, strict=True)}

    def mix(self) -> dict[str, Fraction]:
        """Return production's class mix."""
        if len(self.labels) == 1:
            return {self.labels[0]: Fraction(1)}
        given = self.tree.get("prevalence")
        if given is None:
            whose = self.model if self.counted(self.model) else self.baseline
            weights = {label: sum(self.counts(whose, label).values(), Fraction(0)) for label in self.labels}
        else:
            weights = {label: number(share) for label, share in given.get("counts", given).items()}
        total = sum(weights.values())
        return {label: weight / total for label, weight in weights.items()}

    def counted(self, system: Tree) -> bool:
        """Whether a system's matrix holds counts, not rates."""
        return "confusion" in system and all(
            cell.denominator == 1 for label in self.labels for cell in self.counts(system, label).values()
        )

    def churn(self) -> Fraction:
        """Return what every error costs beside its own cost."""
        impact = self.tree.get("customer_impact")
        return number(impact["churn_per_error"]) * number(impact["customer_value"]) if impact else Fraction(0)

    def error_cost(self, rates: dict[str, Fraction], actual: str) -> Fraction:
        """Return Σ_j rates[j] · costs[j] over the answers, each error with what it does to customers."""
        return sum(
            (
                rate * (self.cost(actual, label) + (self.churn() if label != actual else 0))
                for label, rate in rates.items()
                if label != self.refer
            ),
            Fraction(0),
        )

    def saving(self) -> Fraction:
        """Return what an item costs less to work on by the model than today."""
        if "savings_per_item" in self.tree:
            return number(self.tree["savings_per_item"])
        return number(self.baseline["cost_per_item"]) - number(self.model["cost_per_item"])

    def value_per_item(self) -> Fraction:
        """Return the net value per item, without running and launch costs."""
        total = Fraction(0)
        for actual, share in self.mix().items():
            today = self.error_cost(self.rates(self.baseline, actual), actual)
            rates = self.rates(self.model, actual)
            back = rates.get(self.refer or "", Fraction(0))
            extra = number(self.model.get("refer", {}).get("extra_cost", 0))
            # What is handed back saves nothing, costs extra, and meets today's errors.
            model = self.error_cost(rates, actual) + back * (extra + today)
            total += share * ((1 - back) * self.saving() + today - model)
        return total * number(self.model.get("share", 1))

    def weeks(self) -> Fraction:
        """Return the length of the horizon."""
        count, _, unit = self.tree["horizon"].partition(" ")
        return Fraction(count) * DAYS[unit.removesuffix("s")] / 7

    def as_measured(self) -> Fraction:
        """Return the net value per item of the whole horizon."""
        value = self.value_per_item()
        if "horizon" not in self.tree:
            return value
        volume, weeks = self.tree["volume"], self.weeks()
        items = number(volume["items"]) * 7 / DAYS[volume["per"]] * weeks
        running = per_week(self.model.get("running_cost", "0 per week"))
        # Today's running cost is saved once the model has taken over all of the items.
        if self.refer is None and "share" not in self.model:
            running -= per_week(self.baseline.get("running_cost", "0 per week"))
        return value - (running * weeks + number(self.model.get("launch_cost", 0))) / items
