"""Are the intervals honest? Truths are drawn, evidence is sampled from them, and the engine is asked.

    python simulations/honesty.py            # 2,000 truths a row: minutes; writes docs/honest-numbers.md
    python simulations/honesty.py --truths 200 --print

No generator is the prior: recalls are logit-normal around a level that is drawn too, and in some of
them the rare, dear classes are the ones that the model is bad at. Today's process is known exactly, so
that nothing but the model's evidence and the class mix is uncertain; the saving is set so that shipping
truly pays off in half of all truths.
"""

from __future__ import annotations

import argparse
import json
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ship_or_not.engine.decision import Figures, decide
from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.expectation import Expecting, as_measured
from ship_or_not.engine.inputs import Input, Inputs
from ship_or_not.engine.risk import interval
from ship_or_not.engine.simulate import simulate
from ship_or_not.engine.structure import ClassMix, Counts, Recalls
from ship_or_not.results import Policy, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

Array: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"

PAGE = Path(__file__).parents[1] / "docs" / "honest-numbers.md"
RESULTS = Path(__file__).with_suffix(".json")
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"

SIZES = (200, 2_000, 20_000)
DRAWS = 4_096
TODAY = 0.97
SEED = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """Where truths come from.

    Parameters
    ----------
    shares
        Of the actual classes in production, and so of the labelled items.
    dear
        Classes whose errors cost 30 times as much; the last one is looked at by itself.
    hard
        Whether the model is bad at the dear classes: recall around 69 %, not around 95 %.
    """

    shares: tuple[float, ...]
    dear: tuple[int, ...]
    hard: bool = False

    def draw(self, generator: np.random.Generator) -> Truth:
        """Draw one truth."""
        size = len(self.shares)
        logits = generator.normal(3.0, 0.5) + 0.7 * generator.standard_normal(size)
        cost = generator.lognormal(math.log(2), 0.5, size)
        cost[list(self.dear)] *= 30
        if self.hard:
            logits[list(self.dear)] = generator.normal(0.8, 0.8, len(self.dear))
        recall = 1 / (1 + np.exp(-logits))
        rates = np.zeros((size, size))
        for i in range(size):
            others = np.arange(size) != i
            rates[i, others] = (1 - recall[i]) * generator.dirichlet(np.full(size - 1, 0.5))
            rates[i, i] = recall[i]
        costs = np.where(np.arange(size) == 0, 1.0, 0.5) * cost[:, np.newaxis]
        costs[0] = cost[0]
        np.fill_diagonal(costs, 0.0)
        return Truth(
            shares=np.array(self.shares), rates=rates, costs=costs, surplus=float(generator.normal(0.0, 0.5))
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """What is true and nobody knows; ``surplus`` is the true value in units of the model's error cost."""

    shares: Array
    rates: Array
    costs: Array
    surplus: float

    @property
    def error_cost(self) -> float:
        """What the model's errors truly cost per item."""
        return float(np.sum(self.shares[:, np.newaxis] * self.rates * self.costs))

    @property
    def value(self) -> float:
        """What shipping is truly worth per item."""
        return self.surplus * self.error_cost

    def evidence(self, items: int, generator: np.random.Generator, *, pooled: bool) -> Inputs:
        """Sample labelled items, and say what a scenario would say of them."""
        size = len(self.shares)
        counts = [
            generator.multinomial(n, row)
            for n, row in zip(generator.multinomial(items, self.shares), self.rates, strict=True)
        ]
        # Costs are written by actual class, with one figure for the first label and one for the rest.
        numbers = {"today": (TODAY, 1.0)}
        paths: list[tuple[str | None, ...]] = []
        for i in range(size):
            row: list[str | None] = [f"cost.{i}.{'rest' if j else 'first'}" for j in range(size)]
            row[i] = None
            numbers |= {path: (float(self.costs[i, j]), math.inf) for j, path in enumerate(row) if path}
            paths.append(tuple(row))
        today = float(np.sum(self.shares * self.costs.sum(axis=1))) * (1 - TODAY) / (size - 1)
        numbers["savings_per_item"] = self.value + self.error_cost - today, math.inf
        return Inputs(
            classes=tuple(str(i) for i in range(size)),
            numbers={
                path: Input(path=path, unit="", low=-math.inf, high=high, distribution=Exact(value))
                for path, (value, high) in numbers.items()
            },
            costs=tuple(paths),
            baseline=Recalls(paths=("today",) * size),
            model=Counts(rows=tuple(tuple(row.tolist()) for row in counts)),
            mix=ClassMix(counts=tuple(int(row.sum()) for row in counts), source="model"),
            pooled=pooled,
        )


def zipf(size: int, power: float) -> tuple[float, ...]:
    """Return shares that fall with the rank's power."""
    weights = np.arange(1, size + 1) ** -power
    return tuple((weights / weights.sum()).tolist())


GENERATORS = {
    "2 classes, the rare one dear": Generator(shares=(0.98, 0.02), dear=(1,)),
    "2 classes, the rare one dear and hard": Generator(shares=(0.98, 0.02), dear=(1,), hard=True),
    "5 classes, the rarest dear": Generator(shares=(0.45, 0.30, 0.15, 0.09, 0.01), dear=(4,)),
    "5 classes, the rarest dear and hard": Generator(
        shares=(0.45, 0.30, 0.15, 0.09, 0.01), dear=(4,), hard=True
    ),
    "20 classes, none dear": Generator(shares=zipf(20, 1.2), dear=()),
    "20 classes, two rare ones dear": Generator(shares=zipf(20, 1.2), dear=(12, 19)),
    "20 classes, two rare ones dear and hard": Generator(shares=zipf(20, 1.2), dear=(12, 19), hard=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the engine said of one truth, and whether that was so."""

    low: bool  # the true value lies below the interval: the model was made out too good
    high: bool  # above it: too bad
    error: float  # expected less true value, in units of the model's error cost
    class_worse: bool  # the last class's true error rate lies above its interval
    verdict: str
    rule: str
    without_rule: str  # what the verdict would be without the rule `prior-decides`
    pays: bool


def outcome(name: str, items: int, number: int, *, pooled: bool) -> Outcome:
    """Draw truth ``number`` of a generator, sample evidence from it, and evaluate that."""
    key = list(GENERATORS).index(name)
    generator = np.random.default_rng([SEED, key, number])
    truth = GENERATORS[name].draw(generator)
    inputs = truth.evidence(items, np.random.default_rng([SEED, key, number, items]), pooled=pooled)
    last = len(truth.shares) - 1
    with np.errstate(over="raise", divide="raise", invalid="raise", under="ignore"):
        found = Figures(
            inputs=inputs,
            policy=Policy(error_rate={}),
            names=("ship",),
            measured=as_measured(inputs),
            expected=Expecting(seed=number, draws=DRAWS).expectation(inputs),
            simulation=simulate(inputs, seed=number, draws=DRAWS, classes=frozenset({last})),
        )
        decision = decide(found, (), str)
        low, high = interval(found.simulation.value_per_item[1])
        _, worst = interval(found.simulation.model_error_rates[last])
    sure = found.chance(0) >= found.policy.confidence
    without = "NO-GO" if not found.clears(found.expected[0]) else "GO" if sure else "INCONCLUSIVE"
    return Outcome(
        low=truth.value < low,
        high=truth.value > high,
        error=(found.expected[0].value - truth.value) / truth.error_cost,
        class_worse=1 - truth.rates[last, last] > worst,
        verdict=decision.verdict.value,
        rule=decision.rule,
        without_rule=without,
        pays=truth.value > 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: shares of all truths, but for ``bias``."""

    generator: str
    items: int
    pooled: bool
    truths: int
    covered: float
    too_good: float
    too_bad: float
    bias: float
    class_worse: float
    go: float
    no_go: float
    go_wrong: float
    no_go_wrong: float
    prior_decides: float
    would_be_no_go: float
    would_be_wrong: float


def row(name: str, items: int, truths: int, *, pooled: bool) -> Row:
    """Evaluate many truths."""
    found = [outcome(name, items, number, pooled=pooled) for number in range(truths)]

    def share(chosen: Sequence[bool]) -> float:
        return sum(chosen) / len(found)

    stopped = [each.rule == "prior-decides" for each in found]
    wrong = [
        (each.without_rule == "GO") != each.pays and each.without_rule != "INCONCLUSIVE" for each in found
    ]
    return Row(
        generator=name,
        items=items,
        pooled=pooled,
        truths=truths,
        covered=share([not each.low and not each.high for each in found]),
        too_good=share([each.low for each in found]),
        too_bad=share([each.high for each in found]),
        bias=math.fsum(each.error for each in found) / len(found),
        class_worse=share([each.class_worse for each in found]),
        go=share([each.verdict == Verdict.GO for each in found]),
        no_go=share([each.verdict == Verdict.NO_GO for each in found]),
        go_wrong=share([each.verdict == Verdict.GO and not each.pays for each in found]),
        no_go_wrong=share([each.verdict == Verdict.NO_GO and each.pays for each in found]),
        prior_decides=share(stopped),
        would_be_no_go=share(
            [s and each.without_rule == "NO-GO" for s, each in zip(stopped, found, strict=True)]
        ),
        would_be_wrong=share([s and w for s, w in zip(stopped, wrong, strict=True)]),
    )


def rows(truths: int, workers: int) -> list[Row]:
    """Return every row; the simple prior beside the pooled one where they can differ."""
    jobs = [
        (name, items, pooled)
        for name, items, pooled in product(GENERATORS, SIZES, (False, True))
        if not pooled or len(GENERATORS[name].shares) > 5  # noqa: PLR2004 - with fewer nothing is pooled
    ]
    with ProcessPoolExecutor(workers) as pool:
        waiting = [
            pool.submit(partial(row, name, items, truths, pooled=pooled)) for name, items, pooled in jobs
        ]
        return [each.result() for each in waiting]


def table(found: Sequence[Row]) -> str:
    """Write the rows as two tables of Markdown."""
    percent = "{:.1f} %".format
    first = [
        "| truths | items | prior | holds the truth | truth worse | truth better | bias | class worse |",
        "|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    second = [
        "| truths | items | prior | GO | wrong | NO-GO | wrong | prior-decides | else NO-GO | else wrong |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for each in found:
        start = f"| {each.generator} | {each.items:,} | {'pooled' if each.pooled else 'simple'} |"
        shares = (each.covered, each.too_good, each.too_bad)
        said = [percent(100 * share) for share in shares]
        said += [f"{100 * each.bias:+.1f} %".replace("-", "−"), percent(100 * each.class_worse)]
        first.append(f"{start} {' | '.join(said)} |")
        pairs = (
            (each.go, each.go_wrong),
            (each.no_go, each.no_go_wrong),
            (each.prior_decides, each.would_be_no_go),
        )
        told = [cell for whole, part in pairs for cell in (percent(100 * whole), _of(part, whole))]
        told.append(_of(each.would_be_wrong, each.prior_decides))
        second.append(f"{start} {' | '.join(told)} |")
    return "\n".join([*first, "", *second, ""])


def _of(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def main() -> None:
    """Run it all, and write the page's tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--truths", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--print", action="store_true", help="print the tables, write nothing")
    options = parser.parse_args()
    found = rows(options.truths, options.workers)
    if options.print:
        print(table(found))  # noqa: T201 - what it is asked for
        return
    RESULTS.write_text(json.dumps([asdict(each) for each in found], indent=1) + "\n", encoding="utf-8")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(
        before + BEGIN + "\n" + table(found) + "\n" + END + rest.partition(END)[2], encoding="utf-8"
    )


if __name__ == "__main__":
    main()
