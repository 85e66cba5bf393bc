"""What fools a network: a small step of a sample that changes its answer, and how accuracy falls with its length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from playground.document.model import domain_of
from playground.domains.section import REACH
from playground.training.probes.probe import PatientProbe
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from collections.abc import Generator

    from torch import Tensor

    from playground.training.explain.answer_function import AnswerFunction
    from playground.training.explain.attacks import Bounds, Norm, Threat
    from playground.training.state.run import Run

Attack = Literal["fast", "projected", "smallest", "noise"]
ATTACKS: tuple[Attack, ...] = get_args(Attack)
MOST_SAMPLES, AT_ONCE = 200, 50
SURE = 0.99


@dataclass(frozen=True, slots=True, eq=False)
class FooledSample:
    """A step of a sample, and what the network says before and after.

    Attributes:
        request: What was asked.
        start: The sample, (D,), as `Dataset.samples` has it.
        end: After the step, (D,).
        before, after: What the network says of them, (K,).
        largest: The largest number of the step, in the network's scaling (L∞).
        length: The root of the sum of its squares (L2).
        is_done: Whether the answer is another one, or the one that was asked for.
    """

    request: Fooling
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    before: NDArray[np.float32]
    after: NDArray[np.float32]
    largest: float
    length: float
    is_done: bool


@dataclass(frozen=True, slots=True)
class Fooling(Request[FooledSample]):
    """A step that is to change the answer to a sample.

    Attributes:
        sample: Its numbers, (D,), as `Dataset.samples` has them.
        attack: One step along the gradient, several of them, the smallest that does it, or random pixels that are led
            to an answer.
        norm: How steps are measured: by their largest number, or by their length.
        strength: How long the step is, in the network's scaling; of the first two alone.
        goal: The class that is to be answered; None for any other one.
        seed: Of random pixels.
    """

    sample: tuple[float, ...]
    attack: Attack = "fast"
    norm: Norm = "linf"
    strength: float = 0.1
    goal: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class FallingAccuracy:
    """How many test samples are answered rightly after steps of growing strength.

    Attributes:
        request: What was asked.
        strengths: As far as is known, rising from 0, (S,).
        accuracy: The share that is still right, (S,); at 0 it is the clean accuracy of these samples.
        count: How many samples were attacked.
        is_of_test: Whether they are kept for testing; else there are none, and they train.
    """

    request: FoolingCurve
    strengths: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    count: int
    is_of_test: bool


@dataclass(frozen=True, slots=True)
class FoolingCurve(Request[FallingAccuracy]):
    """The accuracy under attack, of at most `MOST_SAMPLES` test samples.

    Attributes:
        attack: "fast" or "projected".
        norm: As of `Fooling`.
        strengths: Rising, the first one 0.
    """

    attack: Attack
    norm: Norm
    strengths: tuple[float, ...]


def reach_of(columns: int, norm: Norm, *, is_picture: bool) -> float:
    """The longest step that is tried: all there is of a picture, across the plane elsewhere."""
    reach = 1.0 if is_picture else 2.0 * REACH
    return reach if norm == "linf" else reach * float(np.sqrt(columns))


class FoolingProbe(PatientProbe[Fooling, FooledSample]):
    """Some passes there and back of one sample, or of a dozen strengths at once."""

    def can_take(self, run: Run, request: Fooling) -> bool:
        """Where answers are classes, and samples are of this kind."""
        data = run.document.dataset
        fits = len(request.sample) == len(data.columns) and bool(np.isfinite(request.sample).all())
        has_goal = request.goal is None or 0 <= request.goal < len(data.classes)
        return fits and has_goal and len(data.classes) > 1 and bool(run.document.inputs)

    def work(self, run: Run, request: Fooling) -> Generator[FooledSample | None]:
        """The step, then what the network says at both ends."""
        import torch

        from playground.training.explain.answer_function import AnswerFunction

        function, document = AnswerFunction(run), run.document
        start = function.numbers_of(np.array([request.sample]))
        if request.attack == "noise":
            start = function.numbers_of(np.random.default_rng(request.seed).random((1, len(request.sample))))
        with torch.no_grad():
            before = function.sums(function.inputs(start))
        answer = function.best(before)
        found = yield from _step(run, function, request, start, answer)
        end = start if found is None else found
        with torch.no_grad():
            after = function.sums(function.inputs(end))
        best, step = int(function.best(after)[0]), (end - start)[0]
        yield FooledSample(
            request,
            function.samples_of(start)[0],
            function.samples_of(end)[0],
            answers(before.numpy(), document)[0],
            answers(after.numpy(), document)[0],
            float(step.abs().max()),
            float(step.norm()),
            found is not None and (best != int(answer[0]) if request.goal is None else best == request.goal),
        )


class FoolingCurveProbe(PatientProbe[FoolingCurve, FallingAccuracy]):
    """Attacks many samples with one strength after the other."""

    def can_take(self, run: Run, request: FoolingCurve) -> bool:
        """Where answers are classes, and there are samples."""
        del request
        data = run.document.dataset
        return len(data) > 0 and len(data.classes) > 1 and bool(run.document.inputs) and data.is_finite

    def work(self, run: Run, request: FoolingCurve) -> Generator[FallingAccuracy | None]:
        """The accuracy at each strength as it comes."""
        return falling_accuracy(run, request)


def falling_accuracy(run: Run, request: FoolingCurve) -> Generator[FallingAccuracy | None]:
    """Attack test samples with one strength after the other: the accuracy as it is known, None after other work."""
    import torch

    from playground.training.explain import attacks
    from playground.training.explain.answer_function import AnswerFunction

    data, function = run.document.dataset, AnswerFunction(run)
    of_test = bool(data.is_test.any())
    rows = np.flatnonzero(data.is_test == of_test)[data.sample(MOST_SAMPLES, test=of_test)]
    numbers, labels = function.numbers_of(data.samples[rows]), torch.from_numpy(data.targets[rows].astype(np.int64))
    bounds, found = bounds_of(run, function), list[float]()
    left = np.arange(len(rows))  # what several steps have fooled they fool with more strength as well
    for strength in request.strengths:
        right = np.zeros(len(left), np.bool_)
        for begin in range(0, len(left), AT_ONCE):
            part = left[begin : begin + AT_ONCE]
            threat = attacks.Threat(function, request.norm, bounds, labels[part])
            strengths = torch.full((len(part),), strength, dtype=torch.float64)
            end = yield from _attacked(request.attack, threat, numbers[part], strengths)
            right[begin : begin + AT_ONCE] = ~threat.is_done(end)
        found.append(float(right.sum()) / len(rows))
        left = left[right] if request.attack == "projected" else left
        known = np.array(request.strengths[: len(found)])
        yield FallingAccuracy(request, known, np.array(found), len(rows), of_test)


def bounds_of(run: Run, function: AnswerFunction) -> Bounds:
    """What the numbers of a sample may be, in the network's scaling."""
    from playground.training.explain.attacks import Bounds

    low, high = domain_of(run.document).bounds
    ends = function.numbers_of(np.array([[low], [high]]) * np.ones(len(run.document.dataset.columns)))
    return Bounds(ends[0], ends[1])


def _step(
    run: Run, function: AnswerFunction, request: Fooling, start: Tensor, answer: Tensor
) -> Generator[None, None, Tensor | None]:
    """The sample after the step that was asked for; None where there is none."""
    import torch

    from playground.training.explain import attacks

    norm, bounds, goal = request.norm, bounds_of(run, function), 0 if request.goal is None else request.goal
    threat = attacks.Threat(function, norm, bounds, answer)
    if request.goal is not None or request.attack == "noise":
        threat = attacks.Threat(function, norm, bounds, torch.tensor([goal]), towards=True)
    if request.attack == "noise":

        def is_enough(sums: Tensor) -> bool:
            return bool(answers(sums.numpy(), run.document)[0, goal] >= SURE)

        return (yield from attacks.ascent(threat, start, is_enough))
    if request.attack == "smallest":
        is_picture = not domain_of(run.document).has_map
        return (yield from attacks.smallest_step(threat, start, reach_of(start.shape[1], norm, is_picture=is_picture)))
    return (yield from _attacked(request.attack, threat, start, torch.tensor([request.strength], dtype=torch.float64)))


def _attacked(attack: Attack, threat: Threat, start: Tensor, strength: Tensor) -> Generator[None, None, Tensor]:
    from playground.training.explain import attacks

    if attack == "fast" or not strength.any():
        yield None
        return attacks.fast_step(threat, start, strength)
    return (yield from attacks.projected_steps(threat, start, strength))
