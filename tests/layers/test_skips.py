"""Skips by concatenation: every later layer, and the output, sees what enters a layer beside the layer's own units."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import change_layer, insert_layer, set_skips
from playground.document.edits_scaling import standardise
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.interop.exports.torch_module import summary
from playground.interop.sources import example
from playground.layers import BatchNorm, Dense
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused import FusedStepper
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of, measure

FOREVER = float("inf")


def trained(document, batches=40):
    run = Run(document, dtype=np.float64)
    EagerStepper().advance(run, batches, FOREVER)
    return run


def logits(run):
    return logits_of(run, run.features)


def test_two_spirals_by_three_layers_of_five_have_138_parameters():
    document = example("two-spirals")
    plan = resolve(document)
    assert plan.parameter_count == 138
    assert plan.units == (2, 7, 12, 17, 1)
    assert plan.own_units == (2, 5, 5, 5, 1)
    assert summary(document) == "2 → 5 → 5 → 5 → 1, 138 parameters"
    assert resolve(set_skips(document, on=False)).parameter_count == 81


def test_what_enters_a_layer_is_known_by_where_it_was_made():
    plan = resolve(document_for("circle", (4, 3, 2)))
    assert plan.sources == {1: ((-1, 2),), 2: ((1, 4),), 3: ((2, 3),), 0: ((3, 2),)}
    skips = resolve(set_skips(document_for("circle", (4, 3, 2)), on=True))
    assert skips.sources[0] == ((3, 2), (2, 3), (1, 4), (-1, 2))
    assert [skips.source(3, place) for place in range(9)] == [
        *((2, unit) for unit in range(3)),
        *((1, unit) for unit in range(4)),
        *((-1, unit) for unit in range(2)),
    ]
    with pytest.raises(IndexError):
        skips.source(3, 9)
    slot = skips.layout.slot((3, "linear.weight"))
    assert slot.columns == ((2, 0), (2, 1), (2, 2), (1, 0), (1, 1), (1, 2), (1, 3), "x", "y")
    normed = resolve(insert_layer(set_skips(document_for("circle", (4,)), on=True), 1, BatchNorm()))
    assert normed.sources[0] == ((2, 6),)


@pytest.mark.parametrize("inputs", [("x", "y"), ("y", "x2")])
def test_skips_added_to_a_trained_network_change_no_answer_and_learn(inputs):
    old = trained(replace(document_for("spiral", (6, 5, 4), count=60), inputs=inputs))
    new = old.succeed(set_skips(old.document, on=True))
    np.testing.assert_allclose(logits(new), logits(old), rtol=0.0, atol=1e-14)  # sums of more numbers, most of them 0
    before = new.parameters.copy()
    EagerStepper().advance(new, 5, FOREVER)
    fresh = [slot.view(before) == 0.0 for slot in new.layout.parameters if slot.role == "weight"]
    now = [slot.view(new.parameters) for slot in new.layout.parameters if slot.role == "weight"]
    assert sum(int(mask.sum()) for mask in fresh) == 5 * 2 + 4 * (6 + 2) + (5 + 6 + 2)
    assert all((values[mask] != 0.0).all() for values, mask in zip(now, fresh, strict=True))


def test_what_reads_a_skip_that_goes_makes_up_for_it_as_nearly_as_it_can():
    old = trained(set_skips(document_for("circle", (6, 5), count=60), on=True), 200)
    new = old.succeed(change_layer(old.document, 2, skip=False))
    slot, was = new.layout.slot((0, "linear.weight")), old.layout.slot((0, "linear.weight")).view(old.parameters)
    assert slot.shape == (1, 5)
    fitted = np.abs(logits(new) - logits(old)).mean()
    slot.view(new.parameters)[...] = was[:, :5]
    dropped = np.abs(logits(new) - logits(old)).mean()
    assert fitted < 0.5 * dropped


def test_a_layer_with_a_skip_is_put_in_without_a_trace():
    old = trained(document_for("spiral", (6, 5), count=60))
    new = old.succeed(insert_layer(old.document, 1, Dense(units=2, skip=True)))
    np.testing.assert_allclose(logits(new), logits(old), atol=1e-9)


def test_another_scaling_is_taken_up_by_every_layer_that_the_inputs_reach():
    old = trained(set_skips(document_for("gauss", (4, 3), count=60), on=True))
    new = Run(old.document, dtype=np.float64)
    assert new.restore(old.checkpoint())
    new.adopt(standardise(old.document))
    assert new.document.scaling != old.document.scaling
    np.testing.assert_allclose(logits(new), logits(old), atol=1e-9)


def solves(document, epochs):
    """Whether every point is right after one of so many epochs."""
    run, stepper = Run(document), FusedStepper()
    while run.epoch < epochs:
        stepper.advance(run, 20, FOREVER)
        if measure(run, 1).train_score == 1.0:
            return True
    return False


def test_two_spirals_are_learned_with_skips_and_not_without():
    """With skips 10 of the seeds 0 to 11 are solved, without them none."""
    document = example("two-spirals")
    assert solves(document, 5000)
    assert not solves(set_skips(document, on=False), 5000)
