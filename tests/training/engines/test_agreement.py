"""The kernel against the eager stepper: the same batches, the same masks, the same parameters."""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from playground.layers import (
    ActivationLayer,
    BatchNorm,
    Dense,
    DropoutLayer,
    FourierFeatures,
    GaussianNoise,
    Highway,
    LayerNorm,
    Residual,
)
from playground.training.engines.fused import covers
from tests.support.losses import REGRESSION_LOSSES
from tests.training.engines.networks import distance, document, documents, rounding_error

CASES = {
    "default": document(Dense(units=4), Dense(units=2), batch_size=10),
    "no hidden layer": document(),
    "momentum": document(Dense(units=8), optimizer="sgd", momentum=0.9, nesterov=True, learning_rate=0.03),
    "rmsprop": document(Dense(units=5, activation="relu"), optimizer="rmsprop", momentum=0.5, learning_rate=1e-3),
    "adagrad, clipped": document(Dense(units=5, activation="gelu"), optimizer="adagrad", clip=0.1),
    "adamw, full batch": document(Dense(units=5, activation="mish"), optimizer="adamw", batch_size=0, loss="mse"),
    "softmax": document(Dense(units=8, activation="silu"), Dense(units=9, bias=False), classes=5, schedule="cosine"),
    "binary": document(Dense(units=19, activation="softplus"), classes=4, loss="binary_cross_entropy", l1=1e-3),
    "36 classes": document(Dense(units=8), classes=36, points=300, batch_size=40),
    "36 hinges": document(Dense(units=8), classes=36, points=300, batch_size=40, loss="hinge"),
    "hinge": document(Dense(units=8, activation="sine"), classes=4, loss="hinge", l2=1e-3, optimizer="sgd"),
    "regression": document(Dense(units=8), Residual(), task="regression", loss="huber", huber_delta=0.2),
    **{
        f"several values, {loss}": document(
            Dense(units=8), task="regression", values=values, loss=loss, huber_delta=0.3, optimizer="sgd"
        )
        for loss, values in product(REGRESSION_LOSSES, (2, 3, 9, 16))
    },
    "highway": document(
        Highway(gate_bias=-1.0), Dense(units=70), Highway(activation="relu"), points=150, batch_size=130
    ),
    "fourier": document(FourierFeatures(frequencies=9), Dense(units=7), FourierFeatures(), points=150, batch_size=130),
    "skips": document(Dense(units=5, skip=True), Dense(units=70, skip=True), points=150, batch_size=130),
    "random": document(Dense(units=8, dropout=0.3), DropoutLayer(rate=0.0), GaussianNoise(deviation=0.3)),
    "batch norm": document(BatchNorm(momentum=0.5), Dense(units=8), BatchNorm(), points=300, batch_size=150),
    "batch of one": document(BatchNorm(), Dense(units=8), points=41, batch_size=8, optimizer="sgd"),
    "layer norm": document(Dense(units=8, activation="linear"), LayerNorm(), Dense(units=3)),
    "tiles": document(Dense(units=8), Dense(units=11), points=300, batch_size=0, learning_rate=1e-3),
    "wide": document(Dense(units=100), Dense(units=72), points=150, batch_size=130, classes=5, optimizer="sgd"),
    "frozen": document(Dense(units=6), Dense(units=6, frozen=True), optimizer="adamw", clip=0.05, l2=0.01),
    "warm-up": document(Dense(units=6), schedule="warmup", schedule_epochs=6),
    "steps": document(Dense(units=6), schedule="step", schedule_epochs=2),
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(made=documents())
def test_generated_networks_agree_in_float64(made):
    assert covers(made, "float64") is None
    apart = distance(made, np.float64)
    assert apart < 1e-9 or apart < 30 * rounding_error(made, np.float64)


def test_chaos_is_measured_and_calm_networks_have_little():
    """The exception above opens for chaotic networks alone."""
    chaotic = document(
        *(Dense(units=9, bias=False), ActivationLayer(activation="tanh")),
        inputs=("x",), optimizer="adagrad", loss="huber", huber_delta=0.1, learning_rate=0.04455852466005963,
        batch_size=0, epsilon=1e-4, initialization="glorot", seed=1,
    )  # fmt: skip
    assert rounding_error(chaotic, np.float64) > 1e-11
    assert rounding_error(CASES["default"], np.float64) < 1e-12


@pytest.mark.parametrize("case", CASES)
def test_chosen_networks_agree_in_float32(case):
    assert distance(CASES[case], np.float32) < 1e-4


@pytest.mark.parametrize("case", CASES)
def test_chosen_networks_agree_in_float64(case):
    assert distance(CASES[case], np.float64) < 1e-9


def test_frozen_layers_stay():
    made = CASES["frozen"]
    from playground.training.engines.fused import FusedStepper
    from playground.training.state.run import Run

    run = Run(made)
    before = run.parameters.copy()
    FusedStepper().advance(run, 50, 1e9)
    for slot in run.layout.parameters:
        same = np.array_equal(slot.view(run.parameters), slot.view(before))
        assert same == slot.frozen
