"""What training makes of a picture: a few of the variations that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.document.usual_network import augmentation_of
from playground.domains.picture.augmentation import augmented
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import smooth_painter
from playground.widgets.format import count
from playground.widgets.picture_image import ink_image
from playground.widgets.text import LEFT, draw_text
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent

    from playground.session.session import Session

EXAMPLES, SIDE, GAP = 6, 36, 6
TIP = "Examples\nOne training picture as six epochs would see it; they follow the numbers above"
OFF = "Every epoch sees the pictures as they are."


class AugmentExamples(Tells, QWidget):
    """A row of small pictures: the chosen training picture, else the first one, as training would see it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._images: tuple[QImage, ...] = ()
        self.setAccessibleName("Examples")
        self.setToolTip(TIP)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        session.training_changed.connect(self.refresh)
        session.dataset_changed.connect(self.refresh)
        self.refresh()

    def told(self) -> Told:
        """How many pictures, or why there are none."""
        return Told(QAccessible.Role.Graphic, count(len(self._images), "picture") if self._images else OFF)

    @property
    def images(self) -> tuple[QImage, ...]:
        """What is shown, a pixel a number; none where pictures stay as they are."""
        return self._images

    def sizeHint(self) -> QSize:
        """Room for all of them side by side."""
        return QSize(px(EXAMPLES * (SIDE + GAP) - GAP), px(SIDE))

    @Slot()
    def refresh(self) -> None:
        """Vary the picture by the settings of the moment."""
        document = self._session.document
        data, augmentation = document.dataset, augmentation_of(document)
        rows = np.flatnonzero(~data.is_test)
        self._images = ()
        if len(rows) and not augmentation.is_off:
            chosen = self._session.selection.picture_row
            row = rows[0] if chosen is None or chosen not in rows else chosen
            same = np.repeat(data.shaped[[row]].astype(np.float64), EXAMPLES, axis=0)
            varied = augmented(same, augmentation, document.training.seed, 0)
            self._images = tuple(ink_image(one[0]) for one in varied)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pictures, pixels as squares."""
        theme, step = current(), pxf(SIDE + GAP)
        with smooth_painter(self) as painter:
            if not self._images:
                draw_text(painter, QRectF(self.rect()), OFF, "label", theme.ink3, LEFT)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            for place, image in enumerate(self._images):
                painter.drawImage(QRectF(place * step, 0.0, pxf(SIDE), pxf(SIDE)), image)
