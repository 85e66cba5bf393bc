"""The sheet's raster against what areas, means and opacities must be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.render import raster
from playground.render.mesh import lattice

ONE, TWO, THREE = (round(255 * (1 - 0.28**k)) for k in (1, 2, 3))


def grid(rows, columns, width, height):
    return np.stack(np.meshgrid(np.linspace(0, width, columns + 1), np.linspace(0, height, rows + 1)), axis=-1)


def halves(rows, columns):
    """Two triangles for each cell of a grid."""
    first = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)[:-1, :-1].ravel()
    up = columns + 1
    cells = [(first, first + 1, first + up + 1), (first, first + up + 1, first + up)]
    return np.concatenate([np.stack(three, axis=1) for three in cells]).astype(np.int32)


BLUE, ORANGE = (0, 0, 250), (250, 100, 0)


def paint(scores, bright=1.0):
    """One score at each corner: −1 is orange, 0 black, 1 blue."""
    scores = np.asarray(scores, np.float32).reshape(-1, 1)
    shades = np.linspace(-1.0, 1.0, 201)[:, None]
    table = np.where(shades < 0, -shades * np.array(ORANGE), shades * np.array(BLUE)).astype(np.float32)
    return raster.Paint(scores, table, np.broadcast_to(np.float32(bright), len(scores)))


def drawn(sheet, size, scores=None, bright=1.0):
    """The raster of a grid, (rows + 1, columns + 1, 2), all orange unless its corners have scores."""
    scores = np.full(sheet.shape[:2], -1.0) if scores is None else scores
    triangles = halves(sheet.shape[0] - 1, sheet.shape[1] - 1)
    return raster.raster_sheet(sheet.reshape(-1, 2), paint(scores, bright), triangles, size)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_a_sheet_has_neither_seams_nor_overlaps(rows, columns, seed):
    sheet = grid(rows, columns, 40, 30)
    rng = np.random.default_rng(seed)
    inner = sheet[1:-1, 1:-1]
    inner += rng.uniform(-0.2, 0.2, inner.shape) * (40 / columns, 30 / rows)  # bent, but nowhere folded
    picture = drawn(sheet, (40, 30))
    assert (picture[..., 3] == ONE).all()


@given(st.floats(0.0, 1.0), st.integers(0, 1000), st.integers(30, 90))
@settings(max_examples=30, deadline=None)
def test_a_refined_sheet_covers_every_pixel_once(share, seed, size):
    places = lattice(6, 3)
    wanted = np.random.default_rng(seed).random(len(places.reach)) < share**4
    wanted[places.even] = True
    mesh = places.mesh(places.corners(places.close(wanted)))
    look = paint(np.ones(len(mesh.steps)))
    picture = raster.raster_sheet(size * mesh.places(), look, mesh.triangles, (size, size))
    assert (picture[..., 3] == ONE).all()
    bent = mesh.places() + 0.05 * np.sin(7.0 * mesh.places()[:, ::-1] * [1.0, -1.0])  # nowhere folded
    picture = raster.raster_sheet(size * (1.4 * bent - 0.2), look, mesh.triangles, (size, size))
    assert (picture[..., 3] == ONE).all()


def test_one_layer_has_the_colours_of_its_scores_at_one_opacity():
    picture = drawn(grid(1, 1, 101, 101), (101, 101), np.array([[-1.0, 1.0], [-1.0, 1.0]])).astype(float)
    assert picture[50, 50, 2::-1] == pytest.approx([0, 0, 0], abs=3)
    assert picture[30, 0, 2::-1] == pytest.approx(np.multiply(ORANGE, 0.72), abs=4)
    assert picture[60, 100, 2::-1] == pytest.approx(np.multiply(BLUE, 0.72), abs=4)
    assert picture[60, 75, 2::-1] == pytest.approx(np.multiply(BLUE, 0.36), abs=4)


def test_a_border_between_sure_corners_is_as_sharp_as_its_scores_are_far_apart():
    """Colours would be mixed over the whole triangle; scores beyond the end of the table are cut off after it."""
    picture = drawn(grid(1, 1, 101, 101), (101, 101), np.array([[-10.0, 10.0], [-10.0, 10.0]])).astype(float)
    dark = (picture[50, :, :3].max(axis=1) < 0.5 * 0.72 * 250).sum()
    assert 3 <= dark <= 7
    assert picture[50, 40, 2::-1] == pytest.approx(np.multiply(ORANGE, 0.72), abs=3)


def test_of_several_scores_the_best_counts_by_its_lead():
    table = np.concatenate(
        [np.linspace(0, 1, 50)[:, None] * np.array(colour) for colour in (ORANGE, BLUE, (0, 250, 0))]
    )
    scores = np.array([[0.1, 0.9, 0.3], [0.0, 0.2, 0.7], [3.0, 1.0, 0.0], [0.5, 0.5, 0.0]], np.float32)
    expected = [np.multiply(BLUE, 0.6), (0, 125, 0), ORANGE, (0, 0, 0)]
    for one, colour in zip(scores, expected, strict=True):
        look = raster.Paint(np.tile(one, (4, 1)), table.astype(np.float32), np.ones(4, np.float32))
        made = raster.raster_sheet(grid(1, 1, 9, 9).reshape(-1, 2), look, halves(1, 1), (9, 9))
        np.testing.assert_allclose(made[4, 4, 2::-1] / 0.72, colour, atol=5)


def test_a_sheet_can_be_darker_in_places():
    picture = drawn(grid(1, 1, 21, 21), (21, 21), bright=0.5)
    assert picture[10, 10, 2::-1] == pytest.approx(np.multiply(ORANGE, 0.36), abs=2)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30])
def test_scores_that_are_no_numbers_are_survived(bad):
    picture = drawn(grid(2, 2, 20, 20), (20, 20), np.full((3, 3), bad))
    assert (picture[..., 3] == ONE).all()


@pytest.mark.parametrize(("layers", "opacity"), [(1, ONE), (2, TWO), (3, THREE), (4, THREE)])
def test_folds_are_averaged_and_more_opaque(layers, opacity):
    x = np.array([0.0, 20.0, 0.0, 20.0, 0.0])[: layers + 1]
    sheet = np.stack((np.stack((x, x)), np.stack((np.zeros_like(x), np.full_like(x, 20.0)))), axis=-1)
    picture = drawn(sheet, (20, 20))
    assert (picture[..., 3] == opacity).all()
    np.testing.assert_allclose(picture[..., 2::-1] / (opacity / 255), np.broadcast_to(ORANGE, (20, 20, 3)), atol=2)


def test_the_order_of_two_folds_does_not_matter():
    x = np.array([0.0, 20.0, 20.0, 0.0])
    sheet = np.stack((np.stack((x, x)), np.stack((np.zeros(4), np.full(4, 20.0)))), axis=-1)
    scores = np.array([[-1.0, -1.0, 1.0, 1.0]] * 2)
    forward = drawn(sheet, (20, 20), scores)
    backward = drawn(sheet[:, ::-1], (20, 20), scores[:, ::-1])
    np.testing.assert_allclose(forward.astype(int), backward.astype(int), atol=1)
    mixed = np.add(ORANGE, BLUE) / 2
    assert forward[10, 10, 2::-1] == pytest.approx(mixed * TWO / 255, abs=2)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30])
def test_corners_far_away_or_not_numbers_are_survived(bad):
    sheet = grid(4, 4, 20, 20)
    sheet[2, 2] = bad
    picture = drawn(sheet, (20, 20))
    assert picture.shape == (20, 20, 4)
    assert picture[..., 3].any()


def test_a_sheet_without_area_leaves_nothing():
    sheet = grid(3, 3, 20, 0)
    assert not drawn(sheet, (20, 20)).any()


# ---- lines ---------------------------------------------------------------------------------------------------------


def stroked(segments, width=1.0, colour=(255, 0, 0, 1.0), size=(20, 30), below=0):
    out = np.full((*size, 4), below, np.uint8)
    raster.draw_segments(np.array(segments, dtype=float).reshape(-1, 4), width, colour, out)
    return out


@pytest.mark.parametrize(("width", "total"), [(0.5, 0.5), (1.0, 1.0), (2.0, 2.0), (5.0, 5.0)])
@pytest.mark.parametrize("y", [10.0, 10.5, 10.3])
def test_a_line_covers_as_much_as_it_is_wide(width, total, y):
    across = stroked([0, y, 30, y], width)[..., 3]
    np.testing.assert_allclose(across.sum(axis=0) / 255, total, atol=0.02)
    down = stroked([y, 0, y, 20], width)[..., 3]
    np.testing.assert_allclose(down.sum(axis=1) / 255, total, atol=0.02)


@given(
    st.tuples(*[st.floats(2, 18)] * 4).filter(lambda ends: np.hypot(ends[2] - ends[0], ends[3] - ends[1]) > 1.0),
    st.floats(1.0, 4.0),
)
def test_a_line_is_covered_near_it_alone_and_the_same_from_either_end(ends, width):
    covered = stroked(ends, width)[..., 3] / 255
    rows, columns = np.indices(covered.shape) + 0.5
    x0, y0, x1, y1 = ends
    square = (x1 - x0) ** 2 + (y1 - y0) ** 2
    share = np.clip(((columns - x0) * (x1 - x0) + (rows - y0) * (y1 - y0)) / square, 0, 1)
    away = np.hypot(columns - x0 - share * (x1 - x0), rows - y0 - share * (y1 - y0))
    np.testing.assert_allclose(covered, np.clip(width / 2 + 0.5 - away, 0, 1), atol=0.01)
    turned = stroked([x1, y1, x0, y0], width)[..., 3] / 255
    np.testing.assert_allclose(turned, covered, atol=0.01)


def test_crossings_are_not_darker_and_colours_lie_over_what_is_below():
    cross = stroked([[0, 10.5, 30, 10.5], [15.5, 0, 15.5, 20]], colour=(200, 100, 50, 0.5), below=255)
    assert cross[10, 15].tolist() == cross[10, 3].tolist() == [153, 178, 228, 255]
    assert (cross[0, 0] == 255).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30])
def test_lines_far_away_or_not_numbers_are_survived(bad):
    picture = stroked([[bad, 1, 5, 5], [3, 3, bad, bad], [0, 12.5, 30, 12.5]])
    assert (picture[12, :, 3] == 255).all()


def test_no_lines_draw_nothing():
    assert not stroked(np.empty((0, 4))).any()


def test_preparing_makes_it_ready():
    raster.prepare()
    assert raster.ready()


def test_what_is_prepared_is_all_that_is_ever_compiled():
    raster.prepare()
    from playground.render import raster_kernel

    kernel = raster_kernel.fill_sheet
    before = len(kernel.signatures)
    look = paint(np.zeros(4))
    triangles = halves(1, 1)
    for part in (look.scores, look.table, triangles):
        part.flags.writeable = False
    raster.raster_sheet(grid(1, 1, 9, 9).reshape(-1, 2), look, triangles, (9, 9))
    turned = raster.Paint(np.zeros((4, 3), order="F"), np.asfortranarray(look.table), look.bright)
    raster.raster_sheet(
        np.asfortranarray(grid(1, 1, 9, 9).reshape(-1, 2)), turned, np.asfortranarray(triangles), (9, 9)
    )
    assert len(kernel.signatures) == before
