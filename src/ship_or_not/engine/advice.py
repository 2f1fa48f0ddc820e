"""What to do about what is not known, in a sentence that an engineer can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.engine.labels import subjects
from ship_or_not.engine.stakes import Evidence
from ship_or_not.engine.wording import money
from ship_or_not.results.voi import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.engine.drivers import Driver
    from ship_or_not.engine.stakes import Stakes
    from ship_or_not.results.voi import InputWorth, LabelsWorth, Worth

WHOSE = {"model": "the model's evaluation", "baseline": "the audit of today's process"}

FEWEST_LABELS = 100
"""Labels whose worth is told where no cost limits them: these, or as many again as there are."""

CENT = 0.01

LITTLE = 0.1
"""Of the uncertainty: what has less settles nothing."""


def advise(
    stakes: Stakes,
    evpi: Worth,
    evppi: Sequence[InputWorth],
    labels: Sequence[LabelsWorth],
    currency: str,
) -> str:
    """Say which labels to get and how many, or what else is worth finding out."""
    if not clear(evpi.per_item, evpi.monte_carlo_error):
        return _no_use(stakes, surely=evpi.per_item <= 0)
    best = [row for row in labels if row.best]
    chosen = max(best, key=lambda row: row.enbs or 0.0, default=None)
    if chosen is not None and chosen.n:
        return f"label about {_more(chosen, currency)}{_others(labels, chosen, currency)}"
    at_most = f"knowing everything would be worth {_worth(evpi, currency)}"
    first = max(evppi, key=lambda each: each.per_item, default=None)
    if first is not None and clear(first.per_item, first.monte_carlo_error):
        at_most += f", {first.input} alone {_worth(first, currency)}"
    if not labels:
        return f"{at_most}; no input rests on labels"
    if chosen is not None:
        where = "" if all(row.cost is not None for row in labels) else ", where it is known"
        return f"no further labels are worth their cost{where}; {at_most}"
    missing = ["on what a label costs"] if all(row.cost is None for row in labels) else []
    missing += [] if stakes.inputs.over_time else ["on volume and horizon"]
    return f"{at_most}; how many labels are worth getting depends {' and '.join(missing)}"


def would_settle(found: Sequence[Driver]) -> str:
    """Say what to find out: the inputs behind most of the uncertainty."""
    named = []
    for driver in found[:2]:
        if driver.share < LITTLE:
            continue
        share = f"{100 * driver.share:.0f} %"
        if driver.label:
            who = "the model's" if driver.system == "model" else "today's"
            named.append(
                f"more labelled items of {driver.label} for {who} errors ({share} of the uncertainty)"
            )
        elif driver.items is not None:
            named.append(f"more labelled items behind {driver.path} ({share} of the uncertainty)")
        else:
            named.append(f"a narrower range of {driver.path} ({share} of the uncertainty)")
    return f"; what would settle it: {', then '.join(named)}" if named else ""


def worth_finding_out(stakes: Stakes, found: Sequence[Driver], currency: str) -> str:
    """Say what it is worth to know everything before deciding, and some labels of what is known least."""

    def worth(value: float) -> str:
        return _amount(value / stakes.items, value if stakes.inputs.over_time else None, currency)

    everything = stakes.everything(stakes.figures.simulation)
    if not clear(everything.value, everything.error):
        return ""
    said = f"; knowing everything first would be worth {worth(everything.value)}"
    for driver in found:
        evidence = _evidence(stakes, driver) if driver.share >= LITTLE else None
        if evidence is None:
            continue
        n = max(FEWEST_LABELS, round(driver.items or 0))
        told = evidence.labelled(n)
        most = min(told.value, everything.value)
        value = worth(most) if clear(most, told.error) else "too little to tell"
        of = f"{driver.label} " if driver.label else ""
        said += f", {n:,} more {of}items for {WHOSE[evidence.subject.system]} {value}"
        break
    return f"{said} (ship-or-not voi says more)"


def _evidence(stakes: Stakes, driver: Driver) -> Evidence | None:
    """Return the evidence behind a driver, None where no label adds to it."""
    classes = (
        [stakes.inputs.classes.index(driver.label)] if driver.label else range(len(stakes.inputs.classes))
    )
    for subject in subjects(stakes.inputs, classes):
        if driver.path in subject.rates and (subject.label is not None or not driver.label):
            return Evidence(stakes=stakes, subject=subject)
    return None


def _no_use(stakes: Stakes, *, surely: bool) -> str:
    if not stakes.rows:
        return "every strategy breaks a limit of the policy, and nothing that is found out changes the limits"
    if not stakes.inputs.uncertain:
        return "nothing is uncertain: there is nothing to find out"
    doing = "keep today's process" if stakes.best is None else stakes.figures.names[stakes.best]
    nothing = "nothing" if surely else "next to nothing"
    return f'{nothing} that could be found out would change the decision ("{doing}")'


def _more(row: LabelsWorth, currency: str) -> str:
    """Say so many labels, what they cost and are worth: 400 more fraud items (2,000 EUR): worth 5,100 EUR."""
    text = f"{row.n:,} more {_kind(row)} ({_total(row.cost, currency)}): worth {_total(row.evsi, currency)}"
    return f"{text}, less {_total(row.waiting, currency)} lost by waiting" if row.waiting else text


def _kind(row: LabelsWorth) -> str:
    return f"{'' if row.label is None else f'{row.label} '}items for {WHOSE[row.of]}"


def _others(labels: Sequence[LabelsWorth], chosen: LabelsWorth, currency: str) -> str:
    """Say what labels of other kinds would gain in its place, or that none would."""
    others = [row for row in labels if (row.of, row.label) != (chosen.of, chosen.label)]
    best = sorted((row for row in others if row.best), key=lambda row: -(row.enbs or 0.0))
    gaining = [
        f"{_kind(row)}{gain} {_total(row.enbs, currency)}"
        for row, gain in zip(best, (" would gain", ""), strict=False)
        if row.n
    ]
    if gaining:
        return f", a gain of {_total(chosen.enbs, currency)}; in their place {' or '.join(gaining)}"
    if not best:
        return ""
    what = "anything else"
    if any(row.cost is None for row in others):
        what += " whose cost is known"
    worth = "not worth its cost" if any(row.evsi for row in others) else "worth nothing"
    return f"; labelling {what} is {worth}"


def _worth(found: Worth | InputWorth, currency: str) -> str:
    return _amount(found.per_item, found.total, currency)


def _amount(per_item: float, total: float | None, currency: str) -> str:
    return f"{_money(per_item, currency)} per item" if total is None else _total(total, currency)


def _total(amount: float | None, currency: str) -> str:
    """Write money over the whole horizon, where less than a cent is not told in digits."""
    small = 0 < abs(amount or 0.0) < CENT
    return f"less than {_money(CENT, currency)}" if small else _money(amount or 0.0, currency)


def _money(amount: float, currency: str) -> str:
    return f"{money(amount)} {currency}".rstrip()
