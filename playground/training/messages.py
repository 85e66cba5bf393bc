"""What crosses between the GUI and the trainer thread: frozen values, each with the number of its run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.render.mesh import Mesh
    from playground.training.inside import Inside
    from playground.training.linear_regions import Regions
    from playground.training.morph import Bridge
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.layout import Key
    from playground.training.state.moment import Moment

Array = NDArray[np.float32]
Extent = tuple[float, float, float, float]
"""Left, right, bottom, top of a part of the plane."""


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


@dataclass(frozen=True, slots=True)
class NeuronAddress:
    """One unit: of an input (uid −1, index in `Document.inputs`), of a layer, or of the output (uid 0)."""

    uid: int
    index: int


def sums_uid(layer: int) -> int:
    """Stands for the sums of a hidden layer, before its activation, among the spaces: below −1."""
    return INPUT_UID - layer


def layer_of_space(uid: int) -> int:
    """The layer that a space belongs to, itself or its sums."""
    return uid if uid >= INPUT_UID else INPUT_UID - uid


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """Which pictures visible views need, and at what size. Zero and None mean: not needed.

    Attributes:
        extent: Part of the plane that the output map shows.
        map_size: Width and height of the output map in samples.
        focus: A neuron to be shown in place of the output.
        neuron_size: Side, in samples, of every neuron's picture (over the whole plane of ±6).
        space_uids: Layers whose hidden space is wanted; −1 for the inputs, 0 for the output, `sums_uid` for the sums of
            a layer before its activation.
        space_cells: The bent sheet of the large space `main_space` has at most as many corners as one of so many equal
            cells along a side.
        strip_cells: Cells along a side of the sheet of the small spaces, which the large one refines.
        main_space: Uid of the large space; None for none.
        morph_space: Uid of the space that the large one is on its way to, on the same sheet; None when it stands still.
        space_view: "auto", "pca", "pca3", "units", "units3", "lda" or "readout".
        space_units: The units shown when `space_view` is "units" (a pair) or "units3" (a triple).
        space_frozen: Whether the axes of all spaces stay as they are.
        space_neuron: A neuron whose line is wanted in the spaces up to its own.
        space_point: Index of a data point whose activations are wanted in every space.
        answers: Whether the answers at the data points are wanted (misclassified marks, confusion).
        inside: Whether the insides of the layers are wanted.
        regions: Whether the linear regions in `extent` are wanted.
        pushes: Whether the gradient of the loss by the place of the training points is wanted.
        film: Numbers of the moments that the film strip wants pictures of (`Timeline.stills`).
        film_size: Side of those, in samples.
    """

    extent: Extent = (-6.0, 6.0, -6.0, 6.0)
    map_size: tuple[int, int] = (0, 0)
    focus: NeuronAddress | None = None
    neuron_size: int = 0
    space_uids: tuple[int, ...] = ()
    space_cells: int = 0
    strip_cells: int = 0
    main_space: int | None = None
    morph_space: int | None = None
    space_view: str = "auto"
    space_units: tuple[int, ...] = (0, 1)
    space_frozen: bool = False
    space_neuron: NeuronAddress | None = None
    space_point: int | None = None
    answers: bool = False
    inside: bool = False
    regions: bool = False
    pushes: bool = False
    film: tuple[int, ...] = ()
    film_size: int = 0


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
class Space:
    """One layer's space, seen in two dimensions, or in three (d is 2 or 3).

    Attributes:
        uid: The layer; −1 the inputs, 0 the output, below them the sums of a layer (`sums_uid`).
        width: Its true number of units.
        points: Data points, (M, d), in the units of `sheet`.
        sheet: Corners of the bent sheet, (S, d).
        mesh: Where they lie in the plane, between its lower left and its upper right, and their triangles.
        separability: Accuracy of the best straight cut, 0 to 1; R² of the best plane for regression.
        kept: Share of the points' variance that the view keeps.
        view: How it was made: "plane", "pca", "units", "lda", "readout", "histogram", "triangle" or "logits", or in
            three dimensions "space", "pca3" or "units3"; for the caption.
        cut: Ends of the straight lines by which the output cuts this space, (lines, 2, 2), or None where they are not
            straight in this view. One line for two classes, pieces where the two greatest tie for more.
        answers: The network's answers at the corners of the sheet, (S, K) as in `Snapshot.map`.
        scores: What the output makes of each class in a space of three dimensions, (K, 4): a gradient and the value at
            the origin, of two classes zeros for the first. It cuts the space where the two greatest tie. None where its
            borders are not flat there.
        folded: Share of the plane that lies face down; None but for two units.
        stretch: The largest factor by which two near places of the plane are pulled apart.
        crease: The sum of `ProbeRequest.space_neuron` at the corners of the sheet, (S,): its line is where it is zero.
        lit: Activations of `ProbeRequest.space_point`, (width,).
        bridge: The way from here to `ProbeRequest.morph_space`.
    """

    uid: int
    width: int
    points: Array
    sheet: Array
    mesh: Mesh
    separability: float
    kept: float
    view: str
    cut: Array | None = None
    answers: Array | None = None
    scores: Array | None = None
    folded: float | None = None
    stretch: float = 0.0
    crease: Array | None = None
    lit: Array | None = None
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pushes:
    """Which way training points push the decision line.

    Attributes:
        points: Where they are, (M, 2).
        gradients: Of each one's own loss by its place, (M, 2).
    """

    points: Array
    gradients: Array


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
    moment: Moment | None = None
    live_epoch: int = 0
    foreign: Snapshot | None = None
