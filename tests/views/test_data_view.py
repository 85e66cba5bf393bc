"""The data panel: whatever room it has, its pictures are whole."""

import pytest

from playground.document.presets import document_for
from playground.session.session import Session
from playground.views.data import DataView
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.thumbnails import ThumbnailGrid


@pytest.fixture
def view(qtbot):
    shown = DataView(Session(document_for("spiral", (4,))))
    qtbot.addWidget(shown)
    shown.resize(232, 900)
    shown.show()
    return shown


def test_the_gallery_is_as_wide_and_whole_at_every_height(view, qtbot):
    grid, scroll = view.findChild(ThumbnailGrid), view.findChild(ColumnScroll)
    width, shown = grid.width(), set()
    for height in range(900, 500, -7):
        view.resize(232, height)
        qtbot.wait(0)
        shown.add(scroll.bar.isVisible())
        assert grid.width() == width
        assert grid.height() == grid.heightForWidth(width)
    assert shown == {True, False}


def test_the_bar_and_the_column_move_together(view, qtbot):
    view.resize(232, 500)
    scroll = view.findChild(ColumnScroll)
    qtbot.waitUntil(scroll.bar.isVisible)
    scroll.bar.setValue(scroll.bar.maximum())
    assert scroll.verticalScrollBar().value() == scroll.bar.maximum() > 0
    scroll.verticalScrollBar().setValue(3)
    assert scroll.bar.value() == 3
