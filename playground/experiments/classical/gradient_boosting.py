"""Gradient boosting: small trees one after the other, each for what those before got wrong."""

from __future__ import annotations

from typing import Any

from playground.experiments.classical.base import ClassicalMethod, tree_numbers


class GradientBoosting(ClassicalMethod):
    """Friedman 2001."""

    name = "boosting"
    title = "Gradient boosting"
    short = "Boosting"
    summary = "A hundred small trees one after the other, each for what those before it got wrong."
    is_live = False
    most_samples = 20_000
    fits_many_values = False

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """A hundred trees of depth 3, at a rate of 0.1."""
        from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

        kind = GradientBoostingClassifier if has_classes else GradientBoostingRegressor
        return kind(random_state=seed)

    def numbers(self, fitted: Any) -> int:
        """Questions and answers of all trees, a hundred for each of more than two classes."""
        return sum(tree_numbers(tree.tree_) for tree in fitted.estimators_.ravel())
