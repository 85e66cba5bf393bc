"""One file for each task: output, targets, predictions, score, words. A new kind is one file and one line here."""

from playground.tasks.base import Task
from playground.tasks.classification import Classification
from playground.tasks.regression import Regression

TASKS: dict[str, Task] = {task.name: task for task in (Classification(), Regression())}
"""Every kind by name."""

__all__ = ["TASKS", "Task"]
