"""A step's solution, trained from many seeds: for how many of them it reaches the goals."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_network import change_training
from playground.document.model import domain_of
from playground.domains.section import REACH
from playground.experiments.experiment import Experiment, run_experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid
from playground.lessons.network_quantities import placed, winners_of
from playground.lessons.setting_up import with_step
from playground.lessons.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.lessons.lesson import Lesson, LessonStep
    from playground.training.state.run import Run

MAP_SIDE = 100
"""Of the map in which regions are counted, in samples."""
LOSSES = ("train_loss", "test_loss", "train_score", "test_score")


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
    for number, (step, (_, solved)) in enumerate(zip(lesson.steps, documents_of(lesson, document), strict=True), 1):
        if step.show is not None and not step.show.seeds:
            met = sum(is_reached(step, sight) for sight in solved_sights(step, solved, seeds))
            yield Replayed(step, number, met, seeds)


def is_reached(step: LessonStep, sight: Sight) -> bool:
    """Whether a run meets all goals of a step but those about spaces, which its training does not tell."""
    return all(goal.is_met(sight) for goal in step.targets() if not goal.quantity.layer)


def solved_sights(step: LessonStep, solved: Document, seeds: int) -> Iterator[Sight]:
    """What is seen of a step's solution from each seed; in the network itself only where its goals speak of it.

    Args:
        step: With a solution that trains no seeds beside the window.
        solved: The document that its solution makes.
        seeds: How many.
    """
    show = step.show
    if show is None or not any(goal.quantity.needs for goal in step.targets()):
        yield from sights(solved, 0 if show is None else show.epochs, seeds)
        return
    for seed in range(seeds):
        first = {} if step.begin is None else step.begin.weights
        yield looked_at(change_training(solved, seed=seed), show.epochs, {**first, **show.weights})


def looked_at(document: Document, epochs: int, weights: Mapping[str, float] | None = None) -> Sight:
    """What is seen of a document's network, weights, map and curve too, when it has been trained, or not at all.

    Args:
        document: What is trained.
        epochs: How long; 0 for its first weights.
        weights: Put in before, as `StepSettings` names them; None for no others than are drawn.
    """
    from playground.training.headless import restored, train  # noqa: PLC0415 - it loads torch

    run = restored(document, None)
    for key, index, value in placed(document, weights or {}):
        run.set_parameter(key, index, value)
    report = train(document, epochs=epochs, start=run.checkpoint(), every_epoch=True) if epochs else None
    if report is not None:
        run = restored(document, report.checkpoint)
    scores = (nan, nan) if report is None else (report.train_accuracy, report.test_accuracy)
    known = [nan if score is None else score for score in scores]
    losses = None if report is None else (report.train_loss, report.test_loss, *known)
    columns = None if report is None else np.array(report.losses).T
    return Sight(
        document,
        epochs,
        None if losses is None else dict(zip(LOSSES, losses, strict=True)),
        parameters={slot.key: slot.view(run.parameters).copy() for slot in run.layout.parameters},
        winners=_winners(run),
        curves=None if columns is None else dict(zip(("epoch", *LOSSES[:2]), columns, strict=True)),
    )


def _winners(run: Run) -> NDArray[np.intp] | None:
    """Which class wins where on the plane; None where there is no plane, or there are no classes."""
    from playground.training.probes.forward import Forward  # noqa: PLC0415 - it loads torch
    from playground.training.probes.plane import WHOLE_PLANE  # noqa: PLC0415
    from playground.training.state.answers import answers  # noqa: PLC0415

    document = run.document
    if not (domain_of(document).has_map and document.dataset.classes):
        return None
    forward, side = Forward(), MAP_SIDE
    inputs = forward.grid_inputs(run, WHOLE_PLANE, side, side, None)
    sums = forward.logits(run, inputs)
    return winners_of(answers(sums, document).reshape(side, side, -1), WHOLE_PLANE, REACH)


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
