"""Panels that stand in another one's place for a while, where the column that they belong in has no room for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from playground.app.docks import BEYOND, DOCKS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager

    from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

CRAMPED_BEYOND = 2
"""Panels in the column beyond the right one: where it holds no more, a lesson has it for itself."""
NEIGHBOUR, HOST = "lesson", "hidden"
"""Beside the one guests stand at home, as it stays in the column beyond the right one; the other takes them in."""
ANCHOR = "challenge"
"""Beside it the neighbour stands at home."""
YIELDING = (("network", "hidden"), ("output", "loss"))
"""Columns of which one stands back where a lesson and what its step opens do not fit beside both."""
GUTTER = 8
"""Between panels, and around them."""


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
        self._guests: dict[str, bool] = {}
        """Each with whether the host was open when it came."""
        self._squeezed = ""
        """The guest that is one because the window is too narrow for its own column."""
        self._stood_back: tuple[str, ...] = ()
        """Panels that are closed for as long as a lesson and what its step opens need their room."""
        self._spoken_of: tuple[str, ...] | None = None

    def column(self, key: str) -> int:
        """In which column a panel stands now."""
        return DOCKS[HOST if key in self._guests else key].column

    def take_in(self, guest: str) -> None:
        """Show a panel in the place of the host, which is hidden meanwhile."""
        if guest in self._guests or DOCKS[guest].column != BEYOND:
            return
        place, dock = self._docks[HOST], self._docks[guest]
        self._guests[guest] = not place.isHidden()
        height = place.height()
        with self._arranging():
            self._window.splitDockWidget(place, dock, Qt.Orientation.Vertical)
            place.hide()
            dock.show()
            self._window.resizeDocks([dock], [max(height, 1)], Qt.Orientation.Vertical)
        QTimer.singleShot(0, self._window, self._settle)

    def send_home(self, but: Collection[str] = ()) -> None:
        """Hide guests, put them back into their own column, and show the host again, where it was open.

        What has stood back comes again, and what it made room for is hidden as guests are.

        Args:
            but: Those that may stay.
        """
        with self._arranging():
            gone = set(self._guests) - set(but)
            was_open = any(self._guests[guest] for guest in gone)
            for guest in gone:
                self._take_home(guest)
            if gone and not self._guests:
                self._docks[HOST].setVisible(was_open)
            elif was_open:
                self._guests = dict.fromkeys(self._guests, True)
            if self._stood_back:
                beyond = {key for key in self.placed() if self.column(key) == BEYOND and key != NEIGHBOUR}
                for key in beyond - set(but):
                    self._docks[key].hide()
                if not beyond & set(but):
                    self._come_back()
        QTimer.singleShot(0, self._window, self._settle)

    def let_go(self, key: str) -> None:
        """A person has taken a guest away, where there is one of this name: its place is free for its host again."""
        if self._guests.pop(key, False):
            with self._arranging():
                self._docks[HOST].show()

    def _take_home(self, guest: str) -> None:
        self._guests.pop(guest)
        dock = self._docks[guest]
        self._window.removeDockWidget(dock)
        anchor = self._docks[ANCHOR if guest == NEIGHBOUR else NEIGHBOUR]
        self._window.splitDockWidget(anchor, dock, Qt.Orientation.Vertical)
        dock.hide()

    def forget(self) -> None:
        """All panels have been put where they belong."""
        self._guests.clear()
        self._stood_back = ()

    def attend(self, keys: Sequence[str] | None) -> None:
        """Follow a lesson: what the step before brought goes home, but for what this one speaks of as well.

        Args:
            keys: Panels that the step at hand speaks of; None where there is no lesson any more.
        """
        self.send_home(() if keys is None else (*keys, NEIGHBOUR))
        self._spoken_of = None if keys is None else tuple(keys)
        if keys is not None and set(keys) & set(self._stood_back):
            with self._arranging():
                self._come_back()

    # ---- where room is short ---------------------------------------------------------------------------------------

    @property
    def has_guests(self) -> bool:
        """Whether a panel stands in another one's place, or has its room."""
        return bool(self._guests or self._stood_back)

    @property
    def lent(self) -> set[str]:
        """The panels that are open but for others that have their room: the host, and what stands back."""
        return ({HOST} if any(self._guests.values()) else set()) | set(self._stood_back)

    def placed(self) -> list[str]:
        """The panels that stand in the window now, by their keys."""
        return [key for key, dock in self._docks.items() if not dock.isHidden() and not dock.isFloating()]

    def docks_beyond(self) -> list[QDockWidget]:
        """The panels that stand beyond the right column now."""
        return [self._docks[key] for key in self.placed() if self.column(key) == BEYOND]

    def close_oldest(self, key: str, opened: Sequence[str], most: int) -> None:
        """Close the panels beyond the right column that have been there longest, where another opens there.

        Args:
            key: The one that opens.
            opened: In the order in which panels were opened last.
            most: How many that column has room for.
        """
        others = [each for each in self.placed() if self.column(each) == BEYOND and each != key]
        others.sort(key=lambda each: opened.index(each) if each in opened else -1)
        for each in [each for each in others if not DOCKS[each].stays][: max(len(others) + 1 - most, 0)]:
            self._docks[each].hide()

    def fit(self) -> None:
        """Where the columns are wider than the window, let what stands beyond the right one take the spaces' place.

        Qt lays panels over each other there. A lesson keeps its column while that has room; else it is the guest, or
        the one that was opened after it. When there is room again, as with smaller type, the guest goes home. Beside a
        lesson that is under way, another column stands back for what its step opens.
        """
        is_narrow = self._least_width() > self._window.width()
        beyond = [key for key in self.placed() if self.column(key) == BEYOND and key != NEIGHBOUR]
        if self._spoken_of is not None and self._fit_beside_lesson(beyond):
            return
        if beyond and is_narrow:
            with self._arranging():
                for key in beyond[:-1]:
                    self._docks[key].hide()
            self._squeeze(beyond[-1])
        elif self._squeezed in self._guests and not is_narrow:
            self.send_home(but=self._guests.keys() - {self._squeezed})
            self._docks[self._squeezed].show()
        is_beyond = NEIGHBOUR in self.placed() and NEIGHBOUR not in self._guests
        if is_beyond and self._least_width(as_it_is=True) > self._window.width():
            self._squeeze(NEIGHBOUR)

    def _fit_beside_lesson(self, beyond: Sequence[str]) -> bool:
        """Where a lesson and another panel beyond the right column are too much, let a column stand back for them.

        Args:
            beyond: The panels there, but for the lesson.

        Returns:
            Whether all is done.
        """
        guests = [guest for guest in self._guests if guest != NEIGHBOUR]
        others = [*beyond, *guests]
        if NEIGHBOUR not in self.placed() or not others:
            if self._stood_back:
                with self._arranging():
                    self._come_back()
            return False
        is_narrow = self._least_width() > self._window.width()
        if self._stood_back and is_narrow:
            return True
        if not is_narrow or (not beyond and self._is_apart()):
            with self._arranging():
                self._come_back()
            return False
        self.send_home()
        speaks = set(self._spoken_of or ())
        left, right = YIELDING
        yielding = right if speaks & set(left) and not speaks & set(right) else left
        with self._arranging():
            self._stood_back = tuple(key for key in yielding if not self._docks[key].isHidden())
            for key in self._stood_back:
                self._docks[key].hide()
            for key in (NEIGHBOUR, others[-1]):
                self._docks[key].show()
        QTimer.singleShot(0, self._window, self._settle)
        return True

    def _is_apart(self) -> bool:
        """Whether the lesson is at home and has room there, while the other is the guest."""
        return NEIGHBOUR not in self._guests and self._least_width(as_it_is=True) <= self._window.width()

    def _come_back(self) -> None:
        for key in self._stood_back:
            self._docks[key].show()
        self._stood_back = ()

    def _squeeze(self, key: str) -> None:
        self.send_home()
        self._squeezed = key
        self.take_in(key)

    def follow(self, key: str, *, shown: bool) -> None:
        """A person has closed a guest, or opened the panel in whose place it stands: that is back, and it is not."""
        if key in self._guests and not shown:
            self.send_home(but=self._guests.keys() - {key})
        elif shown and key in self.lent:
            self.send_home()
            self._docks[key].show()

    def keep_heights(self) -> None:
        """Call before panels in docks are exchanged for others: Qt gives them other heights, and they get theirs back.

        A column in which panels open or close at the same time shares its height anew.
        """
        heights = {key: self._docks[key].height() for key in self.placed()}
        parts = {key: self._docks[key].widget() for key in heights}
        QTimer.singleShot(0, self._window, partial(self._give_back, heights, parts))

    def _give_back(self, heights: Mapping[str, int], parts: Mapping[str, QWidget | None]) -> None:
        placed = set(self.placed())
        moved = {self.column(key) for key in placed ^ heights.keys()}
        exchanged = {self.column(key) for key in placed & heights.keys() if self._docks[key].widget() is not parts[key]}
        keys = [key for key in placed if self.column(key) in exchanged - moved]
        docks = [self._docks[key] for key in keys]
        if docks:
            self._window.resizeDocks(docks, [max(heights[key], 1) for key in keys], Qt.Orientation.Vertical)

    def _least_width(self, *, as_it_is: bool = False) -> int:
        """What the panels need beside each other, with every guest at home unless it is asked for as it is."""
        least: dict[int, int] = {}
        back = [] if as_it_is else self.lent
        for key in (*self.placed(), *back):
            column = self.column(key) if as_it_is else DOCKS[key].column
            least[column] = max(least.get(column, 0), self._docks[key].minimumSizeHint().width())
        return sum(least.values()) + (len(least) + 1) * GUTTER
