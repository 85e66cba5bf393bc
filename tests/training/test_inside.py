"""Inside a network: spreads, errors, dead and saturated units, and what points push, against exact facts."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from playground.document.dataset import frozen
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.domains import features
from playground.domains.plane.inputs import INPUTS
from playground.layers import ActivationLayer, BatchNorm, Dense, DropoutLayer, GaussianNoise, LayerNorm, Residual
from playground.methods.losses import LOSSES
from playground.training.engines.eager import EagerStepper
from playground.training.probes.forward import Forward
from playground.training.probes.layer_statistics import (
    BINS,
    MOST_POINTS,
    MOST_VALUES,
    LayerStatistics,
    LayerStatisticsProbe,
    decades,
    distribution,
    saturates,
)
from playground.training.probes.plane import input_gradients
from playground.training.probes.probe import Budget
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of, measure
from tests.support.probes import scheduler, statistics

finite = st.floats(-1e6, 1e6, width=32)


def with_layers(*layers, generator="xor", **settings):
    document = document_for(generator, (), count=60)
    training = replace(document.training, **settings)
    return replace(document, network=tuple(replace(one, uid=i + 1) for i, one in enumerate(layers)), training=training)


def deep(activation, init, units=8, depth=10, seed=0):
    return with_layers(*(Dense(units=units, activation=activation, init=init) for _ in range(depth)), seed=seed)


def look(document, dtype=np.float64):
    return statistics(Run(document, dtype=dtype))


def put(run, key, values):
    run.layout.slot(key).view(run.parameters)[...] = values
    run.stamp += 1


# ---- spreads -------------------------------------------------------------------------------------------------------


@given(arrays.arrays(np.float32, st.integers(1, 300), elements=finite))
def test_every_number_is_in_a_bin_and_quantiles_are_numpys(values):
    found = distribution(values)
    assert found.counts.sum() == len(values)
    np.testing.assert_allclose(
        found.quantiles, np.quantile(values.astype(float), (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)), rtol=1e-9, atol=1e-9
    )
    assert found.low <= values.min()
    assert found.high >= values.max()


def test_bins_count_as_numpys_do():
    values = np.random.default_rng(0).normal(size=2000)
    found = distribution(values)
    counts, edges = np.histogram(values, BINS)
    np.testing.assert_array_equal(found.counts, counts)
    assert (found.low, found.high) == (edges[0], edges[-1])


def test_numbers_all_alike_lie_in_the_middle():
    for value in (0.0, 3.0, -1e-20):
        found = distribution(np.full((4, 5), value))
        assert found.counts[BINS // 2 - 1 : BINS // 2 + 1].sum() == 20
        assert found.low < value < found.high


def test_many_numbers_are_represented_by_some():
    found = distribution(np.arange(100_000.0))
    assert MOST_VALUES / 2 <= found.counts.sum() <= MOST_VALUES
    assert found.quantiles[[0, 6]].tolist() == [0.0, 99_999.0]
    assert found.quantiles[3] == pytest.approx(50_000, rel=0.05)
    layers = np.tile([0.0, 1.0, 2.0, 3.0], 20_000)  # a period, as units of a layer have
    assert distribution(layers).counts[[0, -1]] == pytest.approx(MOST_VALUES / 4, rel=0.1)


@pytest.mark.parametrize("values", [[], [np.nan, 1.0], [np.inf], [-np.inf, 0.0]])
def test_what_is_no_number_has_no_spread(values):
    assert distribution(np.array(values)) is None


def test_gradients_are_spread_over_decades_without_the_zeros():
    found = decades(np.array([0.0, 0.001, -0.001, 10.0]))
    assert found.counts.sum() == 3
    np.testing.assert_allclose(found.quantiles[[0, -1]], [-3, 1])
    assert decades(np.zeros(5)) is None


# ---- errors --------------------------------------------------------------------------------------------------------


def test_errors_of_a_sigmoid_stack_fade_over_five_decades():
    errors = [layer.error for layer in look(deep("sigmoid", "auto"), np.float32).layers]
    assert errors[-1] / errors[0] >= 1e5
    assert all(later > before for before, later in pairwise(errors))


@pytest.mark.parametrize("seed", range(4))
def test_errors_of_a_relu_stack_with_he_weights_stay_within_a_factor_of_ten(seed):
    errors = [layer.error for layer in look(deep("relu", "he", units=16, seed=seed), np.float32).layers]
    assert max(errors) / min(errors) < 10


@pytest.mark.parametrize("loss", ["cross_entropy", "mse", "hinge"])
def test_the_output_s_error_is_the_loss_s_derivative(loss):
    run = Run(with_layers(Dense(units=3), loss=loss), dtype=np.float64)
    found = statistics(run).layers[-1].error
    per_point, step = np.empty(len(run.features)), 1e-6
    function = LOSSES[loss].build(resolve(run.document).head, run.document.training)
    for i, (row, target) in enumerate(zip(run.features, run.targets, strict=True)):
        z = logits_of(run, row[None])
        ends = [float(function(torch.from_numpy(z + side), torch.from_numpy(target[None]))) for side in (step, -step)]
        per_point[i] = (ends[0] - ends[1]) / (2 * step)
    assert found == pytest.approx(np.sqrt((per_point**2).mean()), rel=1e-6)


def test_errors_of_layers_are_what_shifting_their_sums_changes():
    """Shifting a bias shifts that unit's sum at every point at once: so the bias's gradient is the mean of the errors.

    With one point the error is that gradient itself.
    """
    document = with_layers(Dense(units=4), Dense(units=3, activation="sigmoid"))
    data = document.dataset
    test = np.ones(len(data), dtype=np.bool_)
    test[7] = False
    run = Run(replace(document, dataset=replace(data, is_test=test)), dtype=np.float64)
    found = statistics(run)
    for layer, uid in zip(found.layers, (1, 2, 0), strict=True):
        slot, step = run.layout.slot((uid, "linear.bias")), 1e-6
        gradient = []
        for i in range(slot.size):
            ends = []
            for side in (step, -step):
                run.parameters[slot.offset + i] += side
                ends.append(measure(run, 1).train_loss)
                run.parameters[slot.offset + i] -= side
            gradient.append((ends[0] - ends[1]) / (2 * step))
        assert layer.error == pytest.approx(np.linalg.norm(gradient), rel=1e-3)


def test_gradients_of_weights_against_differences():
    run = Run(with_layers(Dense(units=3)), dtype=np.float64)
    found = statistics(run).layers[0].gradients
    slot, step, logs = run.layout.slot((1, "linear.weight")), 1e-5, []
    for i in range(slot.size):
        ends = []
        for side in (step, -step):
            run.parameters[slot.offset + i] += side
            logits = logits_of(run, run.features)
            t = run.targets
            ends.append((np.logaddexp(0.0, logits) - t * logits).mean())
            run.parameters[slot.offset + i] -= side
        logs.append(np.log10(abs(ends[0] - ends[1]) / (2 * step)))
    np.testing.assert_allclose(found.quantiles, distribution(np.array(logs)).quantiles, atol=1e-4)


def test_looking_leaves_the_run_alone():
    run = Run(with_layers(Dense(units=5), BatchNorm(), Dense(units=4)))
    before = [run.parameters.copy(), run.buffers.copy(), run.slots.copy()]
    taking = scheduler()
    first = statistics(run, taking)
    again = statistics(run, taking)
    assert [one.error for one in first.layers] == [one.error for one in again.layers]
    for kept, now in zip(before, (run.parameters, run.buffers, run.slots), strict=True):
        np.testing.assert_array_equal(kept, now)
    assert not any(parameter.requires_grad for parameter in run.network.parameters())


def test_it_follows_the_weights_the_data_and_the_network():
    run, watcher = Run(with_layers(Dense(units=3))), scheduler()
    before = statistics(run, watcher).layers[0].weights
    run.parameters *= 2.0
    np.testing.assert_allclose(statistics(run, watcher).layers[0].weights.quantiles, 2.0 * before.quantiles, rtol=1e-6)
    run.adopt(replace(run.document, network=(Dense(uid=1, units=3, activation="relu"),)))
    assert np.isnan(statistics(run, watcher).layers[0].saturated)
    assert len(statistics(run.succeed(with_layers(Dense(units=3), Dense(units=2))), watcher).layers) == 3


@pytest.mark.parametrize("kind", [ActivationLayer, BatchNorm, LayerNorm, DropoutLayer, GaussianNoise, Residual])
def test_every_kind_of_layer_can_be_looked_into(kind):
    found = look(with_layers(Dense(units=4), kind(), Dense(units=3)))
    assert len(found.layers) == 4
    assert all(layer.activations is not None and layer.error > 0.0 for layer in found.layers)
    assert (found.layers[1].weights is None) == (kind in {ActivationLayer, DropoutLayer, GaussianNoise})


def test_without_training_points_there_is_nothing_to_see():
    document = with_layers(Dense(units=3))
    empty = replace(document.dataset, is_test=np.ones(len(document.dataset), dtype=np.bool_))
    run = Run(replace(document, dataset=empty))
    assert statistics(run) is None
    assert input_gradients.input_gradients(run) is None


def test_a_sample_stands_for_many_points():
    run = Run(replace(document_for("circle", (4,), count=5000)))
    assert statistics(run).points == MOST_POINTS
    assert len(input_gradients.input_gradients(run).points) == input_gradients.MOST_POINTS
    assert statistics(Run(document_for("circle", (1000, 1000), count=2000))).points == 20


# ---- dead and saturated --------------------------------------------------------------------------------------------


def test_relus_that_no_point_reaches_are_dead():
    run = Run(with_layers(Dense(units=4, activation="relu")))
    put(run, (1, "linear.bias"), [-100.0, 0.0, -100.0, -100.0])
    found = statistics(run).layers[0]
    assert found.dead == 0.75
    assert np.isnan(found.saturated)
    assert np.isnan(statistics(run).layers[1].dead)


def test_a_leaky_relu_never_dies():
    run = Run(with_layers(Dense(units=4, activation="leaky_relu")))
    put(run, (1, "linear.bias"), -100.0)
    assert statistics(run).layers[0].dead == 0.0


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_units_far_out_on_the_flat_ends_are_saturated(activation):
    run = Run(with_layers(Dense(units=4, activation=activation)))
    put(run, (1, "linear.weight"), 0.0)
    put(run, (1, "linear.bias"), [20.0, -20.0, 20.0, 0.0])
    found = statistics(run).layers[0]
    assert (found.saturated, found.dead) == (0.75, 0.75)


def test_only_what_climbs_from_level_to_level_saturates():
    assert saturates("tanh")
    assert saturates("sigmoid")
    assert not any(saturates(name) for name in ("relu", "sine", "gaussian", "linear", "gelu"))


# ---- what points push ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("generator", ["xor", "blobs", "reg-plane"])
@pytest.mark.parametrize("inputs", [("x", "y"), ("x", "y", "x2", "xy", "sin_y")])
def test_pushes_are_the_losses_gradient_by_the_place(generator, inputs):
    document = replace(document_for(generator, (4,), count=40), inputs=inputs)
    run, step = Run(document, dtype=np.float64), 1e-5
    found = input_gradients.input_gradients(run)
    function = LOSSES[resolve(document).loss].build(resolve(document).head, document.training)

    def loss(place, target):
        logits = logits_of(run, features(INPUTS, place[None], inputs))
        return float(function(torch.from_numpy(logits), torch.from_numpy(target[None])))

    places = document.dataset.samples[~document.dataset.is_test].astype(float)
    for place, target, gradient in zip(places, run.targets, found.gradients, strict=True):
        for axis, side in enumerate(np.eye(2) * step):
            expected = (loss(place + side, target) - loss(place - side, target)) / (2 * step)
            assert gradient[axis] == pytest.approx(expected, rel=1e-3, abs=1e-6)


def test_a_point_pushes_the_line_away_from_itself():
    """One unit, x itself, logit x: the line is at 0. A point at its own side or not pushes to where it should be."""
    run = Run(with_layers(), dtype=np.float64)
    put(run, (0, "linear.weight"), [[1.0, 0.0]])
    put(run, (0, "linear.bias"), 0.0)
    found, second = input_gradients.input_gradients(run), run.targets[:, 0] == 1.0
    assert (found.gradients[second, 0] < 0.0).all()
    assert (found.gradients[~second, 0] > 0.0).all()
    np.testing.assert_array_equal(found.gradients[:, 1], 0.0)


@pytest.mark.parametrize("kind", [0, 1])
def test_a_step_of_training_moves_the_line_where_the_arrows_point(kind):
    """The line of the unit above, after one step on the points of one class alone."""
    document = with_layers(optimizer="sgd", learning_rate=1e-3, batch_size=60)
    others = frozen(document.dataset.targets != kind, np.bool_)
    run = Run(replace(document, dataset=replace(document.dataset, is_test=others)), dtype=np.float64)
    put(run, (0, "linear.weight"), [[1.0, 0.0]])
    put(run, (0, "linear.bias"), 0.0)
    arrows = input_gradients.input_gradients(run).gradients[:, 0]
    EagerStepper().advance(run, 1, 60.0)
    bias, weight = (run.layout.slot((0, f"linear.{name}")).view(run.parameters).flat[0] for name in ("bias", "weight"))
    assert -np.sign(bias / weight) == np.sign(arrows).mean()


def test_statistics_that_come_in_pieces_are_of_the_weights_at_the_beginning():
    document = deep("relu", "he", depth=3)
    run, other = Run(document), Run(document)
    expected = statistics(other)
    pieces = LayerStatisticsProbe(Forward(), None).pieces(run, LayerStatistics(), Budget(hurried=True))
    found = next(pieces)
    assert found is None
    EagerStepper().advance(run, 20, float("inf"))
    found = [one for one in pieces if one is not None]
    assert len(found) == 1
    assert found[0].epoch == expected.epoch
    for one, wanted in zip(found[0].layers, expected.layers, strict=True):
        assert one.error == pytest.approx(wanted.error)
        for name in ("activations", "weights", "gradients"):
            np.testing.assert_allclose(getattr(one, name).quantiles, getattr(wanted, name).quantiles, rtol=1e-5)
