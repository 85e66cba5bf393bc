"""The network beside classical methods: the same samples, the same splits, one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_data import split
from playground.document.model import domain_of, inputs_of
from playground.document.plan import resolve
from playground.experiments.classical import CLASSICAL
from playground.experiments.classical.fitting import MethodFit, fit_classical
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import NETWORK, Variation
from playground.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playground.document.model import Document


@dataclass(frozen=True, slots=True)
class MeanSpread:
    """The mean over splits, and the standard deviation; nan where there is none."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A method in the table.

    Attributes:
        name: Of the method, or "network".
        title: For people.
        features: What it was given, by label.
        fits: One for each split.
    """

    name: str
    title: str
    features: tuple[str, ...]
    fits: tuple[MethodFit, ...]

    @property
    def refusal(self) -> str:
        """Why it could not be fitted to any split."""
        return self.fits[0].refusal if all(fit.refusal for fit in self.fits) else ""

    def mean(self, name: str) -> MeanSpread:
        """The mean and deviation of an attribute of the fits, over those that were fitted."""
        values = np.array([getattr(fit, name) for fit in self.fits if not fit.refusal], dtype=np.float64)
        values = values[np.isfinite(values)]
        if not len(values):
            return MeanSpread(nan, nan)
        return MeanSpread(float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else nan)

    def median(self, name: str) -> float:
        """The middle of an attribute of the fits, over those that were fitted; nan where none was."""
        values = [getattr(fit, name) for fit in self.fits if not fit.refusal]
        return float(np.median(values)) if values else nan


def splits_of(document: Document, count: int) -> tuple[Document, ...]:
    """The document as it is split, and with other splits of the same share; alone where nothing tests."""
    data = document.dataset
    if not data.test_count or data.test_count == len(data):
        return (document,)
    share = 1.0 - data.test_count / len(data)
    seeds = (seed for seed in range(count + 1) if seed != data.split_seed)
    return (document, *(split(document, share, next(seeds)) for _ in range(count - 1)))


def feature_sets(document: Document) -> tuple[tuple[str, ...], ...]:
    """The inputs that are on; and, where those are others, the plain columns."""
    plain = domain_of(document).usual_inputs(document.dataset.columns)
    return (document.inputs,) if document.inputs == plain else (document.inputs, plain)


def compare(
    document: Document,
    methods: Sequence[str] = tuple(CLASSICAL),
    *,
    splits: int = 5,
    epochs: int | None = None,
    check: Callable[[str], object] = lambda _: None,
) -> Iterator[ComparedRow]:
    """Fit the network and classical methods to the same splits, with the inputs that are on and with plain columns.

    Args:
        document: Says samples, inputs and network.
        methods: Keys of `CLASSICAL`.
        splits: How many: the document's own, and others of the same share by seed.
        epochs: Of the network; None as its stop rule says, else 300.
        check: Called before each fit with what comes next; what it raises ends the comparison.

    Yields:
        The rows, as they are done, those of the network first.
    """
    documents = splits_of(document, splits)
    for features in feature_sets(document):
        fits = []
        for number, one in enumerate(documents):
            check(f"network, split {number + 1} of {len(documents)}")
            fits.append(_network_fit(replace(one, inputs=features), Measure(epochs)))
        yield ComparedRow(NETWORK, _network_title(document, features), _labels(document, features), tuple(fits))
    for name in methods:
        method = CLASSICAL[name]
        title = method.named(has_classes=TASKS[document.task].has_classes)
        for features in feature_sets(document):
            fits = []
            for number, one in enumerate(documents):
                check(f"{title}, split {number + 1} of {len(documents)}")
                fits.append(fit_classical(method, replace(one, inputs=features), document.training.seed))
            yield ComparedRow(name, title, _labels(document, features), tuple(fits))


def _network_fit(document: Document, measure: Measure) -> MethodFit:
    """Train the network of a document from its own seed."""
    variation = Variation((), document.training.seed)
    found = run_tile(Tile(document, measure, (0,), (variation,)))
    columns = found.columns
    if columns["verdict"][0] == Verdict.REFUSED:
        return MethodFit(refusal=found.refusals[0])
    if not np.isfinite(columns["train_score"][0]):
        return MethodFit(refusal="Training diverged: lower the learning rate.")
    train, test, seconds = (float(columns[name][0]) for name in ("train_score", "test_score", "seconds"))
    return MethodFit(train, test, seconds, resolve(document).parameter_count)


def _network_title(document: Document, features: tuple[str, ...]) -> str:
    units = resolve(replace(document, inputs=features)).own_units
    if len(document.dataset.shape) > 1 or len(units) > len("2-8-8-8-1"):
        return f"Network of {len(document.network)} layers"
    return f"Network {'-'.join(map(str, units))}"


def _labels(document: Document, features: tuple[str, ...]) -> tuple[str, ...]:
    known = inputs_of(document)
    return tuple(known[name].label for name in features)
