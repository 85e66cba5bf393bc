"""What makes a control grey while a command that it stands for is locked, whatever else enables and describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    Base = QWidget
else:
    Base = object

ACTION = "action"
"""The property of a control that names the command for which it stands."""


class ActionLocks(Protocol):
    """Who says which commands are locked now."""

    @property
    def changed(self) -> SignalInstance:
        """Others may be locked."""

    def locks_action(self, name: str) -> str:
        """Why a command is locked, in words; "" where it is not."""


def lock_entry(entry: QAction, locks: ActionLocks, action: str) -> None:
    """Make an entry of a menu that is about to open grey, where the command that it stands for is locked.

    Args:
        entry: Of a menu that shows tooltips.
        locks: Says whether it is.
        action: The command's name in the table of actions.
    """
    words = locks.locks_action(action)
    if words:
        entry.setEnabled(False)
        entry.setToolTip(words)


class _Follower(QObject):
    """A control's ear for its locks, and the control's child: with it the connection goes, whoever destroys it.

    A method of the control will not do: PySide keeps connections to those of a mixin, and calls them when the control
    is gone.
    """

    @Slot()
    def follow(self) -> None:
        """Have the control ask anew what is locked."""
        cast("Lockable", self.parent()).follow_locks()


class Lockable(Base):
    """Mixed into a control: it is enabled when its view wants it and no command that it stands for is locked."""

    _locks: ActionLocks | None = None
    _lock = ""
    _is_wanted = True

    def follow_lock(self, locks: ActionLocks, action: str) -> None:
        """Stand for a command: be grey while it is locked, and say why in the tooltip.

        Args:
            locks: Says whether it is.
            action: Its name in the table of actions.
        """
        is_first = self._locks is None
        self._locks = locks
        self.setProperty(ACTION, action)
        if is_first:
            locks.changed.connect(_Follower(self).follow)
        self.follow_locks()

    def setEnabled(self, enabled: bool) -> None:
        """Enable it, as soon as it is not locked any more."""
        self._is_wanted = enabled
        super().setEnabled(enabled and not self._lock)

    def lock_words(self) -> str:
        """Why the command for which it stands is locked; "" where it is not, or it stands for none."""
        return self._lock

    def show_lock(self) -> None:
        """The words have changed. Nothing here."""

    def follow_locks(self) -> None:
        """Be grey or not, as the command is locked now."""
        words = "" if self._locks is None else self._locks.locks_action(str(self.property(ACTION)))
        if words != self._lock:
            self._lock = words
            super().setEnabled(self._is_wanted and not words)
            self.show_lock()
