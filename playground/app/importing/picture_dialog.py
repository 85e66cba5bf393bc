"""A picture and the sample it becomes: grey, on a dark ground, of the side of those at hand, under a class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.document.dataset import MOST_CLASSES, DataClass, readable_name
from playground.interop.pictures.picture_dataset import dataset_of
from playground.interop.pictures.picture_files import grey_picture
from playground.interop.pictures.picture_table import PictureTable
from playground.widgets.answers import answer_buttons
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import FlowText, Label
from playground.widgets.picture_image import ink_image
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset

CONTROLS, SIDE = 240, 240
NEW = -1
"""Chosen for a class of its own."""


class PictureImportDialog(QDialog):
    """Nothing changes until Add; `dataset` has the one picture under the class that was chosen.

    Args:
        pixels: Red, green, blue and opacity, (H, W, 4).
        name: Of the file.
        current: The pictures at hand: their side and classes.
        class_index: The class that is offered first.
        parent: Qt parent.
    """

    def __init__(
        self, pixels: NDArray[np.uint8], name: str, current: Dataset, class_index: int, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._new = readable_name(name.rpartition(".")[0] or name) or "New class"
        self._made, self._notes = grey_picture(pixels, current.shape[-1])
        self.setWindowTitle(f"Picture from {name}")
        self.label = ChoiceButton("Class", self._choices(), min(class_index, len(current.classes) - 1), prefix="Class")
        self.turned = Switch(
            "Light and dark", "Light and dark\nInk is 1 and the ground is 0: change them where it is not"
        )
        self.words = FlowText(colour="ink2")
        self.source, self.picture = QLabel(), QLabel()
        self.source.setPixmap(_scaled(_image(pixels), self.devicePixelRatioF(), smooth=True))
        self._build(pixels.shape)
        self.turned.clicked.connect(self._show)
        self._show()
        self.accept_button.setFocus()

    @property
    def dataset(self) -> Dataset:
        """The picture as a dataset that can be added to those at hand."""
        made = 1.0 - self._made if self.turned.isChecked() else self._made
        table = PictureTable(made[np.newaxis], np.zeros(1, np.int64), ("picture",))
        return replace(dataset_of(table, "picture", whole=False), classes=(self._class(),))

    def _class(self) -> DataClass:
        chosen = self.label.value()
        return DataClass(self._new, 0) if chosen == NEW else self._current.classes[chosen]

    def _choices(self) -> tuple[Choice, ...]:
        classes = self._current.classes
        known = tuple(Choice(index, one.name) for index, one in enumerate(classes))
        is_new = len(classes) < MOST_CLASSES and all(one.name != self._new for one in classes)
        return (*known, *((Choice(NEW, self._new, "A class of its own"),) if is_new else ()))

    def _build(self, shape: tuple[int, ...]) -> None:
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
        side = self._current.shape[-1]
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addWidget(left)
        body.addLayout(_titled(f"Picture, {shape[1]:,} × {shape[0]:,}", self.source))
        body.addLayout(_titled(f"What the network sees, {side} × {side}", self.picture))
        buttons, self.accept_button = answer_buttons(self, "Add picture")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(16))
        column.addLayout(body, 1)
        column.addWidget(buttons)

    def _show(self) -> None:
        made = self.dataset.shaped[0, 0]
        self.picture.setPixmap(_scaled(ink_image(made), self.devicePixelRatioF(), smooth=False))
        notes = ("colours became greys", *self._notes)
        self.words.set_text("<br>".join(f"{note[:1].upper()}{note[1:]}." for note in notes))


def _titled(title: str, picture: QLabel) -> QVBoxLayout:
    picture.setFixedSize(px(SIDE), px(SIDE))
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout()
    column.setSpacing(px(6))
    column.addWidget(Label(title, "label_strong", "ink3"))
    column.addWidget(picture)
    column.addStretch(1)
    return column


def _image(pixels: NDArray[np.uint8]) -> QImage:
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


def _scaled(image: QImage, ratio: float, *, smooth: bool) -> QPixmap:
    side = round(px(SIDE) * ratio)
    modes = Qt.TransformationMode
    mode = modes.SmoothTransformation if smooth else modes.FastTransformation
    made = QPixmap.fromImage(image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, mode))
    made.setDevicePixelRatio(ratio)
    return made
