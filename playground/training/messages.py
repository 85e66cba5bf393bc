"""What crosses between the GUI and the trainer thread: frozen values, each with the number of its run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.request import Results

if TYPE_CHECKING:
    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.training.probes.request import Request
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.recorded_state import RecordedState

Array = NDArray[np.float32]
R = TypeVar("R")


# ---- to the trainer ------------------------------------------------------------------------------------------------


class StepUnit(Enum):
    """How far one press of Step goes."""

    BATCH = "batch"
    EPOCH = "epoch"


@dataclass(frozen=True, slots=True)
class Submit:
    """Train this document from now on. A higher run number means: the network's shape changed, or it was reset.

    Attributes:
        fresh: Draw the weights anew instead of carrying over what fits.
    """

    document: Document
    run: int
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """Train until told otherwise."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop after the batch at hand."""


@dataclass(frozen=True, slots=True)
class Step:
    """Pause, then go one batch or epoch on."""

    unit: StepUnit


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """How fast to train: batches a second, one epoch a frame, or all the machine gives.

    Attributes:
        batches_per_second: None where `epochs_per_frame` holds.
        epochs_per_frame: A frame is 1/60 s; infinity is full speed.
    """

    batches_per_second: float | None
    epochs_per_frame: float


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Put a number into one parameter: a dragged weight, a typed bias."""

    key: Key
    index: tuple[int, ...]
    value: float


@dataclass(frozen=True, slots=True)
class Restore:
    """Continue from a checkpoint of the same layout.

    Attributes:
        history: Columns of the loss curve (`History.to_arrays`) to show from now on; None leaves the curve as it is.
    """

    checkpoint: Checkpoint
    run: int
    history: dict[str, NDArray[Any]] | None = None


# ---- from the trainer ----------------------------------------------------------------------------------------------


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
class LossRecord:
    """Loss and score over both sets at a moment; nan where a set is empty.

    Attributes:
        epoch: With its fraction.
        train_score: Accuracy for classification, R² for regression.
    """

    run: int
    epoch: float
    train_loss: float
    test_loss: float
    train_score: float
    test_score: float


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
