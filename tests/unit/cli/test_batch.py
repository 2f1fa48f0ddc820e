"""What is wrong with one scenario costs the others nothing."""

from __future__ import annotations

import pytest

from ship_or_not.cli.batch import Batch, Edits, each
from ship_or_not.errors import InputError, Location, OutputError, Problem, UsageError

PROBLEMS = tuple(Problem(location=Location(file="bad"), key=key, found="wrong") for key in ("a", "b"))

FAULT = ZeroDivisionError("1 / 0")


def work(scenario: str) -> str:
    """Do what the scenario's name says."""
    match scenario:
        case "bad":
            raise InputError(PROBLEMS)
        case "fault":
            raise FAULT
        case "usage":
            raise UsageError("no such thing")
        case "output":
            raise OutputError("no such place")
        case _:
            return scenario.upper()


def test_results_and_failures_keep_the_order_of_the_command_line() -> None:
    batch = each(["a", "bad", "b", "fault", "c"], work)
    assert batch.results == ["A", "B", "C"]
    assert [failure.path for failure in batch.failures] == ["bad", "fault"]
    assert batch.failures[0].problems == PROBLEMS
    assert (
        str(batch.failures[1].problems[0]) == "fault: stopped by a fault in ship-or-not (ZeroDivisionError)"
    )
    assert batch.bugs == [FAULT]


@pytest.mark.parametrize(
    ("scenarios", "code"), [(["a"], 0), (["a", "bad"], 2), (["fault"], 70), (["bad", "fault", "bad"], 70)]
)
def test_the_code_is_that_of_the_worst_failure(scenarios: list[str], code: int) -> None:
    assert each(scenarios, work).code == code


@pytest.mark.parametrize(("scenario", "error"), [("usage", UsageError), ("output", OutputError)])
def test_a_fault_of_the_command_line_ends_the_run(scenario: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        each(["a", scenario, "b"], work)


def test_an_interrupt_ends_the_run() -> None:
    def interrupt(_: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        each(["a"], interrupt)


def test_the_report_names_every_problem_once_and_raises_the_first_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    each(["bad", "a", "bad"], work).report()
    assert capsys.readouterr() == ("", "bad: a: wrong\nbad: b: wrong\n")
    with pytest.raises(ZeroDivisionError):
        each(["fault", "bad"], work).report()
    assert capsys.readouterr().err.splitlines()[1:] == ["bad: a: wrong", "bad: b: wrong"]
    nothing: Batch[str] = Batch()
    nothing.report()
    assert capsys.readouterr() == ("", "")


def test_evidence_goes_with_one_scenario() -> None:
    nothing = Edits(overrides=(), model=None, baseline=None, policy="cautious")
    nothing.check(["a", "b"])
    assert nothing.files == ("cautious",)
    both = Edits(overrides=(), model="m.csv", baseline="b.csv", policy=None)
    both.check(["a"])
    assert both.files == ("m.csv", "b.csv")
    with pytest.raises(UsageError, match=r"^--model goes with one scenario, not with 2$"):
        both.check(["a", "b"])
