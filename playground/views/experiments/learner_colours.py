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
    from PySide6.QtGui import QColor, QPaintEvent

PLACES = (2, 3, 10, 5, 6, 9, 4, 8, 11)
"""In the palette, one for each method: neither the first two, those of most data, nor grey, which is near ink."""
LINE, CHIP = 18, 10


def learner_colour(name: str) -> QColor:
    """Ink for the network, else the method's place in the palette."""
    from playground.experiments.classical import CLASSICAL  # noqa: PLC0415 - not for a start

    theme = current()
    return theme.ink if name == NETWORK else theme.mark(PLACES[list(CLASSICAL).index(name) % len(PLACES)])


class LearnerKey(QWidget):
    """A line for each learner: a dot of its colour, its title, its score at a size at the right."""

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
        return QSize(px(240), px(LINE) * max(len(self._learners), 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        theme, line = current(), pxf(LINE)
        with smooth_painter(self) as painter:
            for place, (name, title, words) in enumerate(self._learners):
                area = QRectF(0, place * line, self.width(), line)
                painter.setBrush(learner_colour(name))
                painter.setPen(learner_colour(name))
                painter.drawEllipse(QPointF(pxf(4), area.center().y()), pxf(3), pxf(3))
                draw_text(painter, area.adjusted(pxf(CHIP + 4), 0, 0, 0), title, "label", theme.ink2)
                draw_text(painter, area, words, "label", theme.ink, RIGHT)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
