"""The code panel follows the network, marks the selected layer, and copies what it shows."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from playground.document.edits_network import delete_layer, set_layer
from playground.document.presets import document_for
from playground.interop.export_module import network_code
from playground.layers import Residual
from playground.session.session import Session
from playground.views.code import CodeView
from playground.views.code.highlighter import Highlighter
from playground.widgets.buttons import IconButton
from playground.widgets.theme import DARK, LIGHT, apply_theme, current


@pytest.fixture
def view(qtbot):
    session = Session(document_for("circle", (4, 3)))
    made = CodeView(session)
    made.session = session
    qtbot.addWidget(made)
    made.resize(320, 480)
    made.show()
    return made


def marked(view):
    return [selection.cursor.block().text().strip() for selection in view.findChild(QPlainTextEdit).extraSelections()]


def test_it_shows_the_network_at_hand(view):
    assert view.text() == network_code(view.session.document).rstrip()
    assert "nn.Linear(2, 4)," in view.text()


def test_it_follows_every_edit_and_its_undo(view):
    session, before = view.session, view.text()
    session.edit("Remove", lambda document: delete_layer(document, 2))
    assert "nn.Linear(4, 1)," in view.text()
    session.edit("Inputs", lambda document: replace(document, inputs=("x", "y", "x2")))
    assert "nn.Linear(3, 4)," in view.text()
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert view.text() == before


def test_what_changed_while_it_was_hidden_is_there_when_it_is_shown(view):
    view.hide()
    before = view.text()
    view.session.edit("Remove", lambda document: delete_layer(document, 2))
    assert view.text() == before
    view.show()
    assert "nn.Linear(4, 1)," in view.text()


def test_the_selected_layer_is_marked(view):
    session = view.session
    session.selection.select_layer(1)
    assert marked(view) == ["nn.Linear(2, 4),", "nn.Tanh(),"]
    session.selection.select_layer(0)
    assert marked(view) == ["nn.Linear(3, 1),"]
    session.selection.select_layer(2)
    session.edit("Kind", lambda document: set_layer(document, Residual(uid=2, activation="sine")))
    assert marked(view) == ["Residual(nn.Linear(4, 4), Sine()),"]
    session.selection.select_layer(None)
    assert marked(view) == []


def test_the_button_copies_what_is_shown(view, qtbot):
    button = view.findChild(IconButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == view.text() + "\n"
    assert button._icon == "check"
    view._said.timeout.emit()
    view._said.stop()
    assert button._icon == "copy"


def test_the_place_in_a_long_text_stays(view):
    view.resize(320, 90)
    bar = view.findChild(QPlainTextEdit).verticalScrollBar()
    bar.setValue(2)
    assert bar.value() == 2
    view.session.edit("Remove", lambda document: delete_layer(document, 2))
    assert bar.value() == 2


def test_inks_follow_the_theme(view, qapp):
    def ink_of(word):
        document = view.findChild(QPlainTextEdit).document()
        block = document.find(word).block()
        place = block.text().index(word)
        formats = [f for f in block.layout().formats() if f.start <= place < f.start + f.length]
        return formats[-1].format.foreground().color()

    assert isinstance(view._highlighter, Highlighter)
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        assert current() is theme
        assert ink_of("Linear") == theme.ink
        assert ink_of("# in") == theme.ink3
