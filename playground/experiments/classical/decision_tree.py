"""A decision tree: one question after the other, each of one feature."""

from __future__ import annotations

from typing import Any

from playground.experiments.classical.base import ClassicalMethod, tree_numbers


class DecisionTree(ClassicalMethod):
    """Breiman et al. 1984."""

    name = "tree"
    title = "Decision tree"
    summary = "Asks one question of one feature after the other, until every training sample is told."

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """A tree as deep as it takes to tell the samples apart."""
        from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

        kind = DecisionTreeClassifier if has_classes else DecisionTreeRegressor
        return kind(random_state=seed)

    def numbers(self, fitted: Any) -> int:
        """Its questions and answers."""
        return tree_numbers(fitted.tree_)
