"""Three pictures beside each other: what there was, what is changed, and what has come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.label import Label
from playground.widgets.picture_image import ink_image, signed_image
from playground.widgets.picture_well import LABEL, LEAST_SIDE, PictureWell
from playground.widgets.text import CENTRE
from playground.widgets.theme import px

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QResizeEvent

GAP, CAPTION, MOST_SIDE = 8, 18, 160


class FooledWells(QWidget):
    """The picture, the difference and the fooled picture, with a line below each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wells = (
            PictureWell("Original", "The picture as it is"),
            PictureWell("Difference", "What the step adds, blue, and takes away, orange; its largest has full colour"),
            PictureWell("Fooled", "The picture after the step"),
        )
        self.captions = tuple(Label("", "label", "ink2", CENTRE) for _ in self.wells)
        for child in (*self.wells, *self.captions):
            child.setParent(self)
        policy = QSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred
        )  # a fixed height stays that of the hint
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pictures(self, start: NDArray[np.float64], end: NDArray[np.float64], words: tuple[str, str, str]) -> None:
        """Show other pictures, (height, width) each, from 0 for paper to 1 for ink, and a line below each."""
        step = end - start
        largest = float(abs(step).max())
        images = ink_image(start), signed_image(step, largest or 1.0), ink_image(end)
        for well, caption, image, line in zip(self.wells, self.captions, images, words, strict=True):
            well.show_image(image, line)
            caption.set_text(line)

    def hasHeightForWidth(self) -> bool:
        """Pictures are squares."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A word, a square, a line."""
        return self._side(width) + px(LABEL + CAPTION)

    def sizeHint(self) -> QSize:
        """As wide as panels are at first."""
        return QSize(px(280), self.heightForWidth(px(280)))

    def minimumSizeHint(self) -> QSize:
        """Enough to see pixels."""
        return QSize(3 * px(LEAST_SIDE) + 2 * px(GAP), px(LEAST_SIDE + LABEL + CAPTION))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        side = self._side(self.width())
        for place, (well, caption) in enumerate(zip(self.wells, self.captions, strict=True)):
            left = place * (side + px(GAP))
            well.setGeometry(left, 0, side, side + px(LABEL))
            caption.setGeometry(left, side + px(LABEL), side, px(CAPTION))

    def _side(self, width: int) -> int:
        return min((width - 2 * px(GAP)) // 3, px(MOST_SIDE))
