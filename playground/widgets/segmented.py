"""A track of segments: one of several (tabs, tools), or several switches side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QSizePolicy, QWidget

from playground.widgets.button_choice import ButtonChoice
from playground.widgets.control import Control, rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.text import CENTRE, draw_text, text_width
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QPainter, QPaintEvent

_INSET = 2
_LEAST_WIDTH = 26


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: a key for the program, words or an icon for the person."""

    key: str
    text: str = ""
    icon: str = ""
    tip: str = ""


class SegmentButton(Control, QPushButton):
    """A segment on its track."""

    def __init__(self, segment: Segment, track: Segmented, *, tool: bool, icon_width: int) -> None:
        tip = segment.tip or segment.text
        super().__init__(segment.text or tip.splitlines()[0].partition(" (")[0], tip, track)
        self._segment, self._tool, self._icon_width = segment, tool, icon_width
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Words with 8 px on both sides, or the icon's column."""
        words = text_width(self._segment.text, "button") + px(16)
        return QSize(px(self._icon_width) if self._segment.icon else words, px(_LEAST_WIDTH))

    def minimumSizeHint(self) -> QSize:
        """An icon, or a few letters."""
        return QSize(px(_LEAST_WIDTH - _INSET), px(_LEAST_WIDTH - 2 * _INSET))

    def paint(self, painter: QPainter) -> None:
        """Fill when on or under the pointer, then the icon or the words."""
        theme, area = current(), QRectF(self.rect())
        if self.isChecked():
            # A dialog's ground is nearly the fill of what is chosen: there a line tells that it is not a hole.
            edge = theme.line_strong if isinstance(self.window(), QDialog) else None
            rounded(painter, area, 6, theme.ink if self._tool and self.isEnabled() else theme.control_hover, edge)
        elif self.underMouse() and self.isEnabled():
            rounded(painter, area, 6, theme.control)
        colour = self._segment_ink()
        if self._segment.icon:
            size, middle = pxf(16), area.center()
            place = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
            paint_icon(painter, self._segment.icon, place, colour)
        else:
            draw_text(painter, area, self._segment.text, "button", colour, CENTRE)

    def _segment_ink(self) -> QColor:
        if self.isEnabled() and self.isChecked():
            return current().ink_inv if self._tool else current().ink
        return self.ink(current().ink2)


class Segmented(ButtonChoice):
    """Segments in a sunken track.

    With `tool` the one that is on is filled with ink, as the tool in hand. A stretched track can have several rows,
    each of them `height` high.
    """

    def __init__(  # noqa: PLR0913 - three kinds of one track
        self,
        name: str,
        segments: Sequence[Segment],
        *,
        exclusive: bool = True,
        tool: bool = False,
        stretch: bool = False,
        rows: int = 1,
        height: int = 28,
        icon_width: int = 34,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, exclusive=exclusive, parent=parent)
        self._stretch, self._height, self._rows = stretch, height, rows
        self._grid = QGridLayout(self)
        columns = -(-len(segments) // rows)
        for index, segment in enumerate(segments):
            button = SegmentButton(segment, self, tool=tool, icon_width=icon_width)
            self._hold(segment.key, button)
            self._grid.addWidget(button, *divmod(index, columns))
            self._grid.setColumnStretch(index % columns, int(stretch))
        policy = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        if exclusive and segments:
            self.set_current(segments[0].key)
        theme_signals().changed.connect(self._measure)
        self._measure()

    def sizeHint(self) -> QSize:
        """Room for every segment."""
        return QSize(self._grid.sizeHint().width(), px(self._height) * self._rows)

    def minimumSizeHint(self) -> QSize:
        """A stretched track may shrink to its icons."""
        least = self._grid.minimumSize() if self._stretch else self._grid.sizeHint()
        return QSize(least.width(), px(self._height) * self._rows)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track; the segments paint themselves."""
        theme = current()
        with smooth_painter(self) as painter:
            rounded(painter, QRectF(self.rect()), 8, theme.sunken, theme.line)

    def _measure(self) -> None:
        inset = px(_INSET)
        self._grid.setContentsMargins(inset, inset, inset, inset)
        self._grid.setSpacing(0 if self._stretch else inset)
