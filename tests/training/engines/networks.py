"""Documents for the kernel's tests, and how two runs compare."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from playground.document.dataset import Dataset, default_classes, frozen
from playground.document.model import Document
from playground.document.training import Training
from playground.domains.plane.inputs import INPUTS
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
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES
from playground.operations.activations import ACTIVATIONS
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused import FusedStepper
from playground.training.state.run import Run
from tests.support.losses import CLASSIFICATION_LOSSES, REGRESSION_LOSSES

FOREVER = float("inf")


def document(
    *network, points=37, classes=2, inputs=("x", "y"), task="classification", values=1, data_seed=0, **training
):
    """A document with points drawn from `data_seed`, all of which train; layers get their uids here."""
    random = np.random.default_rng(data_seed)
    places = random.uniform(-2.0, 2.0, (points, 2))
    if task == "regression":
        waves = np.tanh(places[:, :1]) * places[:, 1:] * np.cos(np.arange(values))
        targets, classes = frozen(waves + 0.1 * np.arange(values), np.float64), 0
    else:
        targets = frozen(np.clip(np.hypot(*places.T) / 2.8 * classes, 0, classes - 1), np.int64)
    data = Dataset(frozen(places, np.float64), targets, frozen(np.zeros(points), np.bool_), default_classes(classes))
    data = replace(data, values=tuple(f"value {place}" for place in range(values)))
    layers = tuple(replace(layer, uid=i + 1) for i, layer in enumerate(network))
    return Document(task, data, tuple(inputs), layers, Training(**training))


def trained(stepper, made, batches, dtype, *, nudge=0.0):
    """A new run after so many batches, its first parameters larger or smaller by a part of `nudge` each."""
    run = Run(made, dtype=dtype)
    if nudge:
        run.parameters *= 1.0 + nudge * np.random.default_rng(0).choice([-1.0, 1.0], len(run.parameters))
    left = batches
    while left:
        left -= stepper.advance(run, left, FOREVER)
    return run


def distance(made, dtype, batches=100):
    """The largest difference between parameters trained eagerly and fused, relative to the largest parameter.

    The kinds of state that hold no rounded numbers must be equal.
    """
    eager, fused = trained(EagerStepper(), made, batches, dtype), trained(FusedStepper(), made, batches, dtype)
    assert (fused.steps, fused.epoch, fused.cursor) == (eager.steps, eager.epoch, eager.cursor)
    np.testing.assert_array_equal(fused.order, eager.order)
    pairs = [(eager.parameters, fused.parameters)]
    if len(eager.buffers):
        pairs.append((eager.buffers, fused.buffers))
    assert all(np.isfinite(one).all() for one, _ in pairs)
    return max(np.abs(one - other).max() / np.abs(one).max() for one, other in pairs)


def rounding_error(made, dtype, batches=100):
    """How far eager training drifts from itself when the last bit of every first parameter is another one.

    Where a network is chaotic (steps so long that it jumps across a minimum, say), it multiplies every rounding error,
    and no two orders of summation agree any better than this.
    """
    one = trained(EagerStepper(), made, batches, dtype)
    other = trained(EagerStepper(), made, batches, dtype, nudge=np.finfo(dtype).eps)
    return np.abs(one.parameters - other.parameters).max() / np.abs(one.parameters).max()


# ---- generated networks ---------------------------------------------------------------------------------------------

activations = st.sampled_from(list(ACTIVATIONS))
widths = st.integers(3, 20)
rates = st.floats(0.0, 0.6)
dense = st.builds(
    Dense,
    units=widths,
    activation=activations,
    bias=st.booleans(),
    dropout=st.just(0.0) | rates,
    frozen=st.booleans(),
    skip=st.booleans(),
)
blocks = st.one_of(
    dense.map(lambda layer: (layer,)),
    st.builds(lambda a, b: (Residual(activation=a, bias=b),), activations, st.booleans()),
    st.builds(lambda a, b: (Highway(activation=a, gate_bias=b),), activations, st.floats(-3.0, 1.0)),
    st.builds(lambda n, s: (FourierFeatures(frequencies=n, scale=s),), st.integers(1, 9), st.floats(0.1, 1.0)),
    activations.map(lambda a: (ActivationLayer(activation=a),)),
    rates.map(lambda rate: (DropoutLayer(rate=rate),)),
    st.floats(0.0, 0.5).map(lambda deviation: (GaussianNoise(deviation=deviation),)),
    # a bias before batch normalization has no effect, so that its gradient is rounding error alone
    st.builds(
        lambda units, m: (
            Dense(units=units, activation="linear", bias=False),
            BatchNorm(momentum=m),
            ActivationLayer(),
        ),
        widths,
        st.floats(0.05, 1.0),
    ),
    widths.map(lambda units: (Dense(units=units), LayerNorm())),
)
networks = st.lists(blocks, max_size=3).map(lambda found: tuple(layer for block in found for layer in block))


@st.composite
def settings_of_training(draw, losses):
    """Settings with which small networks learn without running away."""
    optimizer = draw(st.sampled_from(list(OPTIMIZERS)))
    return {
        "optimizer": optimizer,
        "learning_rate": draw(st.floats(1e-4, 5e-3)) * (10.0 if optimizer in {"sgd", "adagrad"} else 1.0),
        "loss": draw(st.sampled_from(list(losses))),
        "batch_size": draw(st.sampled_from([0, 1, 2, 7, 8, 10, 16, 37, 150])),
        "momentum": draw(st.sampled_from([0.0, 0.5, 0.9])),
        "nesterov": draw(st.booleans()),
        "l2": draw(st.sampled_from([0.0, 0.01])),
        "l1": draw(st.sampled_from([0.0, 0.001])),
        "clip": draw(st.sampled_from([0.0, 0.5])),
        "huber_delta": draw(st.floats(0.1, 2.0)),
        "schedule": draw(st.sampled_from(list(SCHEDULES))),
        "schedule_epochs": draw(st.integers(1, 30)),
        "seed": draw(st.integers(0, 2**31 - 1)),
        "epsilon": 1e-4,  # with less, the adaptive optimizers blow rounding errors of tiny gradients up
    }


@st.composite
def documents(draw):
    """Documents of all tasks, losses, optimizers and layers."""
    regression = draw(st.booleans())
    training = draw(settings_of_training(REGRESSION_LOSSES if regression else CLASSIFICATION_LOSSES))
    return document(
        *draw(networks),
        points=draw(st.sampled_from([37, 150])),
        classes=draw(st.integers(2, 9)),
        inputs=draw(st.lists(st.sampled_from(list(INPUTS)), min_size=1, unique=True)),
        task="regression" if regression else "classification",
        values=draw(st.sampled_from([1, 2, 3, 8, 9, 16])) if regression else 1,
        data_seed=draw(st.integers(0, 99)),
        **training,
    )
