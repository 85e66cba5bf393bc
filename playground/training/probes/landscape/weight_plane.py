"""Planes in the space of all weights: through points, of a path's principal components, or in random directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.layout import Layout

Floats = NDArray[np.floating[Any]]
Wide = NDArray[np.float64]
NOTHING = 1e-12
"""Directions shorter than this, beside the weights' own length, are none."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightPlane:
    """A plane in the space of weights, and places on it.

    Attributes:
        origin: The weights at (0, 0), (P,).
        directions: What one step across and one step up add to the weights, (2, P); not parallel.
    """

    origin: Wide
    directions: Wide

    def weights_at(self, places: Wide) -> Wide:
        """The weights at places (a, b), (..., 2) to (..., P): origin + a · first + b · second direction."""
        found: Wide = self.origin + places @ self.directions
        return found

    def places_of(self, weights: Floats) -> Wide:
        """The nearest place of the plane to each of some weights, (..., P) to (..., 2): their orthogonal projection."""
        # Directions of a plane through points need not be at right angles, nor of one length.
        gram = self.directions @ self.directions.T
        inner = (weights.astype(np.float64) - self.origin) @ self.directions.T
        return np.asarray(np.linalg.solve(gram, inner[..., None])[..., 0], dtype=np.float64)


def principal_directions(path: Floats, spare: Sequence[Wide]) -> Wide:
    """The two orthogonal directions of unit length along which a path varies most: its principal components, (2, P).

    Args:
        path: Weights along it, (N, P), N at least 1.
        spare: Directions, (P,) each, to take where the path has fewer than two, orthogonalised.
    """
    # Double, since states of one run differ in the last few digits of single precision when it has nearly come to rest.
    centred: Wide = path.astype(np.float64) - path.mean(axis=0, dtype=np.float64)
    # The path has fewer states than a network has weights: their products have the same components, and are small.
    values, vectors = np.linalg.eigh(centred @ centred.T)
    axes: Wide = (centred.T @ vectors[:, ::-1][:, :2]).T
    keeps = values[::-1][:2] > NOTHING * max(float(values[-1]), NOTHING)
    return orthonormal([*axes[keeps[: len(axes)]], *spare])


def orthonormal(directions: Sequence[Wide]) -> Wide:
    """The first two independent ones of some directions, orthogonal and of unit length (Gram and Schmidt), (2, P).

    Raises:
        ValueError: There are fewer than two.
    """
    found: list[Wide] = []
    for direction in directions:
        length = float(np.linalg.norm(direction))
        rest = direction.astype(np.float64)
        for _ in range(2):  # once more for what rounding has left
            for other in found:
                rest = rest - (rest @ other) * other
        left = float(np.linalg.norm(rest))
        # What is left of a direction within the others is rounding, and would point anywhere.
        if left > 1e-6 * length > 0.0:
            found.append(rest / left)
        if len(found) == 2:
            return np.stack(found)
    raise ValueError("a plane needs two directions")


def random_directions(layout: Layout, weights: Floats, seed: int) -> Wide:
    """Two random directions, normalised by filter for the weights at hand, (2, P).

    Args:
        layout: Of the network.
        weights: (P,).
        seed: Other numbers, other directions.
    """
    drawn = np.random.default_rng(seed).standard_normal((2, layout.parameter_size))
    return np.stack([filter_normalised(one, layout, weights) for one in drawn])


def filter_normalised(direction: Wide, layout: Layout, weights: Floats) -> Wide:
    """A direction in which every filter is as long as that of the weights (Li and others 2018, section 4), (P,).

    d_ij ← d_ij / |d_ij| · |w_ij| for filter j of layer i: the weights that enter a unit, or a channel. Biases, scales,
    shifts and what is frozen are left out, as in the authors' own program. Without this the width of a valley would say
    how large the weights are and not how flat it is.

    Args:
        direction: (P,).
        layout: Where filters lie.
        weights: (P,).
    """
    found = np.zeros(len(direction))
    for slot in layout.parameters:
        if slot.role != "weight" or slot.frozen:
            continue
        axis = 1 if slot.turned else 0
        drawn = np.moveaxis(slot.view(direction), axis, 0).reshape(slot.shape[axis], -1)
        own = np.moveaxis(slot.view(weights), axis, 0).reshape(slot.shape[axis], -1).astype(np.float64)
        lengths = np.maximum(np.linalg.norm(drawn, axis=1), 1e-300)
        scaled = drawn * (np.linalg.norm(own, axis=1) / lengths)[:, None]
        np.moveaxis(slot.view(found), axis, 0)[...] = scaled.reshape(np.moveaxis(slot.view(found), axis, 0).shape)
    return found


def explained_variance(path: Floats, directions: Wide) -> float:
    """The share of a path's variance about its mean that lies along a plane, 0 to 1; nan where it does not vary.

    Args:
        path: Weights along it, (N, P).
        directions: Of the plane, (2, P).
    """
    centred = path.astype(np.float64) - path.mean(axis=0, dtype=np.float64)
    total = float((centred**2).sum())
    if total <= NOTHING * max(float((path.astype(np.float64) ** 2).sum()), NOTHING):
        return float("nan")
    basis, _ = np.linalg.qr(directions.T)
    return float(((centred @ basis) ** 2).sum()) / total
