"""What an edited network answers beside what it answered before."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.dataset import DataClass
from playground.document.edits_data import add_class, change_class, remove_class
from playground.document.edits_network import (
    change_layer,
    change_training,
    delete_layer,
    insert_layer,
    move_layer,
    toggle_input,
)
from playground.document.presets import document_for
from playground.layers import ActivationLayer, BatchNorm, Dense, DropoutLayer, GaussianNoise, Highway, Residual
from playground.training.engines.eager import EagerStepper
from playground.training.state.answers import answers
from playground.training.state.run import Run
from playground.training.state.succession import places_of, sums_at
from playground.training.trainee.measure import measure
from tests.support.losses import CLASSIFICATION_LOSSES

FOREVER = float("inf")
SQUARED = ("mse", "half_squared", "huber")
ONE_BY_ONE = tuple(loss for loss in CLASSIFICATION_LOSSES if loss != "cross_entropy")


def classes_of(count):
    return tuple(DataClass(name, i) for i, name in enumerate(("Ada", "Bo", "Cy", "Di")[:count]))


def with_classes(count, loss, widths=(5, 4), seed=0):
    document = document_for("spiral", widths, count=60)
    targets = np.arange(len(document.dataset)) % count
    data = replace(document.dataset, targets=targets, classes=classes_of(count))
    return change_training(replace(document, dataset=data), loss=loss, seed=seed)


def trained(document, batches=30, seed=0):
    """A run in double precision whose output is no longer small."""
    run = Run(document, dtype=np.float64)
    EagerStepper().advance(run, batches, FOREVER)
    slot = run.layout.slot((0, "linear.weight"))
    slot.view(run.parameters)[...] += np.random.default_rng(seed).normal(size=slot.shape)
    return run


def probabilities(run, places):
    return answers(sums_at(run, places), run.document).astype(np.float64)


def largest_difference(old, new):
    places = places_of(old.document)
    return np.abs(probabilities(old, places) - probabilities(new, places)).max()


networks = st.builds(
    with_classes,
    st.integers(2, 4),
    st.sampled_from(CLASSIFICATION_LOSSES),
    st.sampled_from([(), (3,), (5, 4)]),
    st.integers(0, 1000),
)


@settings(max_examples=15, deadline=None)
@given(networks, st.integers(0, 99))
def test_a_class_more_leaves_the_others_as_they_were_and_begins_improbable(document, seed):
    old = trained(document, seed=seed)
    new = old.succeed(add_class(document))
    places = places_of(document)
    before, after = probabilities(old, places), probabilities(new, places)
    assert after[:, -1].max() < 1e-3
    known = after[:, :-1] / after[:, :-1].sum(axis=1, keepdims=True)
    assert np.abs(known - before).max() < 1e-6


@pytest.mark.parametrize("loss", CLASSIFICATION_LOSSES)
def test_a_class_more_is_learned_when_it_has_points(loss):
    document = add_class(with_classes(2, loss))
    old = trained(with_classes(2, loss))
    data = document.dataset
    far = data.samples[:, 0] > 2.0
    assert far.sum() > 5
    document = replace(document, dataset=replace(data, targets=np.where(far, 2, data.targets)))
    new = old.succeed(document)
    EagerStepper().advance(new, 3000 if loss in SQUARED else 1000, FOREVER)
    assert (probabilities(new, data.samples[far]).argmax(axis=1) == 2).mean() > 0.5


@settings(max_examples=15, deadline=None)
@given(st.integers(3, 4), st.sampled_from(CLASSIFICATION_LOSSES), st.integers(0, 3), st.integers(0, 99))
def test_a_class_less_leaves_the_ratios_of_the_others(count, loss, gone, seed):
    gone %= count
    old = trained(with_classes(count, loss), seed=seed)
    new = old.succeed(remove_class(old.document, gone))
    places = places_of(old.document)
    before, after = np.delete(probabilities(old, places), gone, axis=1), probabilities(new, places)
    before /= np.maximum(before.sum(axis=1, keepdims=True), 1e-30)
    if count == 3 and loss in ONE_BY_ONE:
        clear = np.abs(before[:, 0] - before[:, 1]) > 1e-6
        assert (before.argmax(axis=1) == after.argmax(axis=1))[clear].all()
    else:
        assert np.abs(before - after).max() < 1e-6


@settings(max_examples=10, deadline=None)
@given(networks)
def test_a_class_put_in_and_taken_out_leaves_no_trace(document):
    old = trained(document)
    wider = old.succeed(add_class(document))
    back = wider.succeed(remove_class(wider.document, len(document.dataset.classes)))
    assert largest_difference(old, back) < 1e-6


@settings(max_examples=12, deadline=None)
@given(networks, st.data())
def test_outputs_follow_their_classes_in_another_order(document, data):
    old = trained(document)
    order = data.draw(st.permutations(range(len(document.dataset.classes))))
    classes = tuple(document.dataset.classes[i] for i in order)
    shuffled = replace(document, dataset=replace(document.dataset, classes=classes))
    assert old.fits(shuffled) == (list(order) == sorted(order))
    new = old.succeed(shuffled)
    places = places_of(document)
    assert np.abs(probabilities(old, places)[:, list(order)] - probabilities(new, places)).max() < 1e-6


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("values", [{"name": "Eve"}, {"color": 1}, {"color": 7}])
def test_a_class_that_is_renamed_or_recoloured_keeps_its_output(count, values):
    old = trained(with_classes(count, "cross_entropy"))
    assert largest_difference(old, old.succeed(change_class(old.document, 0, **values))) == 0.0


@settings(max_examples=15, deadline=None)
@given(networks, st.sampled_from(CLASSIFICATION_LOSSES))
def test_another_loss_keeps_the_decision_and_where_it_can_the_probability(document, loss):
    old = trained(document)
    changed = change_training(document, loss=loss)
    new = old if old.document is changed else old.succeed(changed)
    places = places_of(document)
    before, after = probabilities(old, places), probabilities(new, places)
    softmax = {"cross_entropy"} if len(document.dataset.classes) > 2 else set()
    if (document.training.loss in softmax) == (loss in softmax):
        assert np.abs(before - after).max() < 1e-6
    best = np.sort(before, axis=1)
    clear = best[:, -1] - best[:, -2] > 1e-6
    assert (before.argmax(axis=1) == after.argmax(axis=1))[clear].all()


def test_another_loss_is_adopted_only_where_answers_mean_the_same():
    run = trained(with_classes(2, "cross_entropy"))
    assert run.fits(change_training(run.document, loss="binary_cross_entropy"))
    assert not run.fits(change_training(run.document, loss="hinge"))


def test_values_for_two_classes_keep_the_border():
    old = trained(with_classes(2, "cross_entropy"))
    values = replace(old.document.dataset, targets=old.document.dataset.targets[:, None] * 2.0 - 1.0, classes=())
    document = replace(old.document, dataset=values, task="regression")
    new = old.succeed(change_training(document, loss="mse"))
    places = places_of(document)
    assert ((sums_at(old, places) > 0.0) == (sums_at(new, places) > 0.0)).all()
    back = new.succeed(old.document)
    assert largest_difference(old, back) < 1e-6


@settings(max_examples=10, deadline=None)
@given(networks, st.sampled_from(["x_squared", "sin_x", "xy"]))
def test_an_input_more_changes_nothing_wherever_it_stands(document, name):
    if name not in toggle_input(document, name).inputs:
        name = "sin_y"
    document = insert_layer(document, 0, BatchNorm())
    old = trained(document)
    new = old.succeed(toggle_input(document, name))
    assert largest_difference(old, new) < 1e-6


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize(
    "layer",
    [
        Dense(units=6, activation="linear"),
        Dense(units=6, activation="relu"),
        Dense(units=6, activation="leaky_relu"),
        Dense(units=6, activation="elu"),
        Dense(units=6, activation="selu"),
        Dense(units=6, activation="linear", bias=False),
        Dense(units=2, skip=True),
        Residual(),
        Residual(activation="relu"),
        Residual(activation="sigmoid"),
        Highway(),
        Highway(activation="relu", gate_bias=-1.0),
        BatchNorm(),
        DropoutLayer(),
        GaussianNoise(),
    ],
    ids=lambda layer: f"{layer.kind}-{getattr(layer, 'activation', '')}-{getattr(layer, 'bias', '')}",
)
def test_a_layer_that_can_pass_its_input_on_changes_nothing(layer, index):
    old = trained(with_classes(2, "cross_entropy"))
    new = old.succeed(insert_layer(old.document, index, layer))
    assert largest_difference(old, new) < 1e-6
    assert measure(new, 1).train_loss == pytest.approx(measure(old, 1).train_loss, abs=1e-6)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "gelu", "silu", "mish", "softplus", "sine"])
def test_a_layer_that_bends_is_put_in_where_it_bends_least(activation):
    old = trained(with_classes(3, "cross_entropy"))
    new = old.succeed(insert_layer(old.document, 1, Dense(units=5, activation=activation)))
    assert largest_difference(old, new) < 0.05


@pytest.mark.parametrize(
    "layer", [Residual(), Residual(activation="relu"), Highway(), Dense(units=6, activation="relu")]
)
def test_what_is_put_in_learns(layer):
    old = trained(with_classes(2, "cross_entropy"))
    new = old.succeed(insert_layer(old.document, 1, layer))
    slot = new.layout.slot((3, "linear.weight"))
    before = slot.view(new.parameters).copy()
    EagerStepper().advance(new, 5, FOREVER)
    assert (slot.view(new.parameters) != before).any(axis=1).sum() >= 5


@pytest.mark.parametrize("layer", [BatchNorm(), DropoutLayer(), GaussianNoise(), Dense(units=4, activation="linear")])
def test_what_bends_nothing_is_taken_out_without_a_trace(layer):
    old = trained(insert_layer(with_classes(2, "cross_entropy"), 2, layer))
    new = old.succeed(delete_layer(old.document, 3))
    assert largest_difference(old, new) < 1e-5


def test_a_layer_taken_out_is_made_up_for_as_far_as_the_next_can():
    old = trained(insert_layer(with_classes(2, "cross_entropy"), 2, ActivationLayer(activation="tanh")))
    new = old.succeed(delete_layer(old.document, 3))
    assert largest_difference(old, new) < 0.2


def test_layers_that_do_nothing_may_change_places():
    document = insert_layer(with_classes(2, "cross_entropy"), 1, BatchNorm())
    document = insert_layer(document, 2, DropoutLayer())
    old = trained(document)
    assert largest_difference(old, old.succeed(move_layer(document, 3, 2))) < 1e-6


def test_optimizer_state_follows_the_classes():
    old = trained(with_classes(2, "cross_entropy"))
    new = old.succeed(add_class(old.document))
    mean, squares = (new.layout.slot((0, "linear.weight")).view(new.slots[row]) for row in (0, 1))
    old_mean, old_squares = (old.layout.slot((0, "linear.weight")).view(old.slots[row])[0] for row in (0, 1))
    assert mean[0] == pytest.approx(-old_mean)
    assert mean[1] == pytest.approx(old_mean)
    assert squares[:2] == pytest.approx(np.array([old_squares, old_squares]))
    assert (new.slots[1] > 0.0).all()


def test_before_anything_is_learned_an_edited_network_is_drawn_as_if_it_had_been_there_from_the_start():
    document = with_classes(2, "cross_entropy")
    edited = add_class(insert_layer(change_layer(document, 1, units=9), 1, Dense(units=4)))
    assert (Run(document).succeed(edited).parameters == Run(edited).parameters).all()


def test_a_weight_set_by_hand_before_training_is_kept():
    run = Run(with_classes(2, "cross_entropy"))
    run.set_parameter((1, "linear.weight"), (2, 1), 3.0)
    wider = run.succeed(change_layer(run.document, 1, units=9))
    assert wider.layout.slot((1, "linear.weight")).view(wider.parameters)[2, 1] == 3.0


def test_numbers_that_are_not_finite_do_not_spread():
    run = trained(with_classes(2, "cross_entropy"))
    run.parameters[:3] = np.nan
    new = run.succeed(insert_layer(run.document, 1, Dense(units=6)))
    assert np.isfinite(new.layout.slot((3, "linear.weight")).view(new.parameters)).all()
