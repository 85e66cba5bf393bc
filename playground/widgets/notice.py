"""What is said over the picture of the output: that training has diverged, or why it cannot begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from playground.widgets import theme
from playground.widgets.buttons import PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import integer
from playground.widgets.icons import paint_icon
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

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
        """Show another text in place of the one at hand."""
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
    """Since when the loss is not a number, and two ways out.

    Signals:
        back_asked(): Go on from the last good weights.
        slower_asked(): The same, with a lower learning rate.
    """

    back_asked = Signal()
    slower_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("alert-triangle", "danger", parent)
        tip = "Back\nReturns to the last weights that were finite numbers; the learning rate stays"
        self.back = PushButton("Back", tip=tip, height=28)
        tip = "Learning rate / 10\nReturns to the last finite weights and goes on more carefully"
        self.slower = PushButton("Learning rate / 10", tip=tip, height=28)
        buttons = QHBoxLayout()
        scaled(buttons.setSpacing, 6)
        buttons.addWidget(self.back)
        buttons.addWidget(self.slower)
        buttons.addStretch(1)
        self.column.addLayout(buttons, 1, 0)
        self.back.clicked.connect(self.back_asked)
        self.slower.clicked.connect(self.slower_asked)

    def show_divergence(self, since: int | None, last: int | None) -> None:
        """Say it.

        Args:
            since: The epoch at which the loss stopped being a number; None where that is not known.
            last: The epoch of the good weights that training has gone back to; None where there are none.
        """
        lost = f"The loss stopped being a number{'' if since is None else f' at epoch {integer(since)}'}."
        self.say(lost if last is None else f"{lost} Shown are the last good weights, of epoch {integer(last)}.")
        self.back.set_text("Go on" if last is None else f"Go on from epoch {integer(last)}")


class ProblemNotice(Notice):
    """The first reason why the document cannot be trained."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("info", "ink2", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Wide enough for a sentence in two lines."""
        return QSize(theme.px(280), super().sizeHint().height())


class Notices(QObject):
    """Both of them over one square: the divergence at its top, the problem at its bottom.

    Args:
        over: The widget that they lie over.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.diverged = DivergedNotice(over)
        self.problem = ProblemNotice(over)

    def show_state(self, diverged: tuple[int | None, int | None] | None, problem: str) -> None:
        """Say what is wrong, or nothing.

        Args:
            diverged: As `DivergedNotice.show_divergence` takes it; None while the loss is a number.
            problem: Why training cannot begin, or failed; empty for nothing.
        """
        if diverged is not None:
            self.diverged.show_divergence(*diverged)
        if problem:
            self.problem.say(problem)
        self.diverged.setVisible(diverged is not None)
        self.problem.setVisible(bool(problem))

    def place(self, square: QRectF) -> None:
        """Lie over a square of the widget."""
        margin = theme.px(8)
        left, width = round(square.left()) + margin, round(square.width()) - 2 * margin
        for notice in (self.diverged, self.problem):
            notice.setGeometry(left, round(square.top()) + margin, width, notice.height_at(width))
        self.problem.move(left, round(square.bottom()) - margin - self.problem.height())
