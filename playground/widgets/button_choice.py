"""Buttons of which one is on: what tracks of segments, galleries and rows of curves have in common."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from playground.widgets.accessible import Tells, Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.widgets.lockable import ActionLocks, Lockable


class ButtonChoice(Tells, QWidget):
    """Holds buttons by key. Arrows go from one to the next and choose it, Tab comes to the one that is on.

    Args:
        name: Accessible name of them all.
        exclusive: Exactly one is on; otherwise each is a switch of its own.
        parent: Qt parent.

    Signals:
        chosen(str): Exclusive: the key that the person chose.
        toggled(str, bool): Switches: a key and its new state.
    """

    chosen = Signal(str)
    toggled = Signal(str, bool)
    says_again = False
    """Whether a click on what is on already is said."""

    def __init__(self, name: str, *, exclusive: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self) if exclusive else None
        self._buttons: dict[str, QAbstractButton] = {}
        self._shown = ""

    def told(self) -> Told:
        """A group; its buttons tell of themselves."""
        return Told(QAccessible.Role.Grouping)

    def button(self, key: str) -> QAbstractButton:
        """The button of a key.

        Raises:
            KeyError: There is none.
        """
        return self._buttons[key]

    def keys(self) -> list[str]:
        """The keys of all buttons, in their order."""
        return list(self._buttons)

    def follow_lock(self, key: str, locks: ActionLocks, action: str) -> None:
        """Have one of them stand for a command, to be grey while that is locked.

        Args:
            key: Of the button, a `Lockable`.
            locks: Says whether it is.
            action: The command's name in the table of actions.

        Raises:
            KeyError: There is no such button.
        """
        cast("Lockable", self._buttons[key]).follow_lock(locks, action)

    def current_key(self) -> str:
        """The key of the one that is on; "" for none."""
        return next(iter(self.keys_on()), "")

    def set_current(self, key: str) -> None:
        """Turn one on and the others off, without a signal; "" turns all off."""
        self.set_keys_on({key} if key else ())

    def keys_on(self) -> set[str]:
        """The keys of all that are on."""
        return {key for key, button in self._buttons.items() if button.isChecked()}

    def set_keys_on(self, keys: Iterable[str]) -> None:
        """Turn these on and the others off, without a signal."""
        wanted = set(keys)
        if self._group is not None:
            self._group.setExclusive(False)  # or none could be on
        for key, button in self._buttons.items():
            button.setChecked(key in wanted)
        if self._group is not None:
            self._group.setExclusive(True)
            self._lead_focus()

    def _hold(self, key: str, button: QAbstractButton) -> None:
        """Make a button one of these."""
        button.setCheckable(True)
        button.setAutoExclusive(self._group is not None)  # the group sees to it; this tells screen readers
        button.clicked.connect(partial(self._take, key))
        if not self._buttons:
            self.setFocusProxy(button)
        self._buttons[key] = button
        if self._group is not None:
            self._group.addButton(button)

    def _drop(self, key: str) -> None:
        """A button that is there no more."""
        button = self._buttons.pop(key)
        if self._group is not None:
            self._group.removeButton(button)
        button.hide()
        button.deleteLater()
        if self._shown == key:
            self._shown = ""

    def _take(self, key: str) -> None:
        if self._group is None:
            self.toggled.emit(key, self._buttons[key].isChecked())
        elif key != self._shown or self.says_again:
            self._lead_focus()
            self.chosen.emit(key)

    def _lead_focus(self) -> None:
        self._shown = self.current_key()
        for key, button in self._buttons.items():
            tab = key == self._shown or not self._shown
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if tab else Qt.FocusPolicy.NoFocus)
        if self._shown:
            self.setFocusProxy(self._buttons[self._shown])
