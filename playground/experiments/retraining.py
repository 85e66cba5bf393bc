"""A network trained again on other training samples, from the same seed: what it then says of one sample."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.edits_data import remove_points, set_targets
from playground.document.edits_network import change_training
from playground.document.limits import excess
from playground.document.problems import problems
from playground.domains.plane.geometry import decision_boundary
from playground.domains.plane.grid import WHOLE_PLANE, grid
from playground.experiments.experiment import ExperimentError
from playground.training.probes.fooling import falling_accuracy

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from typing import TypeAlias

    from playground.document.model import Document
    from playground.domains.section import Section
    from playground.training.probes.fooling import FallingAccuracy, FoolingCurve
    from playground.training.state.run import Run

SLICE_S = 0.05
"""A run trains so long before it says how far it is, and asks whether to go on."""
SIDE = 120
"""Of the map in which a border is looked for, in samples."""
ALL, WITHOUT, OTHERS = "all", "without", "others"
"""The trials of `trials_without`."""
ORDINARY, AGAINST = "ordinary", "against"
"""The trials of `trials_against`."""


class GivenUp(Exception):  # noqa: N818  (no error: somebody wanted it)
    """Training was given up half-way, as whoever asked for it wished."""


@dataclass(frozen=True, slots=True, eq=False)
class RetrainingTrial:
    """One training of several.

    Attributes:
        name: Tells it from the others.
        document: What is trained, from its own seed.
        changed: How many samples it lacks, or calls otherwise.
    """

    name: str
    document: Document
    changed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RetrainedAnswer:
    """What a network trained again says of the sample.

    Attributes:
        trial: How it was trained.
        answer: Probabilities of the classes, (K,), or the values, (O,).
        border: Where the two best classes tie, pieces of lines on the map, (S, 2, 2); None where there is no map, or
            there are no classes.
        accuracy: That under attack; None where it is not asked for.
    """

    trial: RetrainingTrial
    answer: NDArray[np.float32]
    border: NDArray[np.float64] | None = None
    accuracy: FallingAccuracy | None = None


if TYPE_CHECKING:
    Trials: TypeAlias = Generator[RetrainingTrial, RetrainedAnswer, None]


@dataclass(frozen=True, slots=True, eq=False)
class Retraining:
    """What is to be found out by training again.

    Attributes:
        sample: Of which an answer is wanted, (D,), as `Dataset.samples` has it.
        epochs: How long each network is trained, at least 1.
        trials: Begins them: a generator that is sent what each came to before it yields the next.
        most: How many there are at most.
        section: Of the map on which borders are looked for; None for no borders.
        curve: The attack under which accuracy is measured; None for none.
    """

    sample: tuple[float, ...]
    epochs: int
    trials: Callable[[], Trials]
    most: int
    section: Section | None = None
    curve: FoolingCurve | None = None


def trials_against(document: Document, strength: float, steps: int) -> Trials:
    """Ordinary training, then the same with each batch stepped against the network.

    Args:
        document: With its seed.
        strength: As `Training.adversarial` has it.
        steps: As `Training.adversarial_steps` has them.
    """
    yield RetrainingTrial(ORDINARY, change_training(document, adversarial=0.0))
    yield RetrainingTrial(AGAINST, change_training(document, adversarial=strength, adversarial_steps=steps))


def trials_without(document: Document, rows: Iterable[int]) -> Trials:
    """All training samples, then all but some, then all but as many others, drawn by the document's seed.

    The last one tells what leaving out any samples does, since it turns over the order of the rest as well.

    Args:
        document: With its seed.
        rows: Of the training samples that are left out.
    """
    chosen = np.unique(np.fromiter(rows, np.int64))
    # As many others as a yardstick: any change of the samples changes the order of all the rest, and by that alone the
    # answer.
    others = np.setdiff1d(np.flatnonzero(~document.dataset.is_test), chosen)
    drawn = np.random.default_rng(document.training.seed).permutation(others)[: len(chosen)]
    yield RetrainingTrial(ALL, document)
    yield RetrainingTrial(WITHOUT, remove_points(document, _mask(document, chosen)), len(chosen))
    yield RetrainingTrial(OTHERS, remove_points(document, _mask(document, drawn)), len(drawn))


def trials_relabelled(document: Document, rows: Iterable[int], label: int) -> Trials:
    """Ever more samples called otherwise, 1, 2, 4 ..., until the answer is their new class; then as few as do it.

    What fewer do is found by halving, as if more labels never did worse, which training does not promise: the smallest
    number that was tried and did it is told, and it was trained.

    Args:
        document: With its seed.
        rows: Of training samples of another class, the first one to change first.
        label: The class that they get.
    """
    order = list(rows)
    # Doubled first and halved then: some trainings for a few labels, a dozen for a thousand.
    low, high, size = 0, None, 1
    while high is None and low < len(order):
        size = min(size, len(order))
        if (yield from _relabelled(document, order[:size], label)):
            high = size
        else:
            low, size = size, 2 * size
    while high is not None and high - low > 1:
        middle = (low + high) // 2
        if (yield from _relabelled(document, order[:middle], label)):
            high = middle
        else:
            low = middle


def retrain(wish: Retraining, tell: Callable[[float], bool]) -> Iterator[RetrainedAnswer]:
    """Train each network in turn, and say what it answers.

    Args:
        wish: What is to be found out.
        tell: Told the share of the work that is done, of 1, some times a second; false ends it.

    Raises:
        GivenUp: `tell` was false.
        ExperimentError: A network cannot be trained, a sentence.
    """
    trials, done = wish.trials(), 0
    trial = next(trials, None)
    while trial is not None:
        run = _trained(trial.document, wish.epochs, partial(_tell_part, tell, done, wish.most))
        answer, border = _answers(run, np.array([wish.sample]))[0], _border(run, wish.section)
        found = RetrainedAnswer(trial, answer, border, _accuracy(run, wish.curve))
        yield found
        done += 1
        try:
            trial = trials.send(found)
        except StopIteration:
            trial = None


# ---- inside ----------------------------------------------------------------------------------------------------------


def _tell_part(tell: Callable[[float], bool], done: int, most: int, share: float) -> bool:
    return tell((done + share) / most)


def _relabelled(document: Document, rows: list[int], label: int) -> Generator[RetrainingTrial, RetrainedAnswer, bool]:
    changed = set_targets(document, _mask(document, np.array(rows)), label)
    found = yield RetrainingTrial(str(len(rows)), changed, len(rows))
    return int(found.answer.argmax()) == label


def _mask(document: Document, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    mask = np.zeros(len(document.dataset), dtype=np.bool_)
    mask[rows] = True
    return mask


def _trained(document: Document, epochs: int, tell: Callable[[float], bool]) -> Run:
    """The run of a document after so many epochs, as `train` gives it on the CPU."""
    from playground.experiments.single_run import trainee_of
    from playground.training.state.run import Run
    from playground.training.trainee.trainee import Diverged, Goal

    found = problems(document)
    if refusal := found[0].text if found else excess(document):
        raise ExperimentError(refusal)
    trainee, goal = trainee_of(Run(replace(document, training=replace(document.training, device="cpu")))), Goal(epochs)
    trainee.measure()
    while True:
        outcome = trainee.train(goal, None, SLICE_S).outcome
        if isinstance(outcome, Diverged):
            raise ExperimentError(f"Trained again, the loss stopped being a number at epoch {outcome.epoch:,}.")
        if outcome is not None:
            return trainee.run
        if not tell(trainee.run.position / epochs):
            raise GivenUp


def _sums(run: Run, samples: NDArray[np.float64]) -> NDArray[np.float64]:
    from playground.training.state.network_inputs import network_inputs
    from playground.training.trainee.measure import logits_of

    sums = logits_of(run, network_inputs(run.document, samples).astype(run.dtype))
    return np.nan_to_num(sums.astype(np.float64))


def _answers(run: Run, samples: NDArray[np.float64]) -> NDArray[np.float32]:
    from playground.training.state.answers import answers

    return answers(_sums(run, samples), run.document)


def _accuracy(run: Run, curve: FoolingCurve | None) -> FallingAccuracy | None:
    if curve is None:
        return None
    *_, last = (one for one in falling_accuracy(run, curve) if one is not None)
    return last


def _border(run: Run, section: Section | None) -> NDArray[np.float64] | None:
    if section is None or not run.document.dataset.classes:
        return None
    sums = _sums(run, section.samples(grid(WHOLE_PLANE, SIDE, SIDE)))
    # A border is where two sums tie: those of one sum z are -z and z.
    sums = np.concatenate([-sums, sums], axis=1) if sums.shape[1] == 1 else sums
    return decision_boundary(sums.reshape(SIDE, SIDE, -1), WHOLE_PLANE)
