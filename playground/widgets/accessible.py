"""What a screen reader is told of widgets of a kind that Qt has not, or of which Qt's own class says too little.

A widget derives from `Tells` and says in `told` what it is, what it shows and what can be done with it. Qt asks when a
screen reader runs and at no other time, so that nothing has to be kept up to date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QAccessibleValueInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Role = QAccessible.Role


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can be read, and set where the widget is enabled.

    Attributes:
        value: As it stands.
        least: The smallest.
        most: The largest.
        take: What setting it does; None where it can only be read.
    """

    value: float
    least: float
    most: float
    take: Callable[[float], object] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A thing in a picture that is pressed as a button is: a neuron, a layer.

    Attributes:
        name: What it is.
        place: In the widget's coordinates.
        press: What pressing it does.
        chosen: Whether it is the one that was chosen.
    """

    name: str
    place: QRectF
    press: Callable[[], object]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a widget beside its name and description.

    Attributes:
        role: Its kind.
        value: What it shows, in words; "" for nothing.
        number: What it shows, as a number.
        actions: What can be done with it, by Qt's names of actions.
        pieces: What can be pressed in it.
        on: Whether it is on, for what can be.
        opens: Whether it opens a list or menu.
    """

    role: QAccessible.Role
    value: str = ""
    number: Number | None = None
    actions: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    on: bool | None = None
    opens: bool = False


if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class Tells(_Base):
    """Mixed into a widget, before its class of Qt's."""

    def told(self) -> Told:
        """What a screen reader is told of it now."""
        raise NotImplementedError


class _Value(QAccessibleValueInterface):
    def __init__(self, told: Callable[[], Told]) -> None:
        super().__init__()
        self._told = told

    def currentValue(self) -> float:
        return self._number().value

    def minimumValue(self) -> float:
        return self._number().least

    def maximumValue(self) -> float:
        return self._number().most

    def minimumStepSize(self) -> float:
        return 0.0

    def setCurrentValue(self, value: Any) -> None:
        take = self._number().take
        if take is not None:
            take(float(value))

    def _number(self) -> Number:
        return self._told().number or Number(0.0, 0.0, 0.0)


class _Accessible(QAccessibleWidget):
    """A widget that tells of itself; without the widget, nothing."""

    def __init__(self, widget: Tells) -> None:
        super().__init__(widget)
        self._value = _Value(self._told)
        self._pieces: list[_AccessiblePiece] = []

    def role(self) -> QAccessible.Role:
        return self._told().role

    def text(self, kind: QAccessible.Text) -> str:
        return self._told().value if kind is QAccessible.Text.Value else super().text(kind)

    def state(self) -> QAccessible.State:
        told, state = self._told(), super().state()
        fields: Any = state  # they are not in the stubs
        if told.on is not None:
            fields.checkable, fields.checked = True, told.on
        fields.hasPopup = fields.expandable = told.opens
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind is QAccessible.InterfaceType.ValueInterface:
            # Qt wants the bare pointer here; `self` holds the object that it points to.
            return shiboken6.VoidPtr(shiboken6.getCppPointer(self._value)[0]) if self._told().number else None
        return super().interface_cast(kind)

    def actionNames(self) -> list[str]:
        enabled = isinstance(self.object(), QWidget) and not self.state().disabled
        return [*self._told().actions, *super().actionNames()] if enabled else []

    def doAction(self, name: str) -> None:
        action = self._told().actions.get(name)
        if action is not None:
            action()
        else:
            super().doAction(name)

    def childCount(self) -> int:
        count = len(self._told().pieces)
        while len(self._pieces) < count:
            piece = _AccessiblePiece(self, len(self._pieces))
            QAccessible.registerAccessibleInterface(piece)
            self._pieces.append(piece)
        return count or super().childCount()

    def child(self, index: int) -> QAccessibleInterface:
        return self._pieces[index] if index < min(self.childCount(), len(self._pieces)) else super().child(index)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        for index in range(len(self._told().pieces)):
            piece = self.child(index)
            if piece.rect().contains(x, y):
                return piece
        return super().childAt(x, y)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._pieces.index(child) if child in self._pieces else super().indexOfChild(child)

    def piece(self, index: int) -> Piece | None:
        pieces = self._told().pieces
        return pieces[index] if index < len(pieces) else None

    def _told(self) -> Told:
        widget = self.object()
        return widget.told() if isinstance(widget, Tells) else Told(Role.Client)


class _Press(QAccessibleActionInterface):
    def __init__(self, found: Callable[[], Piece | None]) -> None:
        super().__init__()
        self._found = found

    def actionNames(self) -> list[str]:
        return [self.pressAction()]

    def doAction(self, name: str) -> None:
        piece = self._found()
        if piece is not None and name == self.pressAction():
            piece.press()

    def keyBindingsForAction(self, _name: str) -> list[str]:
        return []


class _AccessiblePiece(QAccessibleInterface):
    """The piece of a number, whatever that is when it is asked."""

    def __init__(self, owner: _Accessible, index: int) -> None:
        super().__init__()
        self._owner, self._index = owner, index
        self._press = _Press(self._found)

    def isValid(self) -> bool:
        return shiboken6.isValid(self._owner) and self._owner.isValid() and self._found() is not None

    def object(self) -> QObject | None:  # type: ignore[override] # there is none
        return None

    def role(self) -> QAccessible.Role:
        return Role.Button

    def text(self, kind: QAccessible.Text) -> str:
        piece = self._found()
        return piece.name if piece is not None and kind is QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Names are the owner's."""

    def state(self) -> QAccessible.State:
        piece, state = self._found(), QAccessible.State()
        fields: Any = state  # they are not in the stubs
        fields.invalid = piece is None
        fields.selectable, fields.selected = True, piece is not None and piece.chosen
        return state

    def rect(self) -> QRect:
        piece, widget = self._found(), self._owner.object()
        if piece is None or not isinstance(widget, QWidget):
            return QRect()
        place = piece.place.toAlignedRect()
        return QRect(widget.mapToGlobal(place.topLeft()), place.size())

    def parent(self) -> QAccessibleInterface:
        return self._owner

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override] # there is none
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override] # there is none
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind is QAccessible.InterfaceType.ActionInterface:
            return shiboken6.VoidPtr(shiboken6.getCppPointer(self._press)[0])
        return None

    def _found(self) -> Piece | None:
        return self._owner.piece(self._index)


def _made(_class_name: str, asked: QObject) -> QAccessibleInterface | None:
    return _Accessible(asked) if isinstance(asked, Tells) else None


QAccessible.installFactory(_made)
