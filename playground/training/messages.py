"""What crosses between the GUI and the trainer thread: frozen values, each with the number of its run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.training.probes.addresses import Extent, NeuronAddress
    from playground.training.probes.layer_spaces.space import Space
    from playground.training.probes.layer_statistics import Inside
    from playground.training.probes.linear_regions import Regions
    from playground.training.probes.statistics_pass import Pushes
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.recorded_state import RecordedState

Array = NDArray[np.float32]


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
        extent: What `map` and `focus_map` cover.
        map: Answers, (H, W, K), row 0 at the bottom: probabilities (K classes; two classes have K = 2), or the value
            (K = 1) for regression. None when not asked for.
        focus: The neuron that `focus_map` shows.
        focus_map: Its output, (H, W).
        focus_scale: Magnitude that gets full colour, common to the neuron's layer.
        focus_own_scale: The same for the neuron by itself.
        inputs: (F, n, n) pictures of all inputs in `layers.inputs.INPUTS`' order, switched off ones included;
            each is divided by its own magnitude, so that x² and sin x both show.
        neurons: By uid, (units, n, n), row 0 at the bottom; the output (uid 0) holds its answer for each output unit.
        scales: By uid, the magnitude that gets full colour, common to the layer.
        own_scales: By uid, the same for each unit by itself, (units,); equal to the common one in layers whose
            activation is bounded.
        spaces: In the order of `ProbeRequest.space_uids`.
        space_points: Indices of the data points that the spaces show, (M,).
        answers: Answers at all data points, (N, K) as in `map`; None when not asked for.
        inside: The layers at this moment or a tenth of a second ago; the same object until it is taken anew.
        regions: The linear regions of the network in the extent that was wanted, or why there are none.
        pushes: Of at most some hundred training points.
        state: What the trainer is doing.
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
        foreign: Where the network had other layers at `moment`, its own document, parameters, neurons and spaces.
    """

    run: int
    document: Document
    epoch: int
    batch: int
    parameters: dict[Key, Array]
    extent: Extent
    state: TrainerState
    map: Array | None = None
    focus: NeuronAddress | None = None
    focus_map: Array | None = None
    focus_scale: float = 1.0
    focus_own_scale: float = 1.0
    inputs: Array | None = None
    neurons: dict[int, Array] = field(default_factory=dict)
    scales: dict[int, float] = field(default_factory=dict)
    own_scales: dict[int, Array] = field(default_factory=dict)
    spaces: tuple[Space, ...] = ()
    space_points: NDArray[np.int64] | None = None
    answers: Array | None = None
    inside: Inside | None = None
    regions: Regions | None = None
    pushes: Pushes | None = None
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
