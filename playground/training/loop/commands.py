"""What the GUI tells the trainer thread: frozen values; those about the past are in `timeline/commands.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.training.state.checkpoint import Checkpoint


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
    """Train until told otherwise.

    Attributes:
        until: The epoch where to stop, whatever the stop rule says, as fast as the machine can; 0 for none.
    """

    until: int = 0


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


@dataclass(frozen=True, slots=True, eq=False)
class SetParameters:
    """Put numbers into all parameters: a network dragged over its loss landscape.

    Attributes:
        values: Flat, (P,), in the order of the layout.
    """

    values: NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class TakeUpdate:
    """Train for one update on a batch of chosen samples.

    Attributes:
        rows: Of the dataset, at least one.
    """

    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restore:
    """Continue from a checkpoint of the same layout.

    Attributes:
        history: Columns of the loss curve (`History.to_arrays`) to show from now on; None leaves the curve as it is.
    """

    checkpoint: Checkpoint
    run: int
    history: dict[str, NDArray[Any]] | None = None


TrainingCommand: TypeAlias = (
    Submit | Play | Pause | Step | SetSpeed | SetParameter | SetParameters | TakeUpdate | Restore
)
