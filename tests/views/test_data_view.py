"""The data panel: whatever room it has, its pictures are whole."""

import pytest

from playground.document import edits_data
from playground.document.presets import document_for
from playground.domains import DOMAINS
from playground.session.session import Session
from playground.views.data import DataView
from playground.views.data.classes_part import ClassesPart
from playground.views.data.gallery_part import GalleryPart
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.row import Row
from playground.widgets.thumbnails import ThumbnailButton, ThumbnailGrid


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


@pytest.fixture
def many(qtbot):
    """A session with 36 classes, and its panel."""
    session = Session(document_for("blobs", (4,), parameter=36))
    shown = DataView(session)
    qtbot.addWidget(shown)
    shown.resize(232, 900)
    shown.show()
    yield session, shown.findChild(ClassesPart)
    session.close()


def test_many_classes_scroll_and_the_one_in_hand_is_seen(many, qtbot):
    session, part = many
    rows = part.list.findChildren(Row)
    assert len(rows) == 36
    assert not part.add.isVisible()
    qtbot.waitUntil(part.list.bar.isVisible)
    assert part.list.height() < 11 * rows[0].height()
    session.hand.set_class(35)
    qtbot.waitUntil(lambda: part.list.bar.value() > 0)
    top = rows[35].mapTo(part.list.viewport(), rows[35].rect().topLeft()).y()
    assert 0 <= top <= part.list.viewport().height() - rows[35].height()


def test_the_ten_digits_are_seen_without_scrolling(qtbot):
    session = Session(document_for("blobs", (4,), parameter=10))
    shown = DataView(session)
    qtbot.addWidget(shown)
    shown.resize(232, 1000)
    shown.show()
    part = shown.findChild(ClassesPart)
    qtbot.waitUntil(lambda: part.list.height() >= 10 * part.list.findChildren(Row)[0].height())
    assert not part.list.bar.isVisible()
    session.close()


def test_a_class_that_is_added_is_scrolled_to(qtbot):
    session = Session(document_for("blobs", (4,), parameter=11))
    shown = DataView(session)
    qtbot.addWidget(shown)
    shown.resize(232, 900)
    shown.show()
    part = shown.findChild(ClassesPart)
    qtbot.waitUntil(part.list.bar.isVisible)
    part.add.click()
    part.add.click()
    last = part.list.findChildren(Row)[-1]
    assert session.hand.class_index == 12
    seen = part.list.viewport()
    qtbot.waitUntil(lambda: seen.rect().contains(last.mapTo(seen, last.rect().center())))
    session.close()


def test_only_nine_rows_show_a_key(many):
    _, part = many
    tips = [row.toolTip().split("<")[0] for row in part.list.findChildren(Row)]
    assert "(9)" in tips[8]
    assert "(10)" not in tips[9]


def test_the_class_under_the_pointer_stands_out_where_there_are_many(many):
    session, part = many
    part.list.findChildren(Row)[20].hovered.emit(True)
    assert session.selection.lit_class == 20
    part.list.findChildren(Row)[20].hovered.emit(False)
    assert session.selection.lit_class is None
    part.list.findChildren(Row)[30].hovered.emit(True)
    session.edit("Remove", lambda d: edits_data.remove_class(d, 30))
    assert session.selection.lit_class is None


def test_the_gallery_has_the_generators_of_its_tab_alone(qtbot):
    session = Session(document_for("spiral", (4,)))
    view = DataView(session)
    qtbot.addWidget(view)
    gallery = view.findChild(GalleryPart)
    for name in ("picture", "plane", "picture"):
        segment = gallery.kinds.button(name)
        segment.click()
        shown = [one.thumbnail.key for one in gallery.grid.findChildren(ThumbnailButton) if not one.isHidden()]
        assert shown == list(DOMAINS[name].generators)
