"""A snapshot as a picture: the colours of the map and the decision line over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.plane.geometry import decision_boundary, marching_squares
from playground.render.colormap import SURE, class_map, signed_map, stack_ramps
from playground.widgets.qt_arrays import image_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from playground.domains.plane.grid import Extent
    from playground.training.probes.plane.output_map import MapSamples, UnitSamples
    from playground.widgets.theme import Theme

TWO = 2


@dataclass(frozen=True, slots=True, eq=False)
class MapPicture:
    """What the map shows.

    Attributes:
        image: The colours.
        extent: Part of the plane that it covers.
        boundary: Segments of the decision line, (S, 2, 2), in the plane.
    """

    image: QImage
    extent: Extent
    boundary: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MapColouring:
    """How answers become colours.

    Attributes:
        theme: Of the program.
        colors: Places of the classes in the palette; empty for values.
        scale: Magnitude of a value that gets full colour.
        discrete: Full colour everywhere.
        value: Which of the values is shown.
    """

    theme: Theme
    colors: tuple[int, ...]
    scale: float
    discrete: bool = False
    value: int = 0


def output_picture(shown: MapSamples, colouring: MapColouring) -> MapPicture | None:
    """The predictions of the network; None where they are not numbers."""
    answers = _finite_or_nan(shown.predictions)
    if answers is None:
        return None
    if not colouring.colors or answers.shape[-1] == 1:
        return _signed(answers[..., min(colouring.value, answers.shape[-1] - 1)], shown.extent, colouring)
    colors = [colouring.colors[k % len(colouring.colors)] for k in range(answers.shape[-1])]
    ramps = stack_ramps(colouring.theme.map0.name(), tuple(colouring.theme.maps[c] for c in colors))
    colours = class_map(answers, ramps, discrete=colouring.discrete)
    return MapPicture(image_of(colours), shown.extent, _decision_lines(answers, shown.extent))


def unit_picture(shown: UnitSamples, extent: Extent, colouring: MapColouring) -> MapPicture | None:
    """The output of one unit over a part of the plane; None where it is no number."""
    values = _finite_or_nan(shown.values)
    return None if values is None else _signed(values, extent, colouring)


def _finite_or_nan(values: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The map with NaN, which all that follows takes for "no opinion", for infinities; None without a number."""
    if values.size == 0:
        return None
    finite = np.isfinite(values)
    if finite.all():
        return values
    return np.where(finite, values, np.float32(np.nan)) if finite.any() else None


def _decision_lines(answers: NDArray[np.float32], extent: Extent) -> NDArray[np.float64]:
    """Where the two best classes tie, (S, 2, 2), to the very edge of the map: its outermost samples are repeated.

    Between samples that are sure of their classes log-odds tell the place far better than probabilities, whose lines
    are staircases where the map is steep.
    """
    left, right, bottom, top = extent
    column, row = (right - left) / answers.shape[1], (top - bottom) / answers.shape[0]
    padded = np.pad(np.log(np.maximum(answers, SURE)), ((1, 1), (1, 1), (0, 0)), mode="edge")
    wider = (left - column, right + column, bottom - row, top + row)
    if answers.shape[-1] == TWO:  # a third of the work of the general way
        return marching_squares(padded[..., 1] - padded[..., 0], 0.0, wider)
    return decision_boundary(padded, wider)


def _signed(values: NDArray[np.float32], extent: Extent, colouring: MapColouring) -> MapPicture:
    negative, positive = stack_ramps(colouring.theme.map0.name(), colouring.theme.maps[:2])
    colours = signed_map(values, colouring.scale, negative, positive, discrete=colouring.discrete)
    return MapPicture(image_of(colours), extent, np.empty((0, 2, 2)))
