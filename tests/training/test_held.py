"""Pruned weights: zeros stay zero in every engine, the rest learns as if it were all there is, and edits keep both."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits_network
from playground.layers import BatchNorm, Conv2d, Dense, Flatten, LayerNorm
from playground.training.engines import cuda_graph
from playground.training.engines.eager import EagerStepper
from playground.training.engines.held_fused import HeldFusedStepper, fused_stepper
from playground.training.engines.steppers import choose_stepper
from playground.training.state import held as held_weights
from playground.training.state.run import Run
from tests.support.picture_network import picture_document
from tests.training.engines.networks import FOREVER, document

SETTINGS = {
    "descent": {"optimizer": "sgd", "momentum": 0.0, "learning_rate": 0.1},
    "momentum and clipping": {"optimizer": "sgd", "momentum": 0.9, "learning_rate": 0.1, "clip": 0.05},
    "nesterov and L2": {"optimizer": "sgd", "momentum": 0.5, "nesterov": True, "l2": 0.01},
    "adam and L1": {"optimizer": "adam", "l1": 0.001},
    "adamw": {"optimizer": "adamw"},
    "lion": {"optimizer": "lion"},
    "rmsprop": {"optimizer": "rmsprop"},
    "adagrad": {"optimizer": "adagrad"},
}


def pruned_run(made, share=0.5, dtype=np.float64):
    """A run whose weights are zero but for a share of them, chosen at random."""
    run = Run(replace(made, training=replace(made.training, keeps_zeros=True)), dtype=dtype)
    weights = run.layout.mask(lambda slot: slot.role == "weight")
    run.parameters[weights & (np.random.default_rng(1).random(len(weights)) > share)] = 0.0
    run.stamp += 1
    return run


def held_parameters(run):
    return held_weights.held_parameters(run.document, run.layout, run.parameters)


def small(**settings):
    return document(Dense(units=5, activation="tanh"), Dense(units=4, activation="softplus"), **settings)


@pytest.mark.parametrize("name", SETTINGS)
def test_both_engines_agree_and_keep_zeros(name):
    one, other = (pruned_run(small(**SETTINGS[name], batch_size=7)) for _ in range(2))
    start = one.parameters.copy()
    held = held_parameters(one)
    assert 10 < held.sum() < len(held)
    EagerStepper().advance(one, 40, FOREVER)
    stepper = HeldFusedStepper()
    for _ in range(4):
        stepper.advance(other, 10, FOREVER)
    assert (one.parameters[held] == 0.0).all()
    assert (other.parameters[held] == 0.0).all()
    assert (one.parameters[~held] != start[~held]).mean() > 0.6
    np.testing.assert_allclose(other.parameters, one.parameters, atol=1e-9)
    assert (one.steps, one.epoch, one.cursor) == (other.steps, other.epoch, other.cursor)


def test_what_is_left_learns_as_a_smaller_network_does():
    """Units without a weight to or from them are not there: a network that never had them takes the same steps."""
    wide, narrow = (document(Dense(units=units), optimizer="adam", batch_size=5) for units in (4, 2))
    run, twin = pruned_run(wide, share=2.0), Run(narrow, dtype=np.float64)
    hidden, out = ((1, "linear.weight"), (0, "linear.weight"))
    run.layout.slot(hidden).view(run.parameters)[2:] = 0.0
    run.layout.slot(out).view(run.parameters)[:, 2:] = 0.0
    for key in (hidden, out, (1, "linear.bias"), (0, "linear.bias")):
        small_one = twin.layout.slot(key).view(twin.parameters)
        whole = run.layout.slot(key).view(run.parameters)
        small_one[...] = whole[tuple(slice(length) for length in small_one.shape)]
    HeldFusedStepper().advance(run, 50, FOREVER)
    EagerStepper().advance(twin, 50, FOREVER)
    left = run.layout.slot(hidden).view(run.parameters)[:2]
    np.testing.assert_allclose(left, twin.layout.slot(hidden).view(twin.parameters), atol=1e-9)


@pytest.mark.parametrize(
    "made",
    [
        document(Dense(units=4), BatchNorm(), LayerNorm(), Dense(units=3, frozen=True), optimizer="adam"),
        picture_document(Conv2d(channels=3), Flatten(), Dense(units=4)),
    ],
    ids=["norms", "pictures"],
)
def test_only_weights_are_held(made):
    one, other = pruned_run(made), pruned_run(made)
    held, frozen = held_parameters(one), one.layout.mask(lambda slot: slot.frozen)
    assert not held[one.layout.mask(lambda slot: slot.role != "weight" and not slot.frozen)].any()
    kept = one.parameters[frozen].copy()
    EagerStepper().advance(one, 12, FOREVER)
    HeldFusedStepper().advance(other, 12, FOREVER)
    assert (one.parameters[frozen] == kept).all()
    assert (other.parameters[held & ~frozen] == 0.0).all()
    np.testing.assert_allclose(other.parameters, one.parameters, atol=1e-8)


def test_without_the_setting_zeros_learn():
    run = pruned_run(small(optimizer="adam"))
    run.adopt(replace(run.document, training=replace(run.document.training, keeps_zeros=False)))
    zeros = (run.parameters == 0.0) & run.layout.mask(lambda slot: slot.role == "weight")
    fused_stepper(run.document).advance(run, 30, FOREVER)
    assert (run.parameters[zeros] != 0.0).mean() > 0.8


def test_a_weight_that_is_set_by_hand_is_cut_or_learns():
    run = pruned_run(small(optimizer="adam"))
    slot = run.layout.slot((1, "linear.weight"))
    cut = slot.view(run.parameters) == 0.0
    zero, other = (tuple(int(i) for i in np.argwhere(chosen)[0]) for chosen in (cut, ~cut))
    for stepper in (HeldFusedStepper(), EagerStepper()):
        stepper.advance(run, 3, FOREVER)
        run.set_parameter(slot.key, zero, 0.5)
        run.set_parameter(slot.key, other, 0.0)
        stepper.advance(run, 3, FOREVER)
        values = slot.view(run.parameters)
        assert values[other] == 0.0
        assert values[zero] not in {0.0, 0.5}
        zero, other = other, zero


def test_what_an_edit_adds_learns_and_what_was_pruned_stays():
    run = pruned_run(small(optimizer="adam"))
    run.steps, run.epoch = 5, 1
    held = held_parameters(run).sum()
    grown = run.succeed(edits_network.change_layer(run.document, 1, units=7))
    assert held_parameters(grown).sum() == held
    start = grown.parameters.copy()
    HeldFusedStepper().advance(grown, 60, FOREVER)
    outgoing = grown.layout.slot((2, "linear.weight")).view(grown.parameters)[:, 5:]
    assert (np.abs(outgoing) > 1e-6).any()
    weights = grown.layout.mask(lambda slot: slot.role == "weight")
    assert (grown.parameters[weights & (start == 0.0)] == 0.0).all()


def test_the_fused_kernel_trains_it_and_cuda_graphs_do_not():
    made = replace(small(), training=replace(small().training, keeps_zeros=True))
    stepper, reason = choose_stepper(made, "cpu", "")
    assert isinstance(stepper, HeldFusedStepper)
    assert (stepper.name, reason) == ("fused kernel", "")
    assert "zeros" in cuda_graph.covers(made)


def test_slices_change_no_bit():
    one, other = (pruned_run(small(optimizer="adam"), dtype=np.float32) for _ in range(2))
    HeldFusedStepper().advance(one, 24, FOREVER)
    stepper = HeldFusedStepper()
    for _ in range(24):
        stepper.advance(other, 1, FOREVER)
    assert (one.parameters == other.parameters).all()
