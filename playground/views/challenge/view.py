"""The panel: all challenges to choose from, or the one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.panel import Panel
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from playground.lessons.sight import Sight
    from playground.session.session import Session
    from playground.views.challenge.challenge_list import ChallengeList
    from playground.views.challenge.page import ChallengePage


class ChallengeView(Panel):
    """Shows challenges; its insides are made when it is first seen.

    Attributes:
        challenges: The list; None before.
        page: The challenge at hand; None before.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Challenges", parent=parent)
        self._course = session.challenges
        tip = "Leave the challenge\nYour own work comes back as it was"
        self.leave = IconButton("x", "Leave the challenge", tip)
        self.add_slot(self.leave)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self.add(body, overhang=6, stretch=1)
        self.challenges: ChallengeList | None = None
        self.page: ChallengePage | None = None
        self.leave.clicked.connect(self._course.left)
        self._course.changed.connect(self.refresh)
        self._course.looked.connect(self._show_values)
        self._course.replayed.connect(self._show_marking)
        self.refresh()

    def sizeHint(self) -> QSize:
        """Room for some paragraphs."""
        return QSize(px(320), px(640))

    def minimumSizeHint(self) -> QSize:
        """A narrow column of words."""
        return QSize(px(280), px(260))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        if self.challenges is None:
            self._fill()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the challenge at hand, or all."""
        challenge = self._course.challenge
        self.leave.setVisible(challenge is not None)
        self.set_title("Challenges" if challenge is None else challenge.title)
        if not self.isVisible() or self.challenges is None or self.page is None:
            return
        if challenge is None:
            self._stack.setCurrentWidget(self.challenges)
            self.challenges.show_passed(self._course.passed)
        else:
            self._stack.setCurrentWidget(self.page)
            self.page.refresh()

    def _fill(self) -> None:
        from playground.views.challenge.challenge_list import ChallengeList  # noqa: PLC0415 - not for a start
        from playground.views.challenge.page import ChallengePage  # noqa: PLC0415

        self.challenges, self.page = ChallengeList(), ChallengePage(self._course)
        self._stack.addWidget(self.challenges)
        self._stack.addWidget(self.page)
        self.challenges.read()
        self.challenges.chosen.connect(self._course.asked)

    @Slot(object)
    def _show_values(self, sight: Sight) -> None:
        if self.isVisible() and self.page is not None and self._course.challenge is not None:
            self.page.show_values(sight)

    @Slot()
    def _show_marking(self) -> None:
        if self.isVisible() and self.page is not None:
            self.page.show_marking()
