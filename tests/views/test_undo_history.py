"""The undo history lists the steps in words and jumps."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.document.edits_data import add_points
from playground.document.presets import first_document
from playground.session.session import Session
from playground.views.undo_history import UndoHistoryView


@pytest.fixture
def session(qtbot):
    session = Session(first_document())
    yield session
    assert session.close()


@pytest.fixture
def view(session, qtbot):
    view = UndoHistoryView(session)
    qtbot.addWidget(view)
    view.resize(260, 320)
    view.show()
    return view


def words(view):
    model = view.steps.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def draw(session, times):
    documents = [session.document]
    for index in range(times):
        session.edit(f"Put {index + 1}", lambda d: add_points(d, np.ones((1, 2)), 0))
        documents.append(session.document)
    return documents


def test_every_step_is_there_in_words(session, view):
    draw(session, 3)
    assert words(view) == ["As it was opened", "Put 1", "Put 2", "Put 3"]
    assert view.subtitle.text() == "3 steps"


def test_a_click_jumps_back_and_forth(session, view, qtbot):
    documents = draw(session, 4)
    for row in (1, 4, 0, 3):
        place = view.steps.visualRect(view.steps.model().index(row, 0)).center()
        qtbot.mouseClick(view.steps.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert session.document is documents[row]
    assert view.subtitle.text() == "1 step ahead"


def test_arrow_keys_jump(session, view, qtbot):
    documents = draw(session, 2)
    qtbot.keyClick(view.steps, Qt.Key.Key_Up)
    assert session.document is documents[1]
    qtbot.keyClick(view.steps, Qt.Key.Key_Home)
    assert session.document is documents[0]
    assert not view.undo.isEnabled()
    view.redo.click()
    assert session.document is documents[1]


def test_another_edit_forgets_what_was_ahead(session, view):
    draw(session, 3)
    session.undo_stack.setIndex(1)
    draw(session, 1)
    assert words(view) == ["As it was opened", "Put 1", "Put 1"]
