"""Receptive fields: as the formula for windows says, through every kind of layer."""

from __future__ import annotations

import pytest

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.document.receptive import ReceptiveField, field_shape, receptive_fields
from playground.layers import ActivationLayer, BatchNorm, Conv2d, Flatten, MaxPool, Upsample
from tests.support.picture_network import picture_document


def fields(*network, uid, row, column, side=16):
    return receptive_fields(resolve(picture_document(*network, Flatten(), side=side)), uid, row, column)


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(3, 1, "same"), (5, 2, "valid"), (1, 1, "same")])
def test_a_convolution_looks_through_its_window(kernel, stride, padding) -> None:
    rim = (kernel - 1) // 2 if padding == "same" else 0
    layer = Conv2d(channels=2, kernel=kernel, stride=stride, padding=padding)
    found = fields(layer, uid=1, row=3, column=2)
    first = [stride * place - rim for place in (3, 2)]
    assert found[INPUT_UID] == ReceptiveField(first[0], first[0] + kernel - 1, max(first[1], 0), first[1] + kernel - 1)
    assert found[1] == ReceptiveField(3, 3, 2, 2)


def test_windows_are_cut_off_at_the_rim() -> None:
    found = fields(Conv2d(channels=1, kernel=5), uid=1, row=0, column=15)
    assert found[INPUT_UID] == ReceptiveField(0, 2, 13, 15)


def test_fields_grow_layer_by_layer_back_to_the_picture() -> None:
    network = (Conv2d(channels=2), BatchNorm(), ActivationLayer(), MaxPool(size=2), Conv2d(channels=3))
    found = fields(*network, uid=5, row=3, column=3)
    assert found[4] == ReceptiveField(2, 4, 2, 4)
    assert found[3] == found[2] == found[1] == ReceptiveField(4, 9, 4, 9)
    assert found[INPUT_UID] == ReceptiveField(3, 10, 3, 10)


def test_up_sampling_looks_at_one_number() -> None:
    found = fields(MaxPool(size=4), Upsample(), uid=2, row=5, column=0)
    assert found[1] == ReceptiveField(2, 2, 0, 0)
    assert found[INPUT_UID] == ReceptiveField(8, 11, 0, 3)


def test_the_shape_of_a_field_is_that_of_one_no_rim_cuts_off() -> None:
    plan = resolve(picture_document(Conv2d(channels=2), MaxPool(size=2), Conv2d(channels=3), Flatten(), side=16))
    assert [field_shape(plan, uid) for uid in (1, 2, 3)] == [(3, 3), (4, 4), (8, 8)]
    wide = resolve(picture_document(Conv2d(channels=1, kernel=7), Conv2d(channels=1, kernel=7), Flatten(), side=8))
    assert field_shape(wide, 2) == (8, 8)
