"""The decision line of a network that is very sure of itself is a line and no staircase."""

import numpy as np
import pytest

from playground.training.probes.plane.output_map import MapSamples
from playground.views.plane.picture import MapColouring, output_picture
from playground.widgets.tokens import DARK

EXTENT = (-6.0, 6.0, -6.0, 6.0)


def shown(probabilities):
    made = MapSamples(EXTENT, probabilities.astype(np.float32))
    return output_picture(made, MapColouring(DARK, tuple(range(probabilities.shape[-1])), 1.0))


def plane(side, classes, steep):
    """Logits that tie on y = 0.3 x, and the probabilities of samples."""
    along = -6.0 + (np.arange(side) + 0.5) * 12.0 / side
    x, y = np.meshgrid(along, along)
    logits = np.stack([np.zeros_like(x), steep * (y - 0.3 * x), np.full_like(x, -1e3)][:classes], axis=-1)
    chances = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return chances / chances.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("steep", [1.0, 10.0, 60.0])
def test_it_lies_where_the_two_best_classes_tie(classes, steep):
    side = 100
    boundary = shown(plane(side, classes, steep)).boundary
    assert len(boundary) > side / 2
    away = np.abs(boundary[..., 1] - 0.3 * boundary[..., 0])
    inside = np.abs(boundary).max(axis=-1) < 6.0 - 12.0 / side
    assert away[inside].max() < 0.02 * 12.0 / side


def test_certainty_itself_is_survived():
    certain = np.zeros((40, 40, 2))
    certain[:20, :, 0] = certain[20:, :, 1] = 1.0
    boundary = shown(certain).boundary
    assert np.abs(boundary[..., 1]).max() < 0.31
