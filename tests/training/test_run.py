"""What edits keep and what they begin anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.edits_data import add_points, clear_points, split
from playground.document.edits_network import change_layer, insert_layer, toggle_input
from playground.document.presets import document_for
from playground.layers import BatchNorm, Residual
from playground.training.engines.eager import EagerStepper
from playground.training.state import order as order_module
from playground.training.state.order import permutation
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of, measure
from tests.support.beginnings import opened

FOREVER = float("inf")


@pytest.fixture
def trained():
    run = Run(document_for("spiral", (6, 5), count=60))
    EagerStepper().advance(run, 40, FOREVER)
    return run


def with_training(document, **values):
    return replace(document, training=replace(document.training, **values))


def test_a_new_run_is_at_the_beginning():
    run = Run(document_for("circle", (3,), count=50))
    assert (run.steps, run.epoch, run.cursor) == (0, 0, 0)
    assert (run.order == permutation(0, 0, len(run.features))).all()


def test_the_same_seed_draws_the_same_weights():
    document = document_for("circle", (3,), count=50)
    other = with_training(document, seed=1)
    assert (Run(document).parameters == Run(document).parameters).all()
    assert (Run(document).parameters != Run(other).parameters).any()


@pytest.mark.parametrize("uid", [1, 2])
def test_a_neuron_more_leaves_the_loss_where_it_was(trained, uid):
    units = {1: 6, 2: 5}[uid]
    wider = trained.succeed(change_layer(trained.document, uid, units=units + 1))
    assert measure(wider, 1).train_loss == pytest.approx(measure(trained, 1).train_loss, abs=1e-6)
    assert wider.epoch == trained.epoch
    EagerStepper().advance(wider, 40, FOREVER)
    assert measure(wider, 1).train_loss < 1.5 * measure(trained, 1).train_loss


def test_an_input_more_leaves_the_loss_where_it_was(trained):
    more = trained.succeed(toggle_input(trained.document, "sin_x"))
    assert measure(more, 1).train_loss == pytest.approx(measure(trained, 1).train_loss, abs=1e-6)


def test_a_neuron_less_keeps_the_others(trained):
    narrower = trained.succeed(change_layer(trained.document, 1, units=4))
    old, new = trained.layout.slot((1, "linear.weight")), narrower.layout.slot((1, "linear.weight"))
    assert (new.view(narrower.parameters) == old.view(trained.parameters)[:4]).all()
    old, new = trained.layout.slot((2, "linear.weight")), narrower.layout.slot((2, "linear.weight"))
    assert (new.view(narrower.parameters) == old.view(trained.parameters)[:, :4]).all()


@pytest.mark.parametrize("layer", [Residual(), BatchNorm()])
def test_a_layer_that_passes_its_units_on_leaves_the_weights_behind_it(trained, layer):
    longer = trained.succeed(insert_layer(trained.document, 1, layer))
    for key in ((1, "linear.weight"), (2, "linear.weight"), (0, "linear.weight")):
        old, new = trained.layout.slot(key), longer.layout.slot(key)
        assert (new.view(longer.parameters) == old.view(trained.parameters)).all()


def test_optimizer_state_carries_over_and_new_squares_start_at_the_average(trained):
    wider = trained.succeed(change_layer(trained.document, 1, units=7))
    assert wider.steps == trained.steps
    old, new = trained.layout.slot((1, "linear.bias")), wider.layout.slot((1, "linear.bias"))
    for row in (0, 1):
        assert (new.view(wider.slots[row])[:6] == old.view(trained.slots[row])).all()
    assert new.view(wider.slots[0])[6] == 0.0
    assert new.view(wider.slots[1])[6] == pytest.approx(trained.slots[1].mean(), rel=1e-5)


def test_drawing_goes_in_live(trained):
    before = trained.checkpoint()
    document = add_points(trained.document, np.array([[1.0, 2.0], [2.0, 2.0]]), 1)
    assert trained.fits(document)
    trained.adopt(document)
    assert len(trained.features) + len(trained.test_features) == 62
    assert (trained.parameters == before.parameters).all()
    assert (trained.slots == before.slots).all()
    assert (trained.steps, trained.epoch) == (before.steps, before.epoch)
    assert (trained.order == permutation(0, trained.epoch, len(trained.features))).all()
    EagerStepper().advance(trained, 1, FOREVER)
    assert (trained.parameters != before.parameters).any()


def test_settings_go_in_live(trained):
    before = trained.checkpoint()
    trained.adopt(with_training(trained.document, learning_rate=0.1, batch_size=3, l2=0.1))
    assert trained.batch_size == 3
    assert (trained.slots == before.slots).all()
    assert (trained.steps, trained.cursor) == (before.steps, before.cursor)


def test_another_optimizer_begins_its_own_state(trained):
    before = trained.parameters.copy()
    trained.adopt(with_training(trained.document, optimizer="sgd"))
    assert (trained.slots == 0.0).all()
    assert trained.steps == 0
    assert (trained.parameters == before).all()


def test_another_activation_takes_effect_and_keeps_the_weights(trained):
    before, logits = trained.parameters.copy(), logits_of(trained, trained.features)
    trained.adopt(change_layer(trained.document, 1, activation="relu"))
    assert (trained.parameters == before).all()
    assert (logits_of(trained, trained.features) != logits).any()


def test_another_loss_encodes_the_targets_anew(trained):
    assert set(np.unique(trained.targets)) == {0.0, 1.0}
    trained.adopt(with_training(trained.document, loss="hinge"))
    assert set(np.unique(trained.targets)) == {-1.0, 1.0}


@pytest.mark.parametrize("before", ["spiral", "digits", "wine", "deep-residual"])
@pytest.mark.parametrize("after", ["spiral", "digits", "shapes", "wine", "deep-residual"])
def test_samples_of_another_domain_begin_a_network_anew(before, after):
    old, new = opened([before]).document, opened([after]).document
    run = Run(old)
    run.parameters += 0.01
    run.rewind(5, 2, 0)
    succeeded = run.succeed(new)
    is_new = old.dataset.domain != new.dataset.domain
    assert (succeeded.parameters == Run(new).parameters).all() == is_new
    assert succeeded.epoch == 2


@pytest.mark.parametrize("name", ["spiral", "wine", "digits"])
def test_a_layer_goes_into_a_trained_network_without_samples(name):
    run = Run(clear_points(opened([name]).document))
    run.parameters += 0.01
    run.rewind(5, 2, 0)
    more = insert_layer(run.document, len(run.document.network), Residual())
    assert np.isfinite(run.succeed(more).parameters).all()
    assert np.isfinite(run.succeed(insert_layer(run.document, 0, BatchNorm())).parameters).all()


def test_without_points_there_is_still_a_network(trained):
    trained.adopt(clear_points(trained.document))
    assert trained.batches_per_epoch == 0
    assert np.isfinite(logits_of(trained, np.zeros((3, 2), dtype=np.float32))).all()


def test_a_checkpoint_of_another_network_is_refused(trained):
    before = trained.parameters.copy()
    assert not trained.restore(Run(document_for("spiral", (3,))).checkpoint())
    assert (trained.parameters == before).all()


def test_a_parameter_is_set_by_key_and_only_where_there_is_one(trained):
    assert trained.set_parameter((1, "linear.weight"), (2, 1), 0.25)
    assert trained.network.layers[0].linear.weight[2, 1] == 0.25
    assert not trained.set_parameter((9, "linear.weight"), (0, 0), 1.0)
    assert not trained.set_parameter((1, "linear.weight"), (2,), 1.0)
    assert not trained.set_parameter((1, "linear.weight"), (6, 0), 1.0)
    assert not trained.set_parameter((1, "linear.weight"), (0, 0), float("nan"))


@given(st.integers(0, 2**31 - 1), st.integers(0, 10**7), st.integers(0, 200))
def test_every_pass_takes_every_point_once(seed, epoch, count):
    order = permutation(seed, epoch, count)
    assert sorted(order.tolist()) == list(range(count))
    assert (order == permutation(seed, epoch, count)).all()


@pytest.mark.parametrize(("seed", "epoch", "count"), [(0, 0, 1), (0, 0, 2), (7, 123, 1001), (2**31 - 1, 10**7, 5000)])
def test_the_compiled_shuffle_is_the_same(seed, epoch, count, monkeypatch):
    by_python = permutation(seed, epoch, count)
    monkeypatch.setattr(order_module, "COMPILED_FROM", 0)
    assert (permutation(seed, epoch, count) == by_python).all()


def test_without_numba_python_shuffles(monkeypatch):
    monkeypatch.setattr(order_module, "COMPILED_FROM", 0)
    monkeypatch.setattr(order_module, "_compiled", lambda: None)
    assert sorted(permutation(0, 0, 50).tolist()) == list(range(50))


def test_new_points_of_the_same_number_keep_the_place_in_the_pass(trained):
    before = trained.order.copy()
    trained.adopt(split(trained.document, trained.document.dataset.train_fraction, 99))
    assert (trained.order == before).all()
    assert (trained.order == permutation(0, trained.epoch, len(trained.features))).all()


def test_passes_differ():
    orders = {tuple(permutation(0, epoch, 20)) for epoch in range(50)}
    assert len(orders) == 50


@given(st.integers(1, 40), st.integers(0, 60), st.integers(0, 5))
def test_batches_until_ends_where_the_pass_ends(batch_size, done, ahead):
    document = with_training(document_for("circle", (1,), count=40), batch_size=batch_size)
    run = Run(document)
    count = len(run.features)
    for _ in range(done):
        run.cursor = min(run.cursor + run.batch_size, count)
        if run.cursor == count:
            run.epoch, run.cursor = run.epoch + 1, 0
    target = run.epoch + ahead
    for _ in range(run.batches_until(target)):
        run.cursor = min(run.cursor + run.batch_size, count)
        if run.cursor == count:
            run.epoch, run.cursor = run.epoch + 1, 0
    if ahead:
        assert (run.epoch, run.cursor) == (target, 0)
