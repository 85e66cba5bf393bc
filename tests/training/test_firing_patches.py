"""What fires a map: patches that were planted are found, values are those of the operations, each picture once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.document.dataset import frozen
from playground.document.edits_data import set_dataset
from playground.document.plan import resolve
from playground.document.receptive import ReceptiveField, field_shape
from playground.layers import (
    ActivationLayer,
    AveragePool,
    BatchNorm,
    Conv2d,
    Flatten,
    GlobalAverage,
    MaxPool,
    ResidualConv,
    SeparableConv,
)
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.firing_patches import PATCHES, FiringPatches
from playground.training.state.run import Run
from tests.support.picture_network import activations, picture_document
from tests.support.probes import scheduler, taken

CROSS = np.array([[-1.0, 1.0, -1.0], [1.0, 1.0, 1.0], [-1.0, 1.0, -1.0]])
PLANTED = {2: (0, 3), 3: (5, 5), 5: (2, 1), 7: (4, 0), 8: (1, 4), 10: (3, 3), 11: (0, 0), 13: (5, 2), 14: (2, 5)}
"""Training pictures that carry the cross, its corner in each, strongest first."""


def run_of(*network, pictures=None):
    """A run of float64 with its first weights, on random pictures or on these."""
    document = picture_document(*network, Flatten(), count=40)
    if pictures is not None:
        samples = frozen(pictures.reshape(len(pictures), -1), np.float64)
        targets = frozen(np.arange(len(samples)) % 3, np.int64)
        test = frozen(np.arange(len(samples)) % 8 == 1, np.bool_)
        data = replace(document.dataset, samples=samples, targets=targets, is_test=test)
        document = set_dataset(document, data)
    return Run(document, dtype=np.float64)


def set_kernel(run, uid, kernel, bias=0.0):
    for slot in run.layout.parameters:
        if slot.key[0] == uid:
            slot.view(run.parameters)[...] = kernel if len(slot.shape) == 4 else bias


def fired(run, uid, channel, by=None, **calm):
    address = NeuronAddress(uid, channel)
    found = taken(run, FiringPatches((address,)), by=by, **calm)[FiringPatches]
    return found[address]


def with_crosses(count=20):
    """Paper with a cross in some pictures, weaker from one to the next; in those that test the strongest of all."""
    pictures = np.zeros((count, 8, 8))
    for place, (row, column) in PLANTED.items():
        strength = 1.0 - 0.05 * list(PLANTED).index(place)
        pictures[place, row : row + 3, column : column + 3] = strength * (CROSS > 0)
    pictures[1, 2:5, 2:5] = 9.0 * (CROSS > 0)
    return pictures


def test_the_nine_pictures_with_the_pattern_of_a_kernel_are_found_strongest_first():
    run = run_of(Conv2d(channels=1, activation="linear"), pictures=with_crosses())
    set_kernel(run, 1, CROSS, bias=0.5)
    found = fired(run, 1, 0)
    assert found.pictures == 17
    assert found.shape == (3, 3)
    assert [one.sample for one in found.patches] == list(PLANTED)
    for step, (one, (row, column)) in enumerate(zip(found.patches, PLANTED.values(), strict=True)):
        assert (one.row, one.column) == (row + 1, column + 1)
        assert one.field == ReceptiveField(row, row + 2, column, column + 2)
        assert one.value == pytest.approx(5.0 * (1.0 - 0.05 * step) + 0.5)
        assert np.allclose(one.pixels[0], (1.0 - 0.05 * step) * (CROSS > 0))


def test_at_the_rim_a_patch_is_what_lies_within_the_picture():
    pictures = np.zeros((20, 8, 8))
    pictures[6, 7, 0] = 1.0
    run = run_of(Conv2d(channels=1, kernel=5), pictures=pictures)
    corner = np.zeros((5, 5))
    corner[2, 2] = 1.0
    set_kernel(run, 1, corner)
    best = fired(run, 1, 0).patches[0]
    assert (best.sample, best.row, best.column, best.value) == (6, 7, 0, 1.0)
    assert best.field == ReceptiveField(5, 7, 0, 2)
    assert best.pixels.shape == (1, 3, 3)
    assert fired(run, 1, 0).shape == (5, 5)


NETWORKS = {
    "conv": ((Conv2d(channels=3),), 1),
    "strided": ((Conv2d(channels=3, kernel=5, stride=2),), 1),
    "pool": ((Conv2d(channels=3), MaxPool()), 2),
    "average": ((Conv2d(channels=3, activation="tanh"), AveragePool()), 2),
    "behind pooling": ((Conv2d(channels=3), MaxPool(), Conv2d(channels=4)), 3),
    "residual": ((Conv2d(channels=3), ResidualConv()), 2),
    "separable": ((SeparableConv(channels=4),), 1),
    "norm": ((Conv2d(channels=3), BatchNorm(), ActivationLayer()), 3),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_values_are_the_largest_answers_and_fields_hold_all_that_they_depend_on(name):
    network, uid = NETWORKS[name]
    run = run_of(*network)
    document, data = run.document, run.document.dataset
    parameters = {slot.key: slot.view(run.parameters) for slot in run.layout.parameters}
    rows = np.flatnonzero(~data.is_test)
    pictures = data.samples.reshape(-1, *data.shape)
    maps = np.stack([activations(document, pictures[row], parameters).layers[uid] for row in rows])
    for channel in range(maps.shape[1]):
        found = fired(run, uid, channel)
        best = maps[:, channel].reshape(len(rows), -1).max(axis=1)
        assert [one.value for one in found.patches] == pytest.approx(np.sort(best)[::-1][:PATCHES], rel=1e-4, abs=1e-6)
        assert len({one.sample for one in found.patches}) == len(found.patches) == PATCHES
        for one in found.patches:
            assert not data.is_test[one.sample]
            field, shape = one.field, field_shape(resolve(document), uid)
            alone = np.full(data.shape, 0.5)  # whatever lies outside has no part in it
            inside = np.s_[:, field.top : field.bottom + 1, field.left : field.right + 1]
            alone[inside] = one.pixels
            again = activations(document, alone, parameters).layers[uid][channel, one.row, one.column]
            assert again == pytest.approx(one.value, rel=1e-4, abs=1e-5)
            assert all(size <= most for size, most in zip(one.pixels.shape[1:], shape, strict=True))


def test_a_map_that_answers_nothing_has_no_patches():
    run = run_of(Conv2d(channels=2))
    set_kernel(run, 1, 0.0, bias=-1.0)
    assert fired(run, 1, 1).patches == ()


def test_layers_without_maps_and_channels_that_are_gone_are_missing():
    run = run_of(Conv2d(channels=2), GlobalAverage())
    asked = tuple(NeuronAddress(uid, index) for uid, index in ((1, 0), (1, 2), (3, 0), (9, 0), (-1, 0), (0, 1)))
    found = taken(run, FiringPatches(asked))[FiringPatches]
    assert set(found) == {NeuronAddress(1, 0)}
    assert FiringPatches not in taken(run, FiringPatches((NeuronAddress(3, 0),)))


def test_many_pictures_are_looked_at_some_at_a_time_and_a_sample_of_them():
    random = np.random.default_rng(0)
    run = run_of(Conv2d(channels=2), pictures=random.random((900, 8, 8)))
    by = scheduler()
    found = fired(run, 1, 0, by=by, hurried=True, at_rest=False)
    assert found.pictures == 400
    again = fired(run, 1, 0)
    assert [one.sample for one in again.patches] == [one.sample for one in found.patches]
