"""Many points: a picture of their density, markers when the view is close, and no work for panning."""

from dataclasses import replace

import numpy as np

from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.presets import first_document
from playground.views.plane import crowd, points_layer
from tests.support.output_panel import picture


def test_zoomed_in_the_crowd_becomes_markers_again(open_view, monkeypatch):
    random = np.random.default_rng(0)
    points = random.normal(size=(200_000, 2)) * 2
    many = make_dataset(points, random.integers(0, 2, len(points)), default_classes(2))
    _, view = open_view(set_dataset(first_document(), many))
    stamped = []
    stamp = points_layer.stamp_points
    monkeypatch.setattr(
        points_layer, "stamp_points", lambda p, scene, shown: stamped.append(shown) or stamp(p, scene, shown)
    )
    picture(view)
    assert stamped == []
    view.canvas.set_camera(replace(view.canvas.camera, x=0.5, y=0.25, span=0.4))
    picture(view)
    inside = (np.abs(points - (0.5, 0.25)) <= 0.2).all(axis=1)
    assert set(np.flatnonzero(inside)) <= set(stamped[-1])
    assert len(stamped[-1]) < points_layer.MOST_MARKERS


def test_panning_a_crowd_counts_it_rarely(open_view, monkeypatch):
    random = np.random.default_rng(0)
    many = make_dataset(random.normal(size=(200_000, 2)), random.integers(0, 2, 200_000), default_classes(2))
    _, view = open_view(set_dataset(first_document(), many))
    counted = []
    count = crowd.density_image
    monkeypatch.setattr(crowd, "density_image", lambda *given: counted.append(given) or count(*given))
    pictures = set()
    for step in range(20):
        view.canvas.set_camera(replace(view.canvas.camera, x=step * 0.1))
        pictures.add(picture(view).tobytes())
    assert len(pictures) == 20
    assert len(counted) <= 1


def test_selected_points_stand_out_in_a_crowd(open_view):
    random = np.random.default_rng(0)
    points = random.uniform(-6, 6, size=(60_000, 2))
    many = make_dataset(points, np.zeros(len(points)), default_classes(2))
    session, view = open_view(set_dataset(first_document(), many))
    before = picture(view.canvas)
    session.selection.select_points(points[:, 0] > 0)
    chosen = picture(view.canvas)
    frame = view.canvas.frame()

    def shift(x):
        """How much the picture around a place has changed."""
        at, row = (round(float(one)) for one in frame.points_to_screen(np.array([[x, 3.0]]))[0])
        part = np.s_[row - 20 : row + 20, 4 * (at - 20) : 4 * (at + 20)]
        return np.abs(chosen[part].astype(int) - before[part]).mean()

    assert shift(-3) > 10
    assert shift(3) < 0.7 * shift(-3)
    session.selection.select_points(None)
    assert np.array_equal(picture(view.canvas), before)
