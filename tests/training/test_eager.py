"""The eager stepper against stock torch: modules, losses and optimizers that know nothing of flat buffers."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.layers import BatchNorm, Dense, DropoutLayer, GaussianNoise, LayerNorm, Residual
from playground.methods.schedules import rate_at
from playground.training.engines.eager import EagerStepper
from playground.training.state.order import permutation
from playground.training.state.run import Run
from tests.support.losses import CLASSIFICATION_LOSSES, REGRESSION_LOSSES

FOREVER = float("inf")


def document(generator="circle", network=None, **training):
    made = document_for(generator, (), count=50)
    network = (Dense(uid=1, units=4), Dense(uid=2, units=3, activation="gelu")) if network is None else network
    return replace(made, network=network, training=replace(made.training, **training))


def stock(run):
    """The same network made of torch's own parts, in float64, with the run's weights."""
    parts, width = [], run.features.shape[1]
    for layer in run.document.network:
        act = {"tanh": nn.Tanh(), "gelu": nn.GELU(approximate="tanh")}[layer.activation]
        parts += [nn.Linear(width, layer.units), act]
        width = layer.units
    model = nn.Sequential(*parts, nn.Linear(width, resolve(run.document).head.units)).double()
    with torch.no_grad():
        for parameter, slot in zip(model.parameters(), run.layout.parameters, strict=True):
            parameter.copy_(torch.from_numpy(slot.view(run.parameters)))
    return model


def stock_loss(name, head, delta):
    out = torch.tanh if head.kind == "tanh" else lambda z: z
    return {
        "cross_entropy": lambda z, t: (
            functional.cross_entropy(z, t.argmax(1))
            if head.units > 1
            else functional.binary_cross_entropy_with_logits(z, t)
        ),
        "binary_cross_entropy": lambda z, t: functional.binary_cross_entropy(torch.sigmoid(z), t),
        "hinge": lambda z, t: torch.relu(1 - t * z).mean(),
        "perceptron": lambda z, t: torch.relu(-t * z).mean(),
        "mse": lambda z, t: nn.MSELoss()(out(z), t),
        "half_squared": lambda z, t: ((out(z) - t) ** 2).sum() / 2 / len(z),
        "huber": lambda z, t: nn.HuberLoss(delta=delta)(out(z), t),
    }[name]


def train_stock(run, batches, make_optimizer):
    """The plain loop that every torch tutorial shows."""
    training, head = run.document.training, resolve(run.document).head
    model = stock(run)
    optimizer = make_optimizer(model.parameters())
    loss_of = stock_loss(training.loss, head, training.huber_delta)
    features, targets = torch.from_numpy(run.features), torch.from_numpy(run.targets)
    epoch, done = 0, 0
    while done < batches:
        order = torch.from_numpy(permutation(training.seed, epoch, len(features)))
        for chosen in order.split(training.batch_size or len(features)):
            if done == batches:
                break
            optimizer.zero_grad()
            loss_of(model(features[chosen]), targets[chosen]).backward()
            for parameter in model.parameters():
                if parameter.dim() == 2:
                    parameter.grad += training.l2 * parameter.detach() + training.l1 * parameter.detach().sign()
            if training.clip:
                nn.utils.clip_grad_norm_(model.parameters(), training.clip)
            optimizer.step()
            done += 1
        epoch += 1
    return torch.cat([parameter.detach().reshape(-1) for parameter in model.parameters()]).numpy()


def assert_same(doc, make_optimizer, batches=25):
    run = Run(doc, dtype=np.float64)
    start = run.parameters.copy()
    expected = train_stock(run, batches, make_optimizer)
    assert EagerStepper().advance(run, batches, FOREVER) == batches
    assert not np.allclose(start, run.parameters)
    np.testing.assert_allclose(run.parameters, expected, rtol=1e-10, atol=1e-12)


OPTIMIZERS = {
    "plain": ({"optimizer": "sgd"}, lambda p: torch.optim.SGD(p, 0.05)),
    "momentum": ({"optimizer": "sgd", "momentum": 0.9}, lambda p: torch.optim.SGD(p, 0.05, momentum=0.9)),
    "nesterov": (
        {"optimizer": "sgd", "momentum": 0.9, "nesterov": True},
        lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, nesterov=True),
    ),
    "adam": ({"optimizer": "adam", "beta1": 0.8}, lambda p: torch.optim.Adam(p, 0.05, (0.8, 0.999))),
    "adamw": (
        {"optimizer": "adamw", "decoupled_decay": 0.1},
        lambda p: torch.optim.AdamW(p, 0.05, weight_decay=0.1),
    ),
    "rmsprop": ({"optimizer": "rmsprop", "rho": 0.9}, lambda p: torch.optim.RMSprop(p, 0.05, 0.9)),
    "rmsprop momentum": (
        {"optimizer": "rmsprop", "rho": 0.9, "momentum": 0.5},
        lambda p: torch.optim.RMSprop(p, 0.05, 0.9, momentum=0.5),
    ),
    "adagrad": ({"optimizer": "adagrad"}, lambda p: torch.optim.Adagrad(p, 0.05, eps=1e-8)),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_equal_torch(name):
    settings, make = OPTIMIZERS[name]
    assert_same(document(learning_rate=0.05, **settings), make)


LOSSES = [
    *((generator, loss) for generator in ("circle", "blobs") for loss in CLASSIFICATION_LOSSES),
    *(("reg-plane", loss) for loss in REGRESSION_LOSSES),
]


@pytest.mark.parametrize(("generator", "loss"), LOSSES)
def test_losses_equal_torch(generator, loss):
    doc = document(generator, optimizer="sgd", learning_rate=0.05, loss=loss, huber_delta=0.3)
    assert_same(doc, lambda p: torch.optim.SGD(p, 0.05))


def test_regularization_and_clipping_equal_torch():
    doc = document(optimizer="sgd", learning_rate=0.05, l1=0.01, l2=0.02, clip=0.05)
    assert_same(doc, lambda p: torch.optim.SGD(p, 0.05))


@pytest.mark.parametrize("batch_size", [0, 1, 7, 1000])
def test_any_batch_size(batch_size):
    assert_same(document(batch_size=batch_size, learning_rate=0.05), lambda p: torch.optim.Adam(p, 0.05))


def test_frozen_layers_stay_whatever_decay_and_momentum_want():
    network = (Dense(uid=1, units=4, frozen=True), Dense(uid=2, units=3))
    doc = document(network=network, optimizer="adamw", decoupled_decay=0.5, l2=0.1)
    run = Run(doc)
    slots = [slot for slot in run.layout.parameters if slot.key[0] == 1]
    before = [slot.view(run.parameters).copy() for slot in slots]
    rest = run.layout.parameters[2].view(run.parameters).copy()
    EagerStepper().advance(run, 10, FOREVER)
    assert all((slot.view(run.parameters) == old).all() for slot, old in zip(slots, before, strict=True))
    assert (run.layout.parameters[2].view(run.parameters) != rest).all()


def test_schedule_is_applied_at_each_update():
    doc = document(optimizer="sgd", schedule="step", schedule_epochs=1, schedule_factor=0.0, batch_size=0)
    run = Run(doc)
    EagerStepper().advance(run, 1, FOREVER)
    after_first = run.parameters.copy()
    EagerStepper().advance(run, 5, FOREVER)
    assert rate_at(doc.training, 1.0) == 0.0
    assert (run.parameters == after_first).all()


EVERY_KIND = (
    Dense(uid=1, units=6, dropout=0.3),
    BatchNorm(uid=2),
    Residual(uid=3),
    LayerNorm(uid=4),
    GaussianNoise(uid=5, deviation=0.2),
    DropoutLayer(uid=6, rate=0.2),
)


def test_slices_do_not_change_the_result():
    doc = document(network=EVERY_KIND, batch_size=7)
    whole, parts = Run(doc), Run(doc)
    EagerStepper().advance(whole, 30, FOREVER)
    stepper = EagerStepper()
    for batches in (1, 4, 10, 15):
        assert stepper.advance(parts, batches, FOREVER) == batches
    assert_same_state(whole, parts)


def test_a_budget_of_nothing_does_one_batch():
    run = Run(document())
    assert EagerStepper().advance(run, None, 0.0) == 1
    assert run.steps == 1


def test_resuming_from_a_checkpoint_equals_never_having_stopped():
    doc = document(network=EVERY_KIND, batch_size=7, optimizer="rmsprop", momentum=0.5)
    run = Run(doc)
    EagerStepper().advance(run, 13, FOREVER)
    saved = run.checkpoint()
    EagerStepper().advance(run, 20, FOREVER)
    again = Run(doc)
    assert again.restore(saved)
    EagerStepper().advance(again, 20, FOREVER)
    assert_same_state(run, again)


def assert_same_state(a, b):
    assert (a.steps, a.epoch, a.cursor) == (b.steps, b.epoch, b.cursor)
    for name in ("parameters", "buffers", "slots", "order"):
        assert (getattr(a, name) == getattr(b, name)).all(), name
