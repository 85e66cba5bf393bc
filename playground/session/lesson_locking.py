"""What the lesson at hand does not let be changed, in words: parts of the document, and commands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.lessons.lesson import Lesson
    from playground.session.lesson_sight import Learner


class LessonLocking(QObject):
    """Tells what is locked; nothing is where no lesson is at hand, or while the lesson itself acts.

    Attributes:
        lesson: The one at hand; None for none.

    Signals:
        changed(): Another lesson or none, another step, a hint, a prediction, a goal reached.
    """

    changed = Signal()

    def __init__(self, session: Learner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lesson: Lesson | None = None
        self._acts = False

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """While it holds the lesson itself changes the document, which no lock forbids."""
        self._acts = True
        try:
            yield
        finally:
            self._acts = False

    def refusal(self, before: Document, after: Document) -> str:
        """Why an edit of the document is not done: it touches what the lesson has locked; "" where it may be done."""
        if self.lesson is None or not self.lesson.locked or self._acts:
            return ""
        from playground.lessons.locks import locked_words, touched  # noqa: PLC0415 - not for a start

        return locked_words(set(touched(before, after)) & set(self.lesson.locked))

    def locks(self, part: str) -> str:
        """That the lesson at hand has locked a part of the document, in words; "" where it has not."""
        if self.lesson is None or part not in self.lesson.locked or self._acts:
            return ""
        from playground.lessons.locks import locked_words  # noqa: PLC0415 - not for a start

        return locked_words((part,))

    def locks_action(self, name: str) -> str:
        """That the lesson at hand has locked a command, in words; "" where it has not.

        Args:
            name: In the table of actions.
        """
        if self.lesson is None or name not in self.lesson.locked_actions:
            return ""
        from playground.lessons.locks import ACTION_LOCKED  # noqa: PLC0415 - not for a start

        return ACTION_LOCKED

    def allows(self, name: str) -> bool:
        """Whether a command may be given by a way that cannot be grey; where it may not, the message bar says so.

        Args:
            name: In the table of actions.
        """
        words = self.locks_action(name)
        if words:
            self._session.message_posted.emit(words, "info")
        return not words
