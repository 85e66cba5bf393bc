"""How the network learns: optimizer, loss, rate, schedule, regularization, stop rule. Values with what forms need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from playground.methods.base import titles
from playground.methods.tables import METHODS, SETTINGS, users_of

Spec = TypeVar("Spec")

START, STOP, WHERE, STEPS, SCHEDULE, LOSS = "Start", "Stop", "Where", "Steps", "Schedule", "Loss and weights"
AUGMENT = "Augment"
"""The heading of the settings that vary training pictures; other samples have none of them."""
ADVERSARIAL = "Robustness"
"""The heading of the settings that step each batch against the network."""
MOST_ADVERSARIAL, MOST_ADVERSARIAL_STEPS = 4.0, 20
CHOICES = {field: titles(table) for field, table in METHODS.items()}
DEVICES = {"auto": "Auto", "cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}
GROUP_OF_METHODS = {"optimizer": STEPS, "loss": LOSS, "schedule": SCHEDULE, "initialization": START}
"""The headings under which the settings of methods stand."""
LEAST_RATE = 1e-6
STEPPERS = {"auto": "Auto", "fused": "Fused kernel", "eager": "PyTorch eager"}


def _option(group: str, default: Any, label: str, explanation: str, **limits: Any) -> Any:
    """A field with the metadata of `layers.base.setting`, and the heading under which forms show it.

    `only` names the choices of another field that use it. `engine` is for a switch that trains with an engine of its
    own: the glossary's sentence on that.
    """
    return field(default=default, metadata={"group": group, "label": label, "help": explanation, **limits})


def _of_kinds(name: str) -> Any:
    """A field for a setting of some kinds of optimizer, loss, schedule or initialization."""
    setting, users = SETTINGS[name], users_of(name)
    group = GROUP_OF_METHODS[users[0]]
    return _option(group, setting.default, setting.label, setting.help, only=users, **setting.limits)


def _with_all_settings(spec: type[Spec]) -> type[Spec]:
    """Add a field for every setting of a kind that is not written out."""
    for name, setting in SETTINGS.items():
        if name not in spec.__annotations__:
            spec.__annotations__[name] = type(setting.default).__name__
            setattr(spec, name, _of_kinds(name))
    return spec


@dataclass(frozen=True, slots=True, kw_only=True)
@_with_all_settings
class Training:
    """Everything a person can set about training; each takes effect while training runs.

    Settings that only some kinds use are described by these kinds (`playground.methods`). Those written out here are
    the ones that other code names; the others follow as fields by themselves.
    """

    optimizer: str = _option(STEPS, "adam", "Optimizer", "How gradients become steps.", choices=CHOICES["optimizer"])
    learning_rate: float = _option(
        STEPS,
        0.01,
        "Learning rate",
        "Length of each step: too long diverges, too short crawls.",
        min=LEAST_RATE,
        max=10.0,
        log=True,
    )
    batch_size: int = _option(
        STEPS, 10, "Batch", "Points that share one step; 0 is all of them.", min=0, max=1_000_000, zero="All"
    )
    loss: str = _option(LOSS, "cross_entropy", "Loss", "What is made small.", choices=CHOICES["loss"])
    momentum: float = _of_kinds("momentum")
    nesterov: bool = _of_kinds("nesterov")
    beta1: float = _of_kinds("beta1")
    beta2: float = _of_kinds("beta2")
    rho: float = _of_kinds("rho")
    epsilon: float = _of_kinds("epsilon")
    decoupled_decay: float = _of_kinds("decoupled_decay")
    l2: float = _option(LOSS, 0.0, "Weight decay", "L2: pulls every weight towards zero.", min=0.0, max=10.0, log=True)
    l1: float = _option(
        LOSS, 0.0, "L1", "Pulls weights to exactly zero: fewer connections.", min=0.0, max=10.0, log=True
    )
    keeps_zeros: bool = _option(
        LOSS,
        False,
        "Pruning",
        "Weights that are exactly 0 are not trained: pruned connections stay cut, and so does one that is set to 0.",
    )
    clip: float = _option(
        STEPS, 0.0, "Gradient clipping", "Largest norm of the gradient; 0 is off.", min=0.0, max=100.0, zero="Off"
    )
    huber_delta: float = _of_kinds("huber_delta")
    schedule: str = _option(
        SCHEDULE, "constant", "Schedule", "How the learning rate changes over time.", choices=CHOICES["schedule"]
    )
    schedule_epochs: int = _of_kinds("schedule_epochs")
    schedule_factor: float = _of_kinds("schedule_factor")
    initialization: str = _option(
        START,
        "glorot",
        "Initialization",
        "How weights are drawn where a layer does not say.",
        choices=CHOICES["initialization"],
    )
    bias_spread: float = _option(
        START,
        0.0,
        "Bias spread",
        "Biases begin evenly between minus this and this, and not all alike, so that units bend in different places.",
        min=0.0,
        max=10.0,
        zero="Off",
    )
    seed: int = _option(START, 0, "Seed", "Same seed, same weights, same order of points.", min=0, max=2**31 - 1)
    as_tf_playground: bool = _option(
        START,
        False,
        "As TF Playground",
        "Weights, order of points, batches and L1 to the last bit as that page has them; with its settings only.",
        engine="Point by point in the order of TensorFlow Playground, to the last bit",
    )
    device: str = _option(WHERE, "auto", "Device", "Where training runs.", choices=DEVICES)
    stepper: str = _option(WHERE, "auto", "Engine", "What advances the training.", choices=STEPPERS)
    augment_shift: float = _option(
        AUGMENT,
        0.0,
        "Shift",
        "Moves each training picture at random by up to so many pixels, anew in every epoch.",
        min=0.0,
        max=8.0,
        step=0.25,
        unit="px",
        zero="Off",
    )
    augment_turn: float = _option(
        AUGMENT,
        0.0,
        "Turn",
        "Turns each training picture at random by up to so many degrees to either side, anew in every epoch.",
        min=0.0,
        max=180.0,
        step=1.0,
        unit="°",
        zero="Off",
    )
    augment_scale: float = _option(
        AUGMENT,
        0.0,
        "Size",
        "Makes each training picture at random larger or smaller by up to this share, anew in every epoch.",
        min=0.0,
        max=0.5,
        step=0.01,
        unit="%",
        zero="Off",
    )
    augment_stroke: float = _option(
        AUGMENT,
        0.0,
        "Strokes",
        "Makes the lines of each training picture at random thicker or thinner by up to so many pixels.",
        min=0.0,
        max=2.0,
        step=0.1,
        unit="px",
        zero="Off",
    )
    augment_noise: float = _option(
        AUGMENT,
        0.0,
        "Noise",
        "Standard deviation of the noise of each pixel, drawn anew in every epoch.",
        min=0.0,
        max=0.5,
        step=0.01,
        unit="%",
        zero="Off",
    )
    adversarial: float = _option(
        ADVERSARIAL,
        0.0,
        "Adversarial",
        "Each sample is learned where its loss is larger: stepped along its gradient's sign, each number by so much.",
        min=0.0,
        max=MOST_ADVERSARIAL,
        step=0.01,
        zero="Off",
    )
    adversarial_steps: int = _option(
        ADVERSARIAL,
        1,
        "Adversarial steps",
        "1 is FGSM, one whole step; more are PGD, smaller steps held within the strength together.",
        min=1,
        max=MOST_ADVERSARIAL_STEPS,
    )
    stop_epochs: int = _option(
        STOP, 0, "Stop at epoch", "0 trains on until paused.", min=0, max=100_000_000, zero="Off"
    )
    stop_loss: float = _option(
        STOP,
        0.0,
        "Stop at test loss",
        "Pauses when the test loss is this small; 0 is off.",
        min=0.0,
        max=100.0,
        zero="Off",
    )
    stop_patience: int = _option(
        STOP,
        0,
        "Patience",
        "Pauses after this many epochs without a better test loss; 0 is off.",
        min=0,
        max=10_000_000,
        zero="Off",
    )
    restore_best: bool = _option(
        STOP,
        False,
        "Best weights",
        "When patience ends training, the weights of the lowest test loss come back.",
    )
