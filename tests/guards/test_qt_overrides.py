"""An error that C code raises in a Qt handler reaches whoever called Qt, instead of ending the process."""

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QGraphicsObject, QGraphicsScene, QGraphicsView, QWidget

from playground._qt_overrides import _wrap_overrides
from playground.widgets.buttons import PushButton
from playground.widgets.choice import ChoiceButton


class View(QWidget):
    def paintEvent(self, event):
        1 / 0  # noqa: B018


class Heir(View):
    def paintEvent(self, event):
        super().paintEvent(event)


class Item(QGraphicsObject):
    def boundingRect(self):
        return QRectF(0, 0, 9, 9)

    def paint(self, painter, option, widget=None):
        int(float("nan"))


class Model(QAbstractListModel):
    def rowCount(self, parent=QModelIndex()):  # noqa: B008 - Qt's own signature
        return 1

    def data(self, index, role=0):
        return [][role]


@pytest.mark.parametrize("kind", [View, Heir])
def test_a_widget(qtbot, kind):
    view = kind()
    qtbot.addWidget(view)
    with pytest.raises(ZeroDivisionError):
        view.grab()


def test_a_graphics_item(qtbot):
    scene = QGraphicsScene()
    scene.addItem(Item())
    view = QGraphicsView(scene)
    qtbot.addWidget(view)
    with pytest.raises(ValueError, match="NaN"):
        view.grab()


def test_a_model(qtbot):
    model = Model()
    with pytest.raises(IndexError):
        model.index(0).data()


def test_own_methods_and_signals_stay_as_they_are():
    class Plain(QObject):
        changed = Signal()

        def own(self):
            return 1

    before = vars(Plain)["own"]
    _wrap_overrides(QObject, Plain)
    assert vars(Plain)["own"] is before
    assert Plain().own() == 1


def test_an_error_in_what_a_control_mixes_in_is_an_error(qtbot):
    class Breaks(PushButton):
        def paint(self, painter):
            return 1 / 0

    button = Breaks("Play")
    qtbot.addWidget(button)
    with pytest.raises(ZeroDivisionError):
        button.grab()


def test_an_error_in_what_a_screen_reader_is_told_is_an_error(qtbot):
    class Breaks(ChoiceButton):
        def told(self):
            return int(float("nan"))

    button = Breaks("Loss", (), "")
    qtbot.addWidget(button)
    with pytest.raises(ValueError, match="NaN"):
        QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Value)
