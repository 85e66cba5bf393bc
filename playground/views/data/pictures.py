"""Small pictures of datasets: points in their colours on the ground of a picture well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from playground.document.dataset import Dataset, DataSource
from playground.document.edits_source import generated
from playground.domains import DOMAINS, GENERATORS
from playground.domains.section import REACH
from playground.render.colormap import ramp
from playground.widgets import theme
from playground.widgets.picture_image import ink_image

if TYPE_CHECKING:
    from collections.abc import Iterator


FEWEST_OF_MANY = 240
MOST_POINTS = 200
"""More would be a blot, fewer would not show the noise."""
MARGIN = 0.12
DOT = 0.036
"""Diameter of a point as a share of the side."""
VALUE_STEPS = 9
RATIO = 2.0
"""Device pixels in a logical one, where nobody says how many the screen has."""


def generator_picture(name: str, side: int) -> QImage:
    """What a generator makes, without a person's settings: its points, or four of its pictures."""
    made = GENERATORS[name]
    count = MOST_POINTS if made.classes <= 2 else FEWEST_OF_MANY
    made_data = generated(DataSource(name, count, made.default_noise, 1))
    return samples_picture(made_data, side)


def samples_picture(dataset: Dataset, side: int) -> QImage:
    """What a dataset looks like: its points, or four of its pictures.

    Args:
        dataset: Of any domain.
        side: In logical pixels.
    """
    return dataset_picture(dataset, side) if DOMAINS[dataset.domain].has_map else sheet_picture(dataset, side)


def sheet_picture(dataset: Dataset, side: int) -> QImage:
    """One picture each of the first four classes, two by two.

    Args:
        dataset: Of pictures.
        side: In logical pixels.
    """
    height, width = dataset.shape[-2:]
    sheet = np.zeros((2 * height, 2 * width))
    for place, target in enumerate(np.unique(dataset.targets)[: 2 * 2]):
        shown = dataset.shaped[int(np.argmax(dataset.targets == target)), 0]
        row, column = divmod(place, 2)
        sheet[row * height : (row + 1) * height, column * width : (column + 1) * width] = shown
    edge = round(side * RATIO)
    smooth = Qt.TransformationMode.SmoothTransformation
    image = ink_image(sheet).scaled(edge, edge, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    image.setDevicePixelRatio(RATIO)
    return image


def dataset_picture(
    dataset: Dataset, side: int, ratio: float = RATIO, dot: float = DOT, most: int = MOST_POINTS
) -> QImage:
    """The points over the whole plane, of a table over the two columns that are shown first.

    Args:
        dataset: Classes are painted in their marks, the first of its values on the ramp from the first to the second
            class.
        side: In logical pixels.
        ratio: Device pixels in a logical one.
        dot: Diameter of a point as a share of the side.
        most: Of more points than this a sample is painted.
    """
    image = QImage(round(side * ratio), round(side * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = side * (1.0 - 2.0 * MARGIN) / (2.0 * REACH)
        for color, points in _by_color(dataset, most):
            painter.setPen(QPen(color, dot * side, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            places = np.column_stack([side / 2 + points[:, 0] * scale, side / 2 - points[:, 1] * scale])
            painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in places.tolist()]))
    return image


def _by_color(
    dataset: Dataset, most: int
) -> Iterator[tuple[QColor, np.ndarray[tuple[int, int], np.dtype[np.float64]]]]:
    tokens = theme.current()
    chosen = dataset.sample(most)
    points, targets = dataset.seen_on(dataset.section())[chosen], dataset.target()[chosen]
    if dataset.classes:
        for index, one in enumerate(dataset.classes):
            yield QColor(tokens.marks[one.color]), points[targets == index]
        return
    span = float(np.abs(targets).max()) if len(targets) else 1.0
    level = np.round(np.clip(targets / (span or 1.0), -1.0, 1.0) * VALUE_STEPS)
    for value in np.unique(level):
        mark = tokens.marks[1 if value > 0 else 0]
        table = ramp(_hex(tokens.ink_off), _hex(mark))
        color = QColor(*(int(c) for c in table[round(abs(value) / VALUE_STEPS * 255)]))
        yield color, points[level == value]


def _hex(color: QColor | str) -> str:
    return QColor(color).name()
