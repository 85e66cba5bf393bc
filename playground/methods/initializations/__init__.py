"""One file for each way to draw the first weights. A new kind is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.methods.base import by_name
from playground.methods.initializations.glorot import Glorot
from playground.methods.initializations.half_uniform import HalfUniform
from playground.methods.initializations.he import He
from playground.methods.initializations.lecun import LeCun
from playground.methods.initializations.naive import NaiveUniform
from playground.methods.initializations.zeros import Zeros

if TYPE_CHECKING:
    from playground.methods.initializations.base import Initialization

INITIALIZATIONS: dict[str, Initialization] = by_name(
    Glorot(),
    He(),
    LeCun(),
    NaiveUniform(),
    Zeros(),
    HalfUniform(),
)
"""Every kind by name, in the order in which menus offer them."""
