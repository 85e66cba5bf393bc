"""The four numbers over the plot: legend and reading at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from playground.widgets.control import smooth_painter
from playground.widgets.icons import icon
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf, role_colour

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QPaintEvent

    from playground.widgets.fonts import FontRole

HEIGHT, LARGE_HEIGHT = 40, 50
"""Of label and number at scale 100 %, the number of the usual size and large."""
_SAMPLE, _SAMPLE_GAP = 14, 6
_LEAST_GAP = 6
HOW_SURE = "How sure? Train from 64 seeds"


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number.

    Attributes:
        label: What it is.
        value: As text.
        line: Role of the line that it belongs to; "" for none.
        widest: A value whose room is kept, so that the columns stand still while numbers change.
        short: What it is where there is little room; "" for the same.
    """

    label: str
    value: str
    line: str = ""
    widest: str = ""
    short: str = ""


class Statistics(QWidget):
    """Paints them in equal columns; the last one ends at the right edge.

    Signals:
        spread_asked(): How far these numbers lie apart from run to run is to be found out.
    """

    spread_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Statistic, ...] = ()
        self._is_large = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_statistics(self, shown: tuple[Statistic, ...]) -> None:
        """Show these."""
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(", ".join(f"{one.label} {one.value}" for one in shown))
            self.update()

    def set_large(self, large: bool) -> None:
        """Numbers to be read from the last row of a room, or of the usual size."""
        if large == self._is_large:
            return
        self._is_large = large
        self.updateGeometry()
        self.update()

    def shown(self) -> tuple[Statistic, ...]:
        """What stands there."""
        return self._shown

    def labels(self) -> list[str]:
        """What stands over the numbers: in full where all of them fit, else short."""
        full = [one.label for one in self._shown]
        room = self.width() - pxf(_LEAST_GAP) * (len(full) - 1)
        if sum(map(self._width, self._shown, full)) <= room:
            return full
        return [one.short or one.label for one in self._shown]

    def sizeHint(self) -> QSize:
        """Label over value."""
        return QSize(px(320), px(self._height()))

    def minimumSizeHint(self) -> QSize:
        """Four short columns."""
        return QSize(px(200), px(self._height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Label with its line, the value below."""
        with smooth_painter(self) as painter:
            theme = current()
            widths = self._widths()
            gap = max(self.width() - sum(widths), 0.0) / max(len(widths) - 1, 1)
            left = 0.0
            for one, label, width in zip(self._shown, self.labels(), widths, strict=True):
                text_left = left
                if one.line:
                    pen = QPen(role_colour(one.line), pxf(2))
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                    painter.setPen(pen)
                    y = pxf(9)
                    painter.drawLine(QPointF(left, y), QPointF(left + pxf(_SAMPLE), y))
                    text_left += pxf(_SAMPLE + _SAMPLE_GAP)
                room = left + width - text_left
                draw_text(painter, QRectF(text_left, 0, room, px(16)), label, "label_strong", theme.ink3)
                below = QRectF(left, pxf(17), width, px(self._height() - 20))
                draw_text(painter, below, one.value, self._role(), theme.ink)
                left += width + gap

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask how sure the numbers are."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be asked of the numbers."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("dice"), HOW_SURE).triggered.connect(self.spread_asked)
        return menu

    def _widths(self) -> list[float]:
        """Of the columns, with the least gap between them: where they do not fit, labels give way before numbers."""
        wishes = [self._width(one, label) for one, label in zip(self._shown, self.labels(), strict=True)]
        room = self.width() - pxf(_LEAST_GAP) * (len(wishes) - 1)
        if sum(wishes) <= room:
            return wishes
        numbers = [text_width(one.value, self._role()) + 1.0 for one in self._shown]
        spare = room - sum(numbers)
        if spare < 0.0:
            return [width * room / sum(numbers) for width in numbers]
        beyond = [wish - number for wish, number in zip(wishes, numbers, strict=True)]
        return [number + spare * more / sum(beyond) for number, more in zip(numbers, beyond, strict=True)]

    def _width(self, one: Statistic, label: str) -> float:
        sample = pxf(_SAMPLE + _SAMPLE_GAP) if one.line else 0.0
        number = max(text_width(one.value, self._role()), text_width(one.widest, self._role()))
        return max(text_width(label, "label_strong") + sample, number) + 1.0

    def _role(self) -> FontRole:
        return "large" if self._is_large else "stat"

    def _height(self) -> int:
        return LARGE_HEIGHT if self._is_large else HEIGHT
