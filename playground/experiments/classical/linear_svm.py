"""A support vector machine with a straight border as far from both classes as can be."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.experiments.classical.base import ClassicalMethod


class LinearSvm(ClassicalMethod):
    """Boser, Guyon and Vapnik 1992, without a kernel."""

    name = "svm-linear"
    title = "SVM, linear"
    summary = "Puts a straight border where it is as far from both classes as can be."
    is_scaled = True
    most_samples = 10_000
    fits_many_values = False

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """A linear kernel, C of 1."""
        from sklearn.svm import SVC, SVR

        return SVC(kernel="linear", random_state=seed) if has_classes else SVR(kernel="linear")

    def numbers(self, fitted: Any) -> int:
        """Weights and an intercept of every pair of classes."""
        return int(fitted.coef_.size) + int(np.size(fitted.intercept_))
