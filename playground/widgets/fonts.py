"""The shipped font: Inter in three weights, tabular figures, one size for each role."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

from playground._resources import resource_path
from playground.widgets.interface import scale

FontRole = Literal["epoch", "stat", "title", "value", "row", "button", "label", "label_strong"]

FAMILY = "Inter"
_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_ROLES: dict[str, tuple[int, QFont.Weight]] = {
    "epoch": (20, QFont.Weight.DemiBold),
    "stat": (16, QFont.Weight.DemiBold),
    "title": (13, QFont.Weight.DemiBold),
    "value": (13, QFont.Weight.Medium),
    "row": (12, QFont.Weight.Normal),
    "button": (12, QFont.Weight.Medium),
    "label": (11, QFont.Weight.Normal),
    "label_strong": (11, QFont.Weight.Medium),
}


@cache
def load_fonts() -> str:
    """Load the font files once and return the family's name.

    Raises:
        FileNotFoundError: A font file is missing or cannot be read.
    """
    for name in _FILES:
        path = resource_path("fonts", name)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)
    return FAMILY


def font(role: FontRole) -> QFont:
    """The font of a role at the interface's scale. The caller may change it; it is a copy."""
    return QFont(_font(role, scale()))


@cache
def _font(role: FontRole, factor: float) -> QFont:
    size, weight = _ROLES[role]
    made = QFont(load_fonts())
    made.setPixelSize(round(size * factor))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
