"""One run of an experiment, from the document to its outcome; the same weights, bit for bit, as `train` would give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import isfinite, nan
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.limits import excess
from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.document.problems import problems
from playground.experiments.outcomes import GROWTH, RunOutcome, Verdict, is_compiled, judged
from playground.training.engines.emulated import EmulationStepper
from playground.training.engines.fused.evaluation import Evaluation
from playground.training.engines.held_fused import fused_stepper
from playground.training.engines.kernels import prepare_fused
from playground.training.engines.looks import LARGEST, SLICE_S, Looked, LookedTraining
from playground.training.engines.steppers import Engine
from playground.training.state.answers import answers
from playground.training.state.losses import losses_of
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from playground.training.state.targets import scores_of
from playground.training.trainee.guard import LARGEST_LOSS
from playground.training.trainee.history import LossRecord
from playground.training.trainee.measure import logits_of
from playground.training.trainee.trainee import Diverged, Goal, Stopped, Trainee

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.experiments.outcomes import Measure
    from playground.training.trainee.trainee import Outcome

    Path = list[NDArray[np.float32]]

MOST_TOGETHER = 8
"""Runs that are trained before the first of them is measured."""
MOST_ANSWERS = 2**21
"""Numbers that they may have answered at their looks; 8 MB."""
REACH = 6.0
"""The small map shows the plane from −6 to 6."""


class Interrupted(Exception):  # noqa: N818  (no error: somebody wanted it)
    """The run was given up half-way, as whoever runs the experiment asked."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document made ready to be trained from many seeds: what does not depend on the seed is made once.

    Attributes:
        document: With any seed.
        measure: How it is measured.
        looks: Epochs at which it is looked at.
        refusal: Why it cannot be trained, a sentence; "" where it can.
        evaluation: The network as the compiled kernel looks at it; None where the kernel does not train it.
        training: What trains it in few calls; None where nothing of the sort can.
        grid: The network's inputs over the plane; None where no map is wanted.
    """

    document: Document
    measure: Measure
    looks: NDArray[np.int64]
    refusal: str
    evaluation: Evaluation | None
    training: LookedTraining | None
    grid: NDArray[np.float32] | None


def prepare(document: Document, measure: Measure) -> Prepared:
    """Make a document ready, or say why it cannot be trained."""
    found = problems(document)
    refusal = found[0].text if found else excess(document)
    looks = measure.look_epochs(document)
    if refusal:
        return Prepared(document, measure, looks, refusal, None, None, None)
    if document.training.device == "auto":  # no trial of devices for each of thousands of runs
        document = replace(document, training=replace(document.training, device="cpu"))
    compiled = is_compiled(document, measure) and not prepare_fused()
    return Prepared(
        document,
        measure,
        looks,
        "",
        Evaluation(document) if compiled else None,
        LookedTraining(document) if compiled and LookedTraining.suits(document) else None,
        _grid(document, measure.map_side),
    )


def train_many(
    prepared: Prepared, seeds: Sequence[int], go_on: Callable[[], bool] = lambda: True, *, keeps_path: bool = False
) -> list[RunOutcome]:
    """Train from seeds, one after the other, and say what each came to.

    Args:
        prepared: Of `prepare`; one thread may use it at a time.
        seeds: Of weights and order.
        go_on: Asked some times a second.
        keeps_path: Whether weights at the looks are wanted.

    Returns:
        An outcome for each seed, or for the first ones where it was told not to go on.
    """
    if prepared.refusal:
        return [RunOutcome(Verdict.REFUSED, refusal=prepared.refusal)] * len(seeds)
    found: list[RunOutcome] = []
    size = _together(prepared)
    for first in range(0, len(seeds), size):
        some = seeds[first : first + size]
        start = perf_counter()
        ended = _trained_together(prepared, some, go_on, keeps_path=keeps_path)
        outcomes = [_outcome(prepared, one) for one in ended]
        took = (perf_counter() - start) / max(len(ended), 1)
        found += [replace(one, seconds=took) for one in outcomes]
        if len(ended) < len(some):
            break
    return found


def trained(prepared: Prepared, seed: int) -> Run:
    """The run of a seed at its end."""
    return _trained_together(prepared, (seed,), lambda: True, keeps_path=False)[0].run


@dataclass(frozen=True, slots=True, eq=False)
class _Ended:
    """A run at its end, what was measured at its looks, its weights there, and whether it has diverged."""

    run: Run
    records: list[LossRecord]
    has_diverged: bool
    path: Path


def _outcome(prepared: Prepared, ended: _Ended) -> RunOutcome:
    outcome = _judged(prepared, ended.records, has_diverged=ended.has_diverged)
    if ended.has_diverged:
        return outcome
    small = None if prepared.grid is None else _map(prepared, ended.run)
    kept = ended.path[: len(ended.records)]
    return replace(outcome, map=small, path=np.stack(kept) if len(kept) else None)


def _together(prepared: Prepared) -> int:
    """How many runs are made, then trained, then measured: one where what they answer at their looks is much."""
    data, plan = prepared.document.dataset, resolve(prepared.document)
    answers = len(prepared.looks) * len(data) * max(plan.head.units, 1)
    return 1 if prepared.training is None else max(min(MOST_TOGETHER, MOST_ANSWERS // max(answers, 1)), 1)


def _trained_together(
    prepared: Prepared, seeds: Sequence[int], go_on: Callable[[], bool], *, keeps_path: bool
) -> list[_Ended]:
    """Runs of seeds at their ends, the first ones where it was told not to go on."""
    training = prepared.document.training
    runs = [Run(replace(prepared.document, training=replace(training, seed=seed))) for seed in seeds]
    try:
        if prepared.training is not None:
            return _in_few_calls(prepared, prepared.training, runs, go_on, keeps_path=keeps_path)
        way = _with_trainee if prepared.evaluation is None else partial(_with_kernel, evaluation=prepared.evaluation)
        found = []
        for run in runs:
            path: Path = []
            found.append(_Ended(*way(prepared, run, go_on, path), path if keeps_path else []))
    except Interrupted:
        return []
    return found


# ---- in the compiled kernel ------------------------------------------------------------------------------------------


def _in_few_calls(
    prepared: Prepared, training: LookedTraining, runs: list[Run], go_on: Callable[[], bool], *, keeps_path: bool
) -> list[_Ended]:
    """All are made, then trained, then measured.

    Next to milliseconds of training Python finds its own in no cache any more, and takes twice as long.
    """
    seen: list[tuple[Run, Looked]] = []
    for run in runs:
        looked = training.train(run, prepared.looks, go_on, keeps_path=keeps_path)
        if looked is None:
            break
        seen.append((run, looked))
    return [
        _Ended(run, *_measured(run, prepared.looks, one.logits, is_sound=one.is_sound), list(one.path))
        for run, one in seen
    ]


def _with_kernel(
    prepared: Prepared, run: Run, go_on: Callable[[], bool], path: Path, *, evaluation: Evaluation
) -> tuple[Run, list[LossRecord], bool]:
    stepper, logits, is_sound = fused_stepper(run.document), [], True
    features = np.concatenate((run.features, run.test_features))
    for epoch in prepared.looks.tolist():
        while run.epoch < epoch:
            stepper.advance(run, run.batches_until(epoch), SLICE_S)
            if not go_on():
                raise Interrupted
        logits.append(evaluation.layers(run, features, OUTPUT, LARGEST)[0].T)
        path.append(run.parameters.astype(np.float32))
        # Looked at only here: the kernel goes on through NaN at full speed, and a look costs nothing beside an epoch.
        is_sound = bool(np.isfinite(run.parameters).all())
        if not is_sound:
            break
    return run, *_measured(run, prepared.looks, np.stack(logits), is_sound=is_sound)


def _measured(
    run: Run, epochs: NDArray[np.int64], logits: NDArray[np.float32], *, is_sound: bool
) -> tuple[list[LossRecord], bool]:
    """Losses and scores of all looks together, which costs a tenth, to the first that has diverged; whether one has."""
    count, columns = len(run.features), []
    for sums, targets in ((logits[:, :count], run.targets), (logits[:, count:], run.test_targets)):
        columns.append(losses_of(run.document, sums, targets).tolist())
        columns.append(scores_of(run.document, sums, targets).tolist())
    train_losses, train_scores, test_losses, test_scores = columns
    numbers = zip(epochs.tolist(), train_losses, test_losses, train_scores, test_scores, strict=False)
    records = [LossRecord(1, float(epoch), *row) for epoch, *row in numbers]
    ends = (i + 1 for i, one in enumerate(records) if not abs(one.train_loss) <= LARGEST_LOSS)
    end = next(ends, None)
    return records[:end], end is not None or not is_sound


OUTPUT = (0,)
"""The uid of the output layer, as `Evaluation` is asked for it."""


# ---- any other way ---------------------------------------------------------------------------------------------------


def _with_trainee(
    prepared: Prepared, run: Run, go_on: Callable[[], bool], path: Path
) -> tuple[Run, list[LossRecord], bool]:
    trainee = trainee_of(run)
    first = trainee.measure()
    if first.record is None:
        return run, [_nothing(0.0)], True
    records = [first.record]
    path.append(trainee.run.parameters.astype(np.float32))
    for goal in _goals(prepared):
        outcome = _until(goal, trainee, records, go_on)
        if isinstance(outcome, Diverged):
            return trainee.run, [*records, _nothing(outcome.epoch)], True
        path.append(trainee.run.parameters.astype(np.float32))
        if isinstance(outcome, Stopped):
            break
    return trainee.run, records, False


def trainee_of(run: Run) -> Trainee:
    """What trains a run as `train` does."""
    wants_fused = run.document.training.stepper != "eager" and run.emulation is None
    engine = Engine(prepare_fused() if wants_fused else "")
    trainee = Trainee(run, engine)
    if isinstance(engine.stepper, EmulationStepper):
        engine.stepper.prepare(run.dtype.name)
    return trainee


def _until(goal: Goal, trainee: Trainee, records: list[LossRecord], go_on: Callable[[], bool]) -> Outcome:
    """Train until that is how training has ended; what is measured on the way is added to the records."""
    while True:
        trained = trainee.train(goal, None, SLICE_S)
        if trained.record is not None:
            records.append(trained.record)
        if trained.outcome is not None:
            return trained.outcome
        if not go_on():
            raise Interrupted


def _goals(prepared: Prepared) -> Iterator[Goal]:
    """From look to look; where the stop rule watches the losses, to the end, measured after every epoch."""
    if prepared.measure.by_rule(prepared.document):
        yield Goal(int(prepared.looks[-1]), 1, 0, by_rule=True)
        return
    for epoch in prepared.looks[1:].tolist():
        yield Goal(epoch)


def _nothing(epoch: float) -> LossRecord:
    return LossRecord(1, epoch, nan, nan, nan, nan)


# ---- what it came to -------------------------------------------------------------------------------------------------


def _judged(prepared: Prepared, records: list[LossRecord], *, has_diverged: bool) -> RunOutcome:
    first, last = records[0], records[-1]
    # Above 0, for losses of some kinds may be negative, of which twice as much is less.
    grown = last.train_loss > GROWTH * first.train_loss and last.train_loss > 0.0
    threshold = prepared.measure.threshold
    solved = (one.epoch for one in records if judged(one.train_score, one.test_score) >= threshold)
    reached = next(solved, nan)
    verdict = Verdict.STUCK if np.isnan(reached) else Verdict.SOLVED
    verdict = Verdict.DIVERGED if has_diverged or grown else verdict
    kept = ("train_loss", "test_loss", "train_score", "test_score")
    ends = {name: getattr(last, name) for name in kept if isfinite(getattr(last, name)) and not has_diverged}
    curve = np.full((len(prepared.looks), 2), np.nan, dtype=np.float32)
    for record in records:
        place = int(np.searchsorted(prepared.looks, record.epoch))
        if place < len(curve) and prepared.looks[place] == record.epoch:
            curve[place] = record.train_loss, record.test_loss
    return RunOutcome(verdict, int(last.epoch), reached, curve=curve, **ends)


def _grid(document: Document, side: int) -> NDArray[np.float32] | None:
    """The network's inputs over the plane, (side², F), row by row from below."""
    if not side or not domain_of(document).is_drawn:
        return None
    places = (np.arange(side) + 0.5) / side * 2.0 * REACH - REACH
    points = np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)
    return network_inputs(document, points).astype(np.float32)


def _map(prepared: Prepared, run: Run) -> NDArray[np.float16]:
    """What the network answers over the plane, (K, side, side)."""
    grid: NDArray[Any] = prepared.grid if prepared.grid is not None else np.empty((0, 0), np.float32)
    if prepared.evaluation is not None:
        sums = prepared.evaluation.layers(run, grid, OUTPUT, LARGEST)[0].T
    else:
        sums = np.nan_to_num(logits_of(run, grid))
    said = answers(sums, run.document)
    side = prepared.measure.map_side
    columns = said[:, 1:] if len(run.document.dataset.classes) == 2 else said
    # Half precision: a map is looked at in 256 steps of colour, and there are thousands of them.
    return np.ascontiguousarray(columns.T.reshape(-1, side, side)).astype(np.float16)
