"""Panels keep their heights where others are put in their docks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from playground.lessons.library import shipped_lesson


def test_panels_are_as_high_after_a_lesson_on_pictures_as_before(window, qtbot):
    window.resize(1280, 768)
    output = window.layout_of_panels.docks["output"]
    qtbot.waitUntil(lambda: window.layout_of_panels.settled_width == 1280)
    QApplication.processEvents()
    before = output.height()
    # on a desktop Qt lowers an exchanged panel in a layout of the last start; off the screen the test has to
    window.session.dataset_changed.connect(lambda: window.resizeDocks([output], [1], Qt.Orientation.Vertical))
    window.lesson_desk.take(shipped_lesson("the-same-eye-everywhere"))
    qtbot.waitUntil(lambda: output.height() == before)
    window.session.lessons.left.emit()
    qtbot.waitUntil(lambda: output.height() == before)
