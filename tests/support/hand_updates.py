"""Generated networks of every layer kind, small batches of theirs, and what autograd makes of them."""

from dataclasses import fields, replace

import numpy as np
import torch

from playground.document.plan import resolve
from playground.layers import LAYER_KINDS, Dense
from playground.layers.modules import set_keys
from playground.methods.losses import LOSSES
from playground.training.state.model import Network
from playground.training.state.run import Run
from tests.support.kinds import PICTURE_KINDS, ROW_KINDS, takes
from tests.support.picture_documents import picture_document
from tests.training.engines.networks import document


def with_choices(kind, random):
    """A layer of a kind with every choice drawn, and small counts."""
    layer = kind()
    drawn = {}
    for one in fields(layer):
        if one.name in ("uid", "frozen", "init"):
            continue
        value = getattr(layer, one.name)
        if "choices" in one.metadata:
            choices = list(one.metadata["choices"])
            drawn[one.name] = choices[random.integers(len(choices))]
        elif isinstance(value, bool):
            drawn[one.name] = bool(random.integers(2))
        elif one.name in ("units", "channels", "frequencies"):
            drawn[one.name] = int(random.integers(1, 4))
        elif one.name in ("dropout", "rate", "deviation"):
            drawn[one.name] = float(random.choice([0.0, 0.3]))
    return replace(layer, **drawn)


def network_of(random, shape, kinds):
    """Layers one after the other that take each other's shapes, with one of a kind that is asked for."""
    layers, here = [], shape
    for name in kinds:
        layer = with_choices(LAYER_KINDS[name], random)
        if takes(layer, here):
            layers.append(layer)
            here = layer.shape_out(here)
    return layers


def generated(seed, **training):
    """A run of a network of this seed, in double precision and away from its beginning; and a batch of it."""
    random = np.random.default_rng(seed)
    loss = str(random.choice(list(LOSSES)))
    classes = int(random.integers(2, 4))
    if seed % 3:
        count = int(random.integers(1, 4))
        layers = network_of(random, (2,), random.choice(ROW_KINDS, count))
        task = "regression" if seed % 4 == 1 else "classification"
        made = document(*layers, points=24, classes=classes, task=task, values=2)
    else:
        kinds = (*random.choice(PICTURE_KINDS, 2), *random.choice(ROW_KINDS, 1))
        made = picture_document(
            *network_of(random, (1, 6, 6), kinds), Dense(units=3), count=12, side=6, classes=classes
        )
    network = tuple(replace(layer, uid=place) for place, layer in enumerate(made.network, start=1))
    made = replace(made, network=network, training=replace(made.training, loss=loss, **training))
    run = Run(made, dtype=np.float64)
    run.parameters[...] += random.normal(0.0, 0.3, run.parameters.shape)
    run.buffers[...] += random.uniform(0.1, 0.5, run.buffers.shape)
    run.slots[...] = random.uniform(0.01, 0.2, run.slots.shape)
    run.steps = int(random.integers(1, 50))
    rows = tuple(
        int(row) for row in random.choice(len(made.dataset.samples), int(random.integers(1, 9)), replace=False)
    )
    return run, rows


def by_autograd(run, inputs, targets):
    """The loss of a batch, and its gradient by all parameters, (P,), of PyTorch's modules in training."""
    flat, statistics = torch.from_numpy(run.parameters.copy()), torch.from_numpy(run.buffers.copy())
    network = Network(run.document, run.layout, flat, statistics).train()
    gradient = torch.zeros_like(flat)
    network.collect_gradients(gradient)
    set_keys(network, run.document.training.seed, run.steps)
    plan = resolve(run.document)
    loss = LOSSES[plan.loss].build(plan.head, run.document.training)
    found = loss(network(torch.from_numpy(inputs)), torch.from_numpy(targets))
    found.backward()
    return float(found.detach()), gradient.numpy()
