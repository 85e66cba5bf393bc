"""The fused kernel for a pruned network: weights that are zero stay zero, and the kernel needs no word of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from playground.document.layout import Layout
from playground.training.engines.fused import FusedStepper
from playground.training.state.held import held_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from playground.document.layout import Slot
    from playground.document.model import Document
    from playground.training.state.run import Run

STEPPED = "The fused kernel does not step its samples against the network: training with PyTorch."
OWN = frozenset({"layout", "_run", "_document", "_stamp"})


class HeldFusedStepper:
    """Advances a run in place as `FusedStepper` does, all but what is held."""

    name = FusedStepper.name

    def __init__(self) -> None:
        self._fused = FusedStepper()
        self._seen: _CutRun | None = None

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Returns:
            Batches done.
        """
        if self._seen is None or self._seen.is_stale(run):
            self._seen = _CutRun(run)
        return self._fused.advance(cast("Run", self._seen), batches, budget_s)


class _CutRun:
    """A run in all but its layout, whose slots are cut where what is held begins and ends: those pieces are frozen.

    The kernel updates ranges of the flat buffer that are not frozen, as many as there are.
    """

    def __init__(self, run: Run) -> None:
        self._run, self._document, self._stamp = run, run.document, run.stamp
        self.layout = cut(run.layout, held_parameters(run.document, run.layout, run.parameters))

    def is_stale(self, run: Run) -> bool:
        """Whether anything but a stepper has changed the run."""
        return not (run is self._run and run.document is self._document and run.stamp == self._stamp)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._run, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in OWN:
            object.__setattr__(self, name, value)
        else:
            setattr(self._run, name, value)


def kernel_covers(document: Document, dtype: Any = "float32") -> str | None:
    """Why the kernel cannot train a document as it asks for, a sentence for the status bar; None when it can."""
    from playground.training.engines import fused  # noqa: PLC0415 - as whoever chooses a stepper asks for it

    return STEPPED if document.training.adversarial > 0.0 else fused.covers(document, dtype)


def fused_stepper(document: Document) -> FusedStepper | HeldFusedStepper:
    """What trains a document with the fused kernel."""
    return HeldFusedStepper() if document.training.keeps_zeros else FusedStepper()


def cut(layout: Layout, held: NDArray[np.bool_]) -> Layout:
    """The same parameters in pieces, each of them held or learning as a whole.

    Args:
        layout: Of all parameters.
        held: (P,).
    """
    pieces = tuple(piece for slot in layout.parameters for piece in _pieces(slot, held))
    return Layout(pieces, layout.buffers)


def _pieces(slot: Slot, held: NDArray[np.bool_]) -> Iterator[Slot]:
    of_slot = held[slot.offset : slot.offset + slot.size]
    ends = [0, *(np.flatnonzero(np.diff(of_slot)) + 1).tolist(), slot.size]
    for begin, end in pairwise(ends):
        if end > begin:
            frozen = bool(of_slot[begin])
            yield replace(slot, offset=slot.offset + begin, shape=(end - begin,), rows=(), columns=(), frozen=frozen)
