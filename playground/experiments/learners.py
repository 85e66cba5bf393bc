"""Who learns in a run of an experiment: the network, or a classical method in its place."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from time import perf_counter
from typing import TYPE_CHECKING

from playground.document.model import domain_of
from playground.experiments.classical import CLASSICAL
from playground.experiments.classical.fitting import fit_classical
from playground.experiments.data_knobs import KnobError
from playground.experiments.outcomes import RunOutcome, Verdict, judged
from playground.experiments.variations import LEARNER, NETWORK, PLAIN
from playground.tasks import TASKS
from playground.training.trainee.stops import MOST_EPOCHS

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.outcomes import Measure
    from playground.experiments.variations import Value


def checked_learner(value: Value) -> str:
    """A value of the axis `LEARNER`.

    Raises:
        KnobError: There is no such method.
    """
    if isinstance(value, str) and (value == NETWORK or value.removesuffix(PLAIN) in CLASSICAL):
        return value
    raise KnobError(f"{LEARNER} cannot be {value!r}")


def learner_title(name: str, document: Document) -> str:
    """The title of the network or of a method, on screen."""
    if name == NETWORK:
        return "Network"
    return CLASSICAL[name.removesuffix(PLAIN)].named(has_classes=TASKS[document.task].has_classes)


def with_plain_inputs(document: Document) -> Document:
    """The document with the columns themselves as inputs, and no functions of them."""
    plain = domain_of(document).usual_inputs(document.dataset.columns)
    return document if document.inputs == plain else replace(document, inputs=plain)


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
        name: A key of `CLASSICAL`, with `PLAIN` behind it where it is to have the columns alone.
        document: Says samples, split and inputs.
        seed: Of what it draws at random.
        threshold: Of the score that counts as solved.
    """
    start = perf_counter()
    if name.endswith(PLAIN):
        document = with_plain_inputs(document)
    fit = fit_classical(CLASSICAL[name.removesuffix(PLAIN)], document, seed)
    seconds = fit.seconds if isfinite(fit.seconds) else perf_counter() - start
    if fit.refusal:
        return RunOutcome(Verdict.REFUSED, seconds=seconds, refusal=fit.refusal)
    is_solved = judged(fit.train_score, fit.test_score) >= threshold
    verdict = Verdict.SOLVED if is_solved else Verdict.STUCK
    return RunOutcome(verdict, train_score=fit.train_score, test_score=fit.test_score, seconds=seconds)


def _batches(document: Document) -> int:
    """How many batches an epoch of the document has."""
    count = len(document.dataset) - document.dataset.test_count
    return -(-count // max(min(document.training.batch_size or count, count), 1)) or 1
