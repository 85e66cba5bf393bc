"""What a lesson's goals and predictions are looked at in: asked for while they need it, gathered into a `Sight`."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any, Protocol

from playground.document.model import domain_of
from playground.lessons.quantities import MAP
from playground.lessons.sight import LOSSES, MAP_SIDE, Sight
from playground.session.experiments import SEEDS
from playground.session.new_start import Starter
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.plane.output_map import OutputMap
from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import SignalInstance

    from playground.document.layout import Key
    from playground.lessons.lesson import LessonStep
    from playground.session.experiments import Experiments
    from playground.session.selection import Selection
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot
    from playground.training.trainee.history import History


class Learner(Starter, Protocol):
    """What a lesson needs of the session."""

    experiments: Experiments
    history: History
    selection: Selection

    @property
    def playing(self) -> bool:
        """Whether it trains, or is about to."""
        ...

    @property
    def run(self) -> int:
        """The number of the run at hand."""
        ...

    @property
    def message_posted(self) -> SignalInstance:
        """Says a sentence to the person."""
        ...

    def want(self, view: str, *requests: Request[Any]) -> None:
        """Say what is to be looked at in the network."""
        ...

    def set_parameter(
        self, text: str, key: Key, index: tuple[int, ...], value: float, gesture: Hashable | None
    ) -> None:
        """Put a number into the network as one undo step."""
        ...


def requests_for_step(session: Learner, step: LessonStep) -> list[Request[Any]]:
    """What has to be looked at in the network for the goals of a step, and for what it predicts."""
    quantities = [goal.quantity for goal in step.targets()]
    needed: set[str] = set()
    if step.predict is not None:
        quantities += step.predict.quantities
        needed |= step.predict.NEEDS
    needed |= {quantity.needs for quantity in quantities}
    layers = {quantity.layer for quantity in quantities} - {0}
    document = session.document
    uids = [one.uid for place, one in enumerate(document.network, 1) if place in layers]
    found: list[Request[Any]] = [LayerSpaces(tuple(uids))] if uids else []
    if MAP in needed and domain_of(document).has_map and document.dataset.classes:
        found.append(OutputMap((MAP_SIDE, MAP_SIDE), section=document.dataset.section()))
    return found


def is_behind(session: Learner) -> bool:
    """Whether what was measured last may be of other data, or of other weights, than those at hand."""
    shown = session.snapshot
    if shown is None:
        return False
    is_old = shown.document.dataset is not session.document.dataset
    return is_old or (shown.state is TrainerState.PAUSED and not shown.is_measured)


def sight_of(session: Learner) -> Sight:
    """What is seen of the run at hand now."""
    shown = session.snapshot
    is_current = shown is not None and shown.run == session.run and shown.moment is None
    now = shown if is_current else None
    columns = session.history.columns(_measured_run(session, now))
    count = len(columns["epoch"])
    course = session.experiments.course(SEEDS)
    seeds = 0 if course is None or course.results.experiment.document is not session.document else course.done
    return Sight(
        session.document,
        0 if now is None else now.live_epoch,
        {name: float(columns[name][-1]) for name in LOSSES} if count and now is not None else None,
        None if shown is None else _separability(session, shown),
        now is not None and now.state is TrainerState.DIVERGED,
        seeds,
        course.results.solved().share if course is not None and seeds else nan,
        None if now is None else now.parameters,
        None if now is None else _winners(session, now),
        columns if count and now is not None else None,
    )


def _measured_run(session: Learner, now: Snapshot | None) -> int:
    """Whose records are those of the network at hand: undo gives a run another number, and its curve as it was."""
    runs = session.history.columns()["run"]
    is_newest = now is not None and now.is_measured and len(runs) > 0
    return int(runs[-1]) if is_newest else session.run


def _separability(session: Learner, shown: Snapshot) -> dict[int, float] | None:
    found = shown.get(LayerSpaces)
    if found is None:
        return None
    places = {one.uid: place for place, one in enumerate(session.document.network, 1)}
    return {places[space.uid]: space.separability for space in found.spaces if space.uid in places}


def _winners(session: Learner, shown: Snapshot) -> NDArray[np.intp] | None:
    found = shown.get(OutputMap)
    return found.winners() if found is not None and session.document.dataset.classes else None
