"""The colours of runs beside the one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

_FIRST_COLOUR = 2


def branch_colour(number: int) -> QColor:
    """The colour of another run: those of the classes, from the third on, so that two classes are not taken for it."""
    return current().mark(_FIRST_COLOUR + (number - 1) % (len(current().marks) - _FIRST_COLOUR))
