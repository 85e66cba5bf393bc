"""Sentences that are chosen as a prediction: whole where the panel is narrow."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.lessons.library import shipped_lesson, shipped_lessons
from playground.lessons.predictions import ChoicePrediction
from playground.views.lesson.hands.sentences import Answers

NARROW = 230


def test_a_sentence_too_long_for_a_line_has_several(qtbot):
    asked = [step.predict for key in shipped_lessons() for step in shipped_lesson(key).steps]
    sentences = [one for ask in asked if isinstance(ask, ChoicePrediction) for one in ask.choices]
    short, long = min(sentences, key=len), max(sentences, key=len)
    window, answers = QWidget(), Answers()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(answers)
    column.addStretch(1)
    window.resize(NARROW, 400)
    answers.show_choices((short, long))
    window.show()
    first, second = answers.button("1"), answers.button("2")
    assert second.width() <= NARROW
    assert second.height() > 1.4 * first.height()
