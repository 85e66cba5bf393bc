"""Drawings: the ink they leave, what an eraser takes away, mirrors, and what is no stroke."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domains.picture.strokes import Drawing, PenStroke, Placing, ink_of

places = st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
strokes = st.builds(
    PenStroke, points=st.lists(places, min_size=1, max_size=6), width=st.floats(0.005, 0.5), erases=st.booleans()
)
drawings = st.builds(Drawing, st.lists(strokes, max_size=5).map(tuple))
sides = st.integers(4, 48)


@settings(deadline=None)
@given(drawings, sides)
def test_ink_is_ink_wherever_the_hand_went(drawing, side):
    ink = ink_of(drawing, side)
    assert ink.shape == (side, side)
    assert np.all((ink >= 0.0) & (ink <= 1.0))
    if all(stroke.erases for stroke in drawing.strokes):
        assert not ink.any()


@settings(deadline=None)
@given(drawings, sides)
def test_a_mirrored_drawing_leaves_mirrored_ink(drawing, side):
    np.testing.assert_allclose(ink_of(drawing.mirrored(), side), ink_of(drawing, side)[:, ::-1], atol=0.02)


@settings(deadline=None)
@given(drawings, strokes, sides)
def test_a_pen_adds_and_an_eraser_takes_away(drawing, stroke, side):
    before, after = ink_of(drawing, side), ink_of(drawing.with_strokes(stroke), side)
    assert np.all(after <= before + 1e-6) if stroke.erases else np.all(after >= before - 1e-6)


def test_a_line_covers_its_area_and_nothing_else():
    ink = ink_of(Drawing((PenStroke(np.array([[0.25, 0.5], [0.75, 0.5]]), 0.125),)), 32)
    np.testing.assert_allclose(ink[14:18, 10:22], 1.0, atol=0.05)
    assert not ink[:13].any()
    assert not ink[19:].any()
    assert ink.sum() == pytest.approx(16 * 4 + np.pi * 4, rel=0.05)


@pytest.mark.parametrize("spacing", [2, 5, 200])
def test_it_does_not_matter_how_often_the_mouse_reported(spacing):
    along = np.linspace(0.0, 1.0, spacing)[:, None]
    line = PenStroke(np.array([0.2, 0.3]) + along * np.array([0.5, 0.4]))
    whole = PenStroke(np.array([[0.2, 0.3], [0.7, 0.7]]))
    np.testing.assert_allclose(ink_of(Drawing((line,)), 32), ink_of(Drawing((whole,)), 32), atol=0.02)


def test_a_dot_is_a_disc():
    ink = ink_of(Drawing((PenStroke(np.array([[0.5, 0.5]]), 0.5),)), 40)
    assert ink.sum() == pytest.approx(np.pi * 100, rel=0.02)


def test_an_eraser_takes_only_what_was_there_before_it():
    pen, eraser = PenStroke(np.array([[0.1, 0.5], [0.9, 0.5]])), PenStroke(np.array([[0.5, 0.5]]), 0.2, erases=True)
    assert ink_of(Drawing((pen, eraser)), 33)[16, 16] == 0.0
    assert ink_of(Drawing((pen, eraser, pen)), 33)[16, 16] == 1.0
    assert ink_of(Drawing((eraser, pen)), 33)[16, 16] == 1.0


def test_a_placing_moves_and_scales_lines_but_sets_their_width_by_itself():
    line = Drawing((PenStroke(np.array([[0.0, 0.0], [1.0, 0.0]]), 0.1),))
    ink = ink_of(line, 40, Placing((0.5, 0.5), (0.25, 0.5), 2.0))
    inked = np.argwhere(ink > 0.5)
    assert (inked.min(axis=0) == (16, 6)).all()
    assert (inked.max(axis=0) == (23, 33)).all()


def test_drawings_are_values():
    pen = PenStroke(np.array([[0.1, 0.5]]))
    empty = Drawing()
    assert empty.with_strokes() is empty
    assert empty.with_strokes(pen).strokes == (pen,)
    assert empty.strokes == ()
    with pytest.raises(ValueError, match="read-only"):
        pen.points[0, 0] = 0.0


def test_a_stroke_does_not_follow_the_array_it_was_made_of():
    points = np.array([[0.1, 0.5]])
    stroke = PenStroke(points)
    points[0, 0] = 0.9
    assert stroke.points[0, 0] == 0.1


@pytest.mark.parametrize("points", [np.zeros((0, 2)), np.zeros(2), np.zeros((3, 3)), np.array([[np.nan, 0.0]])])
def test_what_has_no_points_is_no_stroke(points):
    with pytest.raises(ValueError, match="needs points with an x and a y"):
        PenStroke(points)


@pytest.mark.parametrize("width", [0.0, -0.1, 1.5, float("nan")])
def test_impossible_widths_are_refused(width):
    with pytest.raises(ValueError, match="more than 0 and at most 1 wide"):
        PenStroke(np.zeros((1, 2)), width)
