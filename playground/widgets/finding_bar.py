"""A bar of two lines over the bottom line of a window: what was found, its proof, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.widgets.accessible import Tells, Told
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.label import Label
from playground.widgets.text import literal, text_width
from playground.widgets.theme import current, px, pxf, role_colour, theme_signals, with_alpha

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent

BAR_HEIGHT, ICON_ROOM, GAP = 36, 38, 8
"""Two lines, no higher than the bottom line and the gap over it: no panel is covered."""
MOST_PLAIN = 2

BarAction = tuple[str, str, "Callable[[], None]"]
"""Words of a button, its tooltip, and what it does."""


class FindingBar(Tells, QWidget):
    """Hidden until `show_lines`. It never takes the focus by itself, and lies over what is there."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._head, self._line = Label("", "row", "ink"), Label("", "row", "ink2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for label in (self._head, self._line):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            words.addWidget(label)
        words.addStretch(1)
        self._buttons: list[PushButton] = []
        self._row = QHBoxLayout(self)
        self._row.addLayout(words, 1)
        theme_signals().changed.connect(self._measure)
        self._measure()
        self.hide()

    def told(self) -> Told:
        """A message; one that has just come is read out."""
        return Told(QAccessible.Role.AlertMessage)

    def lines(self) -> tuple[str, str]:
        """What the bar says: what is wrong, and what the cure was found to do."""
        return self._head.text(), self._line.text()

    def buttons(self) -> tuple[PushButton, ...]:
        """What it offers, from left to right."""
        return tuple(self._buttons)

    def show_lines(self, head: str, line: str, actions: Sequence[BarAction], more: str = "") -> None:
        """Say something, in two lines, each whole in the tooltip; the first of several actions is what is offered.

        Args:
            head: What was found.
            line: Its proof.
            actions: From left to right; more than two begin with one that stands out.
            more: What else the tooltip says.
        """
        self._head.set_text(head)
        self._line.set_text(line)
        for label in (self._head, self._line):
            label.setToolTip(literal("\n".join(text for text in (head, line, more) if text)))
        self.setAccessibleName(f"{head} {line}")
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [
            PushButton(words, tip=tip, primary=place == 0 and len(actions) > MOST_PLAIN, flat=place > 1, height=SMALL)
            for place, (words, tip, _act) in enumerate(actions)
        ]
        for button, (_words, _tip, act) in zip(self._buttons, actions, strict=True):
            button.clicked.connect(act)
            self._row.addWidget(button)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def sizeHint(self) -> QSize:
        """All words and buttons."""
        words = max(text_width(text, "row") for text in self.lines())
        buttons = sum(button.sizeHint().width() + px(GAP) for button in self._buttons)
        return QSize(px(ICON_ROOM + 8) + words + buttons + px(16), px(BAR_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card with a thin edge, and the icon."""
        theme, area, size = current(), QRectF(self.rect()), pxf(18)
        with smooth_painter(self) as painter:
            rounded(painter, area, 8, theme.raised)
            rounded(painter, area, 8, None, with_alpha(role_colour("ink2"), 0.45))
            place = QRectF(pxf(11), area.center().y() - size / 2, size, size)
            paint_icon(painter, self._icon, place, role_colour("ink2"))

    def _measure(self) -> None:
        self._row.setContentsMargins(px(ICON_ROOM), 0, px(GAP), 0)
        self._row.setSpacing(px(GAP))
        self.setFixedHeight(px(BAR_HEIGHT))
        self.updateGeometry()
