"""Every layer's space in two dimensions: points, the bent sheet, and how well a straight cut does there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import PLANE
from playground.document.model import OUTPUT_UID
from playground.training.answers import answers
from playground.training.messages import INPUT_UID, Space
from playground.training.spaces_lens import Memory, Picture, Stage, Values, look
from playground.training.spaces_separability import Fit, separability
from playground.training.spaces_views import TRIANGLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playground.document.model import Document
    from playground.training.messages import ProbeRequest
    from playground.training.spaces_views import Array

    ForwardLayers = Callable[[NDArray[np.float32]], Sequence[NDArray[np.floating]]]

MOST_POINTS = 1000
SMALL_EVERY = 3
"""While training a small space is new once in so many frames, the large ones in all of them."""


@dataclass(slots=True)
class _Kept:
    width: int
    view: Memory = field(default_factory=Memory)
    fit: Fit | None = None
    score: float | None = None
    shown: tuple[Picture, Space] | None = None


class SpaceMemory:
    """What the pictures of one frame hand on to the next, layer by layer. Lives on the trainer's thread."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._frames = 0
        self._subject: tuple[object, ...] = ()

    def begin_frame(self, subject: tuple[object, ...]) -> None:
        """Another frame. Pictures of another subject serve as memories only, not in place of new ones."""
        self._frames += 1
        if subject != self._subject:
            self._subject = subject
            for kept in self._kept.values():
                kept.shown = None

    def takes_turn(self, place: int, every: int) -> bool:
        """Whether it is the turn of the layer at a place, which comes once in so many frames."""
        return (self._frames - place) % every == 0

    def of(self, uid: int, width: int) -> _Kept:
        """The layer's memory; an empty one when its width has changed."""
        kept = self._kept.get(uid)
        if kept is None or kept.width != width:
            kept = self._kept[uid] = _Kept(width)
        return kept

    def forget_others(self, uids: set[int]) -> None:
        """Drop layers that are gone."""
        self._kept = {uid: kept for uid, kept in self._kept.items() if uid in uids}


def spaces(
    forward_layers: ForwardLayers,
    document: Document,
    request: ProbeRequest,
    memory: SpaceMemory,
    *,
    hurried: bool = False,
) -> tuple[tuple[Space, ...], NDArray[np.int64]]:
    """The spaces that views asked for.

    One pass of the network over data points and sheet serves all of them. Each layer's picture is turned to
    match the one before it, beginning with the plane, and follows its own last picture smoothly.

    Args:
        forward_layers: From points of the plane, (M, 2), to activations: the inputs, after each hidden layer,
            the output's sums; each (M, width), finite.
        document: What is trained.
        request: Which spaces, and how fine.
        memory: From frame to frame.
        hurried: Whether more frames follow at once: then the small spaces are not all new in each of them.

    Returns:
        One space for each of `request.space_uids` that exists, in their order, and the indices of the points.
    """
    chosen = chosen_points(len(document.dataset))
    cells = max(request.space_cells, request.strip_cells)
    if not request.space_uids or cells < 1:
        return (), chosen
    points, corners = document.dataset.points[chosen], sheet_corners(cells)
    places = np.concatenate((points, corners.reshape(-1, 2)))
    layers = forward_layers(np.ascontiguousarray(places, dtype=np.float32))
    uids = [INPUT_UID, *(layer.uid for layer in document.network), OUTPUT_UID]
    values = {uid: _split(layer, len(points)) for uid, layer in zip(uids, layers, strict=True)}
    sums = values[OUTPUT_UID]
    values[INPUT_UID] = _split(places, len(points))
    memory.forget_others(set(uids))
    asked = (request.space_uids, request.main_space, request.morph_space, request.space_view, request.space_units)
    memory.begin_frame((document, asked, request.space_cells, request.strip_cells))
    answered = answers(sums.sheet, document).reshape(cells + 1, cells + 1, -1)
    frame = _Frame(document, request, memory, chosen, sums, answered, hurried)
    found = frame.look_at([uid for uid in uids if uid in request.space_uids], values)
    return tuple(found[uid] for uid in request.space_uids if uid in found), chosen


def chosen_points(count: int) -> NDArray[np.int64]:
    """Indices of the points that spaces show: all, or `MOST_POINTS` evenly by index."""
    if count <= MOST_POINTS:
        return np.arange(count)
    return np.arange(MOST_POINTS) * count // MOST_POINTS


@lru_cache(maxsize=8)
def sheet_corners(cells: int) -> Array:
    """Corners of the sheet in the plane, (cells + 1, cells + 1, 2); row 0 at the bottom. Not to be written into."""
    ticks = np.linspace(-PLANE, PLANE, cells + 1)
    corners = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    corners.flags.writeable = False
    return corners


@lru_cache(maxsize=32)
def coarser(cells: int, wanted: int) -> NDArray[np.intp]:
    """Rows (and columns) of a fine sheet that make a coarse one of `wanted` cells."""
    return np.rint(np.linspace(0, cells, min(wanted, cells) + 1)).astype(np.intp)


def _split(layer: NDArray[np.floating], count: int) -> Values:
    values = layer.astype(np.float64)
    return Values(values[:count], values[count:])


@dataclass(frozen=True, slots=True)
class _Frame:
    """All that the layers of one frame have in common."""

    document: Document
    request: ProbeRequest
    memory: SpaceMemory
    chosen: NDArray[np.int64]
    sums: Values
    answered: NDArray[np.float32]
    hurried: bool

    def look_at(self, uids: list[int], values: dict[int, Values]) -> dict[int, Space]:
        """Spaces by uid; the first is matched to the plane."""
        before = Picture(values[INPUT_UID].points, values[INPUT_UID].sheet)
        found = {}
        for place, uid in enumerate(uids):
            kept = self.memory.of(uid, values[uid].width)
            if kept.shown is None or self._is_due(uid, place):
                if kept.score is None or not self.hurried or self.memory.takes_turn(place, len(uids)):
                    self._score(values[uid], kept)
                before = look(self._stage(uid, values[uid]), before, kept.view)
                kept.shown = before, self._space(uid, values[uid], before, kept)
            before, found[uid] = kept.shown
        return found

    def _is_due(self, uid: int, place: int) -> bool:
        return not self.hurried or self._is_large(uid) or self.memory.takes_turn(place, SMALL_EVERY)

    def _is_large(self, uid: int) -> bool:
        return uid in {self.request.main_space, self.request.morph_space}

    def _score(self, values: Values, kept: _Kept) -> None:
        data = self.document.dataset
        classes = len(data.classes) if self.document.task == "classification" else 0
        kept.score, kept.fit = separability(values.points, data.targets[self.chosen], classes, kept.fit)

    def _stage(self, uid: int, values: Values) -> Stage:
        network = self.document.network
        last_hidden = bool(network) and uid == network[-1].uid
        view = self.request.space_view
        if view == "units" and uid != self.request.main_space:
            view = "auto"
        order = self.document.dataset.targets[self.chosen]
        classes = len(self.document.dataset.classes) if self.document.task == "classification" else 0
        units = self.request.space_units
        return Stage(uid, values, view, units, classes, order, self.sums, self._chances(uid), last_hidden)

    def _chances(self, uid: int) -> Values | None:
        if uid != OUTPUT_UID or self.answered.shape[-1] != len(TRIANGLE):
            return None
        points = answers(self.sums.points, self.document)
        return Values(points.astype(np.float64), self.answered.reshape(-1, 3).astype(np.float64))

    def _space(self, uid: int, values: Values, picture: Picture, kept: _Kept) -> Space:
        cells = self.request.space_cells if self._is_large(uid) else self.request.strip_cells
        rows = coarser(len(self.answered) - 1, cells)
        chosen = np.ix_(rows, rows)
        sheet = picture.sheet.reshape(*self.answered.shape[:2], 2)[chosen]
        return Space(
            uid,
            values.width,
            picture.points.astype(np.float32),
            sheet.astype(np.float32),
            kept.score or 0.0,
            picture.kept,
            picture.view,
            None if picture.cut is None else picture.cut.astype(np.float32),
            self.answered[chosen],
        )
