"""One file for each task: output, targets, predictions, score, words. A new kind is one file and one line here."""

from playground.tasks.base import Task, by_name
from playground.tasks.classification import Classification
from playground.tasks.regression import Regression

TASKS: dict[str, Task] = by_name(
    Classification(),
    Regression(),
)
"""Every kind by name, in the order in which menus offer them."""

__all__ = ["TASKS", "Task"]
