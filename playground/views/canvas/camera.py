"""Which part of the plane is shown, and where each of its places is on the screen. Plain numbers, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import PLANE

LEAST_SPAN, MOST_SPAN = 0.3, 200.0
FARTHEST = 500.0
"""How far from the origin, in units of the plane, a person can pan."""
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
    span: float = 2 * PLANE

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
        span = min(max(self.span / factor, LEAST_SPAN), MOST_SPAN)
        kept = span / self.span
        return Camera(_near(x + (self.x - x) * kept), _near(y + (self.y - y) * kept), span)

    def moved(self, dx: float, dy: float) -> Camera:
        """Shifted in units of the plane."""
        return Camera(_near(self.x + dx), _near(self.y + dy), self.span)


def _near(value: float) -> float:
    return min(max(value, -FARTHEST), FARTHEST)


@dataclass(frozen=True, slots=True)
class Frame:
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
    edge = (high - low) * 0.02
    first, last = math.ceil((low + edge) / step), math.floor((high - edge) / step)
    return [index * step for index in range(first, last + 1)]


def tick_text(value: float, step: float) -> str:
    """An axis number with as many digits as its step needs, and a true minus sign."""
    digits = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    text = f"{value:.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text) else f"{0:.{digits}f}"
