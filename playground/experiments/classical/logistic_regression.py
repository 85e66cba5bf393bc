"""Logistic regression: a straight line, or plane, between classes; for values the straight fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.experiments.classical.base import ClassicalMethod


class Logistic(ClassicalMethod):
    """A network without hidden layers, fitted exactly (Cox 1958)."""

    name = "logistic"
    title, value_title = "Logistic regression", "Linear regression"
    short = "Logistic"
    value_short = "Linear"
    summary = "Weighs the features and adds them up: a straight border, as a network without hidden layers has."
    is_scaled = True

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """With scikit-learn's usual ridge of 1; ordinary least squares for values."""
        from sklearn.linear_model import LinearRegression, LogisticRegression

        return LogisticRegression(max_iter=2000, random_state=seed) if has_classes else LinearRegression()

    def numbers(self, fitted: Any) -> int:
        """Weights and intercepts."""
        return int(fitted.coef_.size) + int(np.size(fitted.intercept_))
