"""Looks at a network with the compiled kernel: what its layers make of many points, without torch and the GIL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground._numba_cache import use_user_cache
from playground.training.engines.fused.stepper import link
from playground.training.engines.fused.table import evaluation_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.training.state.run import Run


class Evaluation:
    """The forward pass of one document's network, in float32."""

    def __init__(self, document: Document) -> None:
        """Lay it out.

        Raises:
            TypeError: The kernel does not know a layer.
        """
        self._table = evaluation_table(document)
        self._work = np.zeros(self._table.work_size, dtype=np.float32)
        self._kernel = evaluation_kernel()
        link(self._table, "float32")

    def layers(
        self, run: Run, features: NDArray[np.float32], uids: Sequence[int], largest: float
    ) -> list[NDArray[np.float32]]:
        """What leaves chosen layers, (width, N) each: finite, cut off at ± `largest`.

        Args:
            run: Of the same network, float32.
            features: The network's inputs, (N, F).
            uids: Of layers of the network; `INPUT_UID` is one.
            largest: At most this.
        """
        table, count = self._table, len(features)
        wanted = np.array([table.places[uid] for uid in uids], dtype=np.int64).reshape(-1, 2)
        ends = np.cumsum(wanted[:, 1]) * count
        out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.float32)
        self._kernel(
            table.operations,
            wanted,
            table.inputs,
            table.tile,
            table.pitch,
            np.ascontiguousarray(features),
            run.parameters,
            run.buffers,
            self._work,
            largest,
            out,
        )
        parts = np.split(out, ends[:-1])
        return [part.reshape(width, count) for part, width in zip(parts, wanted[:, 1], strict=True)]


_LOADED: list[Callable[..., Any]] = []


def evaluation_kernel() -> Callable[..., Any]:
    """The compiled kernel, from memory, from the user's cache, or compiled on the spot."""
    if not _LOADED:
        use_user_cache()
        from playground.training.engines.fused.evaluation_kernel import load  # noqa: PLC0415  (numba loads when it is wanted)

        _LOADED.append(load())
    return _LOADED[0]


def evaluation_is_loaded() -> bool:
    """Whether `evaluation_kernel` would answer at once."""
    return bool(_LOADED)
