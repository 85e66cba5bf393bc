"""What would mend a wrong answer: the smallest change of one weight, and what it costs elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.probe import PatientProbe
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from collections.abc import Generator

    from playground.document.layout import Key
    from playground.training.explain.answer_function import AnswerFunction
    from playground.training.state.run import Run

MOST_ASKED = 2000
"""Training samples whose answers are counted before and after, of each class its share."""


@dataclass(frozen=True, slots=True, eq=False)
class MendedWeight:
    """The smallest change of one parameter with which a sample is answered rightly.

    Attributes:
        request: What was asked.
        key: The parameter; None where no single one does it.
        index: Which of its numbers.
        before, after: That number.
        said: What the network then says of the sample, (K,).
        right_before, right_after: The share of training samples that are answered rightly.
        count: How many parameters were tried.
    """

    request: MendingWeight
    key: Key | None
    index: tuple[int, ...]
    before: float
    after: float
    said: NDArray[np.float32]
    right_before: float
    right_after: float
    count: int


@dataclass(frozen=True, slots=True)
class MendingWeight(Request[MendedWeight]):
    """The one weight whose smallest change makes the network answer a sample by its class.

    Attributes:
        sample: Its numbers, (D,), as `Dataset.samples` has them.
        label: The class.
    """

    sample: tuple[float, ...]
    label: int


class MendingWeightProbe(PatientProbe[MendingWeight, MendedWeight]):
    """Asks some thousand changed networks, some at a time."""

    def can_take(self, run: Run, request: MendingWeight) -> bool:
        """Where answers are classes, and samples are of this kind."""
        data = run.document.dataset
        fits = len(request.sample) == len(data.columns) and bool(np.isfinite(request.sample).all())
        is_class = 0 <= request.label < len(data.classes)
        return fits and is_class and len(data.classes) > 1 and bool(run.document.inputs) and data.is_finite

    def work(self, run: Run, request: MendingWeight) -> Generator[MendedWeight | None]:
        """The search, then how many samples are right with the change and without."""
        import torch

        from playground.training.explain.answer_function import AnswerFunction
        from playground.training.explain.weight_search import smallest_weight

        function, count = AnswerFunction(run), int((~run.layout.mask(lambda slot: slot.frozen)).sum())
        with torch.no_grad():
            inputs = function.inputs(function.numbers_of(np.array([request.sample])))
        found = yield from smallest_weight(run, function, inputs, request.label)
        then = function if found is None else function.with_number(found.layer, found.key[1], found.index, found.after)
        with torch.no_grad():
            said = answers(then.sums(inputs).numpy(), run.document)[0]
        shares = _right(run, function), _right(run, then)
        if found is None:
            yield MendedWeight(request, None, (), 0.0, 0.0, said, *shares, count)
        else:
            yield MendedWeight(request, found.key, found.index, found.before, found.after, said, *shares, count)


def _right(run: Run, function: AnswerFunction) -> float:
    """The share of training samples that a network answers rightly."""
    import torch

    data = run.document.dataset
    rows = data.sample(MOST_ASKED, test=False)
    if not len(rows):
        return 0.0
    with torch.no_grad():
        best = function.best(function.sums(torch.from_numpy(run.features[rows].astype(np.float64))))
    return float((best.numpy() == data.targets[~data.is_test][rows]).mean())
