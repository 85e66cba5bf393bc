"""The code panel follows the network, marks the selected layer, and copies what it shows."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from playground.document.edits_network import delete_layer, set_layer
from playground.document.presets import document_for
from playground.interop.exports.torch_module import network_code
from playground.layers import Conv2d, Residual
from playground.session.session import Session
from playground.training.headless import train
from playground.views.code import CodeView
from playground.views.code.kinds import CODE, code_of
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


def copy_button(view):
    return next(one for one in view.findChildren(IconButton) if one.accessibleName() == "Copy code")


def test_the_button_copies_what_is_shown(view, qtbot):
    button = copy_button(view)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == view.text() + "\n"
    assert button.accessibleName() == "Copied"
    qtbot.waitUntil(lambda: button.accessibleName() == "Copy code")


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

    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        assert current() is theme
        assert ink_of("Linear") == theme.ink
        assert ink_of("# in") == theme.ink3


# ---- other kinds of code ---------------------------------------------------------------------------------------------


def choose(view, kind):
    view.kind.set_value(kind)
    view.kind.chosen.emit(kind)


@pytest.mark.parametrize("kind", CODE)
def test_every_kind_of_code_that_can_be_exported_is_shown(view, kind, qtbot):
    choose(view, kind)
    compile(view.text(), kind, "exec")
    assert not view.refusal.isVisible()
    button = copy_button(view)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().rstrip() == view.text()
    qtbot.waitUntil(lambda: button.accessibleName() == "Copy code")


def test_programs_follow_points_and_settings(view):
    choose(view, "pytorch")
    before = view.text()
    view.session.edit("Rate", lambda d: replace(d, training=replace(d.training, learning_rate=0.123)))
    assert "0.123" in view.text() != before
    choose(view, "module")
    before = view.text()
    view.session.edit("Rate", lambda d: replace(d, training=replace(d.training, learning_rate=0.2)))
    assert view.text() == before


def test_code_with_weights_has_those_that_were_learned(view, monkeypatch):
    document = view.session.document
    learned = train(document, epochs=3, stepper="eager", device="cpu").checkpoint
    monkeypatch.setattr(view.session.trainer, "last_finite", lambda: learned)
    choose(view, "numpy")
    namespace = {}
    exec(compile(view.text(), "numpy", "exec"), namespace)
    initial = code_of("module", view.session)[0]
    assert initial != view.text()
    monkeypatch.setattr(view.session.trainer, "last_finite", lambda: None)
    choose(view, "module")
    choose(view, "numpy")
    other = {}
    exec(compile(view.text(), "numpy", "exec"), other)
    assert view.text()
    arrays = [[v for v in space.values() if isinstance(v, np.ndarray)] for space in (namespace, other)]
    assert arrays[0]
    assert any(not np.array_equal(a, b) for a, b in zip(*arrays, strict=True))


def test_a_network_that_a_format_cannot_have_is_said(view):
    choose(view, "scikit-learn")
    view.session.edit("Kind", lambda document: set_layer(document, Residual(uid=2, activation="sine")))
    assert view.text() == ""
    assert view.refusal.isVisible()
    assert view.refusal.text()
    assert not copy_button(view).isEnabled()


@pytest.mark.parametrize("kind", ["module", "numpy", "pytorch"])
def test_a_network_that_cannot_be_built_says_why_in_place_of_its_code(view, kind):
    choose(view, kind)
    view.session.selection.select_layer(2)
    view.session.edit("Kind", lambda document: set_layer(document, Conv2d(uid=2)))
    assert view.text() == ""
    assert view.session.problems[0].text in view.refusal.text()
    assert marked(view) == []
    view.session.undo_stack.undo()
    assert view.text()
