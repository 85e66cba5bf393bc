"""The picture of the edges: by the raster once it is compiled, by QPainter before; one looks as the other."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from playground.render import raster_edges
from playground.views.network.edge_layer import EdgeColours, EdgeLayer, weight_of_level
from playground.views.network.edges import Edges

COLOURS = EdgeColours(QColor(240, 130, 40), QColor(60, 130, 240), QColor(120, 120, 120, 90))


def gap(key, count=6, left=20.0, right=140.0):
    rows, columns = np.divmod(np.arange(count * count), count)
    heights = np.linspace(15.5, 180.5, count)
    starts = np.stack([np.full(count * count, left), heights[columns]], axis=1)
    ends = np.stack([np.full(count * count, right), heights[rows]], axis=1)
    weights = np.array([weight_of_level(level) for level in range(-18, 18)])
    order = np.argsort(np.abs(weights), kind="stable")
    return Edges(key, rows[order], columns[order], starts[order], ends[order], weights[order], 0, 1)


def pixels(picture):
    values = np.frombuffer(picture.constBits(), np.uint8)
    return values.reshape(picture.height(), picture.width(), 4).astype(int)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("key", [None, (1, "linear.weight")])
def test_raster_and_painter_draw_the_same_picture(monkeypatch, key, ratio):
    raster_edges.prepare()
    gaps, view = [gap(key), gap(key, left=140.0, right=260.0)], QRectF(10.0, 0.0, 200.0, 200.0)
    by_raster = EdgeLayer().picture(gaps, view, ratio, COLOURS).copy()
    monkeypatch.setattr(raster_edges, "ready", lambda: False)
    by_painter = EdgeLayer().picture(gaps, view, ratio, COLOURS).copy()
    assert by_raster.size() == by_painter.size()
    assert by_raster.devicePixelRatio() == by_painter.devicePixelRatio() == ratio
    one, other = pixels(by_raster), pixels(by_painter)
    covered = one.any(axis=2) | other.any(axis=2)
    assert covered.mean() > 0.2
    assert np.abs(one - other)[covered].mean() < 6


@pytest.mark.usefixtures("qapp")
def test_a_picture_without_edges_is_empty_and_a_smaller_one_follows_a_larger():
    raster_edges.prepare()
    layer, edges = EdgeLayer(), gap((1, "linear.weight"))
    assert pixels(layer.picture([edges], QRectF(0, 0, 300, 200), 1.0, COLOURS)).any()
    assert not pixels(layer.picture([], QRectF(0, 0, 100, 50), 1.0, COLOURS)).any()
    assert layer.picture([edges], QRectF(0, 0, 150, 120), 1.0, COLOURS).width() == 150
    assert layer.drawings == 3
