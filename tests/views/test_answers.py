"""Sentences that are chosen as a prediction: whole where the panel is narrow."""

from types import SimpleNamespace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.lessons.predictions import ChoicePrediction
from playground.session.lesson_course import StepState
from playground.views.lesson.prediction import PredictionBox
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import FlowText

NARROW = 280
SHORT = "A little"
LONG = "So much that it takes several lines of the panel to say it, and a few words more"


def test_a_sentence_too_long_for_a_line_has_several(qtbot):
    asked = ChoicePrediction(ask="How much?", why="So.", choices=(SHORT, LONG), right=1)
    course = SimpleNamespace(step=SimpleNamespace(predict=asked), state=StepState(), predict=lambda said: None)
    content, box, after = QWidget(), PredictionBox(course), FlowText("What follows.")
    column = QVBoxLayout(content)
    column.addWidget(box)
    column.addWidget(after)
    column.addStretch(1)
    page = ColumnScroll(content)
    qtbot.addWidget(page)
    page.resize(NARROW, 500)
    box.refresh()
    page.show()
    answers = box.hands["sentences"].answers
    short, long = answers.button("1"), answers.button("2")
    qtbot.waitUntil(lambda: long.height() > 2 * short.height())
    assert long.width() <= NARROW
    gap = after.mapTo(content, after.rect().topLeft()).y() - long.mapTo(content, long.rect().bottomLeft()).y()
    assert 0 < gap < short.height() / 2, "no hole below them"
