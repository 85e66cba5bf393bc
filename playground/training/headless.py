"""Training and evaluation without a window and without a thread: what the command line and tests use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from playground.document.dataset import columns_by_name
from playground.document.plan import resolve
from playground.document.problems import problems
from playground.tasks import TASKS
from playground.training.emulations import emulation_of
from playground.training.engines.device import FALLBACK, resolve_device
from playground.training.engines.emulated import EmulationStepper
from playground.training.engines.kernels import prepare_fused
from playground.training.engines.steppers import Engine
from playground.training.snapshots.status import DEVICE_TITLES
from playground.training.state.answers import answers
from playground.training.state.checkpoint import Checkpoint
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from playground.training.trainee.stops import MOST_EPOCHS, USUAL_EPOCHS, watches_losses
from playground.training.trainee.trainee import Diverged, Goal, Stopped, Trainee

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.document.model import Document
    from playground.training.timeline.timeline import Timeline
    from playground.training.trainee.history import LossRecord
    from playground.training.trainee.trainee import Slice

MOST_ROWS = 200
"""Of a report's losses."""
SLICE_S = 0.25
"""A stepper works so long before Ctrl+C has its turn."""


class TrainError(Exception):
    """Training is not possible, or went wrong; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What training came to.

    Attributes:
        seconds: Spent training, without loading, compiling and measuring.
        stepper: "fused kernel", "PyTorch eager" ...
        device: "CPU" ...
        message: Why it stopped early, or why not the engine that was asked for; empty for nothing.
        test_loss: nan without test points; so are the test scores.
        train_accuracy, test_accuracy: None for regression.
        train_r2, test_r2: None for classification; nan where all values are equal.
        losses: Rows of epoch, train loss and test loss, 200 at most, first and last included; every epoch where that
            was asked for.
        best_epoch: Whose weights patience has brought back: losses and scores are theirs; None where it has not.
        initial: The state before training.
        checkpoint: The state at the end.
    """

    epochs: int
    batches: int
    seconds: float
    epochs_per_second: float
    stepper: str
    device: str
    message: str
    parameters: int
    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None
    train_r2: float | None
    test_r2: float | None
    losses: tuple[tuple[float, float, float], ...]
    best_epoch: int | None
    initial: Checkpoint
    checkpoint: Checkpoint

    def to_dict(self) -> dict[str, Any]:
        """All but the two states, as plain values."""
        values = {name: getattr(self, name) for name in self.__slots__ if name not in ("initial", "checkpoint")}
        return values | {"losses": [list(row) for row in self.losses]}


def train(  # noqa: PLR0913  (each is one of the command's options)
    document: Document,
    *,
    epochs: int | None = None,
    stepper: str = "auto",
    device: str = "auto",
    dtype: str = "float32",
    seed: int | None = None,
    looks: int | None = MOST_ROWS,
    start: Checkpoint | Mapping[str, NDArray[Any]] | None = None,
    on_progress: Callable[[LossRecord], None] | None = None,
    go_on: Callable[[float, int], bool] | None = None,
    timeline: Timeline | None = None,
) -> TrainReport:
    """Train a document. The same arguments give the same weights, bit for bit; so does going on where one stopped.

    Only where a CUDA device is there and nobody has chosen the device, the faster one is found by a measurement, and
    the last bits depend on which it was; `device` and `message` of the report say so.

    Args:
        document: What to train.
        epochs: How many; None follows the document's stop rule, else 300.
        stepper: "auto" leaves the choice to the document.
        device: "auto" leaves the choice to the document.
        dtype: "float32" or "float64".
        seed: Of weights and order, instead of the document's.
        looks: Measurements at most, 2 or more, evenly from the first epoch to the last; None for one after each epoch.
            They change no weight, and take much of the time where a network trains quickly.
        start: The state to go on from, or its arrays by name; None or nothing in it for the initial weights.
        on_progress: Called with every measurement.
        go_on: Asked some times a second, with the epoch reached and the one to be reached; false ends training there.
        timeline: Records moments of the run, to go back to in the window.

    Raises:
        TrainError: The document cannot be trained, the device is missing, training diverged, or the state belongs to
            another network.
    """
    # With more threads sums are taken in other parts, and the last bits differ from machine to machine.
    torch.set_num_threads(1)
    document = _with_choices(document, stepper, device, seed)
    _refuse(document, device, dtype)
    wants_fused = document.training.stepper != "eager" and emulation_of(document) is None
    engine = Engine(prepare_fused() if wants_fused else "", np.dtype(dtype))
    run = Run(document, dtype=dtype)
    if start:
        _restore(run, start)
    trainee = Trainee(run, engine, None if timeline is None else timeline.recorder)
    if isinstance(engine.stepper, EmulationStepper):
        engine.stepper.prepare(dtype)
    return _trained(trainee, _Notes(looks, on_progress), epochs, go_on or (lambda *_: True))


def evaluate(
    document: Document,
    weights: Checkpoint | Mapping[str, NDArray[Any]] | None,
    points: NDArray[np.float64],
    *,
    layers: bool = False,
) -> dict[str, NDArray[Any]]:
    """The network's answers at places in the units of the points, as columns of a table.

    Args:
        document: The network.
        weights: A checkpoint, or its arrays by name; None or nothing in it for the initial weights.
        points: Shape (N, D).
        layers: Whether to add what leaves each layer, and the output's sums.

    Returns:
        The points under the names of their columns;
        for classification "answer" (the class' name) and "p_0", "p_1" ... (a probability for each class),
        for regression the values by their names ("value" where nobody named it); with `layers`, "layer_1.unit_1" ...
        and "output.unit_1" ...

    Raises:
        TrainError: There can be no such network, or the weights belong to another.
    """
    run = restored(document, weights)
    inputs = torch.tensor(network_inputs(document, document.dataset.units.samples_from_units(points)))
    with torch.inference_mode():
        activations = [values.numpy() for values in run.network.forward_layers(inputs)]
    said = _answer_columns(document, activations[-1])
    if layers:
        names = [f"layer_{i}" for i in range(1, len(resolve(document).layers))] + ["output"]
        for name, values in zip(names, activations[1:], strict=True):
            said |= {f"{name}.unit_{j}": column for j, column in enumerate(values.T, start=1)}
    return {**columns_by_name(document.dataset.columns, points, list(said)), **said}


def restored(document: Document, weights: Checkpoint | Mapping[str, NDArray[Any]] | None) -> Run:
    """A run in float64 with the weights given, or the initial ones.

    Raises:
        TrainError: There can be no such network, or the weights belong to another.
    """
    refusals = [problem.text for problem in problems(document) if problem.panel == "network"]
    if refusals:
        raise TrainError(refusals[0])
    run = Run(document, dtype=np.float64)
    if weights:
        _restore(run, weights)
    return run


class _Notes:
    """What is measured on the way."""

    def __init__(self, looks: int | None, on_progress: Callable[[LossRecord], None] | None) -> None:
        self.looks, self._on_progress = looks, on_progress
        self.records: list[LossRecord] = []

    def take(self, trained: Slice, trainee: Trainee) -> None:
        """Keep what was measured.

        Raises:
            TrainError: Training has diverged.
        """
        if isinstance(trained.outcome, Diverged):
            raise TrainError(
                f"the loss stopped being a number by epoch {trained.outcome.epoch:,}: lower the learning rate "
                f"(it is {trainee.run.document.training.learning_rate:g})"
            )
        if trained.record is not None:
            self.records.append(trained.record)
            if self._on_progress is not None:
                self._on_progress(trained.record)


def _trained(trainee: Trainee, notes: _Notes, epochs: int | None, go_on: Callable[[float, int], bool]) -> TrainReport:
    """Train to the end, or until asked to end."""
    initial, goal = trainee.run.checkpoint(), _goal(trainee.run, epochs, notes.looks)
    trained, message = trainee.measure(), ""
    notes.take(trained, trainee)
    if goal.begin >= goal.epoch:
        raise TrainError(f"it is at epoch {goal.begin:,}, and its stop rule ends training at {goal.epoch:,}")
    while trained.outcome is None and not message:
        trained = trainee.train(goal, None, SLICE_S)
        notes.take(trained, trainee)
        if not go_on(trainee.run.position, goal.epoch) and trained.outcome is None:
            message = f"Stopped in epoch {trainee.run.epoch:,} of {goal.epoch:,}, when asked to."
    # Told to stop between two looks.
    if not trainee.is_measured:
        notes.take(trainee.measure(), trainee)
    if isinstance(trained.outcome, Stopped):
        message = trained.outcome.sentence
    best_epoch = trained.outcome.best_epoch if isinstance(trained.outcome, Stopped) else None
    return _report(trainee, notes, initial, message or trainee.engine.reason, best_epoch)


def _goal(run: Run, epochs: int | None, looks: int | None) -> Goal:
    """So many epochs; where nothing is said, as the stop rule says."""
    training, begin = run.document.training, run.epoch
    by_rule = epochs is None and watches_losses(training)
    usual = begin + (MOST_EPOCHS if by_rule else USUAL_EPOCHS)
    end = begin + epochs if epochs else training.stop_epochs or usual
    # The rule watches the losses of every epoch, however few are asked for.
    stride = 1 if by_rule or looks is None else max(-(-(end - begin) // (looks - 1)), 1)
    return Goal(end, stride, begin, by_rule)


def _report(trainee: Trainee, notes: _Notes, initial: Checkpoint, message: str, best_epoch: int | None) -> TrainReport:
    """The numbers at the end."""
    run, engine, last = trainee.run, trainee.engine, notes.records[-1]
    has_classes = TASKS[run.document.task].has_classes
    scores = last.train_score, last.test_score
    accuracy, r2 = (scores, (None, None)) if has_classes else ((None, None), scores)
    return TrainReport(
        epochs=run.epoch,
        batches=trainee.batches - initial.steps,
        seconds=trainee.seconds,
        epochs_per_second=(run.epoch - initial.epoch) / max(trainee.seconds, 1e-9),
        stepper=engine.stepper.name,
        device=DEVICE_TITLES[engine.device],
        message=message,
        parameters=resolve(run.document).parameter_count,
        train_loss=last.train_loss,
        test_loss=last.test_loss,
        train_accuracy=accuracy[0],
        test_accuracy=accuracy[1],
        train_r2=r2[0],
        test_r2=r2[1],
        losses=_rows(notes.records, None if notes.looks is None else MOST_ROWS),
        best_epoch=best_epoch,
        initial=initial,
        checkpoint=run.checkpoint(),
    )


def _with_choices(document: Document, stepper: str, device: str, seed: int | None) -> Document:
    chosen: dict[str, Any] = {
        name: value for name, value in (("stepper", stepper), ("device", device)) if value != "auto"
    }
    if seed is not None:
        chosen["seed"] = seed
    return replace(document, training=replace(document.training, **chosen))


def _refuse(document: Document, device: str, dtype: str) -> None:
    found = problems(document)
    if found:
        raise TrainError(found[0].text)
    refuse_device(document, device, dtype)


def refuse_device(document: Document, device: str, dtype: str = "float32") -> None:
    """Refuse a device that is not to be had, where somebody has named it; a document's own has another in its place.

    Args:
        document: Says the device.
        device: What was named; "auto" for nothing.
        dtype: Of the parameters: "float32" or "float64".

    Raises:
        TrainError: It is missing; the text says why.
    """
    if device != "auto":
        _, reason = resolve_device(document, dtype)
        if reason:
            raise TrainError(reason.removesuffix(FALLBACK))


def _restore(run: Run, weights: Checkpoint | Mapping[str, NDArray[Any]]) -> None:
    try:
        checkpoint = weights if isinstance(weights, Checkpoint) else Checkpoint.from_arrays(dict(weights))
        fits = run.restore(checkpoint)
    except (KeyError, ValueError) as error:
        raise TrainError(f"the saved weights are damaged ({error})") from None
    if not fits:
        raise TrainError("the saved weights belong to another network")


def _answer_columns(document: Document, logits: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    if not TASKS[document.task].has_classes:
        return dict(zip(document.dataset.values, document.scaling.values_to_units(logits).T, strict=True))
    said = answers(logits, document)
    names = np.array([one.name for one in document.dataset.classes])
    kind = "p" if resolve(document).gives_probabilities else "score"
    return {"answer": names[said.argmax(axis=1)], **{f"{kind}_{k}": column for k, column in enumerate(said.T)}}


def _rows(records: list[LossRecord], most: int | None) -> tuple[tuple[float, float, float], ...]:
    places = np.unique(np.linspace(0, len(records) - 1, most or len(records)).round().astype(int))
    chosen = [records[place] for place in places]
    return tuple((record.epoch, record.train_loss, record.test_loss) for record in chosen)
