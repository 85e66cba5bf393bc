"""A thumbnail: the picture, a frame that tells mistakes, and below it the class with its marker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from playground.widgets.control import rounded
from playground.widgets.picture_image import ink_image
from playground.widgets.text import draw_text
from playground.widgets.theme import current, marker_path, px, pxf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from playground.views.samples.model import Index, SamplesModel

PICTURE, AROUND, CAPTION = 42, 5, 18
"""Logical pixels of a picture's side, of the space around it, and of the line below it."""
MARKER, MARKER_ROOM = 3.5, 12
MOST_KEPT = 20_000
"""Pictures that are kept as images, a few kilobytes each."""


def cell_size() -> QSize:
    """The least of a thumbnail with what is around and below it."""
    return QSize(px(PICTURE + 2 * AROUND), px(PICTURE + AROUND + CAPTION + 4))


class SampleCell(QStyledItemDelegate):
    """Paints from images that are made when they are first in sight, and kept."""

    def __init__(self, model: SamplesModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.lit: int | None = None
        """The sample under the pointer, in whatever view that is."""
        self.selected: NDArray[np.bool_] | None = None
        """The mask of the selected samples, (N,)."""
        self.size = cell_size()
        """Of each."""
        self._images: dict[int, QImage] = {}
        self._drawn: NDArray[Any] | None = None

    def forget(self) -> None:
        """The colours are others."""
        self._images.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All are alike."""
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground of what is selected, picture, frame, caption."""
        style: Any = option  # its fields are not in the stubs
        if index.row() >= len(self._model.order):
            return
        sample = int(self._model.order[index.row()])
        theme, cell = current(), QRectF(style.rect)
        picture = QRectF(cell.center().x() - px(PICTURE) / 2, cell.top() + px(AROUND), px(PICTURE), px(PICTURE))
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        if self.selected is not None and sample < len(self.selected) and self.selected[sample]:
            rounded(painter, cell.adjusted(1.5, 1.5, -1.5, -1.5), 5, theme.control_hover, theme.ink, 1.2)
        elif style.state & QStyle.StateFlag.State_HasFocus or sample == self.lit:
            rounded(painter, cell.adjusted(1.5, 1.5, -1.5, -1.5), 5, theme.control, theme.line_strong)
        painter.drawImage(picture, self._image(sample))
        answer = self._model.answer_of(sample)
        _frame(painter, picture, theme.danger if answer else theme.line, 2.0 if answer else 1.0)
        self._caption(painter, cell, sample, answer)
        painter.restore()

    def _caption(self, painter: QPainter, cell: QRectF, sample: int, answer: str) -> None:
        """Marker (hollow where the sample tests) and class; where the network is wrong, what it says."""
        theme, data = current(), self._model.dataset
        line = QRectF(
            cell.left() + pxf(AROUND), cell.bottom() - px(CAPTION), cell.width() - 2 * px(AROUND), px(CAPTION)
        )
        if data.classes:
            color = data.classes[int(data.targets[sample])].color
            painter.save()
            painter.translate(line.left() + pxf(MARKER + 1), line.center().y())
            path = marker_path(color, pxf(MARKER))
            if data.is_test[sample]:
                painter.strokePath(path, QPen(theme.mark(color), pxf(1.3)))
            else:
                painter.fillPath(path, theme.mark(color))
            painter.restore()
            line.setLeft(line.left() + px(MARKER_ROOM))
        name = self._model.name_of(sample)
        words, ink = (f"{name} → {answer}", theme.danger) if answer else (name, theme.ink2)
        draw_text(painter, line, words, "label", ink)

    def _image(self, sample: int) -> QImage:
        samples = self._model.dataset.samples
        if samples is not self._drawn or len(self._images) > MOST_KEPT:
            self._images.clear()
            self._drawn = samples
        image = self._images.get(sample)
        if image is None:
            image = self._images[sample] = ink_image(samples[sample].reshape(self._model.dataset.shape)[0])
        return image


def _frame(painter: QPainter, around: QRectF, colour: QColor, width: float) -> None:
    half = pxf(width) / 2
    painter.setPen(QPen(colour, pxf(width)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(around.adjusted(-half, -half, half, half), pxf(2), pxf(2))
