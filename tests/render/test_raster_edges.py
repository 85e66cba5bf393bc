"""The raster of edges against QPainter, and against what coverage, order and clipping must be."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.render import raster_edges

RED, BLUE = (255, 0, 0), (0, 0, 255)


def draw(curves, size=(60, 40)):
    """Curves (x0, y0, x1, y1, width, colour, opacity) as blue, green, red, alpha."""
    lines = np.array([[*curve[:5], curve[6]] for curve in curves], float).reshape(-1, 6)
    colours = np.array([curve[5] for curve in curves], np.uint8).reshape(-1, 3)
    out = np.full((size[1], size[0], 4), 77, np.uint8)
    raster_edges.draw_curves(lines[:, :2], lines[:, 2:4], lines[:, 4], colours, lines[:, 5], out)
    return out


def paint(curves, size):
    """The same by QPainter."""
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for x0, y0, x1, y1, width, rgb, opacity in curves:
        colour = QColor(*rgb)
        colour.setAlphaF(opacity)
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        path = QPainterPath(QPointF(x0, y0))
        path.cubicTo(QPointF((x0 + x1) / 2, y0), QPointF((x0 + x1) / 2, y1), QPointF(x1, y1))
        painter.drawPath(path)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(size[1], size[0], 4).copy()


def difference(curves, size):
    """Mean over the pixels that either has drawn, and largest, of 255."""
    ours, theirs = draw(curves, size).astype(int), paint(curves, size).astype(int)
    off = np.abs(ours - theirs).max(axis=2)
    return off[ours.any(axis=2) | theirs.any(axis=2)].mean(), off.max()


coordinate = st.floats(-30, 130)


@given(coordinate, coordinate, st.floats(60, 120), coordinate, st.floats(0.3, 6))
@settings(max_examples=40, deadline=None)
@example(0.0, 0.0, 60.0, -25.0, 1.0)
def test_a_curve_covers_what_a_picture_of_eight_times_its_size_does(x0, y0, gap, y1, width):
    curve = np.array([x0, y0, x0 + gap, y1, width])
    large = paint([(*(8 * curve), RED, 1.0)], (800, 800))[..., 3]
    fine = large.reshape(100, 8, 100, 8).mean(axis=(1, 3))
    off = np.abs(draw([(*curve, RED, 1.0)], (100, 100))[..., 3] - fine)
    assert off.max() <= 20
    assert off.sum() <= 6 * max(np.count_nonzero(fine), 20)  # a mean over the few pixels of a corner says nothing


def test_many_curves_look_as_qpainter_draws_them():
    rng = np.random.default_rng(3)
    places = rng.uniform(10, 310, (200, 2))
    strength = np.sort(np.abs(rng.normal(size=200)))
    curves = [
        (30.0, y0, 150.0, y1, 0.6 + 1.7 * s, RED if y0 < y1 else BLUE, min(0.14 + 0.4 * s, 0.9))
        for (y0, y1), s in zip(places.tolist(), strength.tolist(), strict=True)
    ]
    mean, most = difference(curves, (180, 320))
    assert mean <= 4
    assert most <= 48


@pytest.mark.parametrize(("y", "width", "rows"), [
    (10.5, 1, {10: 255}), (10, 2, {9: 255, 10: 255}), (10, 1, {9: 128, 10: 128}), (10.5, 0.5, {10: 128}),
    (10.5, 3.5, {8: 64, 9: 255, 10: 255, 11: 255, 12: 64}),
])  # fmt: skip
def test_a_level_line_covers_exactly_its_width(y, width, rows):
    alpha = draw([(5, y, 40, y, width, RED, 1.0)])[..., 3]
    expected = np.zeros((40, 60), int)
    for row, value in rows.items():
        expected[row, 5:40] = value
    np.testing.assert_allclose(alpha, expected, atol=1)


def test_an_end_between_two_columns_covers_its_share():
    alpha = draw([(5.25, 10, 20.5, 10, 2, RED, 1.0)])[9, :, 3]
    np.testing.assert_allclose(alpha[[4, 5, 6, 19, 20, 21]], [0, 191, 255, 255, 128, 0], atol=1)


@given(st.floats(0, 40), st.floats(0, 40), st.floats(0.2, 4))
@settings(max_examples=40, deadline=None)
def test_the_covered_area_is_length_times_width(y0, y1, width):
    alpha = draw([(10, y0 + 30, 90, y1 + 30, width, RED, 1.0)], (100, 100))[..., 3]
    t = np.linspace(0, 1, 2000)
    length = np.hypot(np.diff(80 * (1.5 * t * (1 - t) + t**3)), np.diff((y1 - y0) * t * t * (3 - 2 * t))).sum()
    assert alpha.sum() / 255 == pytest.approx(length * width, rel=0.02, abs=1)


def test_a_later_curve_lies_over_an_earlier_one():
    one, other = (5, 10, 40, 10, 4, RED, 1.0), (5, 10, 40, 10, 4, BLUE, 1.0)
    assert draw([one, other])[10, 20].tolist() == [255, 0, 0, 255]
    assert draw([other, one])[10, 20].tolist() == [0, 0, 255, 255]


def test_half_transparent_curves_mix_premultiplied():
    picture = draw([(5, 10, 40, 10, 4, RED, 0.5), (5, 10, 40, 10, 4, BLUE, 0.5)])
    np.testing.assert_allclose(picture[10, 20], [128, 0, 64, 191], atol=1)
    assert (picture[..., :3] <= picture[..., 3:]).all()


def test_the_direction_of_a_curve_does_not_matter():
    forward, backward = draw([(5, 5, 50, 35, 3, RED, 0.8)]), draw([(50, 35, 5, 5, 3, RED, 0.8)])
    np.testing.assert_array_equal(forward, backward)


def test_a_part_of_a_picture_is_the_same_part_of_the_picture():
    curves = [(3.3, 4.1, 91.7, 95.2, 4, RED, 0.7), (-20, 80, 130, 15, 1.3, BLUE, 0.9)]
    whole = draw(curves, (100, 100))
    moved = [(x0 - 30, y0 - 40, x1 - 30, y1 - 40, *rest) for x0, y0, x1, y1, *rest in curves]
    np.testing.assert_allclose(draw(moved, (50, 30)).astype(int), whole[40:70, 30:80], atol=1)


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_what_is_not_finite_draws_nothing(place, bad):
    curve = [5, 10, 40, 30, 4, RED, 0.5]
    if place == 5 or (place == 6 and bad > 0):  # a colour is whole; more than opaque is opaque
        return
    curve[place] = bad
    assert not draw([curve]).any()


@pytest.mark.parametrize(
    "change", [{4: 0.0}, {4: -2.0}, {6: 0.0}, {6: -1.0}, {0: 40}, {0: 100, 2: 200}, {1: -50, 3: -90}]
)
def test_what_has_no_size_or_is_out_of_sight_draws_nothing(change):
    curve = [5, 10, 40, 30, 4, RED, 0.5]
    for place, value in change.items():
        curve[place] = value
    assert not draw([curve]).any()


any_number = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-200, 200)


@given(
    st.lists(st.tuples(*[any_number] * 5, st.just(BLUE), any_number), max_size=4), st.integers(0, 9), st.integers(0, 9)
)
@settings(max_examples=200, deadline=None)
def test_nothing_whatever_crashes_it(curves, width, height):
    picture = draw(curves, (width, height))
    assert (picture[..., :3] <= picture[..., 3:]).all()


def test_a_bend_tighter_than_the_stroke_is_wide_has_no_holes():
    alpha = draw([(10, 10, 22, 90, 9, RED, 1.0)], (40, 100))[..., 3]
    assert (alpha[12:88].max(axis=1) == 255).all()


def test_the_uncompiled_kernel_draws_the_same():
    from playground.render import raster_edges_kernel

    starts, ends = np.array([[2.0, 3.0], [12.0, 1.0]]), np.array([[14.0, 9.0], [1.5, 8.0]])
    rest = (np.array([1.5, 3.0]), np.array([RED, BLUE], np.uint8), np.array([0.9, 0.6]))
    pictures = np.full((2, 12, 16), 9, np.uint32)
    raster_edges_kernel.fill_curves(starts, ends, *rest, pictures[0])
    raster_edges_kernel.fill_curves.py_func(starts, ends, *rest, pictures[1])
    np.testing.assert_allclose(*pictures.view(np.uint8).astype(int), atol=1)


def test_arrays_that_do_not_fit_are_refused():
    two, one, out = np.zeros((2, 2)), np.zeros((1, 2)), np.zeros((4, 4, 4), np.uint8)
    colours = np.zeros((2, 3), np.uint8)
    with pytest.raises(ValueError, match="shapes"):
        raster_edges.draw_curves(one, two, np.ones(2), colours, np.ones(2), out)
    with pytest.raises(ValueError, match="contiguous"):
        raster_edges.draw_curves(two, two, np.ones(2), colours, np.ones(2), out[:, ::2])


def test_preparing_makes_it_ready():
    raster_edges.prepare()
    assert raster_edges.ready()
