"""Colour tables, confidence, and the pictures made from them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.render import colormap

MAP0, ORANGE, BLUE, GREEN = "#1B1E22", "#BC6511", "#1F69BE", "#0C9470"
RAMPS = colormap.stack_ramps(MAP0, (ORANGE, BLUE, GREEN))
HEX = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda n: f"#{n:06X}")
ANY_FLOAT = st.floats(allow_nan=True, allow_infinity=True, width=32)


@given(HEX, HEX)
def test_a_ramp_runs_from_one_colour_to_the_other(start, end):
    table = colormap.ramp(start, end)
    assert table.shape == (256, 3)
    assert np.abs(table[0].astype(int) - colormap.hex_to_rgb(start)).max() <= 1
    assert np.abs(table[-1].astype(int) - colormap.hex_to_rgb(end)).max() <= 1
    assert not table.flags.writeable


def test_a_ramp_is_mixed_in_oklab():
    middle = colormap.hex_to_oklab("#{:02X}{:02X}{:02X}".format(*colormap.ramp(MAP0, BLUE, 3)[1]))
    expected = (colormap.hex_to_oklab(MAP0) + colormap.hex_to_oklab(BLUE)) / 2
    assert middle == pytest.approx(expected, abs=0.004)


def test_oklab_of_known_colours():
    # Ottosson's own table: D65 white and the sRGB red.
    assert colormap.hex_to_oklab("#FFFFFF") == pytest.approx([1.0, 0.0, 0.0], abs=1e-4)
    assert colormap.hex_to_oklab("#FF0000") == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)


@pytest.mark.parametrize("colour", ["", "red", "#12345", "123456#", "#GGGGGG"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError, match=r"."):
        colormap.hex_to_rgb(colour)


@given(st.floats(min_value=0.5, max_value=0.9999))
def test_confidence_is_the_formula(p):
    best, certain = colormap.confidence(np.array([1.0 - p, p], dtype=np.float32))
    assert certain == pytest.approx(math.tanh(math.log(p / (1.0 - p)) / 4.0), abs=2e-3)
    if p > 0.501:
        assert best == 1


def test_ninety_percent_is_half_confident():
    _, certain = colormap.confidence(np.array([[0.1, 0.9], [0.01, 0.99], [0.5, 0.5], [0.0, 1.0]]))
    assert certain == pytest.approx([0.5, 0.8173, 0.0, 1.0], abs=1e-3)


@given(arrays(np.float32, (4, 5, 3), elements=ANY_FLOAT))
def test_confidence_takes_anything(values):
    best, certain = colormap.confidence(values)
    assert ((best >= 0) & (best < 3)).all()
    assert ((certain >= 0.0) & (certain <= 1.0)).all()
    assert (certain[~np.isfinite(values).all(axis=-1)] == 0.0).all()
    picture = colormap.rgb_of(colormap.class_map(values, RAMPS))
    assert picture.shape == (4, 5, 3)
    assert (picture[~np.isfinite(values).all(axis=-1)] == colormap.hex_to_rgb(MAP0)).all()


@given(arrays(np.float32, (3, 4, 3), elements=st.floats(min_value=0.0, max_value=1.0, width=32)))
def test_the_best_class_against_the_runner_up(values):
    best, certain = colormap.confidence(values)
    ordered = np.sort(values, axis=-1)
    assert (np.take_along_axis(values, best[..., None], axis=-1)[..., 0] == ordered[..., -1]).all()
    roots = np.sqrt(ordered)
    with np.errstate(invalid="ignore"):
        expected = (roots[..., -1] - roots[..., -2]) / (roots[..., -1] + roots[..., -2])
    assert certain == pytest.approx(np.nan_to_num(expected), abs=1e-6)


@given(arrays(np.float32, (3, 4), elements=st.floats(min_value=0.0, max_value=1.0, width=32)))
def test_two_classes_may_be_given_as_one_probability(second):
    both = np.stack((1.0 - second, second), axis=-1)
    for discrete in (False, True):
        one = colormap.rgb_of(colormap.class_map(second, RAMPS, discrete=discrete))
        assert (one == colormap.rgb_of(colormap.class_map(both, RAMPS, discrete=discrete))).all()


def test_certain_places_have_the_full_colour_and_ties_none():
    picture = colormap.rgb_of(colormap.class_map(np.array([[0.0, 1.0, 0.5, np.nan]]), RAMPS))
    assert picture[0].tolist() == [colormap.hex_to_rgb(colour).tolist() for colour in (ORANGE, BLUE, MAP0, MAP0)]


def test_a_discrete_map_is_all_full_colour():
    picture = colormap.rgb_of(
        colormap.class_map(np.array([[[0.4, 0.35, 0.25], [0.3, 0.3, 0.4]]]), RAMPS, discrete=True)
    )
    assert picture[0].tolist() == [colormap.hex_to_rgb(colour).tolist() for colour in (ORANGE, GREEN)]


@given(arrays(np.float32, (5, 4), elements=st.floats(min_value=0.0, max_value=1.0, width=32)))
def test_the_table_of_two_classes_is_the_formula_to_one_step(second):
    best, certain = colormap.confidence(np.stack((1.0 - second, second), axis=-1))
    picture = colormap.rgb_of(colormap.class_map(second, RAMPS)).astype(int)
    exact = np.rint(certain * 255).astype(int)
    near = [RAMPS[best, np.clip(exact + by, 0, 255)].astype(int) for by in (-1, 0, 1)]
    assert np.min([np.abs(picture - one).max(axis=-1) for one in near], axis=0).max() == 0


@given(arrays(np.uint8, (3, 2, 3)))
def test_packed_colours_are_unpacked_again(rgb):
    assert (colormap.rgb_of(colormap.pack(rgb)) == rgb).all()
    assert (colormap.pack(rgb) >> 24 == 255).all()


@given(arrays(np.float32, (6,), elements=ANY_FLOAT), ANY_FLOAT)
def test_signed_values_take_anything(values, scale):
    picture = colormap.rgb_of(colormap.signed_map(values, scale, RAMPS[0], RAMPS[1]))
    assert picture.shape == (6, 3)
    assert (picture[np.isnan(values)] == colormap.hex_to_rgb(MAP0)).all()


def test_signed_values_by_the_formula():
    values = np.array([-2.0, -1.0, 0.0, 0.5, 1.0, np.inf])
    picture = colormap.rgb_of(colormap.signed_map(values, 1.0, RAMPS[0], RAMPS[1]))
    half = round(0.5**0.85 * 255)
    expected = [RAMPS[0][255], RAMPS[0][255], RAMPS[0][0], RAMPS[1][half], RAMPS[1][255], RAMPS[1][255]]
    assert picture.tolist() == [row.tolist() for row in expected]
    hard = colormap.rgb_of(colormap.signed_map(np.array([-0.1, 0.0, 0.1]), 1.0, RAMPS[0], RAMPS[1], discrete=True))
    assert hard.tolist() == [RAMPS[0][255].tolist(), RAMPS[0][0].tolist(), RAMPS[1][255].tolist()]


# ---- tables by score -------------------------------------------------------------------------------------------------


def looked_up(scores, table, count):
    """As the raster does it."""
    if scores.shape[1] == 1:
        middle = len(table) // 2
        return table[(np.clip(scores[:, 0], -1, 1) * middle + middle + 0.5).astype(int)]
    steps, ranked = len(table) // count, np.sort(scores, axis=1)
    lead = np.minimum(ranked[:, -1] - ranked[:, -2], 1.0)
    return table[scores.argmax(axis=1) * steps + (lead * (steps - 1) + 0.5).astype(int)]


@pytest.mark.parametrize("count", [2, 3])
def test_scores_have_the_colours_of_the_map(count):
    random = np.random.default_rng(0)
    logits = random.normal(0.0, 6.0, (500, count))
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances = (chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)
    ramps = np.ascontiguousarray(RAMPS[:count])
    expected = colormap.rgb_of(colormap.class_map(chances[:, None], ramps))[:, 0]
    found = looked_up(colormap.class_scores(chances), colormap.score_table(ramps.tobytes(), count), count)
    assert np.abs(found - expected.astype(float)).max() <= 4


def test_certain_classes_are_told_apart_by_far_more_than_a_float_of_their_share():
    scores = colormap.class_scores(np.array([[1.0, 1e-25], [1.0, 1e-10], [0.0, 1.0]], np.float32))
    assert scores[0, 0] < scores[1, 0] < -1.0 < 1.0 < scores[2, 0]


def test_values_have_the_colours_of_the_map():
    shares = np.linspace(-1.3, 1.3, 400, dtype=np.float32)
    expected = colormap.rgb_of(colormap.signed_map(shares, 1.0, RAMPS[0], RAMPS[1]))
    table = colormap.value_table(RAMPS[0].tobytes(), RAMPS[1].tobytes())
    assert np.abs(looked_up(shares[:, None], table, 1) - expected.astype(float)).max() <= 3
