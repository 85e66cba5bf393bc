"""What the panel of experiments says: how far one is, what came of its runs, and of which document."""

from __future__ import annotations

from dataclasses import fields, replace
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Any

from playground.document import figures
from playground.document.model import Document
from playground.experiments.knobs import knobs_of
from playground.experiments.outcomes import Verdict, judged
from playground.session.course import CourseStage
from playground.tasks import TASKS
from playground.widgets.format import count, integer, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from playground.experiments.results import ExperimentResults
    from playground.experiments.variations import Settings, Value
    from playground.session.course import Course

INSTANT_S, MINUTE_S, HOUR_S = 0.1, 60, 3600
ENDINGS = {Verdict.DIVERGED: "diverged", Verdict.STUCK: "stuck", Verdict.SOLVED: "solved"}


def duration(seconds: float) -> str:
    """Under 0.1 s, 0.4 s, 12 s, 3 min, 1.5 h."""
    if seconds < INSTANT_S:
        return f"under {INSTANT_S:g} s"
    if seconds < MINUTE_S:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds / MINUTE_S:.0f} min" if seconds < HOUR_S else f"{seconds / HOUR_S:.1f} h"


def course_words(course: Course) -> str:
    """How far it is: "23 of 64 runs, 4 s left"."""
    runs = f"{integer(course.done)} of {count(len(course.experiment.grid), 'run')}"
    match course.stage:
        case CourseStage.LOADING:
            return "Loading PyTorch and kernels"
        case CourseStage.WORKING:
            left = course.seconds_left
            rest = ("" if course.done else ", starting") if left is None else f", {duration(left)} left"
            return f"{runs}{rest}"
        case CourseStage.PAUSED:
            return f"{runs}, paused"
        case CourseStage.CANCELLED | CourseStage.STOPPED:
            return f"{runs}, {course.stage.value}"
        case CourseStage.FAILED:
            return course.error
    return f"{runs} in {duration(course.worked_s)}"


def goal_words(results: ExperimentResults) -> str:
    """What a run has to reach: "95 %", "R² 0.95"."""
    threshold = results.experiment.measure.threshold
    is_share = TASKS[results.experiment.document.task].score_is_share
    return figures.share(threshold) if is_share else f"R² {plain(threshold)}"


def solved_words(results: ExperimentResults) -> str:
    """How many reach it: "Reaches 95 %: 41 of 64 (52 to 75 %)"."""
    return f"Reaches {goal_words(results)}: {results.solved().words}"


def loss_name(results: ExperimentResults) -> str:
    """Which loss runs are compared by: of the test samples, of the training samples where none test."""
    return "test" if results.experiment.document.dataset.test_count else "train"


def loss_column(results: ExperimentResults) -> NDArray[Any]:
    """That loss of every run, (runs,)."""
    return results.columns[f"{loss_name(results)}_loss"]


def spread_words(results: ExperimentResults, cell: int | None = None) -> str:
    """The loss of the middle run with the quartiles: "test loss 0.031 (0.012 to 0.08)"; "" where there is none.

    It is rich text, as a loss may read "< 0.0001".
    """
    name = loss_name(results)
    spread = results.spread(f"{name}_loss", cell)
    if not spread.count:
        return ""
    middle, low, high = (escape(figures.loss(value)) for value in (spread.median, spread.low, spread.high))
    return f"{name} loss {middle}" if low == high else f"{name} loss {middle} ({low} to {high})"


def run_words(results: ExperimentResults, place: int) -> str:
    """A run in a short line: "Seed 12: loss 0.013, 98.8 %, solved by epoch 74"."""
    columns = results.columns
    seed = results.experiment.grid.variation(place).seed
    verdict = Verdict(int(columns["verdict"][place]))
    if verdict is Verdict.REFUSED:
        return f"Seed {seed}: {results.refusals.get(place, '')}"
    parts = []
    if isfinite(loss_column(results)[place]):
        parts.append(f"loss {figures.loss(float(loss_column(results)[place]))}")
    score = score_words(results, place)
    if score:
        parts.append(score if TASKS[results.experiment.document.task].score_is_share else f"R² {score}")
    reached = float(columns["reached"][place])
    is_solved = verdict is Verdict.SOLVED and isfinite(reached)
    parts.append(f"solved by epoch {integer(reached)}" if is_solved else ENDINGS.get(verdict, "not trained yet"))
    return f"Seed {seed}: {', '.join(parts)}"


def score_words(results: ExperimentResults, place: int) -> str:
    """Its accuracy or R²; "" where there is none."""
    score = judged(float(results.columns["train_score"][place]), float(results.columns["test_score"][place]))
    if not isfinite(score):
        return ""
    is_share = TASKS[results.experiment.document.task].score_is_share
    return figures.share(score, 1) if is_share else figures.r_squared(score)


def value_words(value: Value) -> str:
    """A value of a knob as text."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return plain(value, 3) if isinstance(value, int | float) else str(value)


def settings_words(document: Document, settings: Settings) -> str:
    """The knobs of a cell: "Learning rate 0.03, Layer 1: units 4"."""
    names = knob_labels(document, [path for path, _ in settings])
    return ", ".join(f"{name} {value_words(value)}" for name, (_, value) in zip(names, settings, strict=True))


def knob_labels(document: Document, paths: Iterable[str]) -> list[str]:
    """What knobs are called; what is none of the document's by its own name."""
    known = knobs_of(document)
    return [known[path].label if path in known else path.capitalize() for path in paths]


def stale_words(results: ExperimentResults, document: Document) -> str:
    """What has changed since it began: "Of the network before your last change."; "" where nothing has.

    Another seed is no change: a run that is opened brings its own.
    """
    before, now = (_without_seed(one) for one in (results.experiment.document, document))
    if before.dataset is not now.dataset and before.dataset != now.dataset:
        return "Of the data before your last change."
    for field in fields(Document):
        if field.name not in {"dataset", "extras"} and getattr(before, field.name) != getattr(now, field.name):
            return f"Of the {'settings' if field.name == 'training' else 'network'} before your last change."
    return ""


def _without_seed(document: Document) -> Document:
    return replace(document, training=replace(document.training, seed=0))
