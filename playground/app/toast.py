"""Messages float over the bottom line of the window: nothing moves when one comes, and no panel is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot

from playground.widgets.message_bar import HEIGHT, MessageBar
from playground.widgets.progress_bar import ProgressBar
from playground.widgets.text import text_width
from playground.widgets.theme import px
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from playground.widgets.message_bar import Action

BELOW, MOST_WIDTH, SPARE = 2, 880, 96
PROGRESS_WIDTH, GAP = 420, 8
ACTION_WIDTH = 120
SHORT_MS = 6000
SHORT = ("info", "refused")
"""Kinds of message that go away by themselves."""


class Toast(QObject):
    """Keeps the message bar in the lower middle of the window.

    What informs or refuses goes away by itself. Warnings and errors stay until they are closed, taken back by who said
    them (`withdraw`), or overtaken by a document that is opened or saved (`settle`).
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._extra = 0
        self._offered: tuple[Action, ...] = ()
        self.bar = MessageBar(window)
        self.progress = ProgressBar(window)
        self._timer = one_shot(self, SHORT_MS, self.bar.dismiss)
        window.installEventFilter(self)

    @Slot(str, str)
    def show(self, text: str, kind: str = "info") -> None:
        """Say something of kind "info", "refused", "warn" or "danger"."""
        self._show(text, kind, ())

    def offer(self, text: str, kind: str, actions: Sequence[Action]) -> None:
        """Say something, with buttons for what can be done about it; it stays until it is closed."""
        self._show(text, kind, actions)
        self._timer.stop()

    def offer_too(self, text: str, kind: str, actions: Sequence[Action]) -> None:
        """Offer something beside what is offered already: one sentence after the other, and the buttons of both."""
        offered = self._offered if self.bar.isVisible() else ()
        before = f"{self.bar.text()} " if offered else ""
        self.offer(f"{before}{text}", kind, (*offered, *actions))

    @Slot(str)
    def withdraw(self, text: str) -> None:
        """Take a message away that is not true any more; another one stays."""
        if text == self.bar.text():
            self._end()

    @Slot()
    def settle(self) -> None:
        """What is shown stands in a file from now on: warnings of before are overtaken, news stays its time."""
        if not self._timer.isActive():
            self._end()

    @Slot(str)
    def show_progress(self, words: str) -> None:
        """Show how far something has come, in the messages' place; they move below it."""
        self.progress.begin(words)
        self.progress.raise_()
        self._place(self.bar.text())

    @Slot()
    def hide_progress(self) -> None:
        """Take the progress away: what it told of has ended."""
        self.progress.hide()
        self._place(self.bar.text())

    def dismiss(self) -> None:
        """Take it away at once."""
        self._timer.stop()
        self.bar.hide()

    def _show(self, text: str, kind: str, actions: Sequence[Action]) -> None:
        self._extra = ACTION_WIDTH * len(actions)
        self._offered = tuple(actions)
        self._place(text)
        self.bar.raise_()
        self.bar.show_message(text, kind, actions)
        if kind in SHORT:
            self._timer.start()
        else:
            self._timer.stop()

    def _end(self) -> None:
        self._timer.stop()
        self.bar.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle while the window changes its size."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._place(self.bar.text())
        return super().eventFilter(watched, event)

    def _place(self, text: str) -> None:
        room = min(px(MOST_WIDTH), self._window.width() - px(32))
        bottom = self._window.height() - px(BELOW)
        if not self.progress.isHidden():
            self._put(self.progress, min(px(PROGRESS_WIDTH), room), bottom - self.progress.height())
            bottom -= self.progress.height() + px(GAP)
        height = px(HEIGHT)
        self._put(self.bar, min(text_width(text, "row") + px(SPARE + self._extra), room), bottom - height)

    def _put(self, bar: QWidget, width: int, top: int) -> None:
        bar.setFixedWidth(width)
        bar.move((self._window.width() - width) // 2, top)
