"""The panel: all challenges to choose from, or the one at hand."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.widgets.learning.panel import LearningPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.lessons.sight import Sight
    from playground.session.session import Session
    from playground.views.challenge.challenge_list import ChallengeList
    from playground.views.challenge.page import ChallengePage


class ChallengeView(LearningPanel):
    """Shows challenges; its insides are made when they are first seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Challenges", "Leave the challenge", parent)
        self._course = session.challenges
        self.leave.clicked.connect(self._course.left)
        self._course.changed.connect(self.refresh)
        self._course.looked.connect(self._show_values)
        self._course.replayed.connect(self._show_marking)
        self.refresh()

    @cached_property
    def challenges(self) -> ChallengeList:
        """All challenges, made when they are shown first."""
        from playground.views.challenge.challenge_list import ChallengeList  # noqa: PLC0415 - not for a start

        made = ChallengeList()
        made.chosen.connect(self._course.asked)
        return made

    @cached_property
    def page(self) -> ChallengePage:
        """The challenge at hand, made with the first one."""
        from playground.views.challenge.page import ChallengePage  # noqa: PLC0415 - not for a start

        return ChallengePage(self._course)

    @Slot()
    def refresh(self) -> None:
        """Show the challenge at hand, or all."""
        challenge = self._course.challenge
        self.show_open(None if challenge is None else challenge.title)
        if not self.isVisible():
            return
        self.bring_up(self.challenges if challenge is None else self.page)
        if challenge is None:
            self.challenges.read()
            self.challenges.show_passed(self._course.passed)
        else:
            self.page.refresh()

    @Slot(object)
    def _show_values(self, sight: Sight) -> None:
        if self.isVisible() and self._course.challenge is not None:
            self.page.show_values(sight)

    @Slot()
    def _show_marking(self) -> None:
        if self.isVisible() and self._course.challenge is not None:
            self.page.show_marking()
