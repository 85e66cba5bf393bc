"""Fits classical methods to samples that change, and maps what they answer: what `LiveFits` has done for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from math import nan
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import numpy as np

from playground.domains.plane.grid import SectionGrid
from playground.experiments.classical import CLASSICAL
from playground.experiments.classical.fitting import FittedMethod, MethodFit, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.domains.section import Section

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class FitJob:
    """Methods to be fitted to the same samples, one after the other.

    Attributes:
        sides: Keys of `CLASSICAL`, each with the side of its map, in samples, over the whole plane of ±6; 0 for none.
        number: Of what is fitted: samples, split and inputs are those of an earlier job of the same number.
        document: Says them; None where the last job said them.
        section: The plane of samples that maps show.
    """

    sides: tuple[tuple[str, int], ...]
    number: int
    document: Document | None
    section: Section | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FitAnswer:
    """A method that was fitted.

    Attributes:
        name: A key of `CLASSICAL`.
        fit: What it came to.
        map: What it answers over the plane, (K, side, side) from the lower left; None where it has no map.
        seconds: That all of it took, the map as well.
    """

    name: str
    fit: MethodFit
    map: NDArray[np.float32] | None = None
    seconds: float = nan


class Fitter(Protocol):
    """Something that fits methods, here or elsewhere."""

    def answers(self, job: FitJob) -> Iterator[FitAnswer]:
        """What each method of a job came to, in their order, as soon as it is known. Blocks."""
        ...

    def rest(self) -> None:
        """Give back what costs memory until there is another job; called on the thread that asks for answers."""
        ...

    def close(self) -> None:
        """End what is at hand, from any thread; nothing is asked for any more."""
        ...


class MethodFitter:
    """Fits in this process, on the thread that asks. A method is fitted once to the same samples."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._fitted: dict[str, tuple[int, FittedMethod]] = {}

    def answers(self, job: FitJob) -> Iterator[FitAnswer]:
        """What each method of a job came to.

        Raises:
            ValueError: Neither this job nor one before says to which samples.
        """
        self._document = job.document or self._document
        if self._document is None:
            message = "the first job has to have a document"
            raise ValueError(message)
        for name, side in job.sides:
            start = perf_counter()
            try:
                method = self._made(name, job.number, self._document)
                answers = _map(method, side, job.section) if side and method.model is not None else None
                fit = method.fit
            # Whatever scikit-learn raises: others have to go on, and the table says it.
            except Exception as error:
                log.exception("a classical method failed")
                fit, answers = MethodFit(refusal=f"It ended by an error: {str(error) or type(error).__name__}."), None
            yield FitAnswer(name, fit, answers, perf_counter() - start)

    def rest(self) -> None:
        """Forget what was fitted."""
        self._fitted.clear()

    def close(self) -> None:
        """A fit at hand cannot be interrupted."""

    def _made(self, name: str, number: int, document: Document) -> FittedMethod:
        """Fitted now, or before where only the map is another."""
        known = self._fitted.get(name)
        if known is not None and known[0] == number:
            return known[1]
        made = fitted(CLASSICAL[name], document, document.training.seed)
        self._fitted[name] = number, made
        return made


def _map(method: FittedMethod, side: int, section: Section | None) -> NDArray[np.float32]:
    grid = SectionGrid(method.document.dataset.section_for(section), side, side)
    return np.ascontiguousarray(method.answers(grid.samples()).T.reshape(-1, side, side))
