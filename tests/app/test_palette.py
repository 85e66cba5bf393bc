"""The palette of commands: what was run lately and what is used most come first, and it is as high as its results."""

import pytest
from PySide6.QtCore import Qt

from playground.app.actions import ACTIONS
from playground.app.command_palette import FIRST, CommandPalette, score


@pytest.fixture
def open_palette(window):
    opened = []

    def make():
        window.dialogs.show_palette()
        palette = window.findChild(CommandPalette)
        opened.append(palette)
        return palette

    yield make
    for palette in opened:
        palette.dismiss()


def rows(palette):
    return [palette.commands.item(row).text() for row in range(palette.commands.count())]


def test_what_is_used_most_comes_first(open_palette):
    assert [row.split(" › ")[1] for row in rows(open_palette())[:3]] == ["Play or pause", "Reset", "Examples"]
    assert set(FIRST) <= ACTIONS.keys()


def test_what_was_run_lately_comes_before_it_also_at_the_next_start(window, open_palette, qtbot):
    palette = open_palette()
    palette.line.setText("next symmetry")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.settings.recent_commands == ["Next symmetry"]
    palette = CommandPalette(window, window.actions_by_key.values(), ["about", "undo"])
    palette.open_at_top()  # the window's from now on: garbage of widgets may be collected on another thread
    assert [row.split(" › ")[1] for row in rows(palette)[:3]] == ["About Playground", "Undo", "Play or pause"]
    palette.dismiss()


def test_it_is_as_high_as_what_it_found(open_palette, qapp):
    palette = open_palette()
    whole = palette.window().findChild(CommandPalette).parentWidget().height()
    palette.line.setText("reset layout")
    qapp.processEvents()
    assert palette.sizeHint().height() < whole / 2
    card = palette.parentWidget()
    while card is not None and type(card).__name__ != "Popover":
        card = card.parentWidget()
    few = card.height()
    palette.line.clear()
    assert card.height() > 2 * few


@pytest.mark.parametrize(
    ("query", "first", "second"),
    [
        ("reset", "Train › Reset", "View › Reset layout"),
        ("open", "File › Open", "File › Open recent"),
        ("ap", "Add point", "Large apple tree"),
    ],
)
def test_whole_words_at_their_beginning_win(query, first, second):
    assert score(query, first) > score(query, second)


def test_a_letter_out_of_order_matches_nothing():
    assert score("tesr", "Train › Reset") is None


def test_one_row_found_scrolls_nothing(open_palette, qapp):
    palette = open_palette()
    palette.line.setText("about playground")
    qapp.processEvents()
    assert palette.commands.count() == 1
    assert palette.height() <= palette.parentWidget().height()
