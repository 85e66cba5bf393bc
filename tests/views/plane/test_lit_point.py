"""The point that is lit up in every view, on the map and from it."""

import numpy as np
from PySide6.QtCore import Qt

from playground.document import edits_data
from tests.support.output_panel import drag, mouse, picture, send, snapshot

NONE = Qt.MouseButton.NoButton


def test_a_point_that_is_lit_elsewhere_has_a_ring_on_the_map(open_view):
    session, view = open_view()
    send(session, snapshot(session))
    before = picture(view)
    session.selection.light(3)
    assert (picture(view) != before).any()
    session.selection.light(None)
    np.testing.assert_array_equal(picture(view), before)


def test_the_pointer_lights_up_the_point_below_it(open_view):
    session, view = open_view()
    points = session.document.dataset.samples
    mouse(view, "move", tuple(points[5]), button=NONE)
    assert session.selection.lit is not None
    np.testing.assert_allclose(points[session.selection.lit], points[5], atol=0.05)
    mouse(view, "move", (5.9, -5.9), button=NONE)
    assert session.selection.lit is None


def test_a_lit_point_that_is_gone_is_forgotten(open_view):
    session, _ = open_view()
    session.selection.light(len(session.document.dataset) - 1)
    session.edit("Clear points", edits_data.clear_points)
    assert session.selection.lit is None


def test_nothing_lights_up_while_something_is_drawn(open_view):
    session, view = open_view()
    lit = []
    session.selection.lit_changed.connect(lambda: lit.append(session.selection.lit))
    points = session.document.dataset.samples
    drag(view, (5.9, -5.9), tuple(points[5]), (5.9, 5.9))
    assert not any(one is not None for one in lit)


def test_points_of_other_classes_step_back(open_view):
    session, view = open_view()
    send(session, snapshot(session))
    before = picture(view)
    pictures = []
    for index in (0, 1):
        session.selection.light_class(index)
        pictures.append(picture(view))
    assert (pictures[0] != before).any()
    assert (pictures[1] != pictures[0]).any()
    session.selection.light_class(None)
    np.testing.assert_array_equal(picture(view), before)
