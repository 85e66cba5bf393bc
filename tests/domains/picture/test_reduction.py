"""Reductions: where a drawing comes to lie, that its place and pen do not matter, and digits as they were trained."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domains.picture.generators import PICTURE_GENERATORS
from playground.domains.picture.reduction import DIGIT_REDUCTION, Reduction, picture_of
from playground.domains.picture.strokes import Drawing, PenStroke
from playground.domains.scikit_sets import scikit_digits
from tests.domains.picture.hands import HANDS

places = st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
strokes = st.builds(
    PenStroke, points=st.lists(places, min_size=1, max_size=6), width=st.floats(0.01, 0.3), erases=st.booleans()
)
drawings = st.builds(Drawing, st.lists(strokes, max_size=5).map(tuple))
reductions = st.builds(
    Reduction,
    placement=st.sampled_from(["drawn", "box", "mass"]),
    box=st.tuples(st.floats(0.3, 1.0), st.floats(0.3, 1.0)),
    stretched=st.booleans(),
    line_width=st.none() | st.floats(0.02, 0.25),
    detail=st.none() | st.just(8),
)


def moved(drawing, size, right, down, pen=1.0):
    """The drawing elsewhere on the pad, of another size and with another pen."""
    changed = (replace(one, points=one.points * size + (right, down), width=one.width * pen) for one in drawing.strokes)
    return Drawing(tuple(changed))


def middle_of(picture):
    """Where the middle of the ink's box lies, x and y, and its width and height, in the picture's side."""
    rows, columns = (np.flatnonzero((picture[0] > 0.5).any(axis=axis)) for axis in (1, 0))
    ends = [(one[0], one[-1] + 1) for one in (columns, rows)]
    side = picture.shape[1]
    return [(low + high) / 2 / side for low, high in ends], [(high - low) / side for low, high in ends]


@settings(max_examples=150, deadline=None)
@given(drawings, reductions, st.integers(8, 32))
def test_every_drawing_becomes_a_picture(drawing, reduction, side):
    made = picture_of(drawing, side, reduction)
    assert made.shape == (1, side, side)
    assert np.all((made >= 0.0) & (made <= 1.0 + 1e-12))
    if all(stroke.erases for stroke in drawing.strokes):
        assert not made.any()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(HANDS)),
    st.integers(0, 9),
    st.floats(0.3, 1.5),
    st.floats(-0.3, 0.3),
    st.floats(-0.3, 0.3),
    st.floats(0.5, 1.5),
)
def test_place_size_and_pen_do_not_matter_to_a_digit(hand, digit, size, right, down, pen):
    drawing = HANDS[hand].draws(digit)
    first = picture_of(drawing, 16, DIGIT_REDUCTION)
    second = picture_of(moved(drawing, size, right, down, pen), 16, DIGIT_REDUCTION)
    assert np.abs(first - second).mean() < 0.02


@pytest.mark.parametrize("hand", HANDS)
def test_digits_stand_where_those_of_the_training_set_stand(hand):
    """All of their height is used, and 20 of 32 of their width; there is about as much ink."""
    real, digits = scikit_digits()
    drawn = np.stack([picture_of(HANDS[hand].draws(digit), 8, DIGIT_REDUCTION)[0] for digit in range(10)])
    assert np.all(drawn.max(axis=2)[:, [0, -1]] > 0.2)
    assert drawn[:, :, [0, 7]].max() < 0.1
    assert drawn.mean() == pytest.approx(real.mean(), rel=0.2)
    for digit in range(10):
        middle = drawn[digit].sum(axis=0) @ np.arange(8) / drawn[digit].sum()
        usual = real[digits == digit].sum(axis=1) @ np.arange(8) / real[digits == digit].sum(axis=(1, 2))
        assert abs(middle - usual.mean()) < 4.0 * usual.std()


def test_drawn_leaves_it_where_it_is():
    pen = Drawing((PenStroke(np.array([[0.25, 0.25], [0.25, 0.5]]), 0.125),))
    middle, (wide, high) = middle_of(picture_of(pen, 32, Reduction("drawn")))
    np.testing.assert_allclose(middle, [0.25, 0.375], atol=0.02)
    assert (wide, high) == pytest.approx((0.125, 0.375), abs=0.04)


def test_box_brings_the_box_to_the_middle_and_keeps_proportions():
    pen = Drawing((PenStroke(np.array([[0.1, 0.1], [0.3, 0.1], [0.3, 0.2]]), 0.05),))
    middle, (wide, high) = middle_of(picture_of(pen, 32, Reduction("box", (0.75, 0.75))))
    np.testing.assert_allclose(middle, 0.5, atol=0.02)
    assert (wide, high) == pytest.approx((0.75, 0.45), abs=0.04)


def test_mass_brings_the_ink_to_the_middle():
    pen = Drawing((PenStroke(np.array([[0.1, 0.1], [0.1, 0.4], [0.2, 0.4]]), 0.05),))
    at = np.arange(32) + 0.5
    for placement, is_centred in (("mass", True), ("box", False)):
        ink = picture_of(pen, 32, Reduction(placement, (0.5, 0.5)))[0]
        centre = np.array([ink.sum(axis=0) @ at, ink.sum(axis=1) @ at]) / ink.sum() / 32
        assert (np.abs(centre - 0.5).max() < 0.02) == is_centred


def test_what_was_erased_has_no_part_in_the_box():
    kept, slip = PenStroke(np.array([[0.2, 0.2], [0.4, 0.6]])), PenStroke(np.array([[0.8, 0.8], [0.9, 0.9]]))
    eraser = PenStroke(np.array([[0.8, 0.8], [0.9, 0.9]]), 0.2, erases=True)
    for reduction in (DIGIT_REDUCTION, Reduction("box")):
        plain = picture_of(Drawing((kept,)), 16, reduction)
        np.testing.assert_allclose(picture_of(Drawing((kept, slip, eraser)), 16, reduction), plain, atol=0.2)
        assert np.abs(picture_of(Drawing((kept, slip)), 16, reduction) - plain).max() > 0.3


def test_a_stroke_straight_down_does_not_become_a_block():
    one = picture_of(Drawing((PenStroke(np.array([[0.5, 0.1], [0.52, 0.9]])),)), 8, DIGIT_REDUCTION)
    assert one[0].max(axis=0)[[0, 1, 6, 7]].max() < 0.1


@pytest.mark.parametrize("name", ["letters", "font-digits"])
def test_a_drawn_line_is_as_wide_as_those_of_the_generator(name):
    reduction = PICTURE_GENERATORS[name].reduction
    made = picture_of(Drawing((PenStroke(np.array([[0.5, 0.2], [0.5, 0.8]]), 0.02),)), 32, reduction)[0]
    assert made[16].sum() / 32 == pytest.approx(reduction.line_width, abs=0.02)
    assert made[:, 16].sum() / 32 == pytest.approx(reduction.box[1], abs=0.05)
