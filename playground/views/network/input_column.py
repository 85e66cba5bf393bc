"""Where the inputs stand: one below the other with their names, or as a grid where there are too many for that."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from playground.document.model import inputs_of
from playground.views.network.shown import shows_pictures

if TYPE_CHECKING:
    from playground.document.model import Document

LEAST_INPUT = 12
"""Pitch of inputs in a low panel, where they are switched off."""
SYMBOL_WIDTH, LETTER = 27, 6.2
"""Room for a symbol such as x², and about what a letter of a column's name takes."""
LEAST_NAME_WIDTH, MOST_NAME_WIDTH, NAME_SHARE = 84, 140, 0.13
"""The most room for the name of a column in a narrow panel, in any, and the share of the panel's width in between."""
SYMBOL = 5
"""Letters of a symbol."""


@dataclass(frozen=True, slots=True)
class InputRows:
    """How the inputs are arranged.

    Attributes:
        pitches: From each input to the next below it; of a grid the same for all.
        across: Columns of a grid; 1 where each input has a row with its name.
        is_picture: Whether there is one alone, the picture at hand.
    """

    pitches: tuple[int, ...]
    across: int
    is_picture: bool = False

    @property
    def rows(self) -> int:
        """How many stand below each other."""
        return ceil(len(self.pitches) / self.across)

    @property
    def height(self) -> int:
        """From the first input's top to where another would begin."""
        return sum(self.pitches) if self.across == 1 else self.rows * self.pitches[0]

    @property
    def width(self) -> int:
        """The same from left to right."""
        return max(self.pitches) * self.across

    def place(self, unit: int) -> tuple[int, int]:
        """How far an input is from the left and from the top of the block: grids are filled row by row."""
        if self.across == 1:
            return 0, sum(self.pitches[:unit])
        row, column = divmod(unit, self.across)
        return column * self.pitches[0], row * self.pitches[0]


def input_rows(document: Document, room: float, usual: int, readable: int, picture: int) -> InputRows:
    """Arrange the inputs: as large as neurons, but so that all of them fit.

    In a low panel those that are switched off make room for the others, which the network sees.

    Args:
        document: Whose inputs.
        room: Height for them.
        usual: Pitch where there is room.
        readable: The least pitch at which a picture tells something.
        picture: Pitch of the picture at hand, where samples are pictures.
    """
    if shows_pictures(document):
        return InputRows((int(max(min(room, picture), LEAST_INPUT)),), 1, is_picture=True)
    on = [name in document.inputs for name in inputs_of(document)]
    if room < LEAST_INPUT * len(on):
        return _grid(len(on), room, usual)
    even = min(usual, int(room / len(on)))
    if even >= readable:
        return InputRows((even,) * len(on), 1)
    used = int(min(readable, (room - LEAST_INPUT * on.count(False)) / max(on.count(True), 1)))
    used = max(used, even, LEAST_INPUT)
    unused = int((room - used * on.count(True)) / max(on.count(False), 1))
    return InputRows(tuple(used if is_on else max(min(unused, used), LEAST_INPUT) for is_on in on), 1)


def _grid(count: int, room: float, usual: int) -> InputRows:
    """The fewest columns in which all fit at twice the least pitch, which then grows to fill the room."""
    rows = max(int(room // (2 * LEAST_INPUT)), 1)
    across = ceil(count / rows)
    pitch = max(min(int(room // ceil(count / across)), usual), LEAST_INPUT)
    return InputRows((pitch,) * count, across)


def label_width(document: Document, rows: InputRows, width: float) -> float:
    """Room for the names of inputs on their left, in a panel of a width; a grid has none, nor has a picture."""
    if rows.across > 1 or rows.is_picture:
        return 0.0
    longest = max((len(feature.label) for feature in inputs_of(document).values()), default=0)
    most = min(max(NAME_SHARE * width, LEAST_NAME_WIDTH), MOST_NAME_WIDTH)
    return SYMBOL_WIDTH if longest <= SYMBOL else min(max(LETTER * longest, SYMBOL_WIDTH), most)
