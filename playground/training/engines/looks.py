"""Trains a run with looks at what it answers on the way, in as few calls of compiled code as may be."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from playground._numba_cache import use_user_cache
from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.document.usual_network import augmentation_of
from playground.training.engines.batch_budget import BatchBudget
from playground.training.engines.fused.evaluation import evaluation_kernel
from playground.training.engines.fused.records import PROGRESS
from playground.training.engines.fused.stepper import kernel_for, link
from playground.training.engines.fused.table import build_table, evaluation_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.training.state.run import Run

SLICE_S = 0.2
"""A run trains so long before it asks whether to go on."""
LARGEST = 1e30
"""Answers are cut off here: what is beyond has diverged."""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What was seen of a run.

    Attributes:
        logits: What the network answered to training and test samples at each look, (L, N, O).
        path: Its parameters at each look, (L, P); (0, P) where nobody wants them.
        is_sound: Whether all parameters were finite; where not, the last look is the first at which one was not.
    """

    logits: NDArray[np.float32]
    path: NDArray[np.float32]
    is_sound: bool


class LookedTraining:
    """Trains runs of one document from any seed, from their beginning; one thread may use it at a time.

    Weights are those of `FusedStepper`, bit for bit. A tiny network trains for some milliseconds: with a call for each
    stretch between two looks, and one for each look, threads beside each other wait for the GIL about as long.
    """

    def __init__(self, document: Document) -> None:
        """Lay it out.

        Args:
            document: One for which `suits` is true.

        Raises:
            TypeError: The kernel does not know a layer.
        """
        samples = int(np.count_nonzero(~document.dataset.is_test))
        batch = min(document.training.batch_size or samples, samples)
        self._table = build_table(document, resolve(document).layout, batch)
        self._seen = evaluation_table(document)
        link(self._table, "float32")
        link(self._seen, "float32")
        self._kernel, self._addresses = _loaded()
        self._work = np.empty(self._table.work_size, dtype=np.float32)
        self._seen_work = np.empty(self._seen.work_size, dtype=np.float32)
        self._budget = BatchBudget()

    @staticmethod
    def suits(document: Document) -> bool:
        """Whether all passes have the same inputs, and all weights learn; the kernel must know the network besides."""
        return augmentation_of(document).is_off and not document.training.keeps_zeros

    def train(
        self, run: Run, epochs: NDArray[np.int64], go_on: Callable[[], bool], *, keeps_path: bool = False
    ) -> Looked | None:
        """Train a run from its beginning, and look at it at these epochs.

        Args:
            run: Of the document with any seed, float32; moved on, to the last look or to the first one at which a
                parameter is no finite number.
            epochs: Ascending.
            go_on: Asked some times a second.
            keeps_path: Whether its parameters at the looks are wanted.

        Returns:
            None where it was told not to go on.
        """
        # What one run leaves there must not reach the next: a run is the same to the bit whatever ran before it.
        self._work[...] = self._seen_work[...] = 0.0
        call, place, is_sound = self._bound(run), 0, True
        left = np.diff(epochs, prepend=0) * run.batches_per_epoch
        samples = len(run.features) + len(run.test_features)
        outputs = run.targets.shape[1]
        answers = np.empty((len(epochs), outputs * samples), dtype=np.float32)
        path = np.empty((len(epochs) if keeps_path else 0, len(run.parameters)), dtype=np.float32)
        while place < len(left) and is_sound:
            stretches, looks = self._next(left[place:])
            begun, before = perf_counter(), run.steps
            taken, is_sound = call(stretches, answers[place : place + looks], path[place : place + looks])
            if run.steps > before:
                self._budget.learn((perf_counter() - begun) / (run.steps - before))
            if not looks:
                # A stretch longer than a slice is trained in parts.
                left[place] -= stretches[0]
            place += taken
            if not go_on():
                return None
        logits = answers[:place].reshape(place, outputs, samples).transpose(0, 2, 1)
        return Looked(np.ascontiguousarray(logits), path[:place], is_sound)

    def _next(self, left: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
        """Updates of the next call, stretch by stretch, and after how many of these is a look."""
        most = self._budget.batches(SLICE_S, None)
        whole = int(np.searchsorted(np.cumsum(left), most, side="right"))
        return (left[:whole], whole) if whole else (np.array([most]), 0)

    def _bound(self, run: Run) -> Callable[..., tuple[int, bool]]:
        """What trains a run and looks at it, in one call: looks taken, and whether all is finite."""
        table, seen = self._table, self._seen
        # A copy, for the seed is written into it.
        plan, progress = table.plan.copy(), np.zeros(1, dtype=PROGRESS)
        plan[0]["seed"] = run.document.training.seed
        wanted = np.array([seen.places[OUTPUT_UID]], dtype=np.int64)
        samples = np.concatenate((run.features, run.test_features))
        own = run.order, run.features, run.targets, run.parameters, run.buffers, run.slots.reshape(-1), self._work
        learning = table.operations, plan, table.weights, table.learning, progress, *own
        places = np.array([seen.inputs, seen.tile, seen.pitch], dtype=np.int64)
        seeing = seen.operations, wanted, places, samples, self._seen_work, LARGEST
        done = np.zeros(2, dtype=np.int64)

        def call(batches: NDArray[np.int64], *looks: NDArray[np.float32]) -> tuple[int, bool]:
            self._kernel(self._addresses, batches, *learning, *seeing, *looks, done)
            run.epoch, run.cursor, run.steps = (int(number) for number in progress[0])
            return int(done[0]), bool(done[1])

        return call


_LOCK = Lock()
_LOADED: list[tuple[Callable[..., None], NDArray[np.int64]]] = []


def _loaded() -> tuple[Callable[..., None], NDArray[np.int64]]:
    """The compiled call and the addresses that it wants, from memory, the user's cache, or compiled on the spot."""
    with _LOCK:
        if not _LOADED:
            use_user_cache()
            kernel_for("float32")
            evaluation_kernel()
            from playground.training.engines.looks_kernel import load  # noqa: PLC0415  (numba loads when it is wanted)

            kernel, addresses = load()
            _LOADED.append((kernel, np.array(addresses, dtype=np.int64)))
        return _LOADED[0]
