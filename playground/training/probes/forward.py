"""What the layers of a network make of many points, for pictures: compiled where that can be had, else by PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from playground.document.model import INPUT_UID, OUTPUT_UID, network_scaling
from playground.document.plan import resolve
from playground.training.engines.evaluations import LARGEST, Evaluations
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playground.domains.plane.grid import SectionGrid
    from playground.training.state.run import Run

MOST_HELD = 4_000_000
"""Numbers that PyTorch holds in the widest layer at once."""
MOST_GRIDS = 4


class Forward:
    """Evaluates a run, and keeps what the last call laid out.

    The compiled pass is the faster one, and it lets go of the interpreter once instead of with every operation: a
    window that paints at the same time takes it back late each time.
    """

    def __init__(self) -> None:
        self._evaluations = Evaluations()
        self._grids: dict[tuple[object, ...], NDArray[Any]] = {}

    def grid_inputs(self, run: Run, grid: SectionGrid) -> NDArray[Any]:
        """What the network is fed at the cells of a grid, (cells, F); the last few grids are kept."""
        document = run.document
        key = (grid, document.inputs, network_scaling(document), run.dtype)
        if key not in self._grids:
            # The oldest first: dicts keep their order. A few are enough for the map, its coarser version while
            # something moves, the small pictures and one of another section.
            while len(self._grids) >= MOST_GRIDS:
                del self._grids[next(iter(self._grids))]
            self._grids[key] = network_inputs(document, grid.samples()).astype(run.dtype)
        return self._grids[key]

    def layers(self, run: Run, inputs: NDArray[Any], uids: Sequence[int]) -> list[NDArray[Any]]:
        """What leaves chosen layers in evaluation mode, (width, N) each, in the dtype of the run.

        Args:
            run: With finite parameters.
            inputs: (N, F), in the dtype of the run.
            uids: `INPUT_UID`, of hidden layers, `OUTPUT_UID` for the logits; those must exist.
        """
        compiled = self._evaluations.of(run)
        if compiled is not None:
            return list(compiled.layers(run, inputs, uids, LARGEST))
        parts = [_walked(run, rows) for rows in _slices(run, inputs)]
        return [calm(np.concatenate([part[uid] for part in parts]).T) for uid in uids]

    def logits(self, run: Run, inputs: NDArray[Any]) -> NDArray[Any]:
        """The network's sums, (N, O)."""
        return self.layers(run, inputs, (OUTPUT_UID,))[0].T


def calm(values: NDArray[Any]) -> NDArray[Any]:
    """Finite values, cut off at ± `LARGEST`."""
    return np.asarray(np.clip(np.nan_to_num(values), -LARGEST, LARGEST))


def _walked(run: Run, inputs: NDArray[Any]) -> dict[int, NDArray[Any]]:
    uids = (INPUT_UID, *(one.uid for one in resolve(run.document).layers))
    # Not only no_grad: tensors get no version counters and views are not followed, which is much of what a small layer
    # costs.
    with torch.inference_mode():
        made = run.network.walk(torch.from_numpy(inputs))
        return {uid: values.numpy() for uid, values in zip(uids, made, strict=True)}


def _slices(run: Run, inputs: NDArray[Any]) -> Iterator[NDArray[Any]]:
    rows = max(MOST_HELD // max(resolve(run.document).units), 1)
    for start in range(0, max(len(inputs), 1), rows):
        yield inputs[start : start + rows]
