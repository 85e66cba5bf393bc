"""What a view asks for of the loss landscape, and what it gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from playground.training.probes.request import Request

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.training.probes.landscape.limits import Limits
    from playground.training.probes.landscape.weight_plane import WeightPlane

PlaneKind = Literal["path", "recent", "points", "random"]


@dataclass(frozen=True, slots=True, eq=False)
class SurfacePath:
    """Places of recorded states on a plane, oldest first.

    Attributes:
        number: Of the run; 0 for the one at hand.
        places: Along the plane's two directions, (states, 2).
        epochs: (states,), with their fractions.
    """

    number: int
    places: NDArray[np.float64]
    epochs: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LossSurface:
    """The loss over a plane of weights.

    Attributes:
        plane: Where the weights of a place are.
        limits: Of the outermost nodes: left, right, bottom, top.
        losses: (n, n), row 0 at the bottom; nan where it is not finite; (0, 0) where it waits.
        paths: Of the run at hand first, then of others.
        held: The share of the first path's variance that lies along the plane; nan where it does not vary.
        here: The place of the weights for which it was made.
        points, of_points: How many samples were looked at, and of how many.
        waits_s: Above 0 where there is none yet, as it takes about so many seconds: more than training is to wait for.
    """

    plane: WeightPlane
    limits: Limits
    losses: NDArray[np.float32]
    paths: tuple[SurfacePath, ...]
    held: float
    here: NDArray[np.float64]
    points: int
    of_points: int
    waits_s: float = 0.0


@dataclass(frozen=True, slots=True)
class LossLandscape(Request[LossSurface]):
    """The loss over a plane of weights through those at hand.

    Attributes:
        plane: "path": the principal components of all recorded states, "recent": of the last 50 ones; "points":
            through start, now and the end of another run; "random": two random directions, normalised by filter.
        other: The number of another run, whose path is shown, too; 0 for none, then "points" takes the state half-way
            between start and now.
        of_test: Over the test samples rather than those that train.
        seed: Of random directions.
    """

    OF_ALL_TIMES = True

    plane: PlaneKind = "path"
    other: int = 0
    of_test: bool = False
    seed: int = 0
