"""Sizes of the layers' rows at scale 100 %, and what they are named by."""

from __future__ import annotations

from typing import TypeAlias

LEAST_ROW, MOST_ROW, ROW_GAP = 31, 200, 6
BOTTOM = 22
"""Height of the epochs below the rows."""
Titles: TypeAlias = tuple[tuple[str, str], ...]
"""Number and kind of each layer."""
