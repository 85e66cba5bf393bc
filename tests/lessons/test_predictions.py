"""Predictions: what is said is compared with what came, kindly, and what nobody knows is waited for."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import change_training
from playground.document.presets import document_for, first_document
from playground.lessons.boundary_sketch import drawn_cells, sides_of
from playground.lessons.layer_outputs import dead_units, layer_outputs
from playground.lessons.library import shipped_lesson
from playground.lessons.looking import looked_at
from playground.lessons.predictions import (
    PREDICTIONS,
    BoundaryPrediction,
    ChoicePrediction,
    CurvePrediction,
    DeadUnitPrediction,
    NumberPrediction,
)
from playground.lessons.predictions.curve import guessed
from playground.lessons.setting_up import with_step
from playground.lessons.sight import Sight
from playground.views.lesson.hands import HANDS

ASKED = {"ask": "What?", "why": "Because."}
DOCUMENT = document_for("gauss", (4,), count=60)
SEEDS = 20
SIDE = 100
LEFT_RIGHT = np.tile(np.repeat([0, 1], SIDE // 2), (SIDE, 1))
"""A map whose left half is class 1 and whose right half is class 2."""
SAMPLES, TARGETS = np.array([[-3.0, 0.0], [3.0, 0.0]]), np.array([0, 1])


def test_every_kind_has_a_way_to_be_answered():
    assert {kind.HAND for kind in PREDICTIONS} <= set(HANDS)


def test_a_sentence_is_right_or_the_other_one_is_named():
    asked = ChoicePrediction(**ASKED, choices=("This", "That"), right=2)
    assert asked.compared(2, Sight(DOCUMENT)).is_right
    wrong = asked.compared(1, Sight(DOCUMENT))
    assert (wrong.is_right, "That" in wrong.words) == (False, True)
    assert asked.compared(None, Sight(DOCUMENT)).is_right is None


def test_a_number_is_right_within_its_limit_and_waits_until_it_is_known():
    asked = NumberPrediction(**ASKED, of="epochs", near=5)
    assert asked.compared(10, Sight(DOCUMENT, epoch=14)).is_right
    assert not asked.compared(10, Sight(DOCUMENT, epoch=20)).is_right
    assert NumberPrediction(**ASKED, of="test accuracy", near=0.1).compared(0.5, Sight(DOCUMENT)) is None


# ---- the boundary -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stroke", "least", "most"),
    [
        (((0.0, -6.0), (0.0, 6.0)), 1.0, 1.0),
        (((0.0, -5.4), (0.1, 5.3)), 0.98, 1.0),
        (((3.0, -6.0), (3.0, 6.0)), 0.7, 0.8),
        (((-6.0, 0.0), (6.0, 0.0)), 0.45, 0.55),
        (((0.0, -3.0), (0.0, 3.0)), 0.45, 0.55),
    ],
    ids=["exact", "ends are near the edge", "too far right", "across", "leaks"],
)
def test_a_drawn_border_is_as_right_as_its_sides(stroke, least, most):
    found = sides_of((stroke,), LEFT_RIGHT, SAMPLES, TARGETS)
    assert least <= found.share <= most


def test_a_ring_is_closed_where_its_ends_nearly_meet():
    angles = np.linspace(0.1, 2 * np.pi - 0.1, 50)
    ring = tuple((3 * np.cos(at), 3 * np.sin(at)) for at in angles)
    cells = drawn_cells((ring,), (SIDE, SIDE))
    y, x = np.mgrid[:SIDE, :SIDE] * 12.0 / SIDE - 6.0
    winners = (np.hypot(x, y) < 3.0).astype(int)
    found = sides_of((ring,), winners, np.array([[0.0, 0.0], [5.0, 5.0], [-5.0, 5.0]]), np.array([1, 0, 0]))
    assert cells.any()
    assert found.share > 0.97


def test_where_a_border_differs_is_said_with_both_classes():
    asked = BoundaryPrediction(**ASKED, near=0.9)
    sight = Sight(DOCUMENT, winners=LEFT_RIGHT)
    names = [one.name for one in DOCUMENT.dataset.classes]
    said = asked.compared((((-6.0, 4.0), (6.0, 4.0)),), sight)
    assert said.is_right is False
    assert "they differ most" in said.words.lower()
    assert all(name in said.words for name in names)
    assert asked.compared((((0.0, 0.0), (1.0, 1.0)),), Sight(DOCUMENT)) is None, "no map yet"
    assert asked.compared(None, sight).is_right is None


# ---- the curve ----------------------------------------------------------------------------------------------------


def test_the_line_that_was_drawn_last_counts():
    strokes = (((0.0, 1.0), (10.0, 1.0)), ((4.0, 0.5), (2.0, 0.5)))
    np.testing.assert_allclose(guessed(strokes, np.array([0.0, 3.0, 9.0, 20.0])), [1.0, 0.5, 1.0, 1.0])
    np.testing.assert_allclose(guessed((((3.1, 0.4), (3.2, 0.6)),), np.array([0.0, 10.0])), [0.5, 0.5])


def test_a_curve_is_compared_by_its_mean_distance_and_in_words():
    asked = CurvePrediction(**ASKED, epochs=10, near=0.1)
    curves = {"epoch": np.arange(11.0), "train_loss": np.linspace(1.0, 0.0, 11)}
    sight = Sight(DOCUMENT, curves=curves)
    right = asked.compared((((0.0, 1.0), (10.0, 0.05)),), sight)
    assert right.is_right
    wrong = asked.compared((((0.0, 1.0), (10.0, 1.0)),), sight)
    assert (wrong.is_right, "it lay lower than you drew it all along" in wrong.words) == (False, True)
    assert wrong.share == pytest.approx(0.5, abs=0.01)
    assert asked.compared((((0.0, 1.0), (10.0, 1.0)),), Sight(DOCUMENT)) is None


# ---- the unit -----------------------------------------------------------------------------------------------------


def test_a_unit_that_gives_0_for_every_training_sample_is_dead():
    relu = with_step(DOCUMENT, shipped_lesson("why-layers-need-a-bend").steps[3].begin)
    sight = looked_at(relu, 0, {"bias of unit 2 in layer 1": -99.0, "bias of unit 4 in layer 1": -99.0})
    assert dead_units(sight.document, sight.parameters, 1) == (2, 4)
    assert dead_units(sight.document, sight.parameters, 2) is None
    asked = DeadUnitPrediction(**ASKED, layer=1)
    assert asked.compared(2, sight).is_right
    wrong = asked.compared(3, sight)
    assert (wrong.is_right, "units 2 and 4" in wrong.words) == (False, True)
    assert asked.compared(2, replace(sight, parameters=None)) is None


# ---- those of the lessons: a fair guess is right, a poor one is not ----------------------------------------------


def solved(key, place):
    """What the solution of a step comes to from each seed."""
    step = shipped_lesson(key).steps[place]
    document = with_step(first_document(), step.begin)
    for seed in range(SEEDS):
        yield looked_at(change_training(document, seed=seed), step.show.epochs, step.begin.weights)


def circle(radius):
    return (tuple((radius * np.cos(at), radius * np.sin(at)) for at in np.linspace(0, 6.28, 40)),)


def test_a_circle_is_right_for_the_border_that_four_units_learn():
    asked = shipped_lesson("features-by-hand").steps[1].predict
    for sight in solved("features-by-hand", 1):
        assert asked.compared(circle(3.0), sight).is_right
        assert not asked.compared(circle(4.5), sight).is_right
        assert not asked.compared((((-6.0, 0.0), (6.0, 0.0)),), sight).is_right


def test_a_nearly_flat_curve_is_right_for_very_small_steps():
    asked = shipped_lesson("walking-downhill").steps[0].predict
    flat, steep = [], []
    for sight in solved("walking-downhill", 0):
        begins = min(sight.curves["train_loss"][0], asked.top)
        flat.append(asked.compared((((0.0, begins), (40.0, 0.85 * begins)),), sight).is_right)
        steep.append(asked.compared((((0.0, begins), (5.0, 0.0), (40.0, 0.0)),), sight).is_right)
    assert np.mean(flat) >= 0.9
    assert not any(steep)


def test_a_unit_silent_at_every_point_stays_so_and_one_that_fires_at_a_few_mostly_comes_back():
    step = shipped_lesson("why-layers-need-a-bend").steps[3]
    came_back = []
    for seed, sight in enumerate(solved("why-layers-need-a-bend", 3)):
        assert 5 in dead_units(sight.document, sight.parameters, 1)
        first = looked_at(sight.document, 0, step.begin.weights)
        if layer_outputs(first.document, first.parameters, 1)[:, 2].any():
            came_back.append(3 not in dead_units(sight.document, sight.parameters, 1))
        if seed == step.begin.seed:
            assert dead_units(sight.document, sight.parameters, 1) == (5,)
    assert len(came_back) >= 12
    assert np.mean(came_back) > 0.5
