"""Kinds of predictions, one file each; a new kind is one file and one line in the table here."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypeAlias

from playground.lessons.predictions.base import Comparison, Prediction
from playground.lessons.predictions.boundary import BoundaryPrediction
from playground.lessons.predictions.choice import ChoicePrediction
from playground.lessons.predictions.curve import CurvePrediction
from playground.lessons.predictions.dead_unit import DeadUnitPrediction
from playground.lessons.predictions.number import NumberPrediction
from playground.lessons.said import Said, Strokes

PREDICTIONS: tuple[type[Prediction], ...] = (
    ChoicePrediction,
    NumberPrediction,
    BoundaryPrediction,
    CurvePrediction,
    DeadUnitPrediction,
)
"""Every kind of prediction that a step of a lesson can ask for."""

if TYPE_CHECKING:
    AnyPrediction: TypeAlias = Prediction
else:
    AnyPrediction = reduce(or_, PREDICTIONS)  # msgspec tells them apart by their tags
"""One of them, as a lesson's file has it."""

__all__ = [
    "PREDICTIONS",
    "AnyPrediction",
    "BoundaryPrediction",
    "ChoicePrediction",
    "Comparison",
    "CurvePrediction",
    "DeadUnitPrediction",
    "NumberPrediction",
    "Prediction",
    "Said",
    "Strokes",
]
