"""The compiled level lines are those of numpy, to the last bit, in whatever order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from playground.domains.plane.geometry import decision_boundary, marching_squares
from playground.render import contours

EXTENT = (-6.0, 4.0, -1.5, 7.0)
NUMBERS = st.sampled_from([-2.0, -1.0, -0.0, 0.0, 0.5, 1.0, 3.0])  # saddles and ties of every kind
STRANGE = NUMBERS | st.sampled_from([np.nan, np.inf, -np.inf, 5e-324, -5e-324, 1e308, -1e308])
ANY = STRANGE | st.floats(-3, 3)
SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9)
SEVERAL = st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(2, 9))


@pytest.fixture(scope="module", autouse=True)
def numpy_answers():
    """The public functions as they are before anything is compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contours, "_ready", [])
        yield


def in_order(segments):
    """Segments whichever way round, sorted."""
    return sorted(tuple(sorted(map(tuple, segment))) for segment in segments.tolist())


def assert_same(compiled, expected):
    assert compiled.dtype == expected.dtype
    assert compiled.shape == expected.shape
    assert in_order(compiled) == in_order(expected)


@given(arrays(np.float64, SHAPES, elements=ANY), st.sampled_from([0.0, 0.5, -1.0]))
@settings(max_examples=300, deadline=None)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numpy warns of overflow and of NaN
def test_a_level_line_is_that_of_numpy(field, level):
    assert_same(contours.level_segments(field, level, EXTENT), marching_squares(field, level, EXTENT))


@given(SEVERAL.flatmap(lambda shape: arrays(np.float64, shape, elements=STRANGE | NUMBERS)))
@settings(max_examples=300, deadline=None)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_lines_between_classes_are_those_of_numpy(values):
    assert_same(contours.class_segments(values, EXTENT), decision_boundary(values, EXTENT))


@given(SEVERAL.flatmap(lambda shape: arrays(np.float32, shape, elements=st.floats(0, 1, width=32))))
@settings(max_examples=100, deadline=None)
def test_probabilities_in_single_precision_as_well(values):
    assert_same(contours.class_segments(values, EXTENT), decision_boundary(values, EXTENT))


@pytest.mark.parametrize("value", [0.0, 1.0, np.nan])
@pytest.mark.parametrize("shape", [(1, 1), (1, 8), (8, 1), (5, 5)])
def test_constant_fields_have_no_line(shape, value):
    assert contours.level_segments(np.full(shape, value), 0.0, EXTENT).shape == (0, 2, 2)
    assert contours.class_segments(np.full((*shape, 3), value), EXTENT).shape == (0, 2, 2)


def test_a_picture_full_of_lines_has_room_for_all():
    field = np.indices((60, 70)).sum(axis=0) % 2 - 0.5
    segments = contours.level_segments(field, 0.0, EXTENT)
    assert len(segments) == 2 * 59 * 69
    assert_same(segments, marching_squares(field, 0.0, EXTENT))


def test_views_of_larger_arrays_are_read_as_they_are():
    values = np.random.default_rng(5).normal(size=(4, 20, 30))[:, ::2, ::-1]
    assert_same(contours.level_segments(values[1], 0.0, EXTENT), marching_squares(values[1], 0.0, EXTENT))
    channels_last = np.moveaxis(values, 0, -1)
    assert_same(contours.class_segments(channels_last, EXTENT), decision_boundary(channels_last, EXTENT))


def test_the_uncompiled_kernels_find_the_same():
    from playground.render import contours_kernel

    values = np.random.default_rng(2).normal(size=(6, 7, 3))
    grid = (-6.0, -1.5, 10.0 / 7.0, 8.5 / 6.0)
    segments = np.empty((200, 2, 2))
    count = contours_kernel.level_segments.py_func(values[..., 0].copy(), 0.1, grid, segments)
    assert_same(segments[:count], marching_squares(values[..., 0], 0.1, EXTENT))
    winner, wins = np.empty((6, 7), np.int64), np.zeros(3, np.bool_)
    count = contours_kernel.class_segments.py_func(values, grid, winner, wins, segments)
    assert_same(segments[:count], decision_boundary(values, EXTENT))


def test_once_ready_the_public_functions_use_it(monkeypatch):
    used = []
    for name in ("level_segments", "class_segments"):
        monkeypatch.setattr(contours, name, lambda *_, name=name: used.append(name))
    monkeypatch.setattr(contours, "_ready", [True])
    marching_squares(np.zeros((3, 3)), 0.0, EXTENT)
    decision_boundary(np.zeros((3, 3, 2)), EXTENT)
    assert used == ["level_segments", "class_segments"]


def test_preparing_makes_it_ready(monkeypatch):
    monkeypatch.setattr(contours, "_ready", [])
    assert not contours.ready()
    contours.prepare()
    assert contours.ready()
