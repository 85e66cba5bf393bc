"""A random forest: many trees, each grown from other samples and features, vote."""

from __future__ import annotations

from typing import Any

from playground.experiments.classical.base import ClassicalMethod, tree_numbers


class RandomForest(ClassicalMethod):
    """Breiman 2001."""

    name = "forest"
    title = "Random forest"
    short = "Forest"
    summary = "A hundred trees, each grown from other samples and other features, vote."
    is_live = False
    most_samples = 50_000

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """Make scikit-learn's forest of a hundred trees, not fitted yet."""
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        kind = RandomForestClassifier if has_classes else RandomForestRegressor
        return kind(random_state=seed)

    def numbers(self, fitted: Any) -> int:
        """Questions and answers of all trees."""
        return sum(tree_numbers(tree.tree_) for tree in fitted.estimators_)
