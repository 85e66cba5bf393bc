"""Panels that stand in another one's place for a while, where the column that they belong in has no room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from playground.app.docks import BEYOND, DOCKS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager

    from PySide6.QtWidgets import QDockWidget, QMainWindow

CRAMPED_BEYOND = 2
"""Panels in the column beyond the right one: where it holds no more, a lesson has it for itself."""
NEIGHBOUR = "lesson"
"""Beside it guests stand at home: it stays in the column beyond the right one."""


class Lodging:
    """Which panel lodges where.

    Args:
        window: That the panels are docked in.
        docks: By their keys.
        arranging: Holds while panels are moved about by the program.
        settle: Called soon afterwards.
    """

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, QDockWidget],
        arranging: Callable[[], AbstractContextManager[None]],
        settle: Callable[[], None],
    ) -> None:
        self._window, self._docks, self._arranging, self._settle = window, docks, arranging, settle
        self._hosts: dict[str, tuple[str, bool]] = {}

    def column(self, key: str) -> int:
        """In which column a panel stands now."""
        return DOCKS[self._hosts[key][0] if key in self._hosts else key].column

    def take_in(self, guest: str, host: str) -> None:
        """Show a panel in the place of another, which is hidden meanwhile."""
        if guest in self._hosts or DOCKS[guest].column != BEYOND:
            return
        place, dock = self._docks[host], self._docks[guest]
        self._hosts[guest] = host, not place.isHidden()
        height = place.height()
        with self._arranging():
            self._window.splitDockWidget(place, dock, Qt.Orientation.Vertical)
            place.hide()
            dock.show()
            self._window.resizeDocks([dock], [max(height, 1)], Qt.Orientation.Vertical)
        QTimer.singleShot(0, self._window, self._settle)

    def send_home(self, but: Collection[str] = ()) -> None:
        """Hide guests, put them back into their own column, and show the panels in whose place they stood.

        Args:
            but: Those that may stay.
        """
        with self._arranging():
            for guest in set(self._hosts) - set(but):
                host, was_open = self._hosts.pop(guest)
                dock = self._docks[guest]
                self._window.removeDockWidget(dock)
                self._window.splitDockWidget(self._docks[NEIGHBOUR], dock, Qt.Orientation.Vertical)
                dock.hide()
                self._docks[host].setVisible(was_open)
        QTimer.singleShot(0, self._window, self._settle)

    def forget(self) -> None:
        """All panels have been put where they belong."""
        self._hosts.clear()
