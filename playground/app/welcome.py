"""At the very first start: one sentence of what this is for, and three ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.app.help.pages import greeting
from playground.document.model import domain_of

if TYPE_CHECKING:
    from playground.app.window import MainWindow


class Welcome(QObject):
    """Stands in the messages' place until training begins or it is closed; it does not come again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._words = greeting(domain_of(window.session.document)).purpose
        window.session.state_changed.connect(self._end_when_playing)
        window.session.lessons.changed.connect(self._end)
        actions = (("Play", self._play), ("Lessons", self._learn), ("What am I looking at?", self._explain))
        window.toast.offer(self._words, "info", actions)
        window.settings.is_welcomed = True

    def _play(self) -> None:
        self._window.session.play()

    def _learn(self) -> None:
        self._end()
        self._window.layout_of_panels.open("lesson")

    def _explain(self) -> None:
        self._end()
        self._window.show_help()

    @Slot()
    def _end_when_playing(self) -> None:
        if self._window.session.playing:
            self._end()

    @Slot()
    def _end(self) -> None:
        self._window.toast.withdraw(self._words)


def welcome(window: MainWindow) -> None:
    """Greet who starts the program for the first time; later say what was left behind by a lesson."""
    if not window.settings.is_welcomed:
        Welcome(window)
    else:
        window.lesson_desk.offer()
