"""The application in each theme, restored afterwards, and a way to look at what a widget painted."""

import pytest
from PySide6.QtGui import QImage

from playground.widgets.theme import DARK, LIGHT, apply_theme, set_reduced_motion


@pytest.fixture(autouse=True)
def still(qapp):
    """Movements are left out, so that a picture is what it will stay."""
    set_reduced_motion(reduced=True)
    apply_theme(qapp, DARK, 1.0)
    yield
    set_reduced_motion(reduced=False)
    apply_theme(qapp, DARK, 1.0)


@pytest.fixture
def dress(qapp):
    def wear(theme=LIGHT, factor=1.0):
        apply_theme(qapp, theme, factor)

    return wear


@pytest.fixture
def picture():
    def grab(widget):
        return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    return grab


@pytest.fixture
def put(qtbot):
    """Shows a widget inside a window, where focus rings and popovers have room."""
    from PySide6.QtWidgets import QWidget

    windows = []  # nothing else holds them

    def place(widget, width=0, height=0):
        window = QWidget()
        windows.append(window)
        window.resize(500, 400)
        widget.setParent(window)
        hint = widget.sizeHint()
        widget.setGeometry(40, 40, width or max(hint.width(), 1), height or max(hint.height(), 1))
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return widget

    return place
