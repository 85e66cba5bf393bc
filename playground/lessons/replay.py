"""A step's solution, trained from many seeds: for how many of them it reaches the goals."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from playground.document.edits_network import change_training
from playground.experiments.experiment import Experiment, run_experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid
from playground.lessons.looking import looked_at, looked_through
from playground.lessons.setting_up import with_step
from playground.lessons.sight import LOSSES, Sight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.lessons.lesson import Lesson, LessonStep

__all__ = ["LOSSES", "Replayed", "documents_of", "is_reached", "replay", "sights", "solved_sights"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of a step's solution.

    Attributes:
        step: The step.
        number: Its place in the lesson, from 1.
        met: For how many seeds all goals were reached.
        seeds: How many were tried.
    """

    step: LessonStep
    number: int
    met: int
    seeds: int

    @property
    def promise(self) -> float:
        """The share of seeds for which it works, as the lesson says."""
        return 0.0 if self.step.show is None else self.step.show.works_for

    @property
    def holds(self) -> bool:
        """Whether it works for as many."""
        return self.met >= self.promise * self.seeds


def documents_of(lesson: Lesson, document: Document) -> Iterator[tuple[Document, Document]]:
    """For each step the document with which it begins, and the one that its solution makes.

    Args:
        lesson: Whose steps; a step that sets nothing goes on with the solution of the one before.
        document: At hand when the lesson begins.

    Raises:
        SettingsError: A step sets what cannot be.
    """
    for step in lesson.steps:
        document = with_step(document, step.begin) if step.begin is not None else document
        solved = with_step(document, step.show) if step.show is not None else document
        yield document, solved
        document = solved


def replay(lesson: Lesson, document: Document, seeds: int) -> Iterator[Replayed]:
    """Train the solution of each step that has one from seeds 0, 1, 2 ..., and count where its goals are reached.

    Steps that train many seeds themselves are left out, and goals about spaces passed over: training tells neither.

    Args:
        lesson: Whose steps.
        document: At hand when the lesson begins.
        seeds: How many.

    Raises:
        SettingsError: A step sets what cannot be.
    """
    for number, step in enumerate(lesson.steps, 1):
        if step.show is not None and not step.show.seeds:
            met = sum(is_reached(step, sight) for sight in solved_sights(lesson, number, document, seeds))
            yield Replayed(step, number, met, seeds)


def is_reached(step: LessonStep, sight: Sight) -> bool:
    """Whether a run meets all goals of a step but those about spaces, which its training does not tell."""
    return all(goal.is_met(sight) for goal in step.targets() if not goal.quantity.layer)


def solved_sights(lesson: Lesson, number: int, document: Document, seeds: int) -> Iterator[Sight]:
    """What is seen of a step's solution from each seed; in the network itself only where the step speaks of it.

    Args:
        lesson: Whose step.
        number: Its place, from 1; a step with a solution that trains no seeds beside the window.
        document: At hand when the lesson begins.
        seeds: How many.
    """
    step, documents = lesson.steps[number - 1], list(documents_of(lesson, document))
    show, solved = step.show, documents[number - 1][1]
    if show is not None and step.goes_on:
        yield from (looked_through(lesson, documents, number, seed) for seed in range(seeds))
    elif show is None or not any(goal.quantity.needs for goal in step.targets()):
        yield from sights(solved, 0 if show is None else show.epochs, seeds)
    else:
        weights = {**({} if step.begin is None else step.begin.weights), **show.weights}
        yield from (looked_at(change_training(solved, seed=seed), show.epochs, weights) for seed in range(seeds))


def sights(document: Document, epochs: int, seeds: int) -> Iterator[Sight]:
    """What is seen of the document at the end of its training from each seed.

    Args:
        document: What is trained.
        epochs: How long; 0 for what is seen without training.
        seeds: How many.
    """
    if not epochs:
        yield from (Sight(document) for _ in range(seeds))
        return
    from playground.experiments.workers import local_workers  # noqa: PLC0415 - multiprocessing is not for a start

    experiment = Experiment(document, KnobGrid((), seeds), Measure(epochs, looks=4))
    results = ExperimentResults(experiment)
    workers = local_workers(document, experiment.measure)
    try:
        run_experiment(experiment, workers, results.put)
    finally:
        workers.close()
    for place in range(seeds):
        columns = {name: float(results.columns[name][place]) for name in LOSSES}
        has_diverged = results.columns["verdict"][place] == Verdict.DIVERGED
        yield Sight(document, int(results.columns["epochs"][place]), columns, None, bool(has_diverged), 0, nan)
