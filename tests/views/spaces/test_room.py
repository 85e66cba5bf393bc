"""What the hidden space panel shows where there is little room, and how dark its sheet is on light ground."""

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.session.session import Session
from playground.views.spaces import HiddenView
from playground.views.spaces.drawing.ground import lit
from playground.widgets.tokens import DARK, LIGHT
from tests.support.space_panel import inside


@pytest.mark.parametrize(("height", "is_seen"), [(360, True), (262, True), (200, False)])
def test_a_low_panel_keeps_the_film_before_the_caption(qtbot, height, is_seen):
    session = Session(document_for("circle", (4, 2), count=60))
    view = HiddenView(session)
    qtbot.addWidget(view)
    view.resize(560, height)
    view.show()
    body = inside(view)
    assert body.film.isVisible() == is_seen
    if is_seen:
        assert body.film.geometry().bottom() <= body.height()
        assert body.film.y() >= body.strip.least_height()
    session.close()


def test_shade_is_lighter_on_light_ground_and_light_stays():
    bright = np.array([0.58, 0.9, 1.0, 1.12])
    assert np.array_equal(lit(bright, DARK), bright)
    assert lit(bright, LIGHT).min() > 0.8
    assert np.array_equal(lit(bright, LIGHT)[2:], bright[2:])
    assert (np.diff(lit(bright, LIGHT)) > 0.0).all()
