"""A colour for the network and each classical method, the same wherever curves of them are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.experiments.variations import NETWORK
from playground.widgets.control import smooth_painter
from playground.widgets.text import RIGHT, draw_text
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent

PLACES = (2, 3, 10, 5, 6, 9, 4, 8, 11)
"""In the palette, one for each method: neither the first two, those of most data, nor grey, which is near ink."""
LINE, CHIP = 18, 10
WIDE, BETWEEN = 440, 24
"""From this width on the key has two columns, so far apart."""


def learner_colour(name: str) -> QColor:
    """Ink for the network, else the method's place in the palette."""
    from playground.experiments.classical import CLASSICAL  # noqa: PLC0415 - not for a start

    theme = current()
    return theme.ink if name == NETWORK else theme.mark(PLACES[list(CLASSICAL).index(name) % len(PLACES)])


class LearnerKey(QWidget):
    """A line for each learner, two beside each other where there is room: a dot of its colour, its title, its score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learners: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_signals().changed.connect(self._fit)

    def show_learners(self, learners: tuple[tuple[str, str, str], ...]) -> None:
        """Show names, titles and what is said of each."""
        count, self._learners = len(self._learners), learners
        self.setAccessibleName(", ".join(f"{title} {words}" for _, title, words in learners))
        if len(learners) != count:
            self._fit()
        self.update()

    def learners(self) -> tuple[tuple[str, str, str], ...]:
        """The learners in the key, as they were given."""
        return self._learners

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(px(240), px(LINE) * max(self._lines(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer lines where two stand beside each other."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        theme, line, lines = current(), pxf(LINE), max(self._lines(), 1)
        width = (self.width() - pxf(BETWEEN)) / 2.0 if self._is_wide() else self.width()
        with smooth_painter(self) as painter:
            for place, (name, title, words) in enumerate(self._learners):
                column, row = divmod(place, lines)
                area = QRectF(column * (width + pxf(BETWEEN)), row * line, width, line)
                painter.setBrush(learner_colour(name))
                painter.setPen(learner_colour(name))
                painter.drawEllipse(QPointF(area.left() + pxf(4), area.center().y()), pxf(3), pxf(3))
                draw_text(painter, area.adjusted(pxf(CHIP + 4), 0, 0, 0), title, "label", theme.ink2)
                draw_text(painter, area, words, "label", theme.ink, RIGHT)

    def _is_wide(self) -> bool:
        return self.width() >= px(WIDE)

    def _lines(self) -> int:
        return -(-len(self._learners) // 2) if self._is_wide() else len(self._learners)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
