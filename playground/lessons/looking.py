"""Looks into networks that a lesson's solutions train: weights, map and curve, and through steps that go on."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.edits_network import change_training
from playground.document.model import domain_of
from playground.lessons.network_quantities import placed
from playground.lessons.predictions.curve import CurvePrediction
from playground.lessons.sight import LOSSES, MAP_SIDE, Sight
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playground.document.model import Document
    from playground.lessons.lesson import Lesson
    from playground.training.headless import TrainReport
    from playground.training.state.run import Run


ENDS = 2
"""Looks at a training of which only the end counts: there is one at its beginning in any case."""


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
    if not epochs:
        return _sight(run, None)
    report = train(document, epochs=epochs, start=run.checkpoint(), looks=None)
    return _sight(restored(document, report.checkpoint), report)


def looked_through(lesson: Lesson, documents: Sequence[tuple[Document, Document]], number: int, seed: int) -> Sight:
    """What is seen at the end of a step whose network goes on with what the steps before it have learned.

    Args:
        lesson: Whose step.
        documents: For each step how it begins and how it is solved.
        number: Its place, from 1.
        seed: Of the first weights and the order of the samples.
    """
    from playground.training.headless import restored, train  # noqa: PLC0415 - it loads torch
    from playground.training.state.run import Run  # noqa: PLC0415

    first = next(at for at in range(number - 1, -1, -1) if not lesson.steps[at].goes_on)
    run = Run(change_training(documents[first][1], seed=seed), dtype=np.float32)
    report: TrainReport | None = None
    asks_for_curve = isinstance(lesson.steps[number - 1].predict, CurvePrediction)
    for step, (_, solved) in zip(lesson.steps[first:number], documents[first:number], strict=True):
        document = change_training(solved, seed=seed)
        run = run.succeed(document)
        more = max((0 if step.show is None else step.show.epochs) - run.epoch, 0)
        # Nobody sees the curves of the steps before, and of this one only a prediction of its curve does.
        looks = None if asks_for_curve and step is lesson.steps[number - 1] else ENDS
        report = train(document, epochs=more, start=run.checkpoint(), looks=looks) if more else None
        if report is not None:
            run.restore(report.checkpoint)
    seen = _sight(restored(run.document, run.checkpoint()), report)
    return seen if report is not None else replace(seen, losses=_scores(run))


def _scores(run: Run) -> dict[str, float]:
    """What a network of classes scores that is not trained any further; its losses nobody has measured."""
    from playground.training.probes.forward import Forward  # noqa: PLC0415 - it loads torch

    data, losses = run.document.dataset, dict.fromkeys(LOSSES, nan)
    sums = Forward().logits(run, network_inputs(run.document, data.samples).astype(run.dtype))
    right = sums.argmax(axis=1) == data.targets if sums.shape[1] > 1 else (sums[:, 0] > 0) == data.targets
    return losses | {"train_score": float(right[~data.is_test].mean()), "test_score": float(right[data.is_test].mean())}


def _sight(run: Run, report: TrainReport | None) -> Sight:
    losses = columns = None
    if report is not None:
        scores = (report.train_accuracy, report.test_accuracy)
        known = [nan if score is None else score for score in scores]
        losses = dict(zip(LOSSES, (report.train_loss, report.test_loss, *known), strict=True))
        columns = dict(zip(("epoch", *LOSSES[:2]), np.array(report.losses).T, strict=True))
    return Sight(
        run.document,
        run.epoch,
        losses,
        parameters={slot.key: slot.view(run.parameters).copy() for slot in run.layout.parameters},
        winners=_winners(run),
        curves=columns,
    )


def _winners(run: Run) -> NDArray[np.intp] | None:
    """Which class wins where on the plane; None where there is no plane, or there are no classes."""
    from playground.domains.plane.grid import SectionGrid  # noqa: PLC0415
    from playground.training.probes.forward import Forward  # noqa: PLC0415 - it loads torch
    from playground.training.probes.plane.output_map import map_over  # noqa: PLC0415

    document = run.document
    if not (domain_of(document).has_map and document.dataset.classes):
        return None
    return map_over(run, SectionGrid(document.dataset.section(), MAP_SIDE, MAP_SIDE), Forward()).winners()
