"""Classical methods beside the network: scikit-learn's own, one file each; a new one is a file and a line here."""

from playground.experiments.classical.base import ClassicalMethod, by_name
from playground.experiments.classical.decision_tree import DecisionTree
from playground.experiments.classical.gaussian_process import GaussianProcess
from playground.experiments.classical.gradient_boosting import GradientBoosting
from playground.experiments.classical.linear_svm import LinearSvm
from playground.experiments.classical.logistic_regression import Logistic
from playground.experiments.classical.naive_bayes import NaiveBayes
from playground.experiments.classical.nearest_neighbours import NearestNeighbours
from playground.experiments.classical.random_forest import RandomForest
from playground.experiments.classical.rbf_svm import RbfSvm

__all__ = ["CLASSICAL", "ClassicalMethod"]

CLASSICAL = by_name(
    Logistic(),
    NearestNeighbours(),
    LinearSvm(),
    RbfSvm(),
    DecisionTree(),
    RandomForest(),
    GradientBoosting(),
    NaiveBayes(),
    GaussianProcess(),
)
"""All by name, in the order of tables."""
