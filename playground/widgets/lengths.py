"""Lengths that follow the size of the interface: set once where a layout is made, and again with every other size.

For layouts and for widgets of Qt's own. What paints itself asks `px` while it does, and a widget that measures its
parts in a slot of its own needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QSpacerItem

from playground.widgets.interface import px, scale, theme_signals

if TYPE_CHECKING:
    from collections.abc import Callable

FIXED, LEAST = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum


def scaled(setter: Callable[..., object], *lengths: float) -> None:
    """Give a layout or widget its lengths, now and whenever the interface has another size.

    Args:
        setter: A method of it that takes whole pixels, such as `row.setSpacing` or `field.setFixedWidth`.
        lengths: What it is called with, at a scale of 100 %.
    """
    _SetLengths(_owner(setter), setter.__name__, lengths)


def scaled_size(setter: Callable[[QSize], object], width: float, height: float) -> None:
    """As `scaled`, for a method that takes a `QSize`, such as `grid.setIconSize`."""
    _SetLengths(_owner(setter), setter.__name__, (width, height), as_size=True)


def add_gap(box: QBoxLayout, length: float) -> None:
    """Put an empty place behind what is in a box, as wide or high at a scale of 100 % as `length` says."""
    item = QSpacerItem(0, 0)
    box.addItem(item)
    _GapLength(box, item, length)


def _owner(setter: Callable[..., object]) -> QObject:
    return cast("QObject", setter.__self__)  # type: ignore[attr-defined]


class _Lengths(QObject):
    """A child of what has the lengths: it ends with that."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._scale = scale()
        theme_signals().changed.connect(self._follow)

    def apply(self) -> None:
        raise NotImplementedError

    @Slot()
    def _follow(self) -> None:
        if self._scale != scale():
            self._scale = scale()
            self.apply()


class _SetLengths(_Lengths):
    def __init__(self, owner: QObject, setter: str, lengths: tuple[float, ...], *, as_size: bool = False) -> None:
        super().__init__(owner)
        self._setter, self._lengths, self._as_size = setter, lengths, as_size
        self.apply()

    def apply(self) -> None:
        lengths = [px(length) for length in self._lengths]
        getattr(self.parent(), self._setter)(*([QSize(*lengths)] if self._as_size else lengths))


class _GapLength(_Lengths):
    def __init__(self, box: QBoxLayout, item: QSpacerItem, length: float) -> None:
        super().__init__(box)
        self._item, self._length = item, length
        self.apply()

    def apply(self) -> None:
        box, length = cast("QBoxLayout", self.parent()), px(self._length)
        along = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft
        if box.direction() in along:
            self._item.changeSize(length, 0, FIXED, LEAST)
        else:
            self._item.changeSize(0, length, LEAST, FIXED)
        box.invalidate()
