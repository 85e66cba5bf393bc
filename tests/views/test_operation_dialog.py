"""The window of an operation: shows what it would change, changes nothing until Apply, then one undo step."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from playground.document.data_operations import DATA_OPERATIONS
from playground.interop.sources import open_source
from playground.session.session import Session
from playground.views.data.operation_dialog import OperationDialog
from playground.widgets.choice import ChoiceButton


@pytest.fixture
def session(qapp):
    made = Session(open_source("five-arms").document)
    yield made
    made.close()


@pytest.mark.parametrize("key", DATA_OPERATIONS)
def test_it_shows_and_applies_what_it_says(qtbot, session, key, monkeypatch):
    chosen = np.arange(len(session.document.dataset)) < 20
    session.selection.select_points(chosen)
    seen = []

    def accept(dialog):
        qtbot.addWidget(dialog)
        seen.append((dialog.after, dialog.words.text(), dialog.accept_button.isEnabled()))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(OperationDialog, "exec", accept)
    before = session.document
    OperationDialog.run(session, DATA_OPERATIONS[key], None)
    ((after, words, enabled),) = seen
    assert enabled == (session.document is not before) == (words != "Nothing changes")
    assert np.array_equal(session.document.dataset.samples, after.samples)
    assert np.array_equal(session.document.dataset.targets, after.targets)
    if enabled:
        assert session.undo_stack.undoText() == DATA_OPERATIONS[key].title
        session.undo_stack.undo()
        assert session.document is before


def test_settings_change_the_picture_and_the_words(qtbot, session):
    dialog = OperationDialog(session, DATA_OPERATIONS["subsample"], None)
    qtbot.addWidget(dialog)
    assert dialog.words.text() == "250 points are removed from 500"
    before = dialog.after_picture.pixmap().toImage()
    dialog.form.edited.emit(DATA_OPERATIONS["subsample"](share=0.1), True)
    assert dialog.words.text() == "450 points are removed from 500"
    assert dialog.after_picture.pixmap().toImage() != before
    assert session.undo_stack.count() == 0


def test_classes_are_offered_by_name(qtbot, session):
    dialog = OperationDialog(session, DATA_OPERATIONS["merge"], None)
    qtbot.addWidget(dialog)
    assert dialog.form.row("first").findChild(ChoiceButton).title() == "Blue"
    assert dialog.words.text() == "100 points change their class, 5 classes become 4"


def test_what_cannot_be_done_is_said_without_a_window(session):
    said = []
    session.message_posted.connect(lambda text, role: said.append(text))
    OperationDialog.run(session, DATA_OPERATIONS["test_from_selection"], None)
    assert said == ["No points are selected: take the lasso and draw round some."]


def test_closing_with_the_focus_inside_ends_nothing_but_the_window(qtbot, session):
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    over.activateWindow()
    over.setFocus()
    qtbot.waitUntil(over.isActiveWindow)

    def close():
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog.focusWidget() is None or not dialog.isActiveWindow():
            QTimer.singleShot(0, over, close)
            return
        dialog.close()

    kinds = [DATA_OPERATIONS[key] for key in ("balance", "deduplicate", "split")]
    for turn in range(12):
        QTimer.singleShot(0, over, close)
        OperationDialog.run(session, kinds[turn % 3], over)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert session.undo_stack.count() == 0
    assert QApplication.activeModalWidget() is None
