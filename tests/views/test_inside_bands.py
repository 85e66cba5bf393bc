"""Bands and histograms as opacities: where they are, how strong, and what stays empty."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.training.probes.layer_statistics import distribution
from playground.views.inside.bands import BANDS, HALF_LINE, LINE, SHAPE, band_opacities, shape_opacities

SIZE = (40, 60)
LEVELS = np.array([0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9], np.float32)
ALL, MOST, HALF = np.cumsum([opacity for *_, opacity in BANDS])


def steady(moments=5, rows=1):
    return np.broadcast_to(LEVELS, (rows, moments, 7)).copy()


def test_bands_lie_between_their_quantiles():
    found = band_opacities(steady(), np.linspace(0, 1, 5), SIZE)[0]
    column = found[:, 20]
    np.testing.assert_allclose(column[[3, 57]], 0.0, atol=1e-6)
    np.testing.assert_allclose(column[[9, 51]], ALL, atol=1e-6)
    np.testing.assert_allclose(column[[15, 45]], MOST, atol=1e-6)
    np.testing.assert_allclose(column[[22, 38]], HALF, atol=1e-6)
    assert abs(column[29] + column[30] - 2 * LINE * HALF_LINE) < 1e-5  # the median lies between two pixels
    np.testing.assert_allclose(found, found[:, :1] * np.ones(40), atol=1e-6)


def test_nothing_beyond_the_last_moment_and_a_trace_of_a_single_one():
    found = band_opacities(steady(), np.linspace(0, 0.5, 5), SIZE)[0]
    assert (found[30, :20] > 0).all()
    assert (found[:, 21:] == 0).all()
    lone = band_opacities(steady(1), np.zeros(1), SIZE)[0]
    assert 1 <= (lone.max(axis=0) > 0).sum() <= 3


def test_what_was_never_known_is_empty():
    tables = steady(4, rows=2)
    tables[0] = np.nan
    found = band_opacities(tables, np.linspace(0, 1, 4), SIZE)
    assert not found[0].any()
    assert found[1].any()


@given(st.integers(1, 30), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_any_record_gives_opacities(moments, rows, seed):
    random = np.random.default_rng(seed)
    tables = np.sort(random.uniform(-0.5, 1.5, (rows, moments, 7)), axis=2).astype(np.float32)
    tables[random.random((rows, moments)) < 0.2] = np.nan
    shares = np.sort(random.random(moments))
    found = band_opacities(tables, shares, (17, 23))
    assert found.shape == (rows, 23, 17)
    assert (found >= 0).all()
    assert (found <= 1).all()


def test_shapes_are_as_long_as_their_counts():
    spread = distribution(np.array([0.0] * 10 + [1.0] * 5))
    found = shape_opacities([spread, None], [(0.0, 1.0), (0.0, 1.0)], (20, 64))
    np.testing.assert_allclose(found[0][63].sum(), 20 * SHAPE, rtol=1e-5)
    np.testing.assert_allclose(found[0][0].sum(), 10 * SHAPE, rtol=1e-5)
    assert not found[0][32].any()
    assert not found[1].any()


def test_a_shape_thinner_than_a_pixel_is_seen():
    found = shape_opacities([distribution(np.full(5, 3.0) + np.arange(5) * 1e-6)], [(0.0, 1000.0)], (20, 64))
    assert found.sum() > 0
