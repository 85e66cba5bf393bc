"""Goals: read from words, met by what is seen of a run, never by what nobody knows."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from playground.document.presets import document_for, first_document
from playground.lessons.goal import StepGoal
from playground.lessons.goal_words import goal_lines
from playground.lessons.lesson import PaintedStroke, StepSettings
from playground.lessons.quantities import QUANTITIES, Sight
from playground.lessons.setting_up import SettingsError, with_step
from playground.training.probes.plane.output_map import MapSamples

DOCUMENT = document_for("circle", (4, 3), count=40)
SEEN = Sight(
    DOCUMENT,
    epoch=12,
    losses={"train_loss": 0.1, "test_loss": 0.2, "train_score": 1.0, "test_score": 0.875},
    separability={1: 0.9},
    seeds=64,
    solved=0.75,
    parameters={(1, "linear.weight"): np.arange(8.0).reshape(4, 2), (0, "linear.bias"): np.array([-2.5])},
    winners=np.array([[0, 0, 1, 0, 0], [0, 0, 1, 0, 1]]),
)
VALUES = {
    "training accuracy": 1.0,
    "test accuracy": 0.875,
    "training loss": 0.1,
    "test loss": 0.2,
    "accuracy lost in testing": 0.125,
    "epochs": 12,
    "parameters": 2 * 4 + 4 + 4 * 3 + 3 + 3 + 1,
    "hidden layers": 2,
    "hidden units": 7,
    "inputs": 2,
    "classes": 2,
    "samples": 40,
    "training samples": 28,
    "test samples": 12,
    "divergence": 0,
    "seeds trained": 64,
    "seeds that succeed": 0.75,
    "separability of layer 1": 0.9,
    "weight 2 of unit 3 in layer 1": 5.0,
    "bias of unit 1 in the output": -2.5,
    "regions of class 1": 2,
    "regions of class 2": 2,
    "regions of class 3": 0,
    "layer2.units": 3,
    "learning_rate": DOCUMENT.training.learning_rate,
    "data.noise": DOCUMENT.dataset.source.noise,
}


def test_every_quantity_is_told():
    assert set(QUANTITIES) <= set(VALUES)


@pytest.mark.parametrize("name", VALUES)
def test_a_quantity_is_what_it_is_called(name):
    unit = " %" if StepGoal.read(f"{name} >= 0 %" if _is_share(name) else f"{name} >= 0").quantity.is_share else ""
    value = VALUES[name]
    shown = value * 100 if unit else value
    assert StepGoal.read(f"{name} <= {shown!r}{unit}").value_in(SEEN) == pytest.approx(value)
    assert StepGoal.read(f"{name} > {shown + 1!r}{unit}").is_met(SEEN) is False
    assert StepGoal.read(f"{name} < {shown + 1!r}{unit}").is_met(SEEN) is True


def _is_share(name):
    return "accuracy" in name or "separability" in name or "succeed" in name


@pytest.mark.parametrize("value", [nan])
@pytest.mark.parametrize(
    "text",
    [
        "test accuracy >= 0 %",
        "test loss < 1e9",
        "separability of layer 1 >= 0 %",
        "weight 1 of unit 1 in layer 1 > -1e9",
        "bias of unit 1 in the output > -1e9",
        "regions of class 1 >= 0",
    ],
)
def test_what_nobody_knows_meets_no_goal(text, value):
    assert not StepGoal.read(text).is_met(Sight(DOCUMENT))
    assert not StepGoal.read(text).is_met(Sight(DOCUMENT, losses={"test_loss": value, "test_score": value}))


@pytest.mark.parametrize(
    "name", ["weight 3 of unit 1 in layer 1", "weight 1 of unit 5 in layer 1", "bias of unit 1 in layer 9"]
)
def test_a_weight_that_is_not_there_is_not_known(name):
    assert not StepGoal.read(f"{name} > -1e9").is_met(SEEN)


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("layer2.units >= 3", "Layer 2, units: at least 3"),
        ("test loss <= 0.5", "Test loss: at most 0.5"),
        ("test samples >= 10", "Test points: at least 10"),
        ("divergence = 1", "The loss diverges"),
        ("weight 2 of unit 3 in layer 1 <= -0.25", "Weight of y to unit 3 of layer 1: at most \N{MINUS SIGN}0.25"),
        ("weight 4 of unit 1 in layer 2 > 1", "Weight of unit 4 of layer 1 to unit 1 of layer 2: more than 1"),
        ("weight 3 of unit 1 in the output > 1", "Weight of unit 3 of layer 2 to the output: more than 1"),
        ("bias of unit 1 in the output < 0", "Bias of the output: less than 0"),
        ("regions of class 2 = 1", "Regions of Blue: exactly 1"),
        ("data.noise <= 0.1", "Data, noise: at most 10\N{NARROW NO-BREAK SPACE}%"),
        ("learning_rate <= 0.03", "Learning rate: at most 0.03"),
    ],
)
def test_a_goal_is_said_in_the_words_of_the_window(goal, words):
    assert [line.words for line in goal_lines([StepGoal.read(goal)], DOCUMENT)] == [words]


def test_two_bounds_of_one_number_are_one_line():
    texts = ("epochs = 0", "weight 2 of unit 1 in layer 1 <= 0.1", "weight 2 of unit 1 in layer 1 >= -0.1")
    first, second = goal_lines([StepGoal.read(text) for text in texts], DOCUMENT)
    assert first.words == "Epochs: exactly 0"
    assert second.words == "Weight of y to unit 1 of layer 1: between \N{MINUS SIGN}0.1 and 0.1"
    assert len(second.goals) == 2


def test_specks_are_no_regions():
    winners = np.zeros((100, 100), np.intp)
    winners[50, 50] = 1
    assert StepGoal.read("regions of class 2 = 0").is_met(Sight(DOCUMENT, winners=winners))
    winners[10:20, 10:20] = 1
    assert StepGoal.read("regions of class 2 = 1").is_met(Sight(DOCUMENT, winners=winners))


def test_a_map_that_holds_more_than_the_plane_is_cut_to_it():
    predictions = np.zeros((40, 80, 2), np.float32)
    predictions[:, :10, 1] = 1.0
    predictions[:, 20:30, 1] = 1.0
    found = MapSamples((-12.0, 12.0, -6.0, 6.0), predictions).winners()
    assert found.shape == (40, 40)
    assert found[0].tolist() == [1] * 10 + [0] * 30
    assert MapSamples((-5.0, 12.0, -6.0, 6.0), predictions).winners() is None, "a part of the plane is not seen"


def test_an_infinite_loss_is_not_small():
    assert not StepGoal.read("training loss <= 0.1").is_met(replace(SEEN, losses={"train_loss": inf}))


def test_a_step_sets_example_layers_inputs_and_knobs():
    settings = StepSettings(
        "circle", ("x2", "y2"), (5,), knobs={"layer1.activation": "relu", "learning_rate": 0.3}, seed=7
    )
    made = with_step(first_document(), settings)
    assert made.dataset.source.generator == "circle"
    assert made.inputs == ("x2", "y2")
    assert [(one.units, one.activation) for one in made.network] == [(5, "relu")]
    assert (made.training.learning_rate, made.training.seed) == (0.3, 7)
    same = first_document()
    assert with_step(same, StepSettings()) is same


def test_a_step_names_layers_of_any_kind():
    made = with_step(first_document(), StepSettings("moons", layers=("dense 5", "batch_norm", "2 x residual")))
    assert [(one.uid, one.kind) for one in made.network] == [
        (1, "dense"),
        (2, "batch_norm"),
        (3, "residual"),
        (4, "residual"),
    ]
    assert made.network[0].units == 5
    assert with_step(made, StepSettings(layers=())).network == ()


def test_a_step_paints_as_the_brush_does():
    begun = with_step(first_document(), StepSettings("gauss"))
    path = ((-5.0, 5.0), (5.0, 5.0), (5.0, -5.0))
    made = with_step(begun, StepSettings(paint=(PaintedStroke(2, path), PaintedStroke(1, ((-5.0, 0.0),)))))
    added = made.dataset.samples[len(begun.dataset) :]
    assert len(added) == pytest.approx(20 * 2 * 0.8 * 5, abs=3)
    assert made.dataset.targets[len(begun.dataset) :].tolist() == [1] * (len(added) - 1) + [0]
    assert (np.abs(added[:-1] - 5.0).min(axis=1) <= 0.8).all()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (StepSettings("circel"), "circle"),
        (StepSettings("/etc/hostname"), "hostname"),
        (StepSettings("circle", ("z",)), "no input 'z'"),
        (StepSettings(preset="lennet"), "no network 'lennet'"),
        (StepSettings(layers=("batch_nrom",)), "batch_norm"),
        (StepSettings(layers=("batch_norm 8",)), "cannot have 8 units"),
        (StepSettings(layers=("eight dense",)), "is no layer"),
        (StepSettings(layers=("99 x dense 8",)), "more than 32"),
        (StepSettings(knobs={"layer7.units": 3}), "layer7"),
        (StepSettings(knobs={"learning_rat": 3}), "learning_rate"),
        (StepSettings(paint=(PaintedStroke(3, ((0.0, 0.0),)),)), "no class 3 to paint"),
    ],
)
def test_what_a_step_cannot_set_is_said(settings, said):
    with pytest.raises(SettingsError, match=said):
        with_step(first_document(), settings)
