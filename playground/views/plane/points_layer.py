"""The data points as one transparent picture, drawn again only when something about them has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from playground.render.density import cloud_of
from playground.views.plane.crowd import Crowd
from playground.widgets.sprites import atlas, class_looks, stamp, value_indices, value_looks
from playground.widgets.theme import current

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.domains.section import Section
    from playground.session.session import Session
    from playground.views.plane.axes import PlaneAxis
    from playground.views.plane.camera import PlaneTransform
    from playground.widgets.sprites import Look
    from playground.widgets.theme import Theme

MOST_MARKERS = 20_000
"""With more points than this in the view a picture of their density says more, and costs the same for any number."""
STEPPED_BACK = 0.15
"""Opacity of points where another class stands out; a picture of their density stays as it is."""
MOST_SHAPES = 5_000
"""Likewise on paper, where each marker is a few shapes of its own: more are one picture."""
SIDE_PER_RADIUS = 110.0
ALL = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class PointsScene:
    """All that the picture depends on; two are the same picture when every field is the same object or value.

    Attributes:
        dataset: The points.
        section: The plane on which they are seen.
        axes: Its columns, across and up.
        frame: Where they are.
        theme: In which colours.
        ratio: Device pixels in a logical one.
        scale: Magnitude of a value that gets full colour.
        show_train: Whether points that train are shown.
        show_test: Whether points kept for testing are shown.
        wrong: Points with a ring, (N,), or None.
        selected: Points with the other ring, (N,), or None.
        value: Which of the values colours the points.
        lit_class: The class whose points stand out, or None.
    """

    dataset: Dataset
    section: Section
    axes: tuple[PlaneAxis, PlaneAxis]
    frame: PlaneTransform
    theme: Theme
    ratio: float
    scale: float
    show_train: bool
    show_test: bool
    wrong: NDArray[np.bool_] | None
    selected: NDArray[np.bool_] | None
    value: int = 0
    lit_class: int | None = None

    def same_as(self, other: PointsScene | None) -> bool:
        """Whether the picture would be the same."""
        if other is None:
            return False
        same_marks = self.wrong is other.wrong and self.selected is other.selected
        same_marks = same_marks and self.lit_class == other.lit_class
        return same_marks and self.shows_as(other) and (self.frame, self.ratio) == (other.frame, other.ratio)

    @property
    def places(self) -> NDArray[np.float64]:
        """Where the points are on the plane, (N, 2)."""
        return self.dataset.seen_on(self.section)

    def shows_as(self, other: PointsScene | None) -> bool:
        """Whether it is the same points in the same colours, seen from anywhere."""
        if other is None or self.dataset is not other.dataset or self.theme is not other.theme:
            return False
        seen = ((one.section.across, one.section.up) for one in (self, other))
        if len(set(seen)) > 1:
            return False
        mine, theirs = ((one.scale, one.value, one.show_train, one.show_test) for one in (self, other))
        return mine == theirs


def point_radius(side: float) -> float:
    """Radius of a point on a map of that side, in the same pixels."""
    return side / SIDE_PER_RADIUS


def looks_of(dataset: Dataset, shown: Theme) -> tuple[Look, ...]:
    """One look for each class, or for each step of the values."""
    if dataset.classes:
        return class_looks(tuple(one.color for one in dataset.classes), shown)
    return value_looks(shown)


def look_in_hand(session: Session, scale: float) -> Look:
    """The marker that a press would put, where so large a value has full colour."""
    dataset, hand = session.document.dataset, session.hand
    looks = looks_of(dataset, current())
    if dataset.classes:
        return looks[min(hand.class_index, len(looks) - 1)]
    return looks[int(value_indices(np.array([hand.value]), scale)[0])]


def look_indices(
    dataset: Dataset, scale: float, chosen: NDArray[np.intp] | slice = ALL, value: int = 0
) -> NDArray[np.int64]:
    """Which look each point has by its class or one of its values, or each of those chosen, shape (N,)."""
    targets = dataset.target(value)[chosen]
    if dataset.classes:
        return np.asarray(np.clip(targets, 0, len(dataset.classes) - 1), np.int64)
    return value_indices(targets, scale)


class PointsLayer:
    """Keeps the picture of the last scene."""

    def __init__(self) -> None:
        self._scene: PointsScene | None = None
        self._pixmap = QPixmap()
        self._shown = np.empty(0, np.intp)
        self._crowd: Crowd | None = None

    def pixmap(self, scene: PointsScene) -> QPixmap:
        """The picture of the map's square, in device pixels and without a device pixel ratio."""
        if not scene.same_as(self._scene):
            self._choose(scene)
            self._pixmap = self._draw(scene)
            self._scene = scene
        return self._pixmap

    def paint_on_paper(self, painter: QPainter, scene: PointsScene) -> None:
        """Draw the points as shapes, or so many that nobody would take hold of one as a picture."""
        frame, shown = scene.frame, _shown(scene)
        if len(shown) > MOST_SHAPES:
            picture = self.pixmap(scene)
            painter.drawPixmap(QRectF(frame.left, frame.top, frame.side, frame.side), picture, QRectF(picture.rect()))
            return
        painter.save()
        painter.translate(frame.left, frame.top)
        stamp_points(painter, replace(scene, ratio=1.0), shown)
        painter.restore()

    def _choose(self, scene: PointsScene) -> None:
        """Find the points that are to be shown and stand out, unless the last scene shows the same."""
        last = self._scene
        same = scene.shows_as(last)
        if not same:
            self._gather(scene)
        if self._crowd is not None and not (same and last is not None and scene.selected is last.selected):
            self._crowd.select(_selected_among(scene, self._shown))

    def _gather(self, scene: PointsScene) -> None:
        data = scene.dataset
        self._shown = _shown(scene)
        self._crowd = None
        if len(self._shown) > MOST_MARKERS:
            chosen = ALL if len(self._shown) == len(data) else self._shown
            looks = looks_of(data, scene.theme)
            cloud = cloud_of(scene.places[chosen], look_indices(data, scene.scale, chosen, scene.value), len(looks))
            self._crowd = Crowd(cloud, tuple(look.mark for look in looks))

    def _draw(self, scene: PointsScene) -> QPixmap:
        side = max(round(scene.frame.side * scene.ratio), 1)
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            crowd = self._crowd
            if crowd is None:
                stamp_points(painter, scene, self._shown)
            elif crowd.look_at(scene.frame, scene.ratio) > MOST_MARKERS:
                crowd.paint(painter, scene.frame, QRectF(0, 0, side, side))
            else:
                stamp_points(painter, scene, self._shown[crowd.near()])
        return pixmap


def _shown(scene: PointsScene) -> NDArray[np.intp]:
    """Indices of the points that are to be shown, wherever they are; those that are not numbers are nowhere."""
    data = scene.dataset
    finite = data.is_finite
    if scene.show_train and scene.show_test and finite:
        return np.arange(len(data))
    shown = (scene.show_test & data.is_test) | (scene.show_train & ~data.is_test)
    return np.flatnonzero(shown if finite else shown & np.isfinite(scene.places).all(axis=1))


def _selected_among(scene: PointsScene, shown: NDArray[np.intp]) -> NDArray[np.bool_] | None:
    """Which of the points that are shown are selected; None when none are."""
    selected = scene.selected
    if selected is None or len(selected) != len(scene.dataset):
        return None
    return selected if len(shown) == len(selected) else selected[shown]


def stamp_points(painter: QPainter, scene: PointsScene, shown: NDArray[np.intp]) -> None:
    """Draw a marker for each of these points that is in the view."""
    data, frame, ratio = scene.dataset, scene.frame, scene.ratio
    places = (frame.points_to_screen(scene.places[shown]) - (frame.left, frame.top)) * ratio
    side = frame.side * ratio
    # A marker whose middle is a little outside still reaches in.
    margin = 16 * ratio
    visible = ((places > -margin) & (places < side + margin)).all(axis=1)
    shown, places = shown[visible], places[visible]
    theme = scene.theme
    made = atlas(looks_of(data, theme), point_radius(frame.side), ratio, theme.boundary.name(), theme.halo.name())
    sprites = 2 * look_indices(data, scene.scale, shown, scene.value) + data.is_test[shown]
    if scene.lit_class is None:
        stamp(painter, made, places, sprites)
    else:
        lit = data.targets[shown] == scene.lit_class
        painter.setOpacity(STEPPED_BACK)
        stamp(painter, made, places[~lit], sprites[~lit])
        painter.setOpacity(1.0)
        stamp(painter, made, places[lit], sprites[lit])
    for mask, ring in ((scene.wrong, made.wrong), (scene.selected, made.selected)):
        if mask is not None and len(mask) == len(data):
            ringed = places[mask[shown]]
            stamp(painter, made, ringed, np.full(len(ringed), ring))
