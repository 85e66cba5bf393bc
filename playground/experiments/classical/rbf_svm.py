"""A support vector machine with a bell around every sample that matters."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.experiments.classical.base import ClassicalMethod


class RbfSvm(ClassicalMethod):
    """Boser, Guyon and Vapnik 1992, with a Gaussian kernel."""

    name = "svm-rbf"
    title = "SVM, RBF"
    summary = "Sums up bells around the samples near the border, which may bend as it likes."
    is_scaled = True
    most_samples = 10_000
    fits_many_values = False

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """A Gaussian kernel as wide as scikit-learn finds it, C of 1."""
        from sklearn.svm import SVC, SVR

        return SVC(random_state=seed) if has_classes else SVR()

    def numbers(self, fitted: Any) -> int:
        """The support vectors and their weights."""
        return int(fitted.support_vectors_.size + fitted.dual_coef_.size) + int(np.size(fitted.intercept_))
