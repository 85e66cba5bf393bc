"""A picture and the points it becomes: by its colours, by what is dark, or as values to be painted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.interop.image_points import ImageChoices, points_of_image
from playground.views.data.pictures import dataset_picture
from playground.widgets.format import count
from playground.widgets.label import FlowText, Label
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.switch import Switch
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset

CONTROLS, SIDE = 260, 280
DOT, MOST = 0.014, 5_000
WAYS = (
    Segment("colours", "Colours", tip="Trace by colour\nEach colour becomes a class"),
    Segment("dark", "Dark", tip="Trace what is dark\nDark pixels become points"),
    Segment("paint", "Paint", tip="Paint target\nThe network learns the picture's brightness at every place"),
)
SUMMARIES = {
    "colours": "Each colour becomes a class, and points are scattered over its patches.",
    "dark": "Points are scattered over what is dark.",
    "paint": "The network learns how bright the picture is at x, y. The task becomes regression.",
}


class ImageDialog(QDialog):
    """Nothing changes until Import."""

    def __init__(self, pixels: NDArray[np.uint8], name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.choices = ImageChoices()
        self.dataset: Dataset | None = None
        self._pixels = pixels
        self.setWindowTitle(f"Points from {name}")
        self.way = Segmented("Way", WAYS, stretch=True)
        self.summary = FlowText(colour="ink2")
        sizes = NumberRange(minimum=10, maximum=20_000, step=10, log=True, integer=True)
        self.count = SliderRow("Points", sizes, self.choices.count, tip="How many points", surface="window")
        groups = NumberRange(minimum=2, maximum=9, step=1, integer=True)
        self.colours = SliderRow("Colours", groups, self.choices.colours, tip="How many colours", surface="window")
        self.background = Switch("Background", "Background\nThe colour along the edges becomes points as well")
        self.words = FlowText(colour="ink2")
        self.picture = QLabel()
        self._build()
        self._connect()
        self._show()
        self.accept_button.setFocus()

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(px(CONTROLS))
        settings = QVBoxLayout(left)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.setSpacing(px(10))
        for widget in (self.way, self.summary, self.count, self.colours):
            settings.addWidget(widget)
        self._background_row = QWidget()
        row = QHBoxLayout(self._background_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label("Keep the background", "row", "ink2"))
        row.addStretch(1)
        row.addWidget(self.background)
        settings.addWidget(self._background_row)
        settings.addWidget(self.words)
        settings.addStretch(1)
        return left

    def _build(self) -> None:
        source = QLabel()
        source.setPixmap(_scaled(self._pixels, self.devicePixelRatioF()))
        source.setFixedSize(px(SIDE), px(SIDE))
        source.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addWidget(self._left())
        body.addLayout(_titled("Picture", source))
        body.addLayout(_titled("Points", self.picture))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(16))
        column.addLayout(body, 1)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.way.chosen.connect(partial(self._take, "way"))
        self.count.value_changed.connect(partial(self._take_number, "count"))
        self.colours.value_changed.connect(partial(self._take_number, "colours"))
        self.background.toggled.connect(partial(self._take, "keep_background"))

    def _take_number(self, name: str, value: float) -> None:
        self._take(name, round(value))

    def _take(self, name: str, value: object) -> None:
        self.choices = replace(self.choices, **{name: value})  # type: ignore[arg-type]
        self._show()

    def _show(self) -> None:
        self.summary.set_text(SUMMARIES[self.choices.way])
        self.colours.setVisible(self.choices.way == "colours")
        self._background_row.setVisible(self.choices.way != "paint")
        try:
            self.dataset = points_of_image(self._pixels, self.choices)
        except ValueError as error:
            self.dataset = None
            self.picture.setPixmap(_well(self.devicePixelRatioF()))
            self.words.set_text(f'<span style="color:{current().warn.name()}">{str(error).capitalize()}.</span>')
        else:
            self.picture.setPixmap(_points(self.dataset, self.devicePixelRatioF()))
            self.words.set_text(_counts(self.dataset))
        self.accept_button.setEnabled(self.dataset is not None)
        self.accept_button.setText(f"Import {count(len(self.dataset), 'point')}" if self.dataset else "Import")


def _titled(title: str, picture: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(px(6))
    column.addWidget(Label(title, "label_strong", "ink3"))
    column.addWidget(picture)
    column.addStretch(1)
    return column


def _scaled(pixels: NDArray[np.uint8], ratio: float) -> QPixmap:
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888)
    side = round(px(SIDE) * ratio)
    aspect, mode = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    made = QPixmap.fromImage(image.scaled(side, side, aspect, mode))
    made.setDevicePixelRatio(ratio)
    return made


def _well(ratio: float) -> QPixmap:
    side = round(px(SIDE) * ratio)
    made = QPixmap(side, side)
    made.setDevicePixelRatio(ratio)
    made.fill(current().sunken)
    return made


def _points(dataset: Dataset, ratio: float) -> QPixmap:
    made = _well(ratio)
    painter = QPainter(made)
    painter.drawImage(0, 0, dataset_picture(dataset, px(SIDE), ratio, DOT, MOST))
    painter.end()
    return made


def _counts(dataset: Dataset) -> str:
    if not dataset.classes:
        return f"<b>{count(len(dataset), 'point')}</b>: dark −1, bright 1, colours by their brightness"
    parts = (f"{one.name} {number:,}" for one, number in zip(dataset.classes, dataset.counts(), strict=True) if number)
    return f"<b>{count(len(dataset), 'point')}</b>: {', '.join(parts)}"
