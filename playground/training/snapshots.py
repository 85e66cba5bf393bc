"""From the trainer's state to the frozen value that the GUI gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.methods.schedules import rate_at
from playground.training.messages import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.problems import Problem
    from playground.training.engines.steppers import Engine
    from playground.training.probe import Prober
    from playground.training.probes.request import ProbeRequest
    from playground.training.state.run import Run


@dataclass(frozen=True, slots=True)
class Calm:
    """How much time there is for pictures.

    Attributes:
        at_rest: Whether nothing is about to change, so that they may be as fine as the screen.
        unchanged: Whether nothing has changed since the last ones but what views ask for.
    """

    at_rest: bool = True
    unchanged: bool = False


AT_REST = Calm()
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

    def begin(self) -> None:
        """A run at its beginning."""
        self.batches = 0
        self.clear_trouble()

    def clear_trouble(self) -> None:
        """Training can go on."""
        self.trouble, self.message, self.stopped = None, "", False
        self.last_finite_epoch = self.diverged_epoch = None

    def diverge(self, epoch: int, back_at: int) -> None:
        """The numbers have got out of hand.

        Args:
            epoch: When.
            back_at: The epoch of the weights that are at hand now.
        """
        self.trouble, self.last_finite_epoch, self.diverged_epoch = TrainerState.DIVERGED, back_at, epoch
        self.message = (
            f"The loss stopped being a number at epoch {epoch:,}. Training is back at the last good weights, "
            f"those of epoch {back_at:,}: go on from there with a lower learning rate."
        )

    def take_problems(self, found: tuple[Problem, ...]) -> None:
        """Take over what keeps the document from being trained."""
        self.problem = found[0].text if found else ""
        self.unbuildable = any(problem.panel == "network" for problem in found)

    def learn_from(self, engine: Engine) -> None:
        """Take over what trains, and where."""
        self.stepper = "" if engine.is_waiting else engine.stepper.name
        self.device = DEVICE_TITLES[engine.device]
        self.reason = engine.reason


def compose(  # noqa: PLR0913  (what a snapshot is made of)
    run: Run | None,
    document: Document,
    status: Status,
    request: ProbeRequest,
    prober: Prober,
    *,
    pictures: dict[str, Any] | None = None,
    calm: Calm = AT_REST,
) -> Snapshot:
    """A snapshot of copies.

    Args:
        run: None where there is no network to show.
        document: What was submitted last.
        status: Words and counters.
        request: Which pictures to take.
        prober: Takes them.
        pictures: Fields that depend on weights, in place of those of the run; None for the run's.
        calm: How much time there is for the run's.
    """
    fields: dict[str, Any] = {"extent": request.extent}
    if run is None:
        fields |= {"epoch": 0, "parameters": {}, **prober.inputs_only(document, request)}
    elif pictures is not None:
        fields |= pictures
    else:
        copy = run.parameters.astype(np.float32)
        fields |= {"epoch": run.epoch, "parameters": {s.key: s.view(copy) for s in run.layout.parameters}}
        hurried = status.state is TrainerState.TRAINING
        fields |= prober.pictures(run, request, hurried=hurried, at_rest=calm.at_rest, unchanged=calm.unchanged)
    if run is not None:
        fields["learning_rate"] = rate_at(document.training, run.position)
    return Snapshot(
        run=status.number,
        document=document,
        batch=status.batches,
        state=status.state,
        message=status.message or status.problem or status.reason,
        stepper=status.stepper,
        device=status.device,
        epochs_per_second=status.epochs_per_second,
        last_finite_epoch=status.last_finite_epoch,
        diverged_epoch=status.diverged_epoch,
        stopped=status.stopped,
        **fields,
    )
