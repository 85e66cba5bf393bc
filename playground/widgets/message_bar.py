"""A bar at the top of a view that says what happened and offers what to do; never a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QRectF, QSize, QVariantAnimation, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.widgets.accessible import Tells, Told
from playground.widgets.buttons import SMALL, IconButton, PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.text import literal
from playground.widgets.theme import current, duration, px, pxf, role_colour, with_alpha

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent

HEIGHT = 36
_ICONS = {"danger": "alert-triangle", "warn": "alert-triangle", "refused": "info", "info": "info"}
_ROLES = {"danger": "danger", "warn": "warn", "refused": "warn", "info": "ink2"}

Action = tuple[str, "Callable[[], None]"]


class MessageBar(Tells, QWidget):
    """Hidden until `show_message`; slides in, and out when closed.

    Signals:
        closed(): The person closed it.

    Attributes:
        buttons: Those of the message at hand, in their order.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._label = Label("", "row", "ink")
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._close = IconButton("x", "Close")
        self._close.clicked.connect(self._close_by_hand)
        self.buttons: list[PushButton] = []
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._close)
        scaled(self._row.setContentsMargins, 38, 0, 6, 0)
        scaled(self._row.setSpacing, 8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._set_height)
        self._slide.finished.connect(self._settle)
        self.setFixedHeight(0)
        self.hide()

    def told(self) -> Told:
        """A message; one that has just come is read out."""
        return Told(QAccessible.Role.AlertMessage)

    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def show_message(self, text: str, kind: str = "info", actions: Sequence[Action] = ()) -> None:
        """Say something.

        Args:
            text: One sentence.
            kind: "danger", "warn", "refused" or "info".
            actions: Words and what they do; the bar stays until it is closed.
        """
        self._kind = kind
        self._label.set_text(text)
        self._label.setToolTip(literal(text))
        self.setAccessibleName(text)
        self._set_actions(actions)
        self.update()
        if not self.isVisibleTo(self.parentWidget() or self) or self._slide.endValue() == 0:
            self.show()
            self._slide_to(px(HEIGHT))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Take it away without a signal."""
        if not self.isHidden():
            self._slide_to(0)

    def sizeHint(self) -> QSize:
        """Its words, 36 high."""
        return QSize(self._row.sizeHint().width(), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card with the colour of its kind at the edge, and the icon."""
        theme = current()
        colour = role_colour(_ROLES[self._kind])
        area = QRectF(self.rect())
        tint = 0.0 if self._kind == "info" else 0.07
        size = pxf(16)
        with smooth_painter(self) as painter:
            rounded(painter, area, 8, theme.raised)
            rounded(painter, area, 8, with_alpha(colour, tint), with_alpha(colour, 0.45))
            paint_icon(painter, _ICONS[self._kind], QRectF(pxf(12), area.center().y() - size / 2, size, size), colour)

    def _set_actions(self, actions: Sequence[Action]) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [PushButton(words, height=SMALL) for words, _act in actions]
        for place, (button, (_words, act)) in enumerate(zip(self.buttons, actions, strict=True)):
            button.clicked.connect(act)
            self._row.insertWidget(1 + place, button)

    def _close_by_hand(self) -> None:
        self.dismiss()
        self.closed.emit()

    def _slide_to(self, height: int) -> None:
        self._slide.stop()
        self._slide.setStartValue(self.height() if not self.isHidden() else 0)
        self._slide.setEndValue(height)
        self._slide.setDuration(duration(120))
        self._slide.start()

    def _set_height(self, height: int) -> None:
        self.setFixedHeight(height)

    def _settle(self) -> None:
        if self._slide.endValue() == 0:
            self.hide()
