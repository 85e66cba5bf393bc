"""What is this?: a click asks what it hits, and a link in the answer opens a lesson."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QWhatsThisClickedEvent
from PySide6.QtWidgets import QApplication, QWhatsThis, QWidget

from playground.app.whats_this import LESSONS
from playground.lessons.library import shipped_lessons
from playground.widgets.number_field import NumberField

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)  # the offscreen platform


@pytest.fixture
def asking(window):
    window.actions_by_key["whats_this"].trigger()
    yield window
    QWhatsThis.leaveWhatsThisMode()
    QWhatsThis.hideText()


def control(window, name):
    return next(one for one in window.findChildren(QWidget) if one.accessibleName() == name and one.isVisible())


def test_a_control_says_what_it_is_and_what_it_stands_at(window):
    field = next(one for one in window.findChildren(NumberField) if "rate" in one.accessibleName().lower())
    words = window.whats_this.words(field)
    assert f"<b>{field.accessibleName()}" in words
    assert f"Now: <b>{field.textFromValue(field.value())}</b>" in words


def test_whatever_lies_in_a_panel_tells_of_the_panel_and_a_lesson(window):
    for key, lesson in LESSONS.items():
        words = window.whats_this.words(window.layout_of_panels.panel(key))
        assert f"lesson:{lesson}" in words, key
    assert set(LESSONS.values()) <= set(shipped_lessons())


def test_the_next_click_asks_and_does_nothing_else(asking, qtbot):
    assert QWhatsThis.inWhatsThisMode()
    play = control(asking, "Play")
    query = QHelpEvent(QEvent.Type.QueryWhatsThis, QPoint(2, 2), QPoint(2, 2))
    QApplication.sendEvent(play, query)
    assert query.isAccepted()
    QApplication.sendEvent(play, QHelpEvent(QEvent.Type.WhatsThis, QPoint(2, 2), QPoint(300, 300)))
    assert not asking.session.playing


def test_a_lesson_in_the_answer_opens(asking):
    loss = asking.docks["loss"]
    QApplication.sendEvent(loss, QHelpEvent(QEvent.Type.WhatsThis, QPoint(2, 2), QPoint(300, 300)))
    QWhatsThis.leaveWhatsThisMode()
    QApplication.sendEvent(loss, QWhatsThisClickedEvent("lesson:walking-downhill"))
    assert asking.session.lessons.lesson.key == "walking-downhill"


def test_once_it_is_over_nothing_is_listened_to(asking, qtbot):
    QWhatsThis.leaveWhatsThisMode()
    QApplication.sendEvent(asking.docks["loss"], QWhatsThisClickedEvent("lesson:walking-downhill"))
    assert asking.session.lessons.lesson is None
