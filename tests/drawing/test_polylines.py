"""Joined segments are the same segments, in as few lines as can be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.drawing import contours
from playground.drawing.geometry import marching_squares
from playground.drawing.polylines import join_segments


@pytest.fixture(scope="module", autouse=True, params=[False, True], ids=["numpy", "compiled"])
def both_ways(request):
    """Every test before and after the kernels are ready."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contours, "_ready", [])
        if request.param:
            contours.prepare()
        yield


def segments_of(points, starts):
    pairs = [(points[i], points[i + 1]) for i in range(len(points) - 1) if not starts[i + 1]]
    return sorted(tuple(sorted((tuple(a), tuple(b)))) for a, b in pairs)


def given_segments(segments):
    return sorted(tuple(sorted((tuple(a), tuple(b)))) for a, b in segments)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda ends: ends[0] != ends[1]), max_size=40))
def test_every_segment_is_drawn_once(pairs):
    places = np.stack([np.cos(np.arange(13.0)), np.arange(13.0) ** 2], axis=1)
    segments = places[np.array(pairs, dtype=np.intp).reshape(-1, 2)]
    points, starts = join_segments(segments)
    assert segments_of(points, starts) == given_segments(segments)
    assert len(starts) == len(points)


def test_a_circle_is_one_closed_line():
    y, x = np.mgrid[-3:3:40j, -3:3:40j]
    points, starts = join_segments(marching_squares(x * x + y * y, 4.0, (-3, 3, -3, 3)))
    assert np.flatnonzero(starts).tolist() == [0]
    assert (points[0] == points[-1]).all()


def test_a_line_across_begins_at_the_edge():
    y, x = np.mgrid[-1:1:9j, -1:1:9j]
    points, starts = join_segments(marching_squares(x + 0.01 * y, 0.0, (-1, 1, -1, 1)))
    assert np.flatnonzero(starts).tolist() == [0]
    assert len(points) == 9


def test_nothing_gives_nothing():
    points, starts = join_segments(np.empty((0, 2, 2)))
    assert points.shape == (0, 2)
    assert len(starts) == 0
