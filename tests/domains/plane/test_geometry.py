import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.domains.plane.geometry import decision_boundary, marching_squares
from playground.render import contours

EXTENT = (-6.0, 6.0, -6.0, 6.0)


@pytest.fixture(scope="module", autouse=True, params=[False, True], ids=["numpy", "compiled"])
def both_ways(request):
    """Every test before and after the kernels are ready."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contours, "_ready", [])
        if request.param:
            contours.prepare()
        yield


def plane(size=64, extent=EXTENT):
    """x and y at the middles of the cells, row 0 at the bottom."""
    left, right, bottom, top = extent
    x = left + (np.arange(size) + 0.5) * (right - left) / size
    y = bottom + (np.arange(size) + 0.5) * (top - bottom) / size
    return np.meshgrid(x, y)


def ends_met_once(segments):
    """Ends that only one segment has."""
    places, counts = np.unique(np.round(segments.reshape(-1, 2), 9), axis=0, return_counts=True)
    return places[counts % 2 == 1]


def test_a_circle_has_its_radius_and_is_closed():
    x, y = plane(128)
    segments = marching_squares(np.hypot(x, y), 3.0, EXTENT)
    assert np.hypot(*segments.reshape(-1, 2).T) == pytest.approx(np.full(2 * len(segments), 3.0), abs=2e-3)
    assert len(ends_met_once(segments)) == 0
    lengths = np.hypot(*(segments[:, 0] - segments[:, 1]).T)
    assert lengths.sum() == pytest.approx(2 * np.pi * 3.0, rel=1e-3)


def test_a_linear_field_gives_its_line_exactly():
    extent = (0.0, 4.0, -1.0, 1.0)
    x, y = plane(20, extent)
    segments = marching_squares(x + 3 * y, 1.7, extent)
    assert segments[..., 0] + 3 * segments[..., 1] == pytest.approx(np.full(segments.shape[:2], 1.7))


def test_rows_run_upwards():
    field = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 1.0]])
    segments = marching_squares(field, 0.5, (0.0, 2.0, 0.0, 3.0))
    assert segments[..., 1] == pytest.approx(np.full((1, 2), 2.0))


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize(("high", "joined"), [(3.0, True), (1.0, False)])
def test_a_saddle_joins_what_its_mean_says(high, joined, diagonal):
    field = np.array([[high, -2.0], [-2.0, high]])
    field = field[::-1] if diagonal else field
    segments = marching_squares(field, 0.0, (-1.0, 1.0, -1.0, 1.0))
    assert len(segments) == 2
    middle = segments.mean(axis=1)
    # Each segment cuts a corner off: a low corner where the high ones are joined, else a high one.
    on_high_diagonal = (middle[:, 0] * middle[:, 1] > 0) != diagonal
    assert (on_high_diagonal != joined).all()


@given(arrays(np.float64, (7, 9), elements=st.floats(-5, 5)))
def test_lines_end_only_at_the_rim(field):
    segments = marching_squares(field, 0.1, (0.0, 9.0, 0.0, 7.0))
    assert np.isfinite(segments).all()
    assert (segments >= 0.5 - 1e-9).all()
    assert (segments[..., 0] <= 8.5 + 1e-9).all()
    assert (segments[..., 1] <= 6.5 + 1e-9).all()


@given(arrays(np.float64, (6, 6), elements=st.sampled_from([-2.0, -1.0, 1.0, 2.0, 3.0])))
def test_lines_are_closed_or_run_to_the_rim(field):
    loose = ends_met_once(marching_squares(field, 0.0, (0.0, 6.0, 0.0, 6.0)))
    at_rim = np.isclose(loose, 0.5) | np.isclose(loose, 5.5)
    assert at_rim.any(axis=1).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_squares_that_are_not_finite_give_nothing(bad):
    x, _ = plane(16)
    whole = marching_squares(x, 0.0, EXTENT)
    x[8, 8] = bad
    holed = marching_squares(x, 0.0, EXTENT)
    assert len(holed) == len(whole) - 2
    assert len(marching_squares(np.full((5, 5), bad), 0.0, EXTENT)) == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (2, 2)])
def test_tiny_and_flat_fields_have_no_line(shape):
    assert marching_squares(np.zeros(shape), 1.0, EXTENT).shape == (0, 2, 2)


def test_a_mask_limits_the_squares():
    x, _ = plane(16)
    where = np.zeros((15, 15), dtype=bool)
    where[3] = True
    assert len(marching_squares(x, 0.0, EXTENT, where)) == 1


def softmax(logits):
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def test_three_sectors_meet_in_the_middle_and_each_border_is_drawn_once():
    x, y = plane(96)
    angle = np.pi / 2 + 2 * np.pi * np.arange(3) / 3
    probabilities = softmax(x[..., np.newaxis] * np.cos(angle) + y[..., np.newaxis] * np.sin(angle))
    segments = decision_boundary(probabilities.astype(np.float32), EXTENT)
    length = np.hypot(*(segments[:, 0] - segments[:, 1]).T).sum()
    expected = 6 - 0.0625 + 2 * (6 - 0.0625) / np.cos(np.pi / 6)
    assert length == pytest.approx(expected, rel=0.03)


def test_two_classes_meet_where_both_are_half():
    x, y = plane()
    one = 1 / (1 + np.exp(-(x - 0.5 * y)))
    segments = decision_boundary(np.stack((1 - one, one), axis=-1), EXTENT)
    assert len(segments) > 60
    assert segments[..., 0] == pytest.approx(0.5 * segments[..., 1], abs=1e-3)


@given(arrays(np.float64, (5, 6, 4), elements=st.floats(0, 1)))
def test_a_line_runs_exactly_where_the_winner_changes(probabilities):
    """Every pair of neighbouring samples with different, clear winners is parted by a segment's end."""
    segments = decision_boundary(probabilities, (-0.5, 5.5, -0.5, 4.5))
    winner = probabilities.argmax(axis=-1)
    ordered = np.sort(probabilities, axis=-1)
    clear = ordered[..., -1] - ordered[..., -2] > 1e-6
    ends = segments.reshape(-1, 2)
    for row in range(5):
        for column in range(5):
            pair = winner[row, column : column + 2]
            if clear[row, column : column + 2].all():
                on_edge = np.isclose(ends[:, 1], row) & (ends[:, 0] > column) & (ends[:, 0] < column + 1)
                assert on_edge.any() == (pair[0] != pair[1])


def test_no_rival_no_boundary():
    assert decision_boundary(np.ones((4, 4, 1)), EXTENT).shape == (0, 2, 2)


def test_not_a_number_gives_no_line():
    assert len(decision_boundary(np.full((5, 5, 3), np.nan), EXTENT)) == 0
