"""A Gaussian process: all smooth functions at once, weighed by how well they fit."""

from __future__ import annotations

from typing import Any

from playground.experiments.classical.base import ClassicalMethod


class GaussianProcess(ClassicalMethod):
    """Rasmussen and Williams 2006; what a network of endlessly many units is before training (Neal 1996)."""

    name = "gaussian-process"
    title = "Gaussian process"
    short = "Gaussian pr."
    summary = "All smooth functions at once, weighed by how well they fit; its effort grows as the cube of the samples."
    is_scaled = True
    is_live = False
    most_samples = 500

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """A Gaussian kernel whose width is fitted; for values with noise."""
        from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

        kernel = ConstantKernel() * RBF()
        if has_classes:
            return GaussianProcessClassifier(kernel, random_state=seed)
        return GaussianProcessRegressor(kernel + WhiteKernel(0.1), random_state=seed)

    def numbers(self, fitted: Any) -> int:
        """All training samples, and a weight of each for every class or value."""
        if hasattr(fitted, "alpha_"):
            return int(fitted.X_train_.size + fitted.alpha_.size)
        one = fitted.base_estimator_
        binary = getattr(one, "estimators_", [one])
        return int(binary[0].X_train_.size) + sum(len(each.X_train_) for each in binary)
