"""Fits a classical method to a document's training samples, scores it on both sets, and asks it anywhere."""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass, field
from math import nan
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.tasks import TASKS
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.experiments.classical.base import ClassicalMethod

_THREAD = threading.local()
STEEPNESS = 2.0
"""Where a method gives distances from its border in place of chances, a distance of 1 is shown as 88 %."""


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


@dataclass(frozen=True, slots=True, eq=False)
class FittedMethod:
    """A method that was fitted, to be asked at any samples.

    Attributes:
        fit: What it came to.
        document: To whose training samples it was fitted.
        model: scikit-learn's fitted estimator; None where it could not be fitted.
        mean, deviation: What its features are scaled by.
    """

    fit: MethodFit
    document: Document
    model: Any = None
    mean: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1))
    deviation: NDArray[np.float64] = field(default_factory=lambda: np.ones(1))

    def answers(self, samples: NDArray[np.float64]) -> NDArray[np.float32]:
        """What it answers at samples, (N, D).

        Returns:
            Chances of all K classes, (N, K), or O values as `Dataset.targets` has them, (N, O). A method that gives no
            chances has its distances from the border squashed to them.
        """
        features = (network_inputs(self.document, samples) - self.mean) / self.deviation
        data = self.document.dataset
        if not TASKS[self.document.task].has_classes:
            return np.asarray(self.model.predict(features), np.float32).reshape(len(samples), -1)
        # A method knows the classes that it was shown; one without training samples has no chance.
        found = np.zeros((len(samples), len(data.classes)), np.float32)
        found[:, self.model.classes_.astype(np.intp)] = _chances(self.model, features)
        return found


def fit_classical(method: ClassicalMethod, document: Document, seed: int) -> MethodFit:
    """Fit a method to the training samples of a document and score it on both sets.

    Args:
        method: Of `CLASSICAL`.
        document: Says samples, split and inputs.
        seed: Of what the method draws at random.
    """
    return fitted(method, document, seed).fit


def fitted(method: ClassicalMethod, document: Document, seed: int) -> FittedMethod:
    """Fit a method as `fit_classical` does, and keep what was fitted."""
    task, data = TASKS[document.task], document.dataset
    train = ~data.is_test
    refusal = method.refusal(int(train.sum()), has_classes=task.has_classes) or _lack(data)
    if refusal:
        return FittedMethod(MethodFit(refusal=refusal), document)
    features, targets = network_inputs(document, data.samples), _targets(document)
    estimator: Any = method.estimator(seed, has_classes=task.has_classes)
    if targets.ndim > 1 and not method.fits_many_values:
        from sklearn.multioutput import MultiOutputRegressor

        estimator = MultiOutputRegressor(estimator)
    _leave_one_core()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not quite converged is no news for a table
            start = perf_counter()
            mean, deviation = _scale(features[train], is_scaled=method.is_scaled)
            scaled = (features - mean) / deviation
            estimator.fit(scaled[train], targets[train])
            seconds = perf_counter() - start
            train_score, test_score = (_score(estimator, scaled[rows], targets[rows]) for rows in (train, ~train))
    except (ValueError, MemoryError, np.linalg.LinAlgError) as error:
        return FittedMethod(MethodFit(refusal=f"scikit-learn refuses: {str(error).splitlines()[0]}"), document)
    numbers = _numbers(method, estimator) + (mean.size + deviation.size if method.is_scaled else 0)
    return FittedMethod(MethodFit(train_score, test_score, seconds, numbers), document, estimator, mean, deviation)


def _leave_one_core() -> None:
    """Let this thread's fits use one core, as a network's training does: fits run side by side, beside a window.

    OpenMP's threads that call OpenBLAS with threads of its own may hang, too.
    """
    if not getattr(_THREAD, "has_one", False):
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        threadpool_limits(limits=1)
        _THREAD.has_one = True


def _chances(model: Any, features: NDArray[Any]) -> NDArray[Any]:
    """Chances of the classes that a model was shown, (N, its classes)."""
    if hasattr(model, "predict_proba"):
        chances: NDArray[Any] = model.predict_proba(features)
        return chances
    sums = STEEPNESS * np.asarray(model.decision_function(features), np.float64)
    if sums.ndim == 1:  # one sum for two classes
        sums = np.stack((np.zeros_like(sums), sums), axis=1)
    grown = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: NDArray[Any] = grown / grown.sum(axis=1, keepdims=True)
    return shares


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


def _scale(features: NDArray[Any], *, is_scaled: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and deviation of training features, (N, F), each (F,); 0 and 1, (1,), where nothing is to be scaled."""
    if not is_scaled:
        return np.zeros(1), np.ones(1)
    deviation = features.std(axis=0)
    return features.mean(axis=0), np.where(deviation > 0.0, deviation, 1.0)


def _score(estimator: Any, features: NDArray[Any], targets: NDArray[Any]) -> float:
    """Accuracy, or R², a mean over values; nan without samples."""
    return float(estimator.score(features, targets)) if len(features) > 1 else nan


def _numbers(method: ClassicalMethod, model: Any) -> int:
    wrapped = type(model).__name__ == "MultiOutputRegressor"
    return sum(map(method.numbers, model.estimators_)) if wrapped else method.numbers(model)
