"""What a learner may answer to a prediction."""

from __future__ import annotations

from typing import TypeAlias

Strokes: TypeAlias = tuple[tuple[tuple[float, float], ...], ...]
"""Lines as they were drawn, each a row of places: in the plane (x, y), over a loss plot (epoch, loss)."""
Said: TypeAlias = float | Strokes
"""An answer: a number, or lines."""
