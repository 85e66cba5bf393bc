"""What neurons see, as images: one strip of rounded tiles for each column, coloured by table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.render.colormap import Packed, class_map, confidence, pack, ramp, signed_map
from playground.tasks import TASKS
from playground.training.probes.activations import Activations
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.views.network.shown import shows_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.document.plan import PlannedLayer
    from playground.methods.losses import OutputKind
    from playground.training.probes.activations import SampleActivations
    from playground.training.probes.color_scale import Scales
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.network.columns import NetworkLayout
    from playground.widgets.theme import Theme

Bytes = NDArray[np.uint8]
Floats = NDArray[np.floating[Any]]

EASE_S = 0.3
FAR = 1e6
"""Stands for infinity in a picture."""
ROUNDING = 6 / 36
"""Corner radius of a tile as a share of its side."""


@dataclass(frozen=True, slots=True)
class TileStrip:
    """The tiles of the units that a column shows, one below the other, and the array that holds their bytes."""

    image: QImage
    pixels: Bytes
    side: int
    first: int

    def tile(self, unit: int) -> QRectF | None:
        """Where the tile of a unit lies in the image; None when there is none."""
        place = unit - self.first
        return QRectF(0.0, place * self.side, self.side, self.side) if 0 <= place < len(self.pixels) else None


@dataclass(frozen=True, slots=True)
class DrawnUnits:
    """What of a column is drawn: units `first` to `last`, each this many device pixels wide."""

    first: int
    last: int
    side: int


def drawn_units(layout: NetworkLayout, ratio: float) -> dict[int, DrawnUnits]:
    """By uid, of the columns that have tiles; `ratio` is of device pixels to logical ones."""
    return {
        column.uid: DrawnUnits(column.cells[0].unit, column.cells[-1].unit, round(column.cells[0].rect.width() * ratio))
        for column in layout.columns
        if column.shows == "tiles"
    }


class Pictures:
    """Strips by uid. A column keeps its strip until a new one comes, so that an edit makes nothing flash.

    Attributes:
        sample: What the network makes of the picture at hand, where samples are pictures.
        parameters: Those with which it does.
    """

    def __init__(self) -> None:
        self.strips: dict[int, TileStrip] = {}
        self._inputs: tuple[object, object, object] = (None, None, None)
        self._scales: dict[int, tuple[Floats, float]] = {}
        self._common = False
        self.sample: SampleActivations | None = None
        self.parameters: Mapping[Key, Floats] = {}

    def copy(self) -> Pictures:
        """Others that begin as these are."""
        other = Pictures()
        other.strips, other._scales = dict(self.strips), dict(self._scales)
        other._common, other.sample, other.parameters = self._common, self.sample, self.parameters
        return other

    def share_scale(self, *, on: bool) -> None:
        """Colour the units of a layer by one scale from now on, or each by its own."""
        if on != self._common:
            self._common = on
            self._scales.clear()

    def take(self, snapshot: Snapshot, theme: Theme, shown: Mapping[int, DrawnUnits]) -> None:
        """Colour what a snapshot has of the columns that are shown; what it lacks stays as it is."""
        made = snapshot.get(Activations)
        if made is not None and shows_pictures(snapshot.document):
            self.parameters = snapshot.parameters
            self._take_sample(made, theme, shown)
            return
        if not shows_pictures(snapshot.document):
            self.sample = None  # of a picture of the document before
        pictures = snapshot.get(UnitMaps)
        if pictures is None:
            return
        if INPUT_UID in shown:
            self._take_inputs(pictures.inputs, theme, shown[INPUT_UID])
        for uid, values in pictures.units.items():
            part = shown.get(uid)
            if part is None or values.ndim != 3 or not values.size:
                continue
            scales = self._eased(uid, self._scales_of(pictures.scales[uid], len(values)))
            first, last = (part.first, part.last) if uid != OUTPUT_UID else (0, len(values) - 1)
            chosen = resampled(values[first : last + 1], part.side)
            if len(chosen):
                some = scales[first : last + 1, None, None]
                self.strips[uid] = strip(_colours(snapshot.document, uid, chosen, some, theme), first)

    def _take_inputs(self, values: Floats, theme: Theme, part: DrawnUnits) -> None:
        """Inputs do not change while training: they are coloured again only for another size or theme."""
        same = self._inputs[0] is values and self._inputs[1] is theme and self._inputs[2] == part.side
        if not same:
            self._inputs = (values, theme, part.side)
            self.strips[INPUT_UID] = strip(_signed(resampled(values, part.side), theme), 0)

    def _take_sample(self, made: SampleActivations, theme: Theme, shown: Mapping[int, DrawnUnits]) -> None:
        """Colour the maps of a layer by one scale, and numbers in a row as filled tiles; the picture itself is ink."""
        self.sample = made
        for uid, values in made.layers.items():
            part = shown.get(uid)
            if part is None or part.side < 1:
                continue
            if uid == INPUT_UID:
                colours = ink(values, theme)
            else:
                scale = self._eased(uid, np.full(1, made.scales[uid], np.float32))[0]
                some = values[part.first : part.last + 1]
                colours = _signed((some if some.ndim == 3 else some[:, None, None]) / scale, theme)
            if len(colours):
                self.strips[uid] = strip(nearest(colours, part.side)[:, ::-1], part.first)

    def scale(self, uid: int, unit: int) -> float | None:
        """The magnitude that gets full colour in the picture of a unit; None where it has no such picture."""
        scales, _ = self._scales.get(uid, (None, 0.0))
        if scales is not None and self.sample is not None:
            return float(scales[0])
        return float(scales[unit]) if scales is not None and 0 <= unit < len(scales) else None

    def maps(self, planned: PlannedLayer | None) -> Floats | None:
        """What a layer of the network at hand makes of the picture, (C, H, W); None where that is no map, or not known.

        Until the next snapshot the numbers may be those of the network before an edit, and of other shapes.
        """
        made = None if self.sample is None or planned is None else self.sample.layers.get(planned.uid)
        is_map = made is not None and planned is not None and made.ndim == 3 and made.shape == planned.shape_out
        return made if is_map else None

    def keep_only(self, uids: set[int]) -> None:
        """Drop the pictures of layers that are gone."""
        for uid in set(self.strips) - uids:
            del self.strips[uid]
            self._scales.pop(uid, None)

    def _scales_of(self, scales: Scales, units: int) -> Floats:
        """The magnitude of each unit that gets full colour, (units,)."""
        return np.full(units, scales.common, dtype=np.float32) if self._common else scales.own[:units]

    def _eased(self, uid: int, target: Floats) -> Floats:
        """The scales on their way to new values: a jump would make all tiles of a layer flicker."""
        target = np.where(np.isfinite(target) & (target > 0.0), target, np.float32(1.0))
        now = perf_counter()
        # A layer that was not there before begins with its own scales: nothing eases in from another layer's.
        before, at = self._scales.get(uid, (target, now - EASE_S))
        if before.shape != target.shape:
            before, at = target, now
        share = min((now - at) / EASE_S, 1.0)
        scales = before + (target - before) * np.float32(share)
        self._scales[uid] = (scales, now)
        return scales


def strip(colours: Packed, first: int) -> TileStrip:
    """Tiles (units, n, n), row 0 at the bottom, as one image with rounded corners; `first` is its first unit."""
    units, side = colours.shape[:2]
    turned = np.ascontiguousarray(colours[:, ::-1])
    pixels: Bytes = turned.view(np.uint8).reshape(units, side, side, 4)
    rows, columns, alpha = _corners(side)
    # Only the pixels that rounding touches, and premultiplied: a clip for each tile would cost more than painting them
    # all.
    corner = pixels[:, rows, columns].astype(np.uint16) * alpha[None, :, None]
    pixels[:, rows, columns] = corner // 255
    image = QImage(pixels.data, side, units * side, side * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return TileStrip(image, pixels, side, first)


def resampled(values: Floats, side: int) -> Floats:
    """Pictures (units, n, n) as (units, side, side), linear between the centres of cells.

    Values, not colours, are interpolated: a coarse picture, as a busy trainer sends, still has crisp boundaries.
    """
    n = values.shape[1]
    if n == side or values.shape[1] != values.shape[2]:
        return values
    if not np.isfinite(values).all():
        values = np.nan_to_num(values, posinf=FAR, neginf=-FAR)
    matrix = _interpolation(n, side)
    # Two small products for all units at once, in place of an interpolation for each.
    result: Floats = matrix @ values @ matrix.T
    return result


def nearest(colours: Packed, side: int) -> Packed:
    """Pictures (units, height, width) as (units, side, side), each cell a block of one colour."""
    rows, columns = ((np.arange(side) * length) // side for length in colours.shape[1:])
    return np.asarray(colours[:, rows[:, None], columns[None, :]])


def ink(picture: Floats, theme: Theme) -> Packed:
    """A grey picture, (1, height, width), as colours: ink on the ground of a picture well."""
    table = pack(ramp(theme.sunken.name(), theme.ink.name()))
    return table[np.rint(np.clip(np.nan_to_num(picture[:1]), 0.0, 1.0) * (len(table) - 1)).astype(np.intp)]


@lru_cache(maxsize=32)
def _interpolation(n: int, side: int) -> NDArray[np.float32]:
    """(side, n): what each new cell takes of the old ones; at the rim the outermost cell alone."""
    place = np.clip((np.arange(side) + 0.5) * n / side - 0.5, 0.0, n - 1.0)
    matrix = np.maximum(1.0 - np.abs(place[:, None] - np.arange(n)[None, :]), 0.0)
    return matrix.astype(np.float32)


@lru_cache(maxsize=32)
def _corners(side: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.uint16]]:
    """The pixels that rounding touches, and how much of them stays, 0 to 255."""
    radius = ROUNDING * side
    along = np.arange(side) + 0.5
    beyond = np.maximum(np.maximum(radius - along, along - (side - radius)), 0.0)
    distance = np.hypot(beyond[:, None], beyond[None, :])
    alpha = np.clip(radius - distance + 0.5, 0.0, 1.0)
    rows, columns = np.nonzero(alpha < 1.0)
    return rows, columns, np.rint(alpha[rows, columns] * 255).astype(np.uint16)


def _signed(shares: Floats, theme: Theme) -> Packed:
    """Colours of values that have been divided by their scale."""
    negative, positive = (ramp(theme.map0.name(), theme.maps[sign]) for sign in (0, 1))
    return signed_map(shares, 1.0, negative, positive)


def _colours(document: Document, uid: int, values: Floats, scales: Floats, theme: Theme) -> Packed:
    if uid != OUTPUT_UID or not TASKS[document.task].has_classes:
        return _signed(values / scales, theme)
    colours = [one.color for one in document.dataset.classes]
    if len(values) > len(colours):  # of classes that have just been removed
        colours += [colour for colour in range(len(theme.maps)) if colour not in colours]
    ramps = [ramp(theme.map0.name(), theme.maps[colour]) for colour in colours]
    chances = _chances(resolve(document).head.kind, values)
    if len(chances) == 1:
        return class_map(chances[0], np.stack(ramps[:2]))[None]
    best, certain = confidence(np.moveaxis(chances, 0, -1))
    index = np.rint(certain * (len(ramps[0]) - 1)).astype(np.intp)
    return np.stack([pack(ramps[unit % len(ramps)])[np.where(best == unit, index, 0)] for unit in range(len(values))])


def _chances(kind: OutputKind, values: Floats) -> Floats:
    """What output units show, as probabilities: tanh and hinge outputs read as the sigmoid of twice their sum."""
    if kind == "linear":
        values = np.tanh(values)
    return values if kind in ("sigmoid", "softmax") else 0.5 + 0.5 * values
