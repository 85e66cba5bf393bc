"""The network beside classical methods: the same samples, the same splits, one table."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from math import nan
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.edits_data import split
from playground.document.model import domain_of, inputs_of
from playground.document.plan import resolve
from playground.experiments.classical import CLASSICAL
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import Variation
from playground.tasks import TASKS
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.experiments.classical import ClassicalMethod

NETWORK = "network"
"""The name of the network's rows."""


@dataclass(frozen=True, slots=True)
class MethodFit:
    """A method fitted to one split.

    Attributes:
        train_score, test_score: Accuracy, or R²; nan where nothing tests, or it could not be fitted.
        seconds: Of fitting.
        numbers: That are kept to answer.
        refusal: Why it could not be fitted, a sentence; "" where it was.
    """

    train_score: float = nan
    test_score: float = nan
    seconds: float = nan
    numbers: int = 0
    refusal: str = ""


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


def fit_classical(method: ClassicalMethod, document: Document, seed: int) -> MethodFit:
    """Fit a method to the training samples of a document and score it on both sets.

    Args:
        method: Of `CLASSICAL`.
        document: Says samples, split and inputs.
        seed: Of what the method draws at random.
    """
    task, data = TASKS[document.task], document.dataset
    train = ~data.is_test
    refusal = method.refusal(int(train.sum()), has_classes=task.has_classes) or _lack(data)
    if refusal:
        return MethodFit(refusal=refusal)
    features, targets = network_inputs(document, data.samples), _targets(document)
    estimator: Any = method.estimator(seed, has_classes=task.has_classes)
    if targets.ndim > 1 and not method.fits_many_values:
        from sklearn.multioutput import MultiOutputRegressor

        estimator = MultiOutputRegressor(estimator)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not quite converged is no news for a table
            start = perf_counter()
            scaled, added = _scaled(features, train) if method.is_scaled else (features, 0)
            estimator.fit(scaled[train], targets[train])
            seconds = perf_counter() - start
            scores = [_score(estimator, scaled[rows], targets[rows]) for rows in (train, ~train)]
    except (ValueError, MemoryError, np.linalg.LinAlgError) as error:
        return MethodFit(refusal=f"scikit-learn refuses: {str(error).splitlines()[0]}")
    return MethodFit(scores[0], scores[1], seconds, _numbers(method, estimator) + added)


def _lack(data: Dataset) -> str:
    """Why nothing can be fitted to the training samples."""
    train = ~data.is_test
    if not train.any():
        return "There are no training samples."
    if data.classes and len(np.unique(data.targets[train])) < len((0, 1)):
        return "All training samples are of one class."
    return ""


def _targets(document: Document) -> NDArray[Any]:
    """Classes, (N,), or values, (N,), of several (N, O), in the plane's numbers."""
    targets = document.dataset.targets
    return targets[:, 0] if targets.ndim > 1 and targets.shape[1] == 1 else targets


def _scaled(features: NDArray[Any], train: NDArray[np.bool_]) -> tuple[NDArray[Any], int]:
    """Features of mean 0 and deviation 1 over the training samples, and how many numbers that takes."""
    mean, deviation = features[train].mean(axis=0), features[train].std(axis=0)
    return (features - mean) / np.where(deviation > 0.0, deviation, 1.0), 2 * features.shape[1]


def _score(estimator: Any, features: NDArray[Any], targets: NDArray[Any]) -> float:
    """Accuracy, or R², a mean over values; nan without samples."""
    return float(estimator.score(features, targets)) if len(features) > 1 else nan


def _numbers(method: ClassicalMethod, fitted: Any) -> int:
    wrapped = type(fitted).__name__ == "MultiOutputRegressor"
    return sum(map(method.numbers, fitted.estimators_)) if wrapped else method.numbers(fitted)


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
