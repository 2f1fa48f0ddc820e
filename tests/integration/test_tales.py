"""Four examples of what happens over time: every figure on their pages, and what the pages claim."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ship_or_not
from ship_or_not.render.text import render as render_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ship_or_not.api import Evaluation
    from ship_or_not.results import StrategyResult

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "examples"
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

TEAM, BET, OUTAGE, CHAMPION = TALES = ("manual-team", "bet", "outage", "champion-challenger")


def scenario(tale: str) -> Path:
    return ROOT / "examples" / tale / "scenario.yaml"


def page(tale: str) -> str:
    return (PAGES / f"{tale}.md").read_text(encoding="utf-8")


@cache
def told(tale: str, *overrides: str, policy: str | None = None) -> Evaluation:
    return ship_or_not.evaluate(ship_or_not.load_scenario(scenario(tale), overrides=overrides, policy=policy))


@cache
def without(tale: str, block: str) -> Evaluation:
    """Evaluate an example with one of its blocks, and all that is indented below it, taken out."""
    text = scenario(tale).read_text(encoding="utf-8")
    shorter, times = re.subn(rf"^( *){block}\b.*\n(?:\1 .*\n)*", "", text, flags=re.MULTILINE)
    assert times == 1
    shorter = shorter.replace("file: ", f"file: {scenario(tale).parent.as_posix()}/")
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=shorter))


@cache
def with_agents(policy: str) -> Evaluation:
    """Evaluate the bet with the lines added that its page shows last."""
    (*_, fence) = re.findall(r"^  ```yaml\n(.*?)^  ```$", page(BET), flags=re.MULTILINE | re.DOTALL)
    text = scenario(BET).read_text(encoding="utf-8") + re.sub(r"^  ", "", fence, flags=re.MULTILINE)
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=text, policy=policy))


def strategy(evaluation: Evaluation, name: str) -> StrategyResult:
    (found,) = (each for each in evaluation.strategies if each.name == name)
    return found


def total(evaluation: Evaluation, name: str | None = None) -> float:
    """Return what a strategy, by default the best, is worth over the horizon."""
    if name is None:
        assert evaluation.total is not None
        return evaluation.total.expected
    found = strategy(evaluation, name).expected_total
    assert found is not None
    return found


def loss(evaluation: Evaluation, name: str) -> str:
    found = strategy(evaluation, name).chance_of_loss
    assert found is not None
    return percent(found)


def fall(evaluation: Evaluation, name: str) -> str:
    found = strategy(evaluation, name).drawdown
    assert found is not None
    return f"{found:,.0f}"


def pays_back(evaluation: Evaluation, name: str) -> int:
    """Return the first week from whose end a strategy's value up to then stays at 0 or above."""
    assert evaluation.timeline
    below = [each.week for each in evaluation.timeline if each.strategy == name and each.cumulative < 0]
    return max(below) + 1


def worth_of_plan(evaluation: Evaluation) -> float:
    assert evaluation.over_time is not None
    assert evaluation.over_time.plan is not None
    return evaluation.over_time.plan


def mean(tale: str, path: str) -> float:
    return told(tale).scenario.inputs[path].mean


def flip(tale: str, path: str, direction: str) -> float:
    (found,) = (
        each.flips_at for each in told(tale).flip_points if (each.input, each.direction) == (path, direction)
    )
    assert found is not None
    return found


def detail(tale: str, question: str) -> str:
    (found,) = (each.detail for each in told(tale).questions if each.id == question)
    return found


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def signed(amount: float, decimals: int = 0) -> str:
    return f"{amount:+,.{decimals}f}".replace("-", "−")


def sure(evaluation: Evaluation) -> str:
    return percent(evaluation.value_per_item.chance_above_minimum)


def cost_of_item(tale: str, price: str, accuracy: str | float | None) -> float:
    """Return what an item costs, errors included, as measured."""
    right = mean(tale, accuracy) if isinstance(accuracy, str) else accuracy
    return mean(tale, price) + (0 if right is None else (1 - right) * mean(tale, "error_costs"))


def team() -> list[str]:
    def row(name: str) -> str:
        found = strategy(told(TEAM), name)
        return (
            f"| {name} | {signed(found.expected_per_item, 4)} | {signed(total(told(TEAM), name))} "
            f"| {loss(told(TEAM), name)} |"
        )

    broken = mean(TEAM, "model.failure.accuracy")
    late = told(TEAM, "plan_b.rules.ready_in=4 weeks")
    at_once = told(TEAM, "model.failure.noticed_after=0 days")
    repaired = told(TEAM, "model.failure.repaired_after=2 weeks")
    (points,) = re.findall(r"falls by more than ([\d.]+) points a month", detail(TEAM, "decay"))
    return [
        *(row(name) for name in ("ship", "ship + hire again", "ship + rules")),
        f"| the people | {cost_of_item(TEAM, 'baseline.cost_per_item', 'baseline.accuracy'):.1f} |",
        f"| the model | {cost_of_item(TEAM, 'model.cost_per_item', 'model.accuracy'):.1f} |",
        f"| the model while it is broken | {cost_of_item(TEAM, 'model.cost_per_item', broken):.1f} |",
        f"| rules | {cost_of_item(TEAM, 'plan_b.rules.cost_per_item', 'plan_b.rules.accuracy'):.1f} |",
        f"the model is worth {signed(total(without(TEAM, 'plan_b')))} EUR",
        f"fall by more than {fall(told(TEAM), 'ship')} EUR",
        f"are worth {worth_of_plan(told(TEAM)):,.0f} EUR",
        f"Ready in 4 weeks instead of a day, the rules leave it at {late.verdict}: still positive",
        f"but only {sure(late)} sure",
        f"ship alone would still be worth {signed(total(at_once, 'ship'))} EUR",
        f"in 2 weeks, ship alone would be worth {signed(total(repaired, 'ship'))} EUR, a GO",
        f"then the rules add only {worth_of_plan(repaired):,.0f}",
        f"below {percent(flip(TEAM, 'plan_b.rules.accuracy', 'below'))} right",
        f"if they take more than {flip(TEAM, 'plan_b.rules.ready_in', 'above'):.0f} days",
        f"above {flip(TEAM, 'error_costs', 'above'):.2f} EUR",
        f"more than {points} points of accuracy a month",
    ]


def meeting() -> float:
    """Return the follow-through at which waiting and launching first are worth the same: a line's."""
    names = ("ship, build macros meanwhile", "wait for macros")
    never, always = (told(BET, f"plan_b.macros.follow_through={share}") for share in ("0%", "100%"))
    low, high = (total(each, names[0]) - total(each, names[1]) for each in (never, always))
    return low / (low - high)


def bet() -> list[str]:
    first, waiting = "ship, build macros meanwhile", "wait for macros"

    def row(name: str) -> str:
        return (
            f"| {name} | {signed(total(told(BET), name))} | {loss(told(BET), name)} "
            f"| {fall(told(BET), name)} | week {pays_back(told(BET), name)} |"
        )

    bold, cautious = (told(BET, policy=name) for name in ("bold", "cautious"))
    always = told(BET, "plan_b.macros.follow_through=100%")
    never = told(BET, "plan_b.macros.follow_through=0%")
    assert bold.total
    assert cautious.total
    agents, path = with_agents("cautious"), 'plan_b."agents again".cost_per_item'
    more = f"{bold.total.expected - cautious.total.expected:,.0f}"
    return [
        *(row(name) for name in ("ship", waiting, first)),
        f"## Below {percent(meeting())} waiting",
        f"a follow-through of {percent(meeting())}",
        f"from {signed(total(never, first))}, if it never is",
        f"to {signed(total(always, first))}, if it always is",
        f"that is {more} USD higher",
        f"to pay {more} for that",
        f"paid back {pays_back(cautious, waiting) - pays_back(bold, first)} weeks earlier",
        f"a chance of 5 % to lose money at all, and launching first has {loss(told(BET), first)}",
        f"launching first ends at {signed(bold.total.cvar)} on average",
        f"waiting at {signed(cautious.total.cvar)}",
        f"At a follow-through of 100 % launching first still has a {loss(always, first)} chance",
        f"at {agents.scenario.inputs[path].mean:.2f} an answer",
        f"Launching first is then worth {signed(total(agents))} USD, with a {loss(agents, first)} chance",
        f"{flip(BET, 'error_costs', 'above'):.3f} times as high",
    ]


def outage() -> list[str]:
    best = told(OUTAGE)

    def row(name: str) -> str:
        worth = total(best, name) - total(best, "ship")
        return f"| {name} | {signed(total(best, name))} | {signed(worth)} |"

    free_service = told(OUTAGE, 'plan_b."the service on call".standby_cost=0 per month')
    free_model = told(
        OUTAGE, 'plan_b."second model".standby_cost=0 per month', 'plan_b."second model".build_cost=0'
    )
    service = total(free_service, "ship + the service on call") - total(best, "ship")
    saved = total(free_model, "ship + second model") - total(best, "ship")
    dearest = total(best, "ship") - total(best, "ship + second model")
    broken, half = "model.cost_per_item", mean(OUTAGE, "model.failure.accuracy")
    rows = {
        "the model": cost_of_item(OUTAGE, "model.cost_per_item", "model.accuracy"),
        "the model while it is broken": cost_of_item(OUTAGE, broken, half),
        "the service, without a contract for the year": cost_of_item(
            OUTAGE, 'plan_b."the service on call".cost_per_item', "baseline.accuracy"
        ),
        "nobody: the photo is found less often": cost_of_item(
            OUTAGE, 'plan_b."no tags".cost_per_unprocessed_item', None
        ),
        "the second model": cost_of_item(
            OUTAGE, 'plan_b."second model".cost_per_item', 'plan_b."second model".accuracy'
        ),
    }
    dear, long = told(OUTAGE, "error_costs=0.60"), told(OUTAGE, "model.failure.repaired_after=12 weeks")
    return [
        f"| ship | {signed(total(best, 'ship'))} | |",
        *(row(f"ship + {plan}") for plan in ("the service on call", "second model", "no tags")),
        *(f"| {name} | {cost:.2f} |" for name, cost in rows.items()),
        f"Plan B is worth {worth_of_plan(best):.2f} EUR",
        f"the service would be worth {signed(service)} EUR",
        f"what it saves is {saved:,.0f} EUR",
        f"the dearest by {dearest:,.0f} EUR",
        f"at 0.60 the pause is worth {worth_of_plan(dear):,.0f} EUR",
        f"At 12 weeks instead of one the best plan is worth {signed(worth_of_plan(long))} EUR",
        "Above 0.38 EUR pausing",  # test_above_an_error_cost_of_038_pausing_is_worth_more_than_nothing
    ]


def champion() -> list[str]:
    best, never = told(CHAMPION), without(CHAMPION, "retraining")

    def row(name: str, found: Evaluation) -> str:
        return f"| {name} | {signed(total(found))} | {sure(found)} | {found.verdict} |"

    def every(interval: str) -> Evaluation:
        return told(CHAMPION, f"model.retraining.every={interval}")

    steady = told(CHAMPION, "baseline.drift.accuracy_loss=0% per month")
    measures = best.over_time
    assert measures
    assert measures.retraining
    assert measures.best_retraining_weeks
    counts = {name: best.scenario.confusion[name].rows for name in ("baseline", "model")}
    return [
        *(
            f"| {name} | {rows[1][1]:.0f} | {rows[0][1]:.0f} |"
            for name, rows in zip(("champion", "challenger"), counts.values(), strict=True)
        ),
        f"on the same {sum(map(sum, counts['model'])):,.0f} payments",
        f"frauds found, of {sum(counts['model'][1]):,.0f} | false alarms, of {sum(counts['model'][0]):,.0f}",
        f"{best.verdict}: the challenger is worth {total(best):,.0f} EUR over 18 months",
        f"the chance that it is worth anything at all is {sure(best)}",
        f"from week {measures.stops_paying_week} on",
        row("never", never),
        row("every 12 months", every("12 months")),
        row("every 6 months", every("6 months")),
        row("every 3 months, as written", best),
        row("every month", every("1 month")),
        f"Retraining is worth {measures.retraining:,.0f} EUR",
        f"about every {measures.best_retraining_weeks:.0f} weeks",
        f"that is {total(every('10 weeks')) - total(best):,.0f} EUR more than",
        f"would be worth {total(steady):,.0f} EUR instead of {total(best):,.0f}",
        f"still {steady.verdict}, {sure(steady)} sure",
        f"Beyond {flip(CHAMPION, 'model.retraining.every', 'above'):.2f} months",
        f"above {flip(CHAMPION, 'model.retraining.cost', 'above'):,.0f} EUR each",
        f"above {100 * flip(CHAMPION, 'model.drift.accuracy_loss', 'above'):.2f} points a month",
        f"more than {percent(flip(CHAMPION, 'baseline.recall.fraud', 'above'))} of frauds",
        f"lets more than {percent(flip(CHAMPION, 'baseline.recall.genuine', 'above'))} of genuine",
    ]


@pytest.mark.parametrize(
    ("tale", "phrases"), [(TEAM, team), (BET, bet), (OUTAGE, outage), (CHAMPION, champion)], ids=TALES
)
def test_every_figure_on_the_page_is_the_programs_or_the_scenarios(
    tale: str, phrases: Callable[[], list[str]]
) -> None:
    """What is left of the page without the phrases that the program gives has the scenario's numbers only."""
    rest = " ".join(FENCE.sub("", page(tale)).split())
    for phrase in phrases():
        assert phrase in rest
        rest = rest.replace(phrase, "")
    written = {number.replace(",", "") for number in NUMBER.findall(scenario(tale).read_text("utf-8"))}
    assert {number for number in NUMBER.findall(rest) if number.replace(",", "") not in written} == set()


def test_the_commands_on_the_pages_run() -> None:
    commands = [
        shlex.split(line)
        for tale in TALES
        for fence in FENCE.findall(page(tale))
        for line in fence.splitlines()
        if line.startswith("ship-or-not ")
    ]
    assert len(commands) == 7
    for command in commands:
        options = dict(zip(command[3::2], command[4::2], strict=True))
        assert command[1] == "evaluate"
        assert options.keys() <= {"--set", "--policy"}
        ship_or_not.load_scenario(
            ROOT / command[2],
            overrides=[options["--set"]] if "--set" in options else [],
            policy=options.get("--policy"),
        )


@pytest.mark.parametrize("tale", TALES)
def test_the_page_and_the_scenario_name_each_other(tale: str) -> None:
    assert f"docs/examples/{tale}.md" in scenario(tale).read_text(encoding="utf-8")
    assert f"examples/{tale}/scenario.yaml" in page(tale)


def test_what_the_pages_say_in_words_is_so() -> None:
    def months_between_breaks(tale: str) -> float:
        return 1 / mean(tale, "model.failure.chance")

    def prices(tale: str) -> float:
        return mean(tale, "baseline.cost_per_item") / mean(tale, "model.cost_per_item")

    assert round(months_between_breaks(TEAM) / 12) == 3
    assert round(months_between_breaks(OUTAGE) / 12) == 5
    assert round(prices(TEAM)) == 9
    assert round(prices(OUTAGE)) == 14
    rules = cost_of_item(TEAM, "plan_b.rules.cost_per_item", "plan_b.rules.accuracy")
    assert 1.7 < rules / cost_of_item(TEAM, "baseline.cost_per_item", "baseline.accuracy") < 2
    assert worth_of_plan(told(TEAM)) > total(told(TEAM))
    assert flip(TEAM, "error_costs", "above") == pytest.approx(2 * mean(TEAM, "error_costs"), rel=0.05)
    assert (
        6 < flip(CHAMPION, "model.retraining.cost", "above") / mean(CHAMPION, "model.retraining.cost") < 6.5
    )
    drift = told(CHAMPION).scenario.inputs["model.drift.accuracy_loss"]
    assert flip(CHAMPION, "model.drift.accuracy_loss", "above") > 2 * drift.high


def test_replacing_the_team_is_a_go_with_rules_that_are_worse_than_the_model() -> None:
    evaluation = told(TEAM)
    assert [str(evaluation.verdict), evaluation.strategy] == ["GO", "ship + rules"]
    assert mean(TEAM, "plan_b.rules.accuracy") < mean(TEAM, "model.accuracy")
    assert mean(TEAM, "plan_b.rules.accuracy") < mean(TEAM, "baseline.accuracy")


def test_replacing_the_team_without_a_plan_is_a_no_go() -> None:
    evaluation = without(TEAM, "plan_b")
    assert [str(evaluation.verdict), evaluation.rule] == ["NO-GO", "negative-value"]
    assert total(evaluation) == pytest.approx(total(told(TEAM), "ship"), rel=1e-12)


def test_a_way_back_that_is_slower_than_the_repair_is_worth_nothing() -> None:
    ship, again = (strategy(told(TEAM), name) for name in ("ship", "ship + hire again"))
    assert (again.expected_total, again.drawdown) == (ship.expected_total, ship.drawdown)
    alone = without(TEAM, "- name: rules")
    assert [str(alone.verdict), [each.name for each in alone.strategies]] == [
        "NO-GO",
        ["keep", "ship", "ship + hire again"],
    ]


def test_a_fast_repair_does_without_the_plan() -> None:
    repaired = told(TEAM, "model.failure.repaired_after=2 weeks")
    assert strategy(repaired, "ship").chance_above_minimum > 0.9
    assert 0 < worth_of_plan(repaired) < worth_of_plan(told(TEAM)) / 20


def test_of_what_is_not_known_about_the_team_what_an_error_costs_is_the_most() -> None:
    assert (
        "what would settle it: a narrower range of error_costs"
        in told(TEAM, "plan_b.rules.ready_in=4 weeks").reason
    )


def test_below_the_follow_through_that_the_page_names_waiting_is_better() -> None:
    root = meeting()
    assert told(BET, f"plan_b.macros.follow_through={root - 1e-6}").strategy == "wait for macros"
    assert told(BET, f"plan_b.macros.follow_through={root + 1e-6}").strategy == "ship, build macros meanwhile"
    assert told(BET, "plan_b.macros.follow_through=51%").strategy == "wait for macros"
    assert told(BET, "plan_b.macros.follow_through=52%").strategy == "ship, build macros meanwhile"


def test_a_plan_that_is_never_built_is_none() -> None:
    never = told(BET, "plan_b.macros.follow_through=0%")
    assert total(never, "ship, build macros meanwhile") == pytest.approx(total(never, "ship"), rel=1e-12)


def test_a_cautious_and_a_bold_company_make_different_calls_of_the_same_figures() -> None:
    bold, cautious = (told(BET, policy=name) for name in ("bold", "cautious"))
    assert [str(bold.verdict), bold.strategy] == ["GO", "ship, build macros meanwhile"]
    assert [str(cautious.verdict), cautious.strategy] == ["GO", "wait for macros"]
    assert [each.expected_total for each in bold.strategies] == [
        each.expected_total for each in cautious.strategies
    ]


def test_a_promise_alone_does_not_convince_the_cautious_but_somebody_who_stands_in_does() -> None:
    promised = "plan_b.macros.follow_through=100%"
    assert told(BET, promised, policy="cautious").strategy == "wait for macros"
    calls = [(str(each.verdict), each.strategy) for each in map(with_agents, ("cautious", "bold"))]
    assert calls == [("GO", "ship, build macros meanwhile")] * 2


def test_a_plan_that_is_built_faster_makes_waiting_cheaper_and_launching_first_safer() -> None:
    faster = told(BET, "plan_b.macros.build_time=1.5 months")
    assert total(faster, "wait for macros") > total(told(BET), "wait for macros")
    first = "ship, build macros meanwhile"
    risks = [strategy(each, first).chance_of_loss for each in (faster, told(BET))]
    assert risks[0] is not None
    assert risks[1] is not None
    assert risks[0] < risks[1]


def test_where_an_outage_is_tolerated_no_plan_is_worth_anything() -> None:
    evaluation = told(OUTAGE)
    assert [str(evaluation.verdict), evaluation.strategy] == ["GO", "ship"]
    assert worth_of_plan(evaluation) < 0
    ship = total(evaluation, "ship")
    plans = [each for each in evaluation.strategies if each.name.startswith("ship + ")]
    assert len(plans) == 3
    assert all(total(evaluation, each.name) < ship for each in plans)
    assert f"Plan B is worth {worth_of_plan(evaluation):.2f} EUR" in render_text([evaluation])


def test_above_an_error_cost_of_038_pausing_is_worth_more_than_nothing() -> None:
    below, above = (told(OUTAGE, f"error_costs={cost}") for cost in ("0.375", "0.385"))
    assert (below.strategy, above.strategy) == ("ship", "ship + no tags")
    assert worth_of_plan(below) < 0 < worth_of_plan(above)


def test_the_challenger_is_a_go_only_if_it_is_trained_again() -> None:
    best, never = told(CHAMPION), without(CHAMPION, "retraining")
    assert [str(best.verdict), str(never.verdict), never.rule] == ["GO", "NO-GO", "negative-value"]
    assert best.over_time
    assert best.over_time.retraining == pytest.approx(total(best) - total(never), rel=1e-9)


def test_the_challenger_is_better_on_both_classes_and_fades_faster() -> None:
    for each in told(CHAMPION).classes:
        assert each.recall_model is not None
        assert each.recall_baseline is not None
        assert each.recall_model > each.recall_baseline
    assert mean(CHAMPION, "model.drift.accuracy_loss") > 3 * mean(CHAMPION, "baseline.drift.accuracy_loss")


def test_nearly_half_of_what_the_challenger_brings_is_that_the_champion_gets_worse() -> None:
    steady = told(CHAMPION, "baseline.drift.accuracy_loss=0% per month")
    assert 0.4 < 1 - total(steady) / total(told(CHAMPION)) < 0.5
