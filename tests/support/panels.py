"""Waiting for the panels of a window, and dragging them."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

STILL = 3


def settle(window, qtbot):
    """Wait until the panels have their sizes: what is put off to later turns of the event loop is done.

    The window's own word is not enough: one arrangement may ask for another, and Qt lays out a turn later still.
    """
    seen = []

    def is_still():
        seen.append({key: (dock.isVisible(), dock.geometry()) for key, dock in window.docks.items()})
        is_settled = window.layout_of_panels.settled_width == window.width()
        return is_settled and len(seen) >= STILL and all(one == seen[-1] for one in seen[-STILL:])

    qtbot.waitUntil(is_still)


def drag_title(window, key, to, modifier=Qt.KeyboardModifier.NoModifier):
    """Drag a panel by its title as the mouse does: the header gets the first events, then Qt grabs the rest."""
    dock = window.docks[key]
    title_bar = dock.widget().title_bar()
    start = QPoint(20, 20)
    steps = (QMouseEvent.Type.MouseButtonPress, *[QMouseEvent.Type.MouseMove] * 4)
    for number, kind in enumerate(steps):
        local = start + (to - start) * number / 4
        receiver = title_bar if not dock.isFloating() else dock
        button = Qt.MouseButton.LeftButton if number == 0 else Qt.MouseButton.NoButton
        place = QPointF(receiver.mapFromGlobal(title_bar.mapToGlobal(local)))
        globally = QPointF(title_bar.mapToGlobal(local))
        held = Qt.MouseButton.LeftButton
        QApplication.sendEvent(receiver, QMouseEvent(kind, place, globally, globally, button, held, modifier))
