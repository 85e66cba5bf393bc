"""Neurons as tiles: sampled to the size they are drawn in, coloured by sign, rounded, whatever the numbers are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.presets import document_for
from playground.render.colormap import pack
from playground.training.probes.color_scale import Scales
from playground.views.network.pictures import DrawnUnits, Pictures, resampled, strip
from playground.widgets.tokens import DARK
from tests.support.probes import snapshot_with, unit_pictures


@given(n=st.integers(1, 40), side=st.integers(1, 60), a=st.floats(-3, 3), b=st.floats(-3, 3))
def test_resampling_keeps_planes_and_bounds(n, side, a, b) -> None:
    place = (np.arange(n) + 0.5) / n
    values = (a * place[None, :, None] + b * place[None, None, :]).astype(np.float32)
    result = resampled(values, side)
    assert result.shape == (1, side, side)
    assert result.min() >= values.min() - 1e-4
    assert result.max() <= values.max() + 1e-4
    assert result.mean() == pytest.approx(values.mean(), abs=0.51 * (abs(a) + abs(b)) / n + 1e-4)


def test_resampling_takes_what_is_no_number() -> None:
    values = np.array([[[np.nan, np.inf], [-np.inf, 1.0]]], dtype=np.float32)
    assert np.isfinite(resampled(values, 5)).all()
    assert resampled(values, 2) is values


def test_tiles_stand_upright_with_clear_corners() -> None:
    rgb = np.zeros((2, 18, 18, 3), dtype=np.uint8)
    rgb[1, 0] = (10, 20, 30)  # the bottom row of the second unit
    made = strip(pack(rgb), first=5)
    image = made.image
    assert image.pixelColor(9, 35).getRgb() == (10, 20, 30, 255)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(9, 9).alpha() == 255
    assert made.tile(4) is None
    assert made.tile(6).top() == 18
    assert made.tile(7) is None


def test_only_units_that_are_shown_are_coloured() -> None:
    document = document_for("circle", (100,))
    neurons = {1: np.ones((100, 8, 8), dtype=np.float32), 0: np.ones((1, 8, 8), dtype=np.float32)}
    snapshot = snapshot_with(document, unit_pictures(neurons))
    pictures = Pictures()
    pictures.take(snapshot, DARK, {1: DrawnUnits(10, 33, 20)})
    assert set(pictures.strips) == {1}
    assert pictures.strips[1].pixels.shape == (24, 20, 20, 4)
    assert pictures.strips[1].tile(10) is not None
    assert pictures.strips[1].tile(9) is None
    pictures.take(snapshot, DARK, {1: DrawnUnits(200, 223, 20)})
    assert pictures.strips[1].first == 10


def relu_snapshot():
    document = document_for("circle", (2,))
    faint = np.ones((2, 8, 8), dtype=np.float32) * np.array([4.0, 0.2], dtype=np.float32)[:, None, None]
    neurons = {1: faint, 0: np.full((1, 8, 8), 0.5, dtype=np.float32)}
    return snapshot_with(document, unit_pictures(neurons, {1: Scales(4.0, np.array([4.0, 0.2], dtype=np.float32))}))


def middle(pictures, unit):
    return pictures.strips[1].pixels[unit, 10, 10, :3].astype(int)


def test_each_unit_has_a_scale_of_its_own_unless_the_layer_shares_one() -> None:
    snapshot, pictures, shown = relu_snapshot(), Pictures(), {1: DrawnUnits(0, 1, 20)}
    pictures.take(snapshot, DARK, shown)
    assert (middle(pictures, 0) == middle(pictures, 1)).all()
    assert pictures.scale(1, 1) == pytest.approx(0.2)
    pictures.share_scale(on=True)
    pictures.take(snapshot, DARK, shown)
    assert abs(middle(pictures, 0) - middle(pictures, 1)).max() > 50
    assert pictures.scale(1, 1) == pytest.approx(4.0)
    assert pictures.scale(1, 2) is None


def test_probabilities_are_not_scaled() -> None:
    snapshot, pictures = relu_snapshot(), Pictures()
    strong = {0: np.full((1, 8, 8), 0.99, dtype=np.float32)}
    looks = []
    for scale in (1.0, 7.0):
        scales = {0: Scales(scale, np.full(1, scale, dtype=np.float32))}
        pictures.take(replace(snapshot, results=unit_pictures(strong, scales)), DARK, {0: DrawnUnits(0, 0, 20)})
        looks.append(pictures.strips[0].pixels.copy())
    assert (looks[0] == looks[1]).all()
