"""How the network learns: optimizer, loss, rate, schedule, regularization, stop rule. Values with what forms need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playground.layers.base import INITIALIZATIONS

OPTIMIZERS = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop", "adagrad": "Adagrad"}
CLASSIFICATION_LOSSES = {
    "cross_entropy": "Cross-entropy",
    "binary_cross_entropy": "Binary cross-entropy",
    "hinge": "Hinge",
    "mse": "Mean squared error",
    "half_squared": "Half squared error",
    "huber": "Huber",
}
REGRESSION_LOSSES = {"mse": "Mean squared error", "half_squared": "Half squared error", "huber": "Huber"}
LOSSES = CLASSIFICATION_LOSSES
SCHEDULES = {"constant": "Constant", "step": "Step", "cosine": "Cosine", "warmup": "Warm-up"}
DEVICES = {"auto": "Auto", "cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}
LEAST_RATE = 1e-6
STEPPERS = {"auto": "Auto", "fused": "Fused kernel", "eager": "PyTorch eager"}


def _option(default: Any, label: str, explanation: str, **limits: Any) -> Any:
    """A field with the metadata of `layers.base.setting`; `only` names the choices of another field that use it."""
    return field(default=default, metadata={"label": label, "help": explanation, **limits})


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Everything a person can set about training; each takes effect while training runs."""

    optimizer: str = _option("adam", "Optimizer", "How gradients become steps.", choices=OPTIMIZERS)
    learning_rate: float = _option(
        0.01,
        "Learning rate",
        "Length of each step: too long diverges, too short crawls.",
        min=LEAST_RATE,
        max=10.0,
        log=True,
    )
    batch_size: int = _option(
        10, "Batch", "Points that share one step; 0 is all of them.", min=0, max=1_000_000, zero="All"
    )
    loss: str = _option("cross_entropy", "Loss", "What is made small.", choices=LOSSES)
    momentum: float = _option(
        0.0,
        "Momentum",
        "Share of the last step that goes on.",
        min=0.0,
        max=0.999,
        only=("optimizer", "sgd", "rmsprop"),
    )
    nesterov: bool = _option(False, "Nesterov", "Looks ahead along the momentum.", only=("optimizer", "sgd"))
    beta1: float = _option(
        0.9,
        "Beta 1",
        "Memory of the mean gradient.",
        min=0.0,
        max=0.9999,
        only=("optimizer", "adam", "adamw"),
    )
    beta2: float = _option(
        0.999,
        "Beta 2",
        "Memory of the squared gradient.",
        min=0.0,
        max=0.99999,
        only=("optimizer", "adam", "adamw"),
    )
    rho: float = _option(
        0.99, "Alpha", "Memory of the squared gradient.", min=0.0, max=0.9999, only=("optimizer", "rmsprop")
    )
    epsilon: float = _option(
        1e-8,
        "Epsilon",
        "Keeps the division finite.",
        min=1e-12,
        max=0.1,
        log=True,
        only=("optimizer", "adam", "adamw", "rmsprop", "adagrad"),
    )
    decoupled_decay: float = _option(
        0.01,
        "AdamW decay",
        "Shrinks all parameters apart from the gradient.",
        min=0.0,
        max=1.0,
        only=("optimizer", "adamw"),
    )
    l2: float = _option(0.0, "Weight decay", "L2: pulls every weight towards zero.", min=0.0, max=10.0, log=True)
    l1: float = _option(0.0, "L1", "Pulls weights to exactly zero: fewer connections.", min=0.0, max=10.0, log=True)
    clip: float = _option(
        0.0, "Gradient clipping", "Largest norm of the gradient; 0 is off.", min=0.0, max=100.0, zero="Off"
    )
    huber_delta: float = _option(
        1.0,
        "Huber delta",
        "Where the squared error turns straight.",
        min=0.01,
        max=10.0,
        only=("loss", "huber"),
    )
    schedule: str = _option("constant", "Schedule", "How the learning rate changes over time.", choices=SCHEDULES)
    schedule_epochs: int = _option(
        100,
        "Schedule epochs",
        "Length of a step, of the cosine or of the warm-up.",
        min=1,
        max=10_000_000,
        only=("schedule", "step", "cosine", "warmup"),
    )
    schedule_factor: float = _option(
        0.5,
        "Schedule factor",
        "What each step multiplies the rate by.",
        min=0.0,
        max=1.0,
        only=("schedule", "step"),
    )
    initialization: str = _option(
        "glorot", "Initialization", "How weights are drawn where a layer does not say.", choices=INITIALIZATIONS
    )
    seed: int = _option(0, "Seed", "Same seed, same weights, same order of points.", min=0, max=2**31 - 1)
    as_tf_playground: bool = _option(
        False,
        "As TF Playground",
        "Weights, order of points, batches and L1 to the last bit as that page has them; with its settings only.",
    )
    device: str = _option("auto", "Device", "Where training runs.", choices=DEVICES)
    stepper: str = _option("auto", "Engine", "What advances the training.", choices=STEPPERS)
    stop_epochs: int = _option(0, "Stop at epoch", "0 trains on until paused.", min=0, max=100_000_000, zero="Off")
    stop_loss: float = _option(
        0.0, "Stop at test loss", "Pauses when the test loss is this small; 0 is off.", min=0.0, max=100.0, zero="Off"
    )
    stop_patience: int = _option(
        0,
        "Patience",
        "Pauses after this many epochs without a better test loss; 0 is off.",
        min=0,
        max=10_000_000,
        zero="Off",
    )
    restore_best: bool = _option(
        False,
        "Best weights",
        "When patience ends training, the weights of the lowest test loss come back.",
    )
