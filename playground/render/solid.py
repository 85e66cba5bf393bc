"""A space of three dimensions on a flat screen: how it is turned, and what light falls on its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.render.mesh import Mesh

Floats = NDArray[np.floating[Any]]

STEEPEST = 0.49 * pi
DIM, BRIGHT = 0.58, 1.12
"""Brightness of a sheet seen edge on, and of one that faces the light."""
_LIGHT = np.array([-0.35, 0.55, 0.76]) / np.linalg.norm([-0.35, 0.55, 0.76])
"""From the upper left, behind the viewer."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a space is turned: about its own upright axis first, then towards the viewer.

    Attributes:
        yaw: Radians; positive turns the near side to the right.
        pitch: Radians; positive looks from above.
    """

    yaw: float = 0.0
    pitch: float = 0.0

    def turned(self, yaw: float, pitch: float) -> Pose:
        """Turned on; it never goes over the top."""
        return Pose((self.yaw + yaw + pi) % (2.0 * pi) - pi, min(max(self.pitch + pitch, -STEEPEST), STEEPEST))

    def partly(self, share: float) -> Pose:
        """A share of the way here from a space that is seen straight on."""
        return Pose(share * self.yaw, share * self.pitch)

    def matrix(self) -> Floats:
        """Rows of it, (3, 3), are the directions to the right, up, and towards the viewer: a rotation."""
        yaw, pitch = self.yaw, self.pitch
        about = np.array([[cos(yaw), 0.0, sin(yaw)], [0.0, 1.0, 0.0], [-sin(yaw), 0.0, cos(yaw)]])
        towards = np.array([[1.0, 0.0, 0.0], [0.0, cos(pitch), -sin(pitch)], [0.0, sin(pitch), cos(pitch)]])
        return np.asarray(towards @ about)


def brightness(sheet: Floats, mesh: Mesh) -> Floats:
    """How much light each corner of a turned sheet sends to the viewer, (S,), from `DIM` to `BRIGHT`.

    Both of its sides are lit alike: what faces away is seen from behind.

    Args:
        sheet: Corners of the mesh, (S, 3), the third towards the viewer.
        mesh: The sheet's triangles.
    """
    sides = []
    for axis in range(3):
        first, second, third = mesh.corners_of(np.ascontiguousarray(sheet[:, axis]))
        sides.append((second - first, third - first))
    normal = [sides[i - 2][0] * sides[i - 1][1] - sides[i - 1][0] * sides[i - 2][1] for i in range(3)]
    length = np.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2)
    facing = np.abs(sum(part * light for part, light in zip(normal, _LIGHT, strict=True)))
    facing = facing / np.where(length > 0.0, length, 1.0)
    return mesh.mean_of_triangles(np.where(length > 0.0, DIM + (BRIGHT - DIM) * facing, 1.0))
