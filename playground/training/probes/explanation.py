"""Why a network answers a sample as it does: the answer shared out among its inputs, and where it grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.training.probes.color_scale import magnitude
from playground.training.probes.probe import PatientProbe
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from torch import Tensor

    from playground.training.explain.answer_function import AnswerFunction
    from playground.training.explain.attributions import Attribution
    from playground.training.state.run import Run

Way = Literal["gradient", "times_input", "integrated", "occlusion"]
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True, slots=True, eq=False)
class SharedAnswer:
    """What in a sample decides an answer.

    Attributes:
        sample: Which one, as it was asked for, (D,).
        way: By which the answer was shared out.
        answer: Index of the class, or of the value, that was looked at.
        said: Probabilities of the classes, (K,), or the values, (O,).
        terms: What each input of the network does to it, (F,); of a picture its pixels.
        inputs: The inputs themselves, (F,), as the network gets them.
        arrow: The slope of the answer by the sample as it was asked for, (D,): it grows that way.
        score: The answer at the sample: log-odds of the class, or the value's sum.
        base_score: At the baseline; None but for integrated gradients.
        scale: The magnitude of a term that gets full colour.
    """

    sample: tuple[float, ...]
    way: Way
    answer: int
    said: NDArray[np.float32]
    terms: NDArray[np.float64]
    inputs: NDArray[np.float64]
    arrow: NDArray[np.float64]
    score: float
    base_score: float | None
    scale: float


@dataclass(frozen=True, slots=True)
class Explanation(Request[SharedAnswer]):
    """Why a sample is answered as it is.

    Attributes:
        sample: Its numbers, (D,), as `Dataset.samples` has them.
        way: How the answer is shared out.
        answer: The class that is looked at; None for the one that wins. Of a regression the value.
    """

    sample: tuple[float, ...]
    way: Way = "gradient"
    answer: int | None = None


class ExplanationProbe(PatientProbe[Explanation, SharedAnswer]):
    """A pass there and back, or some hundred of them along the way from the baseline."""

    def can_take(self, run: Run, request: Explanation) -> bool:
        """Where the network takes such samples."""
        fits = len(request.sample) == len(run.document.dataset.columns) and bool(run.document.inputs)
        return fits and bool(np.isfinite(request.sample).all())

    def work(self, run: Run, request: Explanation) -> Generator[SharedAnswer | None]:
        """The answer, its slope by the sample, then its parts."""
        import torch

        from playground.training.explain.answer_function import AnswerFunction, slopes

        function, data = AnswerFunction(run), run.document.dataset
        numbers = function.numbers_of(np.array([request.sample]))
        with torch.no_grad():
            inputs = function.inputs(numbers)
            sums = function.sums(inputs)
        wished = int(function.best(sums)[0]) if request.answer is None else request.answer
        index = max(min(wished, len(data.classes or data.values) - 1), 0)

        def score(fed: Tensor) -> Tensor:
            return function.log_odds(function.sums(fed), torch.full((len(fed),), index))

        _, by_number = slopes(lambda rows: score(function.inputs(rows)), numbers)
        found = yield from self._shared(run, function, request.way, score, inputs)
        yield SharedAnswer(
            request.sample,
            request.way,
            index,
            answers(sums.numpy(), run.document)[0],
            found.terms,
            inputs[0].numpy(),
            function.by_sample(by_number)[0],
            found.score,
            found.base_score,
            magnitude(found.terms),
        )

    def _shared(
        self, run: Run, function: AnswerFunction, way: Way, score: Callable[[Tensor], Tensor], inputs: Tensor
    ) -> Generator[None, None, Attribution]:
        from playground.training.explain import attributions

        if way == "gradient":
            return attributions.gradient(score, inputs)
        if way == "times_input":
            return attributions.gradient_times_input(score, inputs)
        base = _baseline(run, function)
        if way == "integrated":
            return (yield from attributions.integrated_gradients(score, inputs, base))
        return (yield from attributions.occlusion(score, inputs, base, resolve(run.document).shape_in))


def _baseline(run: Run, function: AnswerFunction) -> Tensor:
    """The inputs that stand for nothing, (1, F): blank paper, else the mean of the training samples."""
    import torch

    if not domain_of(run.document).has_map:
        return function.inputs(function.numbers_of(np.zeros((1, len(run.document.dataset.columns)))))
    count = resolve(run.document).shape_in[0]
    mean = run.features.mean(axis=0, dtype=np.float64) if len(run.features) else np.zeros(count)
    return torch.from_numpy(np.asarray(mean))[None]
