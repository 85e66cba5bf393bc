"""Who taught it this: the training samples that are nearest to a sample in a layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.training.probes.probe import PatientProbe
from playground.training.probes.request import Request
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Generator

    from playground.training.state.run import Run

MOST_COMPARED, AT_ONCE = 4000, 50
"""Training samples that are compared, of each class its share and always the same ones, and those of one piece."""
NEAREST = 12


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The training samples that a layer tells least from a sample.

    Attributes:
        request: What was asked.
        rows: Their indices in the dataset, the nearest first, (K,).
        distances: From the sample, between what the layer makes of both, (K,).
        compared: How many samples were looked at.
    """

    request: NearestSamples
    rows: NDArray[np.int64]
    distances: NDArray[np.float64]
    compared: int


@dataclass(frozen=True, slots=True)
class NearestSamples(Request[Neighbours]):
    """The nearest training samples by the Euclidean distance of a layer's outputs.

    Attributes:
        sample: Its numbers, (D,), as `Dataset.samples` has them.
        uid: Of the layer; `INPUT_UID` for what the network is fed, `OUTPUT_UID` for its sums.
        leaves_out: A row that is not compared: that of the sample itself.
        label: The class whose samples alone are compared; None for all.
        most: How many are told.
    """

    OF_LAYERS = True

    sample: tuple[float, ...]
    uid: int
    leaves_out: int | None = None
    label: int | None = None
    most: int = NEAREST


class NearestSamplesProbe(PatientProbe[NearestSamples, Neighbours]):
    """Passes over training samples; each is compared with what the same weights make of the sample."""

    def can_take(self, run: Run, request: NearestSamples) -> bool:
        """Where there is such a layer, and something trains."""
        fits = len(request.sample) == len(run.document.dataset.columns) and bool(np.isfinite(request.sample).all())
        has_layer = request.uid == INPUT_UID or resolve(run.document).planned(request.uid) is not None
        return fits and has_layer and len(run.features) > 0 and bool(run.document.inputs)

    def work(self, run: Run, request: NearestSamples) -> Generator[Neighbours | None]:
        """The distances some samples at a time, then the smallest of all."""
        data = run.document.dataset
        chosen = data.sample(MOST_COMPARED, test=False)
        rows = np.flatnonzero(~data.is_test)[chosen]
        own = network_inputs(run.document, np.array([request.sample])).astype(run.dtype)
        distances = np.empty(len(rows))
        for start in range(0, len(rows), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            fed = np.concatenate([own, run.features[chosen[part]]])
            made = self._forward.layers(run, fed, (request.uid,))[0].astype(np.float64)
            distances[part] = np.linalg.norm(made[:, 1:] - made[:, :1], axis=0)
            yield None
        if request.leaves_out is not None:
            distances[rows == request.leaves_out] = np.inf
        if request.label is not None:
            distances[data.targets[rows] != request.label] = np.inf
        best = np.argsort(distances, kind="stable")[: request.most]
        best = best[np.isfinite(distances[best])]
        yield Neighbours(request, rows[best], distances[best], int(np.isfinite(distances).sum()))
