"""Pictures and the samples they become: grey, on a dark ground, of the side of those at hand, under a class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from playground.document.dataset import MOST_CLASSES, DataClass, readable_name
from playground.interop.pictures.picture_dataset import dataset_of
from playground.interop.pictures.picture_files import counted_notes, grey_picture
from playground.interop.pictures.picture_table import PictureTable
from playground.widgets.answers import answer_buttons
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import FlowText, Label
from playground.widgets.picture_image import ink_image
from playground.widgets.picture_well import LABEL, PictureWell
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.interop.image_files import FoundImage

CONTROLS, SIDE = 240, 240
CHEQUER, CHEQUERS = 8, (QColor(0xC8, 0xC8, 0xC8), QColor(0xB0, 0xB0, 0xB0))
_OPAQUE = 255
NEW = -1
"""Chosen for a class of its own."""


class PictureImportDialog(QDialog):
    """Nothing changes until Add; `dataset` has the pictures under the class that was chosen. The first one is shown.

    Args:
        images: As they come in.
        name: Of the file, or of what holds the files.
        unread: Of files beside them why they cannot be read.
        current: The pictures at hand: their side and classes.
        class_index: The class that is offered first.
        parent: Qt parent.
    """

    def __init__(
        self,
        images: Sequence[FoundImage],
        name: str,
        unread: Sequence[str],
        current: Dataset,
        class_index: int,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._new = readable_name(name.rpartition(".")[0] or name) or "New class"
        made, notes = zip(*(grey_picture(image, current.shape[-1]) for image in images), strict=True)
        self._made, count = np.stack(made), len(images)
        is_one = count == 1 and not unread
        self._notes = notes[0] if is_one else counted_notes([said for one in notes for said in one], count, unread)
        self.setWindowTitle(f"Picture from {name}" if is_one else f"{count:,} pictures from {name}")
        self.label = ChoiceButton("Class", self._choices(), min(class_index, len(current.classes) - 1), prefix="Class")
        self.turned = Switch(
            "Light and dark", "Light and dark\nInk is 1 and the ground is 0: change them where it is not"
        )
        self.words = FlowText(colour="ink2")
        image, title = images[0], "Picture" if count == 1 else f"First of {count:,}"
        self.source = PictureWell(f"{title}, {image.width:,} × {image.height:,}", "As it is in its file")
        side = current.shape[-1]
        self.picture = PictureWell(f"What the network sees, {side} × {side}", "A number a pixel, from 0 to 1")
        self.source.show_image(_in_square(image.pixels, round(px(SIDE) * self.devicePixelRatioF())))
        self._build()
        self.turned.clicked.connect(self._show)
        self._show()
        self.accept_button.setFocus()

    @property
    def dataset(self) -> Dataset:
        """The pictures as a dataset that can be added to those at hand."""
        made = 1.0 - self._made if self.turned.isChecked() else self._made.copy()
        table = PictureTable(made, np.zeros(len(made), np.int64), ("picture",))
        return replace(dataset_of(table, "picture", whole=False), classes=(self._class(),))

    def _class(self) -> DataClass:
        chosen = self.label.value()
        return DataClass(self._new, 0) if chosen == NEW else self._current.classes[chosen]

    def _choices(self) -> tuple[Choice, ...]:
        classes = self._current.classes
        known = tuple(Choice(index, one.name) for index, one in enumerate(classes))
        is_new = len(classes) < MOST_CLASSES and all(one.name != self._new for one in classes)
        return (*known, *((Choice(NEW, self._new, "A class of its own"),) if is_new else ()))

    def _build(self) -> None:
        left = QWidget()
        left.setFixedWidth(px(CONTROLS))
        settings = QVBoxLayout(left)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.setSpacing(px(10))
        settings.addWidget(self.label)
        row = QHBoxLayout()
        row.addWidget(Label("Change light and dark", "row", "ink2"))
        row.addStretch(1)
        row.addWidget(self.turned)
        settings.addLayout(row)
        settings.addWidget(self.words)
        settings.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addWidget(left)
        for well in (self.source, self.picture):
            well.setFixedSize(px(SIDE), px(SIDE + LABEL))
            body.addWidget(well, 0, Qt.AlignmentFlag.AlignTop)
        buttons, self.accept_button = answer_buttons(
            self, "Add picture" if len(self._made) == 1 else f"Add {len(self._made):,} pictures"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(16))
        column.addLayout(body, 1)
        column.addWidget(buttons)

    def _show(self) -> None:
        self.picture.show_image(ink_image(self.dataset.shaped[0, 0]))
        self.words.set_text("<br>".join(f"{note[:1].upper()}{note[1:]}." for note in self._notes))


def _in_square(pixels: NDArray[np.uint8], side: int) -> QImage:
    """A picture in the middle of a square, with the usual chequers behind what is transparent."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888)
    modes = Qt.TransformationMode
    mode = modes.FastTransformation if max(width, height) < side // 4 else modes.SmoothTransformation
    image = image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, mode)
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    place = QRect((side - image.width()) // 2, (side - image.height()) // 2, image.width(), image.height())
    with QPainter(made) as painter:
        if (pixels[..., 3] < _OPAQUE).any():
            painter.fillRect(place, QBrush(_chequers()))
        painter.drawImage(place.topLeft(), image)
    return made


def _chequers() -> QPixmap:
    made = QPixmap(2 * CHEQUER, 2 * CHEQUER)
    made.fill(CHEQUERS[0])
    with QPainter(made) as painter:
        for at in (0, CHEQUER):
            painter.fillRect(at, at, CHEQUER, CHEQUER, CHEQUERS[1])
    return made
