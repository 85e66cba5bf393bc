"""The shipped fonts: Inter in three weights, tabular figures, one size for each role; JetBrains Mono for code."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

from playground._resources import resource_path
from playground.widgets.interface import scale
from playground.widgets.paper import on_paper

FontRole = Literal["large", "epoch", "stat", "title", "value", "row", "button", "label", "label_strong"]

FAMILY = "Inter"
CODE_FAMILY = "JetBrains Mono"
_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_CODE_FILES = ("JetBrainsMono-Regular.ttf",)
CODE_SIZE = 12
_ROLES: dict[str, tuple[int, QFont.Weight]] = {
    "large": (24, QFont.Weight.DemiBold),
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
    """The font of a role at the interface's scale. The caller may change it; it is a copy.

    Figures have one width, so that nothing trembles while they change. On paper they have their own, and brackets are
    not fitted to capitals: only letters as the font has them for a character can be found and copied in a PDF.
    """
    return QFont(_font(role, scale(), not on_paper()))


def screen_font(role: FontRole) -> QFont:
    """The font of a role as it is on the screen, for measuring; a copy."""
    return QFont(_font(role, scale(), True))


@cache
def _font(role: FontRole, factor: float, tabular: bool) -> QFont:
    size, weight = _ROLES[role]
    made = QFont(load_fonts())
    made.setPixelSize(round(size * factor))
    made.setWeight(weight)
    # Written out even where off: what is left out is taken from the font of the widget.
    made.setFeature(QFont.Tag("tnum"), int(tabular))
    made.setFeature(QFont.Tag("calt"), int(tabular))
    # Hinting moves outlines to whole pixels, so that letters change their distances as the scale of the interface does.
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
