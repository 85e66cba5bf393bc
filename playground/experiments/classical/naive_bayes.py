"""Naive Bayes: a bell for each feature of each class, as if features had nothing to do with each other."""

from __future__ import annotations

from typing import Any

from playground.experiments.classical.base import ClassicalMethod


class NaiveBayes(ClassicalMethod):
    """With normal distributions."""

    name = "bayes"
    title = "Naive Bayes"
    summary = "A bell for each feature of each class, as if features had nothing to do with each other."
    fits_values = False

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """Normal distributions."""
        del seed, has_classes
        from sklearn.naive_bayes import GaussianNB

        return GaussianNB()

    def numbers(self, fitted: Any) -> int:
        """Means, variances, and how frequent each class is."""
        return int(fitted.theta_.size + fitted.var_.size + fitted.class_prior_.size)
