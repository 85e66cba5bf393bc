"""What the doctor needs to know of a session: what is trained, what else is at work, and who has words of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from playground.session.new_start import Starter

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from playground.document.problems import Problem
    from playground.session.frame_pump import FramePump
    from playground.session.shape_watch import ShapeWatch
    from playground.training.probes.layer_statistics import NetworkStatistics
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import TrainerState
    from playground.training.trainee.history import History


class BesideWork(Protocol):
    """What the doctor needs to know of the person's experiments."""

    changed: SignalInstance
    shape: ShapeWatch

    @property
    def at_work(self) -> str:
        """The kind of the one at work; "" for none."""
        ...


class LessonAtHand(Protocol):
    """What the doctor needs to know of lessons."""

    @property
    def lesson(self) -> object:
        """The one at hand; None for none."""
        ...


class ChallengeAtHand(Protocol):
    """What the doctor needs to know of challenges."""

    @property
    def challenge(self) -> object:
        """The one at hand; None for none."""
        ...


class Patient(Starter, Protocol):
    """What the doctor needs of the session."""

    history: History
    playing: bool
    problems: tuple[Problem, ...]
    pump: FramePump
    state: TrainerState
    document_changed: SignalInstance
    loading: SignalInstance
    snapshot_arrived: SignalInstance

    @property
    def experiments(self) -> BesideWork:
        """The experiments of the window, for which work in the background waits."""
        ...

    @property
    def lessons(self) -> LessonAtHand:
        """The lessons of the window; the doctor keeps quiet while one is open."""
        ...

    @property
    def challenges(self) -> ChallengeAtHand:
        """The challenges of the window; the doctor keeps quiet while one is open."""
        ...

    @property
    def run(self) -> int:
        """The number of the run at hand."""
        ...

    def want(self, view: str, *requests: Request[NetworkStatistics]) -> None:
        """Say what is needed from now on."""
        ...
