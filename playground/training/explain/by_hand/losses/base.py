"""What it is to do a loss by hand: what each sample costs, and the error at each of the output's sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine

if TYPE_CHECKING:
    from playground.methods.losses.base import OutputHead

Array = NDArray[np.float64]


class Answered(NamedTuple):
    """What a loss looks at.

    Attributes:
        sums: The output's, z, (N, O).
        targets: t, likewise.
        head: The output layer.
        settings: The document's `Training`.
    """

    sums: Array
    targets: Array
    head: OutputHead
    settings: Any


class LossByHand:
    """A kind of loss in pencil and paper. It has no state.

    Attributes:
        by_output: Whether outputs share the mean, as the batch does.
    """

    by_output: ClassVar[bool] = True

    def costs(self, said: Answered) -> Array:
        """What each output of each sample costs, before the mean, (N, O)."""
        raise NotImplementedError

    def cost_words(self, said: Answered, sample: int, output: int) -> str:
        """The same of one as a formula with its numbers."""
        raise NotImplementedError

    def inner(self, said: Answered, sample: int, output: int) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The derivative of a cost by its sum z: the terms, factors of them all, and the formula."""
        raise NotImplementedError

    def share(self, said: Answered) -> float:
        """What the mean leaves of each cost: 1 / N, or 1 / (N O)."""
        count, outputs = said.sums.shape
        return 1.0 / float(count * outputs if self.by_output else count)

    def total(self, said: Answered) -> float:
        """The loss of the batch."""
        return self.share(said) * float(np.sum(self.costs(said)))

    def errors(self, said: Answered) -> Array:
        """The gradient by the sums, (N, O)."""
        rows, outputs = said.sums.shape
        found = [[self.error(said, row, output).value for output in range(outputs)] for row in range(rows)]
        return np.array(found, dtype=float).reshape(rows, outputs)

    def made(self, said: Answered, name: str) -> WrittenLine:
        """The loss of the batch: the mean of the costs."""
        costs = self.costs(said).sum(axis=1)
        terms = tuple(
            SumTerm((Factor("cost", float(one), "what the sample costs"),), f"sample {row + 1} of the batch")
            for row, one in enumerate(costs)
        )
        factors = self._shares(said)
        formula = f"{name} of the sample" if len(costs) == 1 else f"{name}, the mean over {len(costs)} samples"
        return WrittenLine("L", formula, terms, factors)

    def error(self, said: Answered, sample: int, output: int) -> WrittenLine:
        """The error at one of the output's sums."""
        terms, factors, formula = self.inner(said, sample, output)
        shares = self._shares(said)
        written = " · ".join((*(one.name for one in shares), formula))
        return WrittenLine("δ", f"δ = {written}", terms, (*shares, *factors))

    def _shares(self, said: Answered) -> tuple[Factor, ...]:
        count, outputs = said.sums.shape
        found = [Factor("1/N", 1.0 / count, "1 / N, the mean over the batch")] if count > 1 else []
        if self.by_output and outputs > 1:
            found.append(Factor("1/O", 1.0 / outputs, "1 / O, the mean over the outputs"))
        return tuple(found)


def difference(name: str, answer: float, target: float) -> tuple[SumTerm, SumTerm]:
    """An answer less its target."""
    return (
        SumTerm((Factor(name, answer, "the answer"),), "the answer"),
        SumTerm((Factor("−t", -target, "the target"),), "the target"),
    )
