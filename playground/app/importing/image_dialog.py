"""A picture and the points it becomes: by its colours, by what is dark, or as values to be painted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.importing.place import ADD, foot_of, outcome, place_track
from playground.interop.image_points import ImageChoices, channel_of, points_of_image
from playground.views.data.pictures import dataset_picture
from playground.widgets.answers import answer_buttons
from playground.widgets.format import count
from playground.widgets.label import FlowText, Label
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.switch import Switch
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.interop.image_points import Channel

CONTROLS, SIDE = 260, 280
DOT, MOST = 0.014, 5_000
WAYS = (
    Segment("colours", "Colours", tip="Trace by colour\nEach colour becomes a class"),
    Segment("dark", "Dark", tip="Trace what is dark\nDark pixels become points"),
    Segment("paint", "Paint", tip="Paint target\nThe network learns the picture: its brightness, or one colour"),
)
CHANNELS = (
    Segment("brightness", "Bright", tip="Brightness\nThe network learns how bright the picture is"),
    Segment("red", "Red", tip="Red\nThe network learns how much red light the picture has"),
    Segment("green", "Green", tip="Green\nThe network learns how much green light the picture has"),
    Segment("blue", "Blue", tip="Blue\nThe network learns how much blue light the picture has"),
)
SUMMARIES = {
    "colours": "Each colour becomes a class, and points are scattered over its patches.",
    "dark": "Points are scattered over what is dark.",
    "paint": "The network learns the picture at x, y: regression. A point carries one value, so a picture in colour "
    "takes three networks, one for each of red, green and blue.",
}
SCALES: dict[Channel, str] = {
    "brightness": "dark −1, bright 1, colours by their brightness",
    "red": "no red −1, full red 1",
    "green": "no green −1, full green 1",
    "blue": "no blue −1, full blue 1",
}


class ImageDialog(QDialog):
    """Nothing changes until Import; `dataset` has the picture's points alone."""

    def __init__(self, pixels: NDArray[np.uint8], name: str, current: Dataset, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.choices = ImageChoices()
        self._current = current
        self.dataset: Dataset | None = None
        self._pixels = pixels
        self.setWindowTitle(f"Points from {name}")
        self.way = Segmented("Way", WAYS, stretch=True)
        self.summary = FlowText(colour="ink2")
        sizes = NumberRange(minimum=10, maximum=20_000, step=10, log=True, integer=True)
        self.count = SliderRow("Points", sizes, self.choices.count, tip="How many points", surface="window")
        groups = NumberRange(minimum=2, maximum=9, step=1, integer=True)
        self.colours = SliderRow("Colours", groups, self.choices.colours, tip="How many colours", surface="window")
        self.channel = Segmented("Channel", CHANNELS, stretch=True)
        self.place = place_track()
        self.background = Switch("Background", "Background\nThe colour along the edges becomes points as well")
        self.words = FlowText(colour="ink2")
        self.source, self.picture = QLabel(), QLabel()
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
        for widget in (self.way, self.summary, self.channel, self.count, self.colours):
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
        self.source.setFixedSize(px(SIDE), px(SIDE))
        self.source.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addWidget(self._left())
        body.addLayout(_titled("Picture", self.source))
        body.addLayout(_titled("Points", self.picture))
        self.buttons, self.accept_button = answer_buttons(self, "Import")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(16))
        column.addLayout(body, 1)
        column.addLayout(foot_of(self.place, self.buttons))

    def _connect(self) -> None:
        self.way.chosen.connect(partial(self._take, "way"))
        self.channel.chosen.connect(partial(self._take, "channel"))
        self.place.chosen.connect(self._show)
        self.count.value_changed.connect(partial(self._take_number, "count"))
        self.colours.value_changed.connect(partial(self._take_number, "colours"))
        self.background.clicked.connect(lambda on: self._take("keep_background", on))

    def _take_number(self, name: str, value: float) -> None:
        self._take(name, round(value))

    def _take(self, name: str, value: object) -> None:
        self.choices = replace(self.choices, **{name: value})  # type: ignore[arg-type]
        self._show()

    def _show(self) -> None:
        choices, ratio = self.choices, self.devicePixelRatioF()
        paints, adds = choices.way == "paint", self.place.current_key() == ADD
        self.summary.set_text(SUMMARIES[choices.way])
        self.channel.setVisible(paints)
        self.colours.setVisible(choices.way == "colours")
        self._background_row.setVisible(not paints)
        self.source.setPixmap(_scaled(_in_grey(self._pixels, choices.channel) if paints else self._pixels, ratio))
        try:
            made = points_of_image(self._pixels, choices)
            after = outcome(self._current, made, self.place.current_key())
        except ValueError as error:
            self.dataset = None
            self.picture.setPixmap(_well(ratio))
            words = str(error)
            self.words.set_text(f'<span style="color:{current().warn.name()}">{words[:1].upper()}{words[1:]}.</span>')
        else:
            self.dataset = made
            self.picture.setPixmap(_points(after, ratio))
            self.words.set_text(_counts(made, choices.channel) + (f"<br>{_sum(self._current, after)}" if adds else ""))
        self.accept_button.setEnabled(self.dataset is not None)
        verb = "Add" if adds else "Import"
        self.accept_button.setText(f"{verb} {count(len(self.dataset), 'point')}" if self.dataset else verb)


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
    with QPainter(made) as painter:
        painter.drawImage(0, 0, dataset_picture(dataset, px(SIDE), ratio, DOT, MOST))
    return made


def _in_grey(pixels: NDArray[np.uint8], channel: Channel) -> NDArray[np.uint8]:
    """What of the picture is painted, (H, W, 4)."""
    grey = np.round(channel_of(pixels, channel) * 255.0).astype(np.uint8)
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def _counts(made: Dataset, channel: Channel) -> str:
    if not made.classes:
        return f"<b>{count(len(made), 'point')}</b>: {SCALES[channel]}"
    parts = (f"{one.name} {number:,}" for one, number in zip(made.classes, made.counts(), strict=True) if number)
    return f"<b>{count(len(made), 'point')}</b>: {', '.join(parts)}"


def _sum(before: Dataset, after: Dataset) -> str:
    return f"With the {len(before):,} at hand that makes {len(after):,}"
