"""What plots are fed: nothing that is not finite, gaps that stay gaps, areas between lines."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPointF

from playground.widgets.plot_series import band_path, curve_item, sanitised, set_curve, side_by_side

values = arrays(np.float64, st.integers(0, 60), elements=st.floats(allow_nan=True, allow_infinity=True, width=32))


@given(values, st.booleans())
def test_whatever_comes_is_finite_and_nothing_finite_is_lost(y, log):
    x = np.arange(len(y), dtype=np.float64)
    sane = sanitised(x, y, log=log)
    assert np.isfinite(sane.y).all()
    kept = np.isfinite(y) & (y > 0) if log else np.isfinite(y)
    np.testing.assert_array_equal(sane.x, x[kept])
    np.testing.assert_allclose(10.0**sane.y if log else sane.y, y[kept], rtol=1e-9)


@given(values)
def test_a_line_is_broken_exactly_where_something_is_missing(y):
    x = np.arange(len(y), dtype=np.float64)
    sane = sanitised(x, y)
    goes_on = np.ones(len(sane.x), np.bool_) if isinstance(sane.connect, str) else sane.connect
    assert len(goes_on) == len(sane.x)
    np.testing.assert_array_equal(goes_on[:-1], np.diff(sane.x) == 1.0)


def test_numbers_that_poison_plots_are_drawn(qtbot):
    item = curve_item()
    for y in (
        [np.nan] * 3,
        [1e-310, 2e-310, 0.0],
        [np.inf, 1.0, -np.inf],
        [1e308, -1e308, 0.0],
        [0.0, -1.0, 0.0],
        [5.0],
    ):
        for log in (True, False):
            set_curve(item, np.arange(len(y), dtype=np.float64), np.array(y), log=log)
            _x, kept = item.getData()
            assert kept is None or np.isfinite(kept).all()


def test_a_band_lies_between_its_lines_and_has_their_gaps():
    x = np.arange(5.0)
    low, high = np.array([[0.0, 0.0, np.nan, 0.0, 0.0]]), np.array([[1.0, 2.0, 2.0, 2.0, 1.0]])
    path = band_path(x, low, high)
    assert path.contains(QPointF(0.5, 1.4))
    assert not path.contains(QPointF(0.5, 1.6))
    assert not path.contains(QPointF(2.0, 1.0))
    assert path.contains(QPointF(3.5, 1.4))
    assert path.elementCount() == 8


def test_lines_side_by_side_do_not_hang_together():
    nan = np.nan
    lines = np.array([[1.0, nan, 2.0, 3.0], [nan] * 4, [1.0, 2.0, 3.0, 4.0]])
    found = side_by_side(np.arange(4.0), lines)
    assert found.x.tolist() == [0, 2, 3, 0, 1, 2, 3]
    assert found.y.tolist() == [1, 2, 3, 1, 2, 3, 4]
    assert found.connect.tolist() == [False, True, False, True, True, True, False]
