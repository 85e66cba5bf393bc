"""What the map says over its picture: that training has diverged, or why it cannot begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from playground.training.snapshots.snapshot import TrainerState
from playground.widgets import theme
from playground.widgets.buttons import PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import integer
from playground.widgets.icons import paint_icon
from playground.widgets.label import FlowText

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from playground.session.session import Session

MARGIN, ICON = 8, 16


class Notice(QWidget):
    """A raised card with an icon before its words."""

    def __init__(self, icon: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._role = icon, role
        self.text = FlowText("", "row", "ink")
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = QGridLayout(self)
        self.column.addWidget(self.text, 0, 0)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        theme.theme_signals().changed.connect(self._measure)
        self._measure()

    def say(self, text: str) -> None:
        """Change the words."""
        self.text.set_text(text)
        self.setAccessibleName(text)

    def height_at(self, width: int) -> int:
        """Height that the words need in a width."""
        return self.column.totalHeightForWidth(width) if self.column.hasHeightForWidth() else self.sizeHint().height()

    def _measure(self) -> None:
        self.column.setContentsMargins(theme.px(10 + ICON + 8), theme.px(8), theme.px(12), theme.px(8))
        self.column.setVerticalSpacing(theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card and its icon."""
        with smooth_painter(self) as painter:
            shown = theme.current()
            rounded(painter, QRectF(self.rect()), 8, theme.with_alpha(shown.card, 0.95), shown.line_strong)
            place = QRectF(theme.pxf(10), theme.pxf(8), theme.pxf(ICON), theme.pxf(ICON))
            paint_icon(painter, self._icon, place, theme.role_colour(self._role))


class DivergedNotice(Notice):
    """Since when the loss is not a number, and two ways out."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("alert-triangle", "danger", parent)
        self._session = session
        tip = "Back\nReturns to the last weights that were finite numbers; the learning rate stays"
        self.back = PushButton("Back", tip=tip, height=28)
        tip = "Learning rate / 10\nReturns to the last finite weights and goes on more carefully"
        self.slower = PushButton("Learning rate / 10", tip=tip, height=28)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(6))
        buttons.addWidget(self.back)
        buttons.addWidget(self.slower)
        buttons.addStretch(1)
        self.column.addLayout(buttons, 1, 0)
        self.back.clicked.connect(self._go_back)
        self.slower.clicked.connect(session.recover)

    def show_state(self) -> bool:
        """Take the words from the session; whether there is anything to say."""
        snapshot = self._session.snapshot
        if self._session.state is not TrainerState.DIVERGED or snapshot is None:
            return False
        since, last = snapshot.diverged_epoch, snapshot.last_finite_epoch
        lost = f"The loss stopped being a number{'' if since is None else f' at epoch {integer(since)}'}."
        self.say(lost if last is None else f"{lost} Shown are the last good weights, of epoch {integer(last)}.")
        self.back.set_text("Go on" if last is None else f"Go on from epoch {integer(last)}")
        return True

    def _go_back(self) -> None:
        self._session.recover(slower=False)


class ProblemNotice(Notice):
    """The first reason why the document cannot be trained."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("info", "ink2", parent)
        self._session = session
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_state(self) -> bool:
        """Take the words from the session; whether there is anything to say."""
        session = self._session
        if session.problems and len(session.document.dataset):
            self.say(session.problems[0].text)
            return True
        if session.state is TrainerState.FAILED and session.snapshot is not None:
            self.say(session.snapshot.message)
            return bool(session.snapshot.message)
        return False

    def sizeHint(self) -> QSize:
        """Wide enough for a sentence in two lines."""
        return QSize(theme.px(280), super().sizeHint().height())
