"""What the trainer tells the GUI: a frozen value with the number of its run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.request import Results

if TYPE_CHECKING:
    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.training.probes.request import Request
    from playground.training.state.recorded_state import RecordedState

Array = NDArray[np.float32]
R = TypeVar("R")


class TrainerState(Enum):
    """What the trainer is doing."""

    LOADING = "loading"
    """Importing torch and warming up; Play is queued."""
    PAUSED = "paused"
    TRAINING = "training"
    DIVERGED = "diverged"
    """The loss or a weight is not a number; paused, the last finite weights are kept."""
    IDLE = "idle"
    """The document cannot be trained (`problems(document)` says why)."""
    FAILED = "failed"
    """An exception; its text is in the snapshot's message."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The network at one moment: numpy copies, safe to keep.

    Attributes:
        run: Drop the snapshot when this is not the session's run.
        document: What was trained; compare by identity to learn whether it is current.
        epoch: Whole passes done.
        batch: Batches done in all.
        parameters: Copies by key; a weight is (units out, units in).
        state: What the trainer is doing.
        results: What was asked for, by kind of request: `snapshot[OutputMap]`.
        message: A line for the person: why eager, why stopped, what failed. Empty for none.
        stepper: "fused kernel", "PyTorch eager" ...; empty while the kernel is being made ready.
        device: "CPU" ...
        epochs_per_second: Over the last second; 0 when paused.
        learning_rate: With its schedule applied.
        last_finite_epoch: While DIVERGED, the epoch of the good weights that training has gone back to.
        diverged_epoch: While DIVERGED, the epoch at which the loss stopped being a number.
        stopped: Whether the stop rule, not a person, has paused; `message` says why.
        moment: The recorded moment that is shown in place of the network as it is; None for the latter. Then `epoch`,
            `parameters` and all pictures are of that moment, what tells of training is not.
        live_epoch: Whole passes done by the network as it is.
        buffers: Copies of the running statistics by key, where there are parameters.
        is_measured: Whether the newest losses are of the network and the data as they are; at rest soon after an edit.
        foreign: Where the network had other layers at `moment`, a snapshot of it: its document, parameters, units and
            spaces.
    """

    run: int
    document: Document
    epoch: int
    batch: int
    parameters: dict[Key, Array]
    state: TrainerState
    results: Results = field(default_factory=Results)
    message: str = ""
    stepper: str = ""
    device: str = "CPU"
    epochs_per_second: float = 0.0
    learning_rate: float = 0.0
    last_finite_epoch: int | None = None
    diverged_epoch: int | None = None
    stopped: bool = False
    moment: RecordedState | None = None
    live_epoch: int = 0
    buffers: dict[Key, Array] = field(default_factory=dict)
    is_measured: bool = True
    foreign: Snapshot | None = None

    def get(self, kind: type[Request[R]]) -> R | None:
        """The answer to a kind of request; None where nobody asked, or it cannot be had."""
        return self.results.get(kind)

    def __getitem__(self, kind: type[Request[R]]) -> R:
        """The answer to a kind of request.

        Raises:
            KeyError: Nobody asked, or it cannot be had.
        """
        return self.results[kind]
