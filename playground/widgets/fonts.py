"""The shipped fonts: Inter in three weights, tabular figures, one size for each role; JetBrains Mono for code."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

from playground._resources import resource_path
from playground.widgets.interface import scale

FontRole = Literal["epoch", "stat", "title", "value", "row", "button", "label", "label_strong"]

FAMILY = "Inter"
CODE_FAMILY = "JetBrains Mono"
_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_CODE_FILES = ("JetBrainsMono-Regular.ttf",)
CODE_SIZE = 12
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
    _load(_FILES)
    return FAMILY


def code_font() -> QFont:
    """The font of code at the interface's scale: every letter has one width. The caller may change it."""
    made = QFont(_load_code_font())
    made.setPixelSize(round(CODE_SIZE * scale()))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


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


@cache
def _load_code_font() -> str:
    _load(_CODE_FILES)
    return CODE_FAMILY


def _load(files: tuple[str, ...]) -> None:
    for name in files:
        path = resource_path("fonts", name)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)
