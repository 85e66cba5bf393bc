"""k nearest neighbours: asks the samples around."""

from __future__ import annotations

from typing import Any

from playground.experiments.classical.base import ClassicalMethod


class NearestNeighbours(ClassicalMethod):
    """Fix and Hodges 1951."""

    name = "neighbours"
    title = "k nearest neighbours"
    short = "Neighbours"
    summary = "Asks the five nearest training samples; it learns nothing and keeps everything."
    is_scaled = True

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """Five neighbours, each with one vote."""
        del seed
        from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

        return KNeighborsClassifier() if has_classes else KNeighborsRegressor()

    def numbers(self, fitted: Any) -> int:
        """All training samples with their answers."""
        return int(fitted.n_samples_fit_) * (int(fitted.n_features_in_) + 1)
