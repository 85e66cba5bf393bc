"""What the colours of the phase map mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf, role_colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

KEY = (("danger", "diverged"), ("line_strong", "stuck"), ("ok", "solved"))
HEIGHT, CHIP, GAP = 18, 10, 10


class PhaseKey(QWidget):
    """A chip and a word for each way to end, and what brightness says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colours: red diverged, grey stuck, green solved, the brighter the sooner")
        self.setToolTip("Colours\nThe share of a cell's seeds that ended so mixes them; hatched cells cannot be")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as one line of words."""
        return QSize(px(240), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a chip of each colour with what it means."""
        left, side = 0.0, pxf(CHIP)
        with smooth_painter(self) as painter:
            for role, word in KEY:
                chip = QRectF(left, (self.height() - side) / 2, side, side)
                rounded(painter, chip, 3, role_colour(role))
                left = chip.right() + pxf(5)
                width = text_width(word, "label")
                area = QRectF(left, 0, width + 1, self.height())
                draw_text(painter, area, word, "label", role_colour("ink2"))
                left += width + pxf(GAP)
            note = "brighter: sooner" if current().is_dark else "deeper: sooner"
            room = QRectF(left, 0, self.width() - left, self.height())
            draw_text(painter, room, note, "label", role_colour("ink3"))
