"""Marking by replay: a solution trains from fresh seeds, and what each comes to is held to the goals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import nan
from statistics import median
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from playground.challenges.library import start_of
from playground.challenges.rules import broken_rules
from playground.document.limits import excess
from playground.document.plan import resolve
from playground.document.problems import problems
from playground.experiments.experiment import Experiment, run_experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.results import ExperimentResults, document_digest
from playground.experiments.variations import KnobGrid
from playground.lessons.goal import StepGoal
from playground.lessons.quantities import Sight
from playground.lessons.replay import LOSSES
from playground.lessons.setting_up import with_step
from playground.training.trainee.stops import watches_losses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from playground.challenges.challenge import Challenge
    from playground.document.model import Document
    from playground.experiments.experiment import ExperimentControl
    from playground.experiments.outcomes import Outcomes

MAP_SIDE = 24
"""Of the small pictures of what a seed has learned."""
FIRST_SEED, SEED_RANGE = 1_000_000, 1_000_000_000
"""Fresh seeds lie here, beyond those that people type."""


class Marks(msgspec.Struct, frozen=True):
    """What marking has come to.

    Attributes:
        challenge: Its key.
        seeds: The fresh seeds.
        met: For each of them whether everything held.
        values: For each seed the quantity of each goal at the end, those of the rival last; nan where it is not known.
        needed: For how many it has to work.
        epochs: How long each trained.
        parameters, units: The size of the network.
        seconds: One training took, in the middle; nan where there was none.
        broken: What was changed that may not be, a sentence each; then nothing was trained.
        bonus: For "size", "epochs" and "seconds", where the challenge asks for them, whether they were reached too.
    """

    challenge: str
    seeds: tuple[int, ...]
    met: tuple[bool, ...]
    values: tuple[tuple[float, ...], ...]
    needed: int
    epochs: int
    parameters: int
    units: int
    seconds: float = nan
    broken: tuple[str, ...] = ()
    bonus: dict[str, bool] = {}

    @property
    def count(self) -> int:
        """For how many seeds it works."""
        return sum(self.met)

    @property
    def passed(self) -> bool:
        """Whether it works for enough of them, by the rules."""
        return not self.broken and bool(self.met) and self.count >= self.needed


@dataclass(frozen=True, slots=True, eq=False)
class SeedReplay:
    """What one seed has come to, while others are still at work; the rival is not asked yet.

    Attributes:
        place: Which of the seeds, from 0.
        is_met: Whether the goals held.
        map: Answers over the plane, (K, side, side); None where there is none.
    """

    place: int
    is_met: bool
    map: NDArray[np.float16] | None = None


@dataclass(slots=True)
class Replays:
    """How a marking is run, and who hears of it.

    Attributes:
        control: To cancel it.
        heard: Called with each seed of the solution itself as it is done, on the thread that marks.
        beside_window: Whether somebody is drawing meanwhile, who gets a core and small maps.
    """

    control: ExperimentControl | None = None
    heard: Callable[[SeedReplay], object] = field(default=lambda _: None)
    beside_window: bool = False


class MarkingCancelledError(Exception):
    """The marking was given up, as somebody wanted."""


def fresh_seeds(document: Document, count: int) -> range:
    """Seeds that follow from the document: the same one is marked alike each time, and any change draws others."""
    # Without what changes nothing of the solution: it could be changed until lucky seeds are drawn.
    plain = replace(document, extras={}, training=replace(document.training, seed=0))
    first = FIRST_SEED + int(document_digest(plain), 16) % SEED_RANGE
    return range(first, first + count)


def mark(
    challenge: Challenge,
    document: Document,
    count: int | None = None,
    replays: Replays | None = None,
    *,
    seeds: range | None = None,
) -> Marks:
    """Mark a solution. Blocks while it trains; beside a window call it on a thread of its own.

    Args:
        challenge: What was to be done.
        document: The solution; its own seed and weights count for nothing.
        count: From how many seeds; as the challenge says where it is None.
        replays: How it is run.
        seeds: These seeds, in place of fresh ones.

    Raises:
        SettingsError: The challenge sets what cannot be.
        MarkingCancelledError: It was cancelled.
        ExperimentError: Trainings fail again and again.
    """
    replays = replays or Replays()
    seeds = seeds or fresh_seeds(document, count or challenge.seeds)
    broken = refusals(challenge, document)
    epochs = replay_epochs(challenge, document)
    plan = resolve(document)
    marks = Marks(
        challenge.key,
        tuple(seeds),
        (False,) * len(seeds),
        ((),) * len(seeds),
        challenge.needed_of(len(seeds)),
        epochs,
        plan.parameter_count,
        0 if broken else sum(plan.own_units[1:-1]),
        broken=tuple(broken),
    )
    return marks if broken else _replayed(challenge, document, marks, replays)


def refusals(challenge: Challenge, document: Document) -> list[str]:
    """Why a document cannot be marked at all, a sentence each: rules that it breaks, or what cannot be trained."""
    cannot = [one.text for one in problems(document)[:1]] or [text for text in (excess(document),) if text]
    return broken_rules(challenge, start_of(challenge), document) or cannot


def replay_epochs(challenge: Challenge, document: Document) -> int:
    """How long a solution trains: as the challenge says, or less where its own stop rule names an epoch."""
    return min(challenge.epochs, document.training.stop_epochs or challenge.epochs)


# ---- inside ----------------------------------------------------------------------------------------------------------


def _replayed(challenge: Challenge, document: Document, marks: Marks, replays: Replays) -> Marks:
    goals, rival = challenge.targets(), challenge.rival
    seeds, epochs = range(marks.seeds[0], marks.seeds[-1] + 1), marks.epochs
    sights, seconds = _sights(document, epochs, seeds, replays, goals)
    met, values = _held(goals, sights)
    if rival is not None:
        beside, _ = _sights(with_step(document, rival), challenge.epochs, seeds, replays)
        others, more = _held(rival.targets(), beside)
        met = [one and other for one, other in zip(met, others, strict=True)]
        values = [(*one, *other) for one, other in zip(values, more, strict=True)]
    marks = msgspec.structs.replace(marks, met=tuple(met), values=tuple(values), seconds=seconds)
    return msgspec.structs.replace(marks, bonus=_bonus(challenge, document, marks, replays))


def _bonus(challenge: Challenge, document: Document, marks: Marks, replays: Replays) -> dict[str, bool]:
    """Which of the goals beside the goal a solution that passes has reached."""
    asked, found = challenge.bonus, {}
    if asked.size:
        found["size"] = marks.passed and StepGoal.read(asked.size).is_met(Sight(document))
    if asked.epochs:
        found["epochs"] = marks.passed
        if marks.passed and asked.epochs < marks.epochs:
            seeds = range(marks.seeds[0], marks.seeds[-1] + 1)
            quiet = replace(replays, heard=lambda _: None)
            sights, _ = _sights(document, asked.epochs, seeds, quiet)
            found["epochs"] = sum(_held(challenge.targets(), sights)[0]) >= marks.needed
    if asked.seconds:
        found["seconds"] = marks.passed and marks.seconds <= asked.seconds
    return found


def _held(goals: Sequence[StepGoal], sights: Sequence[Sight]) -> tuple[list[bool], list[tuple[float, ...]]]:
    """For each seed whether all goals hold, and what their quantities are."""
    met = [all(goal.is_met(sight) for goal in goals) for sight in sights]
    return met, [tuple(goal.value_in(sight) for goal in goals) for sight in sights]


def _sights(
    document: Document, epochs: int, seeds: range, replays: Replays, told: Sequence[StepGoal] = ()
) -> tuple[list[Sight], float]:
    """What is seen at the end of training from each seed, and how long one took in the middle.

    Args:
        document: What is trained.
        epochs: How long.
        seeds: One after the other.
        replays: How.
        told: The goals by which `replays.heard` is told of seeds; empty to tell nobody.
    """
    from playground.experiments.workers import local_workers  # noqa: PLC0415 - multiprocessing is not for a start

    by_rule = watches_losses(document.training)
    if by_rule:
        document = replace(document, training=replace(document.training, stop_epochs=epochs))
    side = MAP_SIDE if replays.beside_window and told else 0
    measure = Measure(None if by_rule else epochs, looks=4, map_side=side)
    experiment = Experiment(document, KnobGrid((), len(seeds), seeds[0]), measure)
    results = ExperimentResults(experiment)

    def take(outcomes: Outcomes) -> None:
        results.put(outcomes)
        for place in outcomes.places.tolist() if told else ():
            is_met = _held(told, [_sight(document, results, place)])[0][0]
            found = results.maps[place] if results.maps.size and np.isfinite(results.maps[place]).all() else None
            replays.heard(SeedReplay(place, is_met, found))

    workers = local_workers(document, measure, beside_window=replays.beside_window)
    try:
        if not run_experiment(experiment, workers, take, control=replays.control):
            raise MarkingCancelledError
    finally:
        workers.close()
    sights = [_sight(document, results, place) for place in range(len(seeds))]
    return sights, median(results.columns["seconds"].tolist())


def _sight(document: Document, results: ExperimentResults, place: int) -> Sight:
    columns = {name: float(results.columns[name][place]) for name in LOSSES}
    has_diverged = bool(results.columns["verdict"][place] == Verdict.DIVERGED)
    return Sight(document, int(results.columns["epochs"][place]), columns, has_diverged=has_diverged)
