"""Who learns in a run of an experiment: the network, or a classical method in its place."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from time import perf_counter
from typing import TYPE_CHECKING

from playground.experiments.classical import CLASSICAL
from playground.experiments.classical.fitting import fit_classical
from playground.experiments.outcomes import RunOutcome, Verdict, judged
from playground.tasks import TASKS
from playground.training.trainee.stops import MOST_EPOCHS

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.outcomes import Measure
    from playground.experiments.variations import Settings

LEARNER = "learner"
"""The path of the axis whose values are `NETWORK` and keys of `CLASSICAL`."""
NETWORK = "network"


def parted(settings: Settings) -> tuple[str, Settings]:
    """Who learns by the settings of a run, and the settings without that; "" where nothing says so."""
    name = next((str(value) for path, value in settings if path == LEARNER), "")
    return name, tuple(one for one in settings if one[0] != LEARNER)


def learner_title(name: str, document: Document) -> str:
    """The title of the network or of a method, on screen."""
    return "Network" if name == NETWORK else CLASSICAL[name].named(has_classes=TASKS[document.task].has_classes)


def as_many_updates(measure: Measure, whole: Document, part: Document) -> Measure:
    """The measure for a network that trains on a part of the samples: as many updates as all of them would give.

    With as many epochs it would be updated less often on fewer samples, and look as if it had learned less of them.

    Args:
        measure: Epochs on all samples.
        whole: Has them.
        part: Has some.
    """
    if measure.by_rule(whole):
        return measure
    epochs = round(measure.end(whole) * _batches(whole) / _batches(part))
    return replace(measure, epochs=min(max(epochs, 1), MOST_EPOCHS))


def method_outcome(name: str, document: Document, seed: int, threshold: float) -> RunOutcome:
    """Fit a classical method; what it came to, as of a run. It has no loss, and no epochs.

    Args:
        name: A key of `CLASSICAL`.
        document: Says samples, split and inputs.
        seed: Of what it draws at random.
        threshold: Of the score that counts as solved.
    """
    start = perf_counter()
    fit = fit_classical(CLASSICAL[name], document, seed)
    seconds = fit.seconds if isfinite(fit.seconds) else perf_counter() - start
    if fit.refusal:
        return RunOutcome(Verdict.REFUSED, seconds=seconds, refusal=fit.refusal)
    is_solved = judged(fit.train_score, fit.test_score) >= threshold
    verdict = Verdict.SOLVED if is_solved else Verdict.STUCK
    return RunOutcome(verdict, train_score=fit.train_score, test_score=fit.test_score, seconds=seconds)


def _batches(document: Document) -> int:
    """Of one epoch."""
    count = len(document.dataset) - document.dataset.test_count
    return -(-count // max(min(document.training.batch_size or count, count), 1)) or 1
