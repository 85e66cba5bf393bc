"""Which part of the plane is shown, and where each of its places is on the screen. Plain numbers, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.domains.section import REACH

if TYPE_CHECKING:
    from playground.document.scaling import AxisScale

LEAST_SPAN, MOST_SPAN = 0.3, 200.0
FARTHEST = 500.0
"""How far from the origin, in units of the plane, a person can pan."""
LETTERS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
LEAST_STEP = 1e-4
"""Smaller steps of axis numbers are written as powers of ten, steps of many thousands with a letter."""
HOME_MARGIN = 1.1
"""Of the view of points that reach beyond the plane, beside the box around them."""
TICK_PIXELS = 52.0
"""The least distance between two axis numbers."""

Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Camera:
    """A square view of the plane.

    Attributes:
        x: Centre.
        y: Centre.
        span: Length of a side in units of the plane.
    """

    x: float = 0.0
    y: float = 0.0
    span: float = 2 * REACH

    @property
    def extent(self) -> Extent:
        """Left, right, bottom, top."""
        half = self.span / 2
        return self.x - half, self.x + half, self.y - half, self.y + half

    @property
    def is_home(self) -> bool:
        """Whether the whole plane is shown, as at first."""
        return self == Camera()

    def zoomed(self, factor: float, x: float, y: float) -> Camera:
        """Closer by a factor above 1, farther below 1; the place (x, y) stays where it is on the screen."""
        # Never nearer than it was when one zooms out: a view of far points may be larger than one could zoom out to.
        span = min(max(self.span / factor, LEAST_SPAN), max(MOST_SPAN, self.span))
        kept = span / self.span
        return Camera(_near(x + (self.x - x) * kept, self.x), _near(y + (self.y - y) * kept, self.y), span)

    def moved(self, dx: float, dy: float) -> Camera:
        """Shifted in units of the plane."""
        return Camera(_near(self.x + dx, self.x), _near(self.y + dy, self.y), self.span)

    def share_of(self, points: NDArray[np.float64]) -> float:
        """The share of some points, (N, 2), that are in view; N at least 1."""
        left, right, bottom, top = self.extent
        x, y = points[:, 0], points[:, 1]
        return float(np.count_nonzero((x >= left) & (x <= right) & (y >= bottom) & (y <= top))) / len(points)


def _near(value: float, now: float) -> float:
    """A place within reach, or no farther out than the one at hand."""
    most = max(FARTHEST, abs(now))
    return min(max(value, -most), most)


def home_of(points: NDArray[np.float64]) -> Camera:
    """The view of the whole plane and of all points, (N, 2); of points that lie far from it, of them alone."""
    found = points[np.isfinite(points).all(axis=1)]
    if not len(found) or np.abs(found).max() <= REACH:
        return Camera()
    low, high = found.min(axis=0), found.max(axis=0)
    if (low <= REACH).all() and (high >= -REACH).all():
        low, high = np.minimum(low, -REACH), np.maximum(high, REACH)
    span = max(float((high - low).max()) * HOME_MARGIN, LEAST_SPAN)
    x, y = ((low + high) / 2).tolist()
    return Camera(x, y, span)


@dataclass(frozen=True, slots=True)
class PlaneTransform:
    """A camera's square on the screen.

    Attributes:
        left: Of the square, in logical pixels.
        top: Of the square, in logical pixels.
        side: Of the square, in logical pixels.
    """

    camera: Camera
    left: float
    top: float
    side: float

    @property
    def unit(self) -> float:
        """Pixels that one unit of the plane takes."""
        return self.side / self.camera.span

    def to_plane(self, px: float, py: float) -> tuple[float, float]:
        """The place of the plane under a pixel."""
        left, _, _, top = self.camera.extent
        return left + (px - self.left) / self.unit, top - (py - self.top) / self.unit

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Where on the screen a place of the plane is."""
        left, _, _, top = self.camera.extent
        return self.left + (x - left) * self.unit, self.top + (top - y) * self.unit

    def points_to_screen(self, points: NDArray[Any]) -> NDArray[np.float64]:
        """Where places of the plane, shape (..., 2), are on the screen."""
        left, _, _, top = self.camera.extent
        origin = np.array([self.left - left * self.unit, self.top + top * self.unit])
        result: NDArray[np.float64] = origin + points * np.array([self.unit, -self.unit])
        return result

    def rect_of(self, extent: Extent) -> tuple[float, float, float, float]:
        """Left, top, width and height on the screen of a part of the plane."""
        x, y = self.to_screen(extent[0], extent[3])
        return x, y, (extent[1] - extent[0]) * self.unit, (extent[3] - extent[2]) * self.unit

    def contains(self, px: float, py: float) -> bool:
        """Whether a pixel is on the map."""
        return self.left <= px <= self.left + self.side and self.top <= py <= self.top + self.side


def ticks(low: float, high: float, side: float) -> list[float]:
    """Round places for axis numbers, inside of low and high: steps of 1, 2 or 5 times a power of ten."""
    least = (high - low) * TICK_PIXELS / max(side, 1.0)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
    # A number at the very edge would be cut in half.
    edge = (high - low) * 0.02
    first, last = math.ceil((low + edge) / step), math.floor((high - edge) / step)
    # By multiplication: a step that is added up drifts, and 0 becomes 1e-17.
    return [index * step for index in range(first, last + 1)]


def unit_ticks(low: float, high: float, side: float, axis: AxisScale) -> list[tuple[float, str]]:
    """Round places of an axis in its units, within low and high on the plane: where each lies there, and its text."""
    units = ticks(axis.to_units(low), axis.to_units(high), side)
    step = units[1] - units[0] if len(units) > 1 else axis.scale
    most = max(map(abs, units), default=0.0)
    size, letter = next(((size, letter) for size, letter in LETTERS if most >= size and step >= size / 10), (1.0, ""))
    texts = [tick_text(unit / size, step / size) + letter if unit or not letter else "0" for unit in units]
    return [(axis.from_units(unit), text) for unit, text in zip(units, texts, strict=True)]


def tick_text(value: float, step: float) -> str:
    """An axis number with as many digits as its step needs, and a true minus sign; 0.00002 as 2e−5."""
    if 0.0 < step < LEAST_STEP:
        return _power_text(value, step)
    # The logarithm of 0.001 comes out a hair below -3, and floor would ask for another digit.
    digits = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    text = f"{value:.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text) else f"{0:.{digits}f}"


def _power_text(value: float, step: float) -> str:
    if abs(value) < step / 2:
        return "0"
    digits = math.floor(math.log10(abs(value)) + 1e-9) - math.floor(math.log10(step) + 1e-9)
    mantissa, exponent = f"{value:.{max(digits, 0)}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "\N{MINUS SIGN}")
