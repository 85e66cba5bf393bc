"""Where the panels stand: sizes, closing and opening, and a larger interface."""

import pytest

from playground.app.docks import DOCKS
from playground.app.window import LEAST_SIZE


@pytest.fixture(autouse=True)
def usual_scale(qapp):
    yield
    from playground.widgets.theme import DARK, apply_theme

    apply_theme(qapp, DARK, 1.0)


def test_all_panels_in_the_smallest_window_at_every_scale_warn_of_nothing(make_window, qapp):
    window = make_window()
    window.resize(LEAST_SIZE)
    for dock in window.docks.values():
        dock.show()
    for percent in (80, 125, 200):
        window.change_scale(percent - window.settings.scale)
        qapp.processEvents()
        for key in DOCKS:
            window.docks[key].hide()
            qapp.processEvents()
        for key in DOCKS:
            window.docks[key].show()
            qapp.processEvents()
        window.reset_layout()
        qapp.processEvents()
