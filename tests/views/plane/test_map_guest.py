"""What many runs answer together, in the output map in place of the network's answers."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.domains.plane.grid import WHOLE_PLANE
from playground.session.map_guest import MapGuest
from playground.training.probes.plane.output_map import MapSamples
from playground.widgets.theme import current

WAIT_MS = 600_000
SURE = np.zeros((4, 4, 2), np.float32)
SURE[..., 1] = 1.0
HALF = np.tile(np.array([0.0, 0.0, 1.0, 1.0], np.float32), (4, 1))


@pytest.fixture
def opened(open_view, qtbot):
    session, view = open_view()
    session.start()
    qtbot.waitUntil(lambda: view.canvas.shown.picture is not None, timeout=WAIT_MS)
    return session, view


def test_answers_stand_in_the_network_s_place_until_let_go(opened, qtbot):
    session, view = opened
    guest = session.experiments.guest
    guest.show(MapGuest("mean", "Mean of 16 runs", MapSamples(WHOLE_PLANE, SURE)))
    assert view.title.text() == "Mean of 16 runs"
    assert view.canvas.shown.picture.image.width() == 4
    assert "runs" in view.unpin.toolTip()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert (guest.guest, view.title.text()) == (None, "Output")
    assert view.canvas.shown.picture.image.width() > 4


def test_where_runs_disagree_is_grey_and_the_legend_says_so(opened):
    session, view = opened
    guest, words = session.experiments.guest, view.legend.ramps.accessibleDescription
    before = words()
    guest.show(MapGuest("doubt", "Where 16 runs disagree", strengths=HALF))
    image, theme = view.canvas.shown.picture.image, current()
    assert [image.pixelColor(x, 0).name() for x in (0, 3)] == [theme.map0.name(), theme.ink.name()]
    assert words() == "runs agree to they do not"
    view.grab()
    view.unpin.click()
    assert (guest.guest, words()) == (None, before)
