"""The captured step against the eager one, over a stand-in for CUDA graphs that replays without Python."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings

from playground.layers import (
    BatchNorm,
    Dense,
    DropoutLayer,
    FourierFeatures,
    GaussianNoise,
    Highway,
    LayerNorm,
    Residual,
)
from playground.operations.random_numbers import NORMAL_STREAM, fold
from playground.operations.random_numbers import uniforms as drawn_by_numpy
from playground.training.engines import batch_plan, cuda_graph, static_step
from playground.training.engines.cuda_graph import CudaGraphStepper, covers
from playground.training.engines.device_noise import _signed, draw_on_device, uniforms
from playground.training.engines.eager import EagerStepper
from playground.training.state.order import permutation
from playground.training.state.run import Run
from tests.training.engines.networks import document, documents
from tests.training.recording import RecordingGraphs

FOREVER = float("inf")


def stepper(graphs=None):
    made = RecordingGraphs() if graphs is None else graphs
    return CudaGraphStepper(lambda: made)


def pair(made, dtype=np.float64):
    return Run(made, dtype=dtype), Run(made, dtype=dtype)


def both(run, twin, one, batches):
    """Advance both; the twin eagerly."""
    left = batches
    while left:
        left -= one.advance(run, left, FOREVER)
    EagerStepper().advance(twin, batches, FOREVER)


def assert_same(run, twin, tolerance=1e-9):
    assert (run.steps, run.epoch, run.cursor) == (twin.steps, twin.epoch, twin.cursor)
    np.testing.assert_array_equal(run.order, twin.order)
    for mine, other in ((run.parameters, twin.parameters), (run.buffers, twin.buffers), (run.slots, twin.slots)):
        if mine.size:
            assert np.isfinite(other).all()
            assert np.abs(mine - other).max() <= tolerance * max(np.abs(other).max(), 1e-3)


# ---- equality --------------------------------------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(made=documents())
def test_generated_networks_learn_as_eagerly(made):
    graphs = RecordingGraphs()
    run, twin = pair(made)
    both(run, twin, stepper(graphs), 40)
    assert graphs.replays > 0
    assert_same(run, twin, 1e-7)  # of averaged squares of gradients as well, some of which are nearly nothing


CASES = {
    "default": document(Dense(units=4), Dense(units=2), batch_size=10),
    "no hidden layer": document(),
    "momentum": document(Dense(units=8), optimizer="sgd", momentum=0.9, nesterov=True, learning_rate=0.03),
    "rmsprop": document(Dense(units=5), optimizer="rmsprop", momentum=0.5, learning_rate=1e-3, epsilon=1e-4),
    "adagrad, clipped": document(Dense(units=5, activation="gelu"), optimizer="adagrad", clip=0.1),
    "adamw, full batch": document(Dense(units=5), optimizer="adamw", batch_size=0, loss="mse", epsilon=1e-4),
    "softmax": document(Dense(units=8, bias=False), classes=5, schedule="cosine", optimizer="sgd"),
    "regression": document(Dense(units=8), Residual(), task="regression", loss="huber", huber_delta=0.2),
    "fourier": document(Dense(units=8), FourierFeatures(frequencies=3), batch_size=16),
    "highway": document(Dense(units=8), Highway(), batch_size=16),
    "random": document(Dense(units=8, dropout=0.3), DropoutLayer(rate=0.0), GaussianNoise(deviation=0.3)),
    "batch of one": document(BatchNorm(), Dense(units=8), points=41, batch_size=8, optimizer="sgd"),
    "layer norm": document(Dense(units=8, activation="linear"), LayerNorm(), Dense(units=3)),
    "frozen": document(Dense(units=6), Dense(units=6, frozen=True), optimizer="adamw", clip=0.05, l2=0.01, l1=1e-3),
    "warm-up": document(Dense(units=6), schedule="warmup", schedule_epochs=6),
}


@pytest.mark.parametrize("case", CASES)
def test_chosen_networks_learn_as_eagerly_in_float32(case):
    run, twin = pair(CASES[case], np.float32)
    both(run, twin, stepper(), 40)
    assert_same(run, twin, 1e-4 if case == "batch of one" else 2e-5)


def test_one_update_agrees_to_a_millionth_in_float32():
    run, twin = pair(document(Dense(units=8), Dense(units=8), learning_rate=1e-3), np.float32)
    both(run, twin, stepper(), 8)
    assert_same(run, twin, 1e-6)


@pytest.mark.parametrize("stream", [0, NORMAL_STREAM])
def test_the_device_draws_the_numbers_of_the_host(stream):
    for key in ((0, 0, 0), (7, 12345, 3), (2**31 - 1, 99, 1)):
        mine = uniforms(torch.tensor(_signed(fold(key))), 13, 7, stream)
        np.testing.assert_array_equal(mine.numpy(), drawn_by_numpy(key, 13, 7, stream))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("case", CASES)
def test_chosen_networks_learn_as_eagerly_on_a_real_device(case):
    run, twin = pair(CASES[case])
    one = CudaGraphStepper()
    both(run, twin, one, 40)
    assert one.refusal == ""
    assert_same(run, twin, 1e-6)


# ---- what is captured, and when --------------------------------------------------------------------------------------


def test_whole_and_last_batches_have_a_graph_each_after_warm_up():
    graphs = RecordingGraphs()
    run, twin = pair(document(Dense(units=3), points=25, batch_size=10))
    one = stepper(graphs)
    both(run, twin, one, 60)
    assert graphs.captures == 2
    assert graphs.replays >= 60 - 2 * cuda_graph.WARM_UPS - 3
    assert graphs.inside == 0
    assert one.name == "CUDA graph"
    assert_same(run, twin)


def test_a_size_that_comes_once_is_not_captured():
    graphs = RecordingGraphs()
    made = document(Dense(units=3), points=30, batch_size=10)
    run, twin = pair(made)
    one = stepper(graphs)
    both(run, twin, one, 7)
    for each in (run, twin):
        each.adopt(replace(made, training=replace(made.training, batch_size=15)))
    both(run, twin, one, 20)
    assert graphs.captures == 2  # of 10 and of 15; the batch of 5 that ended the pass at hand was no habit
    assert_same(run, twin)


LIVE = [
    {"learning_rate": 0.003},
    {"l2": 0.02},
    {"l1": 0.002},
    {"clip": 0.2},
    {"beta1": 0.5},
    {"beta2": 0.9},
    {"epsilon": 1e-3},
    {"seed": 5},
    {"schedule": "cosine", "schedule_epochs": 3},
    {"decoupled_decay": 0.3},
]
BUILT_IN = [
    {"optimizer": "sgd"},
    {"optimizer": "rmsprop"},
    {"loss": "mse"},
    {"loss": "huber"},
    {"l1": 0.0},
    {"clip": 0.0},
    {"batch_size": 7},
]


@pytest.mark.parametrize(("change", "again"), [*((one, False) for one in LIVE), *((one, True) for one in BUILT_IN)])
def test_settings_take_effect_with_or_without_another_capture(change, again):
    graphs = RecordingGraphs()
    made = document(
        Dense(units=4, dropout=0.2), points=40, batch_size=10, optimizer="adamw", l1=1e-3, l2=1e-3, clip=0.5
    )
    run, twin = pair(made)
    one = stepper(graphs)
    both(run, twin, one, 12)
    captures = graphs.captures
    for each in (run, twin):
        each.adopt(replace(made, training=replace(made.training, **change)))
    both(run, twin, one, 40)
    assert (graphs.captures > captures) == again
    assert_same(run, twin, 1e-7)


def test_points_come_and_go_without_another_capture():
    graphs = RecordingGraphs()
    made = document(Dense(units=4), points=60, batch_size=10)
    run, twin = pair(made)
    one = stepper(graphs)
    both(run, twin, one, 12)
    for points in (80, 30):
        data = document(points=points, data_seed=points).dataset
        for each in (run, twin):
            each.adopt(replace(made, dataset=data))
        both(run, twin, one, 12)
    assert graphs.captures == 1
    assert_same(run, twin)


def test_an_edit_of_the_network_is_captured_anew():
    graphs = RecordingGraphs()
    made = document(Dense(units=4), points=40, batch_size=10)
    run, twin = pair(made)
    one = stepper(graphs)
    both(run, twin, one, 12)
    for layer in (Dense(uid=1, units=4, activation="relu"), Dense(uid=1, units=7)):
        run, twin = (each.succeed(replace(made, network=(layer,))) for each in (run, twin))
        both(run, twin, one, 12)
    assert graphs.captures == 3
    assert_same(run, twin)


def test_a_dragged_weight_is_taken_along():
    run, twin = pair(document(Dense(units=4), points=40))
    one = stepper()
    both(run, twin, one, 12)
    for each in (run, twin):
        assert each.set_parameter((1, "linear.weight"), (0, 0), 2.5)
    both(run, twin, one, 12)
    assert_same(run, twin)


def test_plans_are_cut_where_they_are_full(monkeypatch):
    monkeypatch.setattr(static_step, "PLANNED_POINTS", 64)
    run, twin = pair(document(Dense(units=4), points=37, batch_size=10))
    both(run, twin, stepper(), 90)
    assert_same(run, twin)


def test_a_plan_holds_whole_batches_in_order():
    run = Run(document(points=25, batch_size=10))
    plan = batch_plan.plan_batches(run, 5, 1000, 2)
    assert plan.sizes == (10, 10, 5, 10, 10)
    expected = np.concatenate([permutation(0, 0, 25), permutation(0, 1, 25)])[:45]
    np.testing.assert_array_equal(plan.picks, expected)
    assert plan.keys[3, 1] == _signed(fold((0, 3, 1)))
    assert (run.steps, run.epoch, run.cursor) == (5, 1, 20)
    assert batch_plan.plan_batches(run, 5, 9, 0).sizes == (5,)
    assert batch_plan.plan_batches(run, 5, 9, 0).sizes == (10,)


# ---- time ------------------------------------------------------------------------------------------------------------


def test_at_least_one_batch_and_never_more_than_asked():
    run = Run(document(Dense(units=3), batch_size=10))
    one = stepper()
    assert one.advance(run, None, 0.0) == 1
    for _ in range(5):
        assert one.advance(run, 3, FOREVER) == 3
    assert run.steps == 16


def test_the_host_waits_once_a_call_and_not_once_a_batch():
    graphs = RecordingGraphs()
    run = Run(document(Dense(units=3), points=40, batch_size=10))
    one = stepper(graphs)
    one.advance(run, 20, FOREVER)
    graphs.waits = 0
    assert one.advance(run, 500, FOREVER) == 500
    assert graphs.waits < 10


# ---- what goes wrong -------------------------------------------------------------------------------------------------


def test_where_capture_is_refused_the_step_runs_eagerly_and_says_why():
    graphs = RecordingGraphs(refuse="operation not permitted when stream is capturing\nmore")
    run, twin = pair(document(Dense(units=4), points=37, batch_size=10))
    one = stepper(graphs)
    both(run, twin, one, 30)
    assert graphs.captures == 1
    assert one.name == "PyTorch eager"
    assert "not permitted when stream is capturing)" in one.refusal
    assert_same(run, twin)


def test_a_failed_slice_leaves_the_run_where_its_arrays_are():
    class Lost(RecordingGraphs):
        def wait(self):
            super().wait()
            if self.waits == 7:
                raise RuntimeError("CUDA error: unspecified launch failure")

    run, twin = pair(document(Dense(units=4), points=37, batch_size=10))
    one = stepper(Lost())
    for _ in range(6):
        assert one.advance(run, 1, FOREVER) == 1
    EagerStepper().advance(twin, 6, FOREVER)
    with pytest.raises(RuntimeError, match="launch failure"):
        one.advance(run, 50, FOREVER)
    assert_same(run, twin)
    both(run, twin, one, 10)
    assert_same(run, twin)


def test_every_kind_that_the_table_of_operations_describes_is_covered():
    assert covers(document(Dense(dropout=0.5), DropoutLayer(), GaussianNoise(), BatchNorm(), LayerNorm())) is None


def test_an_unknown_kind_is_not_covered(monkeypatch):
    monkeypatch.setattr(LayerNorm, "lower", lambda self, width: None)
    assert "Layer norm" in covers(document(LayerNorm()))


def test_an_unknown_random_module_is_not_guessed():
    from playground.layers.modules import Keyed

    network = torch.nn.Sequential(Keyed())
    with pytest.raises(TypeError, match="Keyed"):
        draw_on_device(network, [torch.tensor(0)])


def test_the_stand_in_notices_numbers_of_the_host():
    """The stand-in itself: what CUDA would refuse or freeze, it refuses or freezes."""
    graphs = RecordingGraphs()
    memory, rate = torch.ones(3), [2.0]
    with graphs.ordered():
        replay = graphs.capture(lambda: memory.mul_(rate[0]))
        assert memory.tolist() == [1.0, 1.0, 1.0]
        rate[0] = 5.0
        replay()
        assert memory.tolist() == [2.0, 2.0, 2.0]
        with pytest.raises(RuntimeError, match="not permitted"):
            graphs.capture(lambda: memory.sum().item())
