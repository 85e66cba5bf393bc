"""Every edit that there is, as things done to a session: for tests of what holds for all of them."""

from dataclasses import fields, replace

import numpy as np

from playground.document import edits_cells, edits_data, edits_network, edits_points, edits_scaling, edits_source
from playground.document.data_operations import DATA_OPERATIONS, refusal
from playground.document.dataset import DataSource, default_classes
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.document.training import Training
from playground.domains.plane.generators import GENERATORS
from playground.domains.plane.inputs import INPUTS
from playground.layers import LAYER_KINDS
from playground.session.by_hand import take_update
from playground.session.moved_weights import move_weights
from playground.session.new_start import replace_points
from playground.session.pruning import prune
from tests.support.by_hand import WEIGHT


def document():
    """Two layers, one of them with running statistics; a few points of two classes."""
    made = document_for("moons", (4, 3), count=48)
    made = edits_network.insert_layer(made, 1, LAYER_KINDS["batch_norm"]())
    return edits_network.change_training(made, learning_rate=0.03, batch_size=7)


def by_edit(change):
    return lambda session: session.edit("Edit", change)


def another(field, training):
    """Another value of a field of the training settings."""
    value, metadata = getattr(training, field.name), field.metadata
    if "choices" in metadata:
        return next(key for key in metadata["choices"] if key != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 3
    return min(max(value * 2, 0.25), metadata["max"])


def add_points(d):
    return edits_data.add_points(d, np.array([[0.0, 1.0], [1.0, 0.5]]), 1)


def mask_of(d, *chosen):
    mask = np.zeros(len(d.dataset), dtype=np.bool_)
    mask[list(chosen)] = True
    return mask


ONE = np.array([3])
EDITS = {
    "add_points": add_points,
    "add_training_samples": lambda d: edits_data.add_training_samples(d, np.array([[1.0, 2.0]]), 1),
    "remove_points": lambda d: edits_data.remove_points(d, mask_of(d, 2, 5, 9)),
    "set_targets": lambda d: edits_data.set_targets(d, mask_of(d, *range(20)), 1),
    "set_test": lambda d: edits_data.set_test(d, mask_of(d, *range(20)) & ~d.dataset.is_test, test=True),
    "clear_points": edits_data.clear_points,
    "split": lambda d: edits_data.split(d, 0.4, 3),
    "add_class": edits_data.add_class,
    "remove_class": lambda d: edits_data.remove_class(edits_data.add_class(d), 0),
    "change_class": lambda d: edits_data.change_class(d, 0, color=4, name="Red"),
    "set_task": lambda d: edits_data.set_task(d, "regression"),
    "resample": edits_source.resample,
    "regenerate": lambda d: edits_source.regenerate(d, DataSource("xor", 40, 0.1, 2)),
    "set_cells": lambda d: edits_cells.set_cells(d, [(0, 0, 1.5), (1, "is_test", 1)]),
    "place_points": lambda d: edits_points.place_points(d, ONE, np.array([[1.0, 1.0]])),
    "relabel_points": lambda d: edits_points.relabel_points(d, ONE, 1 - d.dataset.target()[ONE]),
    "duplicate_points": lambda d: edits_points.duplicate_points(d, ONE, np.array([0.1, 0.1])),
    "toggle_input": lambda d: edits_network.toggle_input(d, "xy"),
    "insert_layer": lambda d: edits_network.insert_layer(d, 1, LAYER_KINDS["dense"](units=5)),
    "delete_layer": lambda d: edits_network.delete_layer(d, 1),
    "duplicate_layer": lambda d: edits_network.duplicate_layer(d, 2),
    "move_layer": lambda d: edits_network.move_layer(d, 1, 2),
    "set_activations": lambda d: edits_network.set_activations(d, "relu"),
    "set_skips": lambda d: edits_network.set_skips(d, on=True),
    "set_layer": lambda d: edits_network.set_layer(d, replace(d.network[0], units=2)),
    "change_layer": lambda d: edits_network.change_layer(d, 1, units=9),
    "change_kind": lambda d: edits_network.change_kind(d, 1, "residual"),
    "lower_learning_rate": edits_network.lower_learning_rate,
    "standardise": edits_scaling.standardise,
    "unscale": lambda d: edits_scaling.unscale(edits_scaling.standardise(edits_data.add_class(d))),
    "change_training": lambda d: edits_network.change_training(d, learning_rate=0.5),
}
"""By the name of the function that makes the edit."""

SESSION = {
    "reset": lambda s: s.reset(),
    "new weights": lambda s: s.new_weights(),
    "type a weight": lambda s: s.set_parameter("Set weight", WEIGHT, (0, 1), 2.5, None),
    "drag a weight": lambda s: [s.set_parameter("Drag", WEIGHT, (0, 0), 0.5 + n, "drag") for n in range(4)],
    "move all weights": lambda s: [
        move_weights(s, "Move", np.full(resolve(s.document).layout.parameter_size, to), "move") for to in (0.1, 0.3)
    ],
    "step by hand": lambda s: take_update(s, (0, 3, 5)),
    "recover": lambda s: s.recover(),
    "recover with the same rate": lambda s: s.recover(slower=False),
    "gallery pick": lambda s: replace_points(
        s, "Pick", lambda d: edits_source.regenerate(d, DataSource("xor", 40, 0.1, 2))
    ),
    "import": lambda s: s.edit("Import", imported, is_whole=True),
    "continue from here": lambda s: [s.time.show(s.time.timeline.moments[2]), s.time.go_on()],
    "a stroke": lambda s: [s.edit("Stroke", add_points, "stroke") for _ in range(3)],
    "prune": lambda s: prune(s, 0.5),
    "stop at": lambda s: s.edit("Stop", lambda d: edits_network.change_training(d, stop_epochs=7)),
}


def imported(d):
    random = np.random.default_rng(0)
    points, targets = random.normal(size=(30, 2)), random.integers(0, 3, 30)
    return edits_data.set_dataset(d, edits_data.make_dataset(points, targets, default_classes(3)))


def all_edits():
    found = {f"edit {name}": by_edit(change) for name, change in EDITS.items()} | SESSION
    for field in fields(Training):
        value = another(field, document().training)
        found[f"training {field.name}"] = by_edit(
            lambda d, n=field.name, v=value: edits_network.change_training(d, **{n: v})
        )
    for kind, layer in LAYER_KINDS.items():
        found[f"add {kind}"] = by_edit(lambda d, make=layer: edits_network.insert_layer(d, 1, make()))
    for field in fields(LAYER_KINDS["dense"]):
        if field.name != "uid":
            value = another(field, LAYER_KINDS["dense"]())
            found[f"dense {field.name}"] = by_edit(
                lambda d, n=field.name, v=value: edits_network.change_layer(d, 1, **{n: v})
            )
    for name in INPUTS:
        found[f"input {name}"] = by_edit(lambda d, n=name: edits_network.toggle_input(d, n))
    for name, operation in DATA_OPERATIONS.items():
        found[f"operation {name}"] = by_edit(lambda d, make=operation: operated(d, make))
    for name, made in GENERATORS.items():
        source = DataSource(name, 36, made.default_noise, 1)
        found[f"pick {name}"] = lambda s, source=source: replace_points(
            s, "Pick", lambda d: edits_source.regenerate(d, source)
        )
    return found


def operated(d, make):
    chosen = mask_of(d, *range(10)) if len(d.dataset) > 10 else None
    if refusal(make, d.dataset, chosen):
        return d
    return edits_data.set_dataset(d, make.start(d.dataset).apply(d.dataset, chosen))


ALL = all_edits()
