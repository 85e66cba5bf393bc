"""A larger interface leaves the pictures their share of the window."""

import pytest

from playground.app.docks import proportions

AROUND = 56 + 32 + 8


@pytest.mark.parametrize(
    ("size", "scale"), [((1440, 900), 1.5), ((1280, 800), 1.3), ((1440, 900), 1.3), ((1920, 1080), 1.5)]
)
def test_the_map_is_no_smaller_than_a_third_of_the_windows_height(size, scale):
    width, height = (length / scale for length in size)
    found = proportions(round(width), round(height))
    output = height - AROUND - 8 - found.lower[1]
    side = min(output - 136, found.columns[1] - 46)
    assert side * scale >= 0.33 * size[1]
    centre = width - sum(found.columns) - 32
    assert centre >= 360


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (1920, 1080)])
def test_at_the_usual_scale_the_columns_are_as_drawn(size):
    found = proportions(*size)
    assert found.lower[1] >= 220
    assert found.columns[1] >= 376
