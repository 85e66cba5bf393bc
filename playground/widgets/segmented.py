"""A track of segments: one of several (tabs, tools), or several switches side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.widgets.control import Control, rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.text import CENTRE, draw_text, literal, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent

_INSET = 2
_LEAST_WIDTH = 26


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: a key for the program, words or an icon for the person."""

    key: str
    text: str = ""
    icon: str = ""
    tip: str = ""


class Segmented(Control):
    """Segments in a sunken track.

    Exclusive: exactly one is on. Otherwise every segment is a switch of its own. With `tool` the one that is
    on is filled with ink, as the tool in hand. A stretched track can have several rows, each of them `height` high.

    Signals:
        chosen(str): Exclusive: the key that the person chose.
        toggled(str, bool): Switches: a key and its new state.
    """

    chosen = Signal(str)
    toggled = Signal(str, bool)

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
        super().__init__(name, "", parent)
        self._segments = tuple(segments)
        self._exclusive, self._tool, self._stretch, self._height = exclusive, tool, stretch, height
        self._icon_width = icon_width
        self._rows, self._columns = rows, -(-len(self._segments) // rows)
        self._on = {segments[0].key} if exclusive and segments else set()
        self._cursor = 0
        self._under = -1
        self.focus_radius = 8.0
        self.setToolTip("")
        self.setMouseTracking(True)
        if stretch:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def current_key(self) -> str:
        """The segment that is on in an exclusive track."""
        return next(iter(self._on), "")

    def set_current(self, key: str) -> None:
        """Turn one segment on and the others off, without a signal; "" turns all off."""
        wanted = {key} if key else set()
        if wanted == self._on:
            return
        self._on = wanted
        self._cursor = next((i for i, segment in enumerate(self._segments) if segment.key == key), self._cursor)
        self.setAccessibleDescription(self._described())
        self.update()

    def keys_on(self) -> set[str]:
        """The switches that are on."""
        return set(self._on)

    def set_keys_on(self, keys: Iterable[str]) -> None:
        """Set all switches without a signal."""
        self._on = set(keys)
        self.setAccessibleDescription(self._described())
        self.update()

    def activate(self) -> None:
        """Choose or switch the segment at the keyboard's cursor."""
        self._take(self._cursor)

    def sizeHint(self) -> QSize:
        """Room for every segment."""
        widths = [self._natural_width(segment) for segment in self._segments[: self._columns]]
        gaps = px(_INSET) * (len(widths) - 1)
        return QSize(round(sum(widths)) + gaps + px(2 * _INSET), px(self._height) * self._rows)

    def minimumSizeHint(self) -> QSize:
        """A stretched track may shrink to its icons."""
        least = QSize(px(_LEAST_WIDTH) * self._columns, px(self._height) * self._rows)
        return least if self._stretch else self.sizeHint()

    def segment_rect(self, index: int) -> QRectF:
        """Where a segment is."""
        inset = pxf(_INSET)
        height = self.height() - 2 * inset
        if self._stretch:
            row, column = divmod(index, self._columns)
            width, height = (self.width() - 2 * inset) / self._columns, height / self._rows
            return QRectF(inset + column * width, inset + row * height, width, height)
        gap = inset
        left = inset + sum(self._natural_width(segment) + gap for segment in self._segments[:index])
        return QRectF(left, inset, self._natural_width(self._segments[index]), height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose at once: a tab or tool answers on press."""
        index = self._index_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index >= 0:
            self._take(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing: the press has chosen."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the segment under the pointer."""
        self._under = self._index_at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No segment is lit."""
        self._under = -1
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; in an exclusive track they choose as they go."""
        row = self._columns if self._rows > 1 else 1
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -row, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: row}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._cursor = (self._cursor + step) % len(self._segments)
        if self._exclusive:
            self._take(self._cursor)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tooltip of the segment under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self._index_at(QPointF(event.pos()))
            segment = self._segments[index] if index >= 0 else None
            words = literal(segment.tip or segment.text) if segment else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track, then its segments."""
        painter = smooth_painter(self)
        theme = current()
        rounded(painter, QRectF(self.rect()), 8, theme.sunken, theme.line)
        for index, segment in enumerate(self._segments):
            self._paint_segment(painter, index, segment)

    def _paint_segment(self, painter: QPainter, index: int, segment: Segment) -> None:
        theme = current()
        area = self.segment_rect(index)
        on = segment.key in self._on
        colour = self._segment_ink(index, on=on)
        if on:
            rounded(painter, area, 6, theme.ink if self._tool and self.isEnabled() else theme.control_hover)
        elif index == self._under and self.isEnabled():
            rounded(painter, area, 6, theme.control)
        if not self._exclusive and self.keyboard_focus and index == self._cursor:
            rounded(painter, area.adjusted(2, 2, -2, -2), 4, None, theme.ink3)
        if segment.icon:
            size = pxf(16)
            middle = area.center()
            place = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
            paint_icon(painter, segment.icon, place, colour)
        else:
            draw_text(painter, area, segment.text, "button", colour, CENTRE)

    def _segment_ink(self, index: int, *, on: bool) -> QColor:
        theme = current()
        if not self.isEnabled():
            return theme.ink_off
        if on:
            return theme.ink_inv if self._tool else theme.ink
        return theme.ink if index == self._under else theme.ink2

    def _take(self, index: int) -> None:
        key = self._segments[index].key
        self._cursor = index
        if self._exclusive:
            if key not in self._on:
                self.set_current(key)
                self.chosen.emit(key)
            return
        self.set_keys_on(self._on ^ {key})
        self.toggled.emit(key, key in self._on)

    def _index_at(self, position: QPointF) -> int:
        for index in range(len(self._segments)):
            if self.segment_rect(index).adjusted(-1, -2, 1, 2).contains(position):
                return index
        return -1

    def _natural_width(self, segment: Segment) -> float:
        return px(self._icon_width) if segment.icon else text_width(segment.text, "button") + px(16)

    def _described(self) -> str:
        return ", ".join(segment.text or segment.tip for segment in self._segments if segment.key in self._on)
