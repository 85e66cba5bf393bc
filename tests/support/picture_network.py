"""Networks of pictures without a trainer: documents by hand, and what a snapshot of them would hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.document.dataset import Dataset, default_classes
from playground.document.edits_data import set_dataset
from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.operations.base import with_arrays
from playground.training.probes.activations import Activations, SampleActivations
from playground.training.probes.color_scale import magnitude
from playground.training.probes.request import Results
from playground.training.state.answers import answers
from playground.training.state.layout import initial_parameters
from tests.support.probes import snapshot_with


def picture_document(*network, classes=3, side=8, count=24):
    """Random pictures with a network of the given layers, named 1, 2, …; they must end in numbers in a row."""
    random = np.random.default_rng(3)
    data = Dataset(
        samples=random.random((count, side * side)),
        targets=np.arange(count) % classes,
        is_test=np.arange(count) % 4 == 3,
        classes=default_classes(classes),
        domain="picture",
        columns=tuple(f"p{place + 1}" for place in range(side * side)),
        shape_of_one=(1, side, side),
    )
    document = set_dataset(document_for("circle", (2,)), data)
    return replace(document, network=tuple(replace(one, uid=place) for place, one in enumerate(network, 1)))


def picture_snapshot(document, picture, run=1, change=None, **fields):
    """What the trainer would send of a network with its first weights; `change` may set them by their key."""
    plan = resolve(document)
    flat = initial_parameters(plan.layout, document.training.seed).astype(np.float64)
    parameters = {slot.key: slot.view(flat).copy() for slot in plan.layout.parameters}
    for key, values in (change or {}).items():
        parameters[key][...] = values
    made = activations(document, picture, parameters)
    results = Results({Activations: made})
    return snapshot_with(document, results, run=run, epoch=0, batch=0, parameters=parameters, **fields)


def activations(document, picture, parameters):
    """What every layer makes of a picture, by the operations in numpy."""
    plan = resolve(document)
    rows = picture[None].astype(np.float64)
    layers, saved = {INPUT_UID: rows[0].astype(np.float32)}, []
    for one in plan.layers:
        if one.operations is None:  # refused, as an output that gets maps
            rows = np.zeros((1, plan.head.units))
        arrays = [parameters[one.uid, parameter.name] for parameter in one.parameters]
        statistics = [np.full(buffer.shape, buffer.start) for buffer in one.buffers]
        for operation, own in with_arrays(one.operations or (), arrays, statistics):
            rows = operation.forward(rows, own, saved)
        layers[one.uid] = rows[0].astype(np.float32)
    scales = {uid: magnitude(values) for uid, values in layers.items()}
    answer = answers(layers[OUTPUT_UID][None], document)[0]
    return SampleActivations(tuple(picture.reshape(-1).tolist()), layers, scales, answer)
