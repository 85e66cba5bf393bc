"""From the trainer's state to the frozen value that the GUI gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.methods.schedules import rate_at
from playground.training.probes.request import Results
from playground.training.snapshots.snapshot import Snapshot

if TYPE_CHECKING:
    from playground.document.layout import Key, Slot
    from playground.document.model import Document
    from playground.training.snapshots.status import Status
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run

    Copies = dict[Key, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What of a snapshot depends on weights.

    Attributes:
        epoch: Whole passes done.
        parameters: Copies by key.
        buffers: Likewise, of running statistics.
        results: What was asked for.
        foreign: As in `Snapshot`.
        moment: As in `Snapshot`.
    """

    epoch: int = 0
    parameters: Copies = field(default_factory=dict)
    buffers: Copies = field(default_factory=dict)
    results: Results = field(default_factory=Results)
    foreign: Snapshot | None = None
    moment: RecordedState | None = None


def copies_of(run: Run) -> tuple[Copies, Copies]:
    """Parameters and running statistics by key, in single precision."""
    return _copies(run.layout.parameters, run.parameters), _copies(run.layout.buffers, run.buffers)


def _copies(slots: tuple[Slot, ...], flat: NDArray[np.floating]) -> Copies:
    copy = flat.astype(np.float32)
    return {slot.key: slot.view(copy) for slot in slots}


def compose(run: Run | None, document: Document, status: Status, shown: Shown) -> Snapshot:
    """A snapshot.

    Args:
        run: The one that trains; None where there is no network.
        document: What was submitted last.
        status: Words and counters.
        shown: What is shown: of the run, or of a recorded state.
    """
    return Snapshot(
        run=status.number,
        document=document,
        epoch=shown.epoch,
        batch=status.batches,
        parameters=shown.parameters,
        buffers=shown.buffers,
        state=status.state,
        results=shown.results,
        message=status.message or status.problem or status.reason,
        stepper=status.stepper,
        device=status.device,
        epochs_per_second=status.epochs_per_second,
        learning_rate=0.0 if run is None else rate_at(document.training, run.position),
        last_finite_epoch=status.last_finite_epoch,
        diverged_epoch=status.diverged_epoch,
        stopped=status.stopped,
        moment=shown.moment,
        live_epoch=shown.epoch if run is None else run.epoch,
        is_measured=status.is_measured,
        foreign=shown.foreign,
    )
