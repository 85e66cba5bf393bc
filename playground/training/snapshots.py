"""From the trainer's state to the frozen value that the GUI gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.methods.schedules import rate_at
from playground.training.messages import Snapshot, TrainerState
from playground.training.probes.request import Results

if TYPE_CHECKING:
    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.document.problems import Problem
    from playground.training.engines.steppers import Engine
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run
    from playground.training.trainee.trainee import Diverged, Trainee


DEVICE_TITLES = {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}


@dataclass(slots=True)
class Status:
    """What the trainer says about itself; mutable, on its own thread.

    Attributes:
        number: Of the run.
        batches: Done in all.
        state: What it is doing.
        trouble: DIVERGED or FAILED until training goes on; else None.
        problem: Why the document cannot be trained; empty when it can.
        unbuildable: Whether there can be no network at all.
        message: What a person should know now; empty for nothing.
        reason: Why the engine is not the one wished for, or what it waits for.
        stopped: Whether the stop rule has paused.
    """

    number: int = 0
    batches: int = 0
    state: TrainerState = TrainerState.LOADING
    trouble: TrainerState | None = None
    problem: str = ""
    unbuildable: bool = False
    message: str = ""
    reason: str = ""
    stopped: bool = False
    stepper: str = ""
    device: str = "CPU"
    epochs_per_second: float = 0.0
    last_finite_epoch: int | None = None
    diverged_epoch: int | None = None

    def clear_trouble(self) -> None:
        """Training can go on."""
        self.trouble, self.message, self.stopped = None, "", False
        self.last_finite_epoch = self.diverged_epoch = None

    def diverge(self, outcome: Diverged) -> None:
        """The numbers have got out of hand, and the last good ones are back."""
        self.trouble, self.message = TrainerState.DIVERGED, outcome.sentence
        self.last_finite_epoch, self.diverged_epoch = outcome.back_at, outcome.epoch

    def take_problems(self, found: tuple[Problem, ...]) -> None:
        """Take over what keeps the document from being trained."""
        self.problem = found[0].text if found else ""
        self.unbuildable = any(problem.panel == "network" for problem in found)

    def learn_from(self, engine: Engine, trainee: Trainee | None) -> None:
        """Take over what trains, where, and how far it is."""
        self.batches = 0 if trainee is None else trainee.batches
        self.stepper = "" if engine.is_waiting else engine.stepper.name
        self.device = DEVICE_TITLES[engine.device]
        self.reason = engine.reason


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What of a snapshot depends on weights.

    Attributes:
        epoch: Whole passes done.
        parameters: Copies by key.
        results: What was asked for.
        foreign: As in `Snapshot`.
        moment: As in `Snapshot`.
    """

    epoch: int = 0
    parameters: dict[Key, NDArray[np.float32]] = field(default_factory=dict)
    results: Results = field(default_factory=Results)
    foreign: Snapshot | None = None
    moment: RecordedState | None = None


def parameters_of(run: Run) -> dict[Key, NDArray[np.float32]]:
    """Copies by key, in single precision."""
    copy = run.parameters.astype(np.float32)
    return {slot.key: slot.view(copy) for slot in run.layout.parameters}


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
        foreign=shown.foreign,
    )
