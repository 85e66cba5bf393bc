"""Ways to answer a prediction, one file each: a new one is a file and a line in the table here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.views.lesson.hands.number import NumberHand
from playground.views.lesson.hands.sentences import SentencesHand
from playground.views.lesson.hands.sketch import SketchHand
from playground.views.lesson.hands.unit import UnitHand

if TYPE_CHECKING:
    from playground.views.lesson.hands.base import HandRow

HANDS: dict[str, type[HandRow]] = {
    "sentences": SentencesHand,
    "number": NumberHand,
    "map": SketchHand,
    "curve": SketchHand,
    "unit": UnitHand,
}
"""The control that takes a prediction, by `Prediction.HAND`."""
