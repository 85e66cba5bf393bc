"""Whatever a tool draws by chance, the same seed draws again, and another seed draws otherwise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.brushes import Nib, Trail, paint_along, spray, spray_along, stroke_points
from playground.domains.plane.polygons import fill_polygon
from playground.domains.plane.regions import scatter
from playground.domains.plane.retouch import Disc, jitter
from playground.domains.plane.shapes import SHAPES, stamp

START, END, CORNERS = (-2.0, -1.0), (3.0, 2.0), np.array([[0.0, 0.0], [4.0, 0.0], [2.0, 3.0]])
NIB = Nib(1.0, 5.0, 0.5)
EXTENT = (-6.0, 6.0, -6.0, 6.0)

DRAW = {
    "spray": lambda random: spray(random, START, 1.0, 40),
    "spray along": lambda random: spray_along(random, START, END, NIB, 40),
    "brush": lambda random: paint_along(random, START, END, NIB, Trail())[0],
    "line": lambda random: stroke_points(random, CORNERS, 0.2, 0.3),
    "polygon": lambda random: fill_polygon(random, CORNERS, 40),
    "fill": lambda random: scatter(random, np.eye(20, dtype=np.bool_), EXTENT, 5.0, 1000),
    "jitter": lambda random: jitter(random, np.zeros((40, 2)), Disc((0.0, 0.0), 1.0), 0.5, 0.1),
    **{
        f"stamp a {shape}": lambda random, shape=shape: stamp(random, shape, (START, END), 8.0, 0.4) for shape in SHAPES
    },
}


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
@given(seed=st.integers(0, 2**32))
def test_the_same_seed_draws_the_same(draw, seed):
    first, again, other = (draw(np.random.default_rng(one)) for one in (seed, seed, seed + 1))
    assert len(first) > 0
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
