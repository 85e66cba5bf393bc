"""Mirrors and turns about the origin, under which everything that is drawn is repeated."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Kind = Literal["off", "x", "y", "both", "turn"]

KINDS: tuple[Kind, ...] = get_args(Kind)
LEAST_FOLDS, MOST_FOLDS = 2, 12
SAME = 1e-9
"""Images of a point nearer than this to one another are one: it lies on a mirror or in the middle."""


@dataclass(frozen=True, slots=True)
class Symmetry:
    """How often, and where, a stroke appears.

    Attributes:
        kind: "x" mirrors left and right, "y" top and bottom, "both" both ways, "turn" repeats all round.
        folds: How many times "turn" repeats.
    """

    kind: Kind = "off"
    folds: int = 6

    @property
    def is_on(self) -> bool:
        """Whether anything is repeated."""
        return self.kind != "off"

    def matrices(self) -> Floats:
        """The maps of the plane to itself, shape (K, 2, 2), the first of which leaves it as it is."""
        if self.kind == "turn":
            angles = 2.0 * math.pi * np.arange(self.folds) / self.folds
            cos, sin = np.cos(angles), np.sin(angles)
            return np.stack([np.stack([cos, -sin], axis=-1), np.stack([sin, cos], axis=-1)], axis=-2)
        across = (1.0, -1.0) if self.kind in {"x", "both"} else (1.0,)
        upright = (1.0, -1.0) if self.kind in {"y", "both"} else (1.0,)
        return np.array([np.diag((x, y)) for y in upright for x in across])

    def paths(self, path: Floats) -> Floats:
        """A path, (M, 2), and its images, shape (K, M, 2)."""
        repeated: Floats = np.einsum("kij,mj->kmi", self.matrices(), path)
        return repeated

    def images(self, points: Floats) -> Floats:
        """Points, (N, 2), followed by their images; an image that falls on another of its point is left out."""
        if not self.is_on or len(points) == 0:
            return points
        paths = self.paths(points)
        kept = [paths[0]]
        for k in range(1, len(paths)):
            gaps = np.abs(paths[:k] - paths[k]).max(axis=-1)
            kept.append(paths[k][(gaps > SAME).all(axis=0)])
        return np.concatenate(kept)

    def moved(self, points: Floats, place: Floats, offset: Floats) -> Floats:
        """Points, (N, 2), of which those near a place move by an offset, (2,), and those near its images likewise."""
        if not self.is_on:
            return points + offset
        maps = self.matrices()
        gaps = points[:, np.newaxis] - maps @ place
        nearest = np.einsum("nki,nki->nk", gaps, gaps).argmin(axis=1)
        shifted: Floats = points + (maps @ offset)[nearest]
        return shifted
