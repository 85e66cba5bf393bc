"""The data points as one transparent picture, drawn again only when something about them has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from playground.drawing.colormap import hex_to_rgb
from playground.drawing.density import density_image
from playground.widgets.qt_arrays import draw_sprites
from playground.widgets.sprites import atlas, class_looks, value_indices, value_looks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.views.canvas.camera import Frame
    from playground.widgets.sprites import Look
    from playground.widgets.theme import Theme

MOST_MARKERS = 20_000
"""Above this many points a picture of their density says more, and costs the same for any number."""
DENSITY_CELL = 2
"""Device pixels."""
SIDE_PER_RADIUS = 110.0


@dataclass(frozen=True, slots=True, eq=False)
class PointsScene:
    """All that the picture depends on; two are the same picture when every field is the same object or value.

    Attributes:
        dataset: The points.
        frame: Where they are.
        theme: In which colours.
        ratio: Device pixels in a logical one.
        scale: Magnitude of a value that gets full colour.
        show_train: Whether points that train are shown.
        show_test: Whether points kept for testing are shown.
        wrong: Points with a ring, (N,), or None.
        selected: Points with the other ring, (N,), or None.
    """

    dataset: Dataset
    frame: Frame
    theme: Theme
    ratio: float
    scale: float
    show_train: bool
    show_test: bool
    wrong: NDArray[np.bool_] | None
    selected: NDArray[np.bool_] | None

    def same_as(self, other: PointsScene | None) -> bool:
        """Whether the picture would be the same."""
        if other is None:
            return False
        by_identity = ("dataset", "theme", "wrong", "selected")
        by_value = ("frame", "ratio", "scale", "show_train", "show_test")
        return all(getattr(self, name) is getattr(other, name) for name in by_identity) and all(
            getattr(self, name) == getattr(other, name) for name in by_value
        )


def point_radius(side: float) -> float:
    """Radius of a point on a map of that side, in the same pixels."""
    return side / SIDE_PER_RADIUS


def looks_of(dataset: Dataset, shown: Theme) -> tuple[Look, ...]:
    """One look for each class, or for each step of the values."""
    if dataset.classes:
        return class_looks(tuple(one.color for one in dataset.classes), shown)
    return value_looks(shown)


def look_indices(dataset: Dataset, scale: float) -> NDArray[np.int64]:
    """Which look each point has, shape (N,)."""
    if dataset.classes:
        indices: NDArray[np.int64] = np.clip(dataset.targets, 0, len(dataset.classes) - 1).astype(np.int64)
        return indices
    return value_indices(dataset.targets, scale)


class PointsLayer:
    """Keeps the picture of the last scene."""

    def __init__(self) -> None:
        self._scene: PointsScene | None = None
        self._pixmap = QPixmap()

    def pixmap(self, scene: PointsScene) -> QPixmap:
        """The picture of the map's square, in device pixels and without a device pixel ratio."""
        if not scene.same_as(self._scene):
            self._pixmap = _draw(scene)
            self._scene = scene
        return self._pixmap


def _draw(scene: PointsScene) -> QPixmap:
    side = max(round(scene.frame.side * scene.ratio), 1)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    data = scene.dataset
    shown = (scene.show_test & data.is_test) | (scene.show_train & ~data.is_test)
    shown &= np.isfinite(data.points).all(axis=1)
    painter = QPainter(pixmap)
    if np.count_nonzero(shown) > MOST_MARKERS:
        image = _density(scene, shown, side)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, side, side), image)
    else:
        _stamp(painter, scene, shown)
    painter.end()
    return pixmap


def _stamp(painter: QPainter, scene: PointsScene, shown: NDArray[np.bool_]) -> None:
    data, frame, ratio = scene.dataset, scene.frame, scene.ratio
    places = (frame.points_to_screen(data.points) - (frame.left, frame.top)) * ratio
    side = frame.side * ratio
    margin = 16 * ratio
    shown = shown & ((places > -margin) & (places < side + margin)).all(axis=1)
    theme = scene.theme
    made = atlas(looks_of(data, theme), point_radius(frame.side), ratio, theme.boundary.name(), theme.halo.name())
    sprites = 2 * look_indices(data, scene.scale) + data.is_test
    draw_sprites(painter, made.pixmap, places[shown], sprites[shown], made.side)
    for mask, ring in ((scene.wrong, made.wrong), (scene.selected, made.selected)):
        if mask is not None and len(mask) == len(data):
            ringed = places[shown & mask]
            draw_sprites(painter, made.pixmap, ringed, np.full(len(ringed), ring), made.side)


def _density(scene: PointsScene, shown: NDArray[np.bool_], side: int) -> QImage:
    """Colours mixed by the share of each look in a cell; the more points, the more opaque."""
    cells = max(side // DENSITY_CELL, 1)
    looks = looks_of(scene.dataset, scene.theme)
    kinds = look_indices(scene.dataset, scene.scale)[shown]
    extent = scene.frame.camera.extent
    counts = density_image(scene.dataset.points[shown], kinds, extent, (cells, cells), len(looks))
    total = counts.sum(axis=0)
    full = max(float(np.percentile(total[total > 0], 99)), 1.0) if total.any() else 1.0
    alpha = np.where(total > 0, 0.35 + 0.6 * np.minimum(np.log1p(total) / np.log1p(full), 1.0), 0.0)
    marks = np.array([hex_to_rgb(look.mark) for look in looks], dtype=np.float64)
    rgb = np.tensordot(counts, marks, axes=(0, 0)) / np.maximum(total, 1)[..., None]
    packed = np.empty((cells, cells, 4), np.uint8)
    packed[..., 2::-1] = rgb[::-1] * alpha[::-1, :, None]
    packed[..., 3] = alpha[::-1] * 255
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(packed.tobytes(), cells, cells, 4 * cells, form).copy()
