"""Paths that are moved one after the other: each starts from where those before it have led."""

from __future__ import annotations

import pytest

from ship_or_not import evaluate, load_scenario, sensitivity
from ship_or_not.engine.draws import FloatMeans, point

ECONOMICS = """\
classes: [a, b, c]
savings_per_item: 0.1
error_costs: {a: 1, b: 6, c: 2}
baseline: {recall: {a: 0.98, b: 0.96, c: 0.97}}
prevalence: {a: 0.6, b: 0.1, c: 0.3}
"""
EVIDENCE = {
    "counts": "model: {confusion: [[580, 10, 10], [5, 90, 5], [10, 10, 280]]}",
    "recalls": "model: {recall: {a: 0.96, b: 0.9, c: 0.93}, measured_on: {a: 600, b: 100, c: 300}}",
    "exact recalls": "model: {recall: {a: 0.96, b: 0.9, c: 0.93}}",
}


def recalls(evidence: str, *options: str) -> list[float]:
    inputs = load_scenario(text=ECONOMICS + EVIDENCE[evidence], overrides=options).inputs
    means = point(inputs, FloatMeans(inputs.prior))
    return [*(float(row.recall) for row in means.model), float(means.accuracy("model"))]


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_a_recall_that_is_set_after_the_accuracy_leaves_the_other_recalls_where_they_are(
    evidence: str,
) -> None:
    a, _, c, accuracy = recalls(evidence, "model.accuracy=0.97")
    assert accuracy == pytest.approx(0.97, abs=1e-12)
    moved = recalls(evidence, "model.accuracy=0.97", "model.recall.b=0.6")
    assert moved == pytest.approx([a, 0.6, c, 0.6 * a + 0.1 * 0.6 + 0.3 * c], abs=1e-12)


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_an_accuracy_that_is_set_last_is_what_was_set(evidence: str) -> None:
    *_, accuracy = recalls(evidence, "model.recall.b=0.6", "prevalence.b=0.3", "model.accuracy=0.97")
    assert accuracy == pytest.approx(0.97, abs=1e-12)


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_a_share_that_is_set_after_the_accuracy_leaves_the_recalls_where_they_are(evidence: str) -> None:
    *before, _ = recalls(evidence, "prevalence.b=0.2", "model.accuracy=0.97")
    *after, accuracy = recalls(evidence, "prevalence.b=0.2", "model.accuracy=0.97", "prevalence.b=0.3")
    assert after == pytest.approx(before, abs=1e-12)
    assert accuracy == pytest.approx(
        sum(p * r for p, r in zip([0.7 * 2 / 3, 0.3, 0.7 / 3], after, strict=True))
    )


def test_what_is_moved_again_replaces_its_earlier_move_where_nothing_hangs_on_that() -> None:
    inputs = load_scenario(text=ECONOMICS + EVIDENCE["counts"]).inputs
    twice = (
        inputs.replace("model.recall.a", 0.7).replace("model.recall.b", 0.8).replace("model.recall.a", 0.9)
    )
    assert twice.moves == (("model.recall.b", 0.8), ("model.recall.a", 0.9))
    others = inputs.replace("model.recall.a", 0.7).replace("baseline.accuracy", 0.8)
    assert [path for path, _ in others.replace("model.recall.a", 0.9).moves] == [
        "baseline.accuracy",
        "model.recall.a",
    ]
    own = inputs.replace("model.recall.a", 0.7).replace("model.accuracy", 0.8).replace("model.recall.a", 0.9)
    assert [path for path, _ in own.moves] == ["model.recall.a", "model.accuracy", "model.recall.a"]


@pytest.mark.parametrize("evidence", EVIDENCE)
@pytest.mark.parametrize(
    "first", ["model.accuracy=0.97", "baseline.accuracy=0.96", "model.recall.b=0.85", "prevalence.b=0.2"]
)
def test_every_flip_and_alert_of_a_moved_model_is_where_the_moved_model_flips(
    evidence: str, first: str
) -> None:
    """Without a horizon an alert without margin is the flip point; on each side of it is another answer."""
    text = ECONOMICS + EVIDENCE[evidence]
    found = sensitivity(load_scenario(text=text, overrides=[first]))
    now = evaluate(load_scenario(text=text, overrides=[first])).value_per_item.expected
    flips = [each for each in found.flip_points if each.input.startswith(("model.", "baseline.", "preval"))]
    assert sum(each.flips_at is not None for each in flips) >= 4
    for each in flips:
        if each.flips_at is None or each.flips_at in (0, 1):
            continue
        expected = [
            evaluate(
                load_scenario(text=text, overrides=[first, f"{each.input}={each.flips_at * step!r}"]),
                draws=64,
            ).value_per_item.expected
            for step in (1 - 1e-6, 1 + 1e-6)
        ]
        assert min(expected) <= 0 < max(expected), (each, expected)
        near, far = expected if each.direction == "above" else expected[::-1]
        assert (near > 0, far > 0) == (now > 0, now <= 0), each


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_a_worse_recall_of_a_moved_model_is_never_better(evidence: str) -> None:
    found = sensitivity(load_scenario(text=ECONOMICS + EVIDENCE[evidence], overrides=["model.accuracy=0.97"]))
    recalled = [each for each in found.flip_points if each.input.startswith("model.recall.")]
    assert [each.direction for each in recalled] == ["below"] * 3
    watched = {each.label: each.stops_paying_at for each in found.alerts if each.metric == "recall"}
    flips = {each.input.removeprefix("model.recall."): each.flips_at for each in recalled}
    assert watched == {label: pytest.approx(flip, rel=1e-9) for label, flip in flips.items()}


def test_costs_that_were_moved_are_where_they_were_moved_to() -> None:
    """Errors cost 0.06 more an item, times the factor, and 0.10 is saved."""
    text = """
    savings_per_item: 0.1
    classes: [a, b]
    error_costs: {a: 2, b: 3}
    baseline: {recall: {a: 99%, b: 99%}}
    model: {recall: {a: 96%, b: 97%}}
    prevalence: {a: 50%, b: 50%}
    """
    lost = (0.03 * 2 + 0.02 * 3) / 2
    for factor, direction in (("1", "above"), ("4", "below")):
        found = evaluate(load_scenario(text=text, overrides=[f"error_costs={factor}"]))
        (flip,) = [each for each in found.flip_points if each.input == "error_costs"]
        assert (flip.now, flip.direction) == (float(factor), direction)
        assert flip.flips_at == pytest.approx(0.1 / lost, rel=1e-9)
