"""What the trainer says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from playground.document.problems import Problem
    from playground.training.engines.steppers import Engine
    from playground.training.trainee.trainee import Diverged, Trainee

DEVICE_TITLES = {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}


@dataclass(slots=True)
class Status:
    """What the trainer says about itself; mutable, on its own thread.

    Attributes:
        number: Of the run.
        batches: Done in all.
        is_measured: Whether the newest losses are of what is at hand.
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
    is_measured: bool = True
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
        self.is_measured = trainee is None or trainee.is_measured
        self.stepper = "" if engine.is_waiting else engine.stepper.name
        self.device = DEVICE_TITLES[engine.device]
        self.reason = engine.reason
