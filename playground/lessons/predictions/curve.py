"""A prediction of the loss curve, drawn over the loss plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from playground.lessons.predictions.base import Comparison, Prediction

if TYPE_CHECKING:
    from playground.lessons.said import Said, Strokes
    from playground.lessons.sight import Sight

PLACES = 60
"""Epochs at which the curves are compared, evenly spaced."""
COLUMNS = {"training loss": "train_loss", "test loss": "test_loss"}


class CurvePrediction(Prediction, frozen=True, tag="curve", kw_only=True):
    """How a loss will go over the epochs; the answer is lines of (epoch, loss).

    Attributes:
        of: Which loss.
        epochs: Across the plot.
        top: Up the plot, the loss at its upper end; the lower end is 0.
        near: The mean difference that still counts as right, as a share of `top`.
    """

    HAND: ClassVar[str] = "curve"

    of: Literal["training loss", "test loss"] = "training loss"
    epochs: Annotated[int, Meta(ge=1, le=20_000)]
    top: Annotated[float, Meta(gt=0.0)] = 1.0
    near: Annotated[float, Meta(gt=0.0, lt=1.0)] = 0.1

    def compared(self, said: Said | None, sight: Sight) -> Comparison | None:
        """How far apart both are on average, and what the real one did otherwise."""
        at, came = self.came(sight)
        if len(at) < 2:
            return None
        if not isinstance(said, tuple) or not any(said):
            return self.with_why("The curve is there now.", is_right=None)
        places = np.linspace(0.0, min(self.epochs, at[-1]), PLACES)
        real = np.minimum(np.interp(places, at, came), self.top)
        apart = guessed(said, places) - real
        share = 1.0 - float(abs(apart).mean()) / self.top
        is_right = share >= 1.0 - self.near
        praise = "<b>You had it:</b> " if is_right else "It went otherwise: "
        return self.with_why(f"{praise}{self._difference(apart)}.", is_right=is_right, share=share)

    def came(self, sight: Sight) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The real curve so far: epochs and losses, both (N,); empty before there is one."""
        if sight.curves is None:
            return np.zeros(0), np.zeros(0)
        at, values = (np.asarray(sight.curves[name], np.float64) for name in ("epoch", COLUMNS[self.of]))
        known = np.isfinite(values)
        return at[known], values[known]

    def _difference(self, apart: NDArray[np.float64]) -> str:
        """What the real curve did, as against the one that was drawn."""
        sides: dict[str, str] = {}
        for name, part in (("at first", apart[: PLACES // 3]), ("in the end", apart[-PLACES // 4 :])):
            mean = float(part.mean())
            if abs(mean) > self.near * self.top / 2:
                sides[name] = "lower" if mean > 0 else "higher"
        if len(sides) == 2 and len(set(sides.values())) == 1:
            return f"it lay {sides['at first']} than you drew it all along"
        words = " and ".join(f"{name} it lay {side} than you drew it" for name, side in sides.items())
        return words or "your curve and the real one lie close together"


def guessed(strokes: Strokes, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Drawn lines as one curve.

    Args:
        strokes: Lines of (epoch, loss); where several lie over an epoch, the one drawn last counts.
        places: Epochs, (N,).

    Returns:
        Losses there, (N,); straight over gaps, and beyond the ends of what was drawn as at the ends.
    """
    found = np.full(len(places), np.nan)
    for stroke in strokes:
        line = np.array(stroke, np.float64).reshape(-1, 2)
        line = line[np.argsort(line[:, 0], kind="stable")]
        over = (places >= line[0, 0]) & (places <= line[-1, 0])
        found[over] = np.interp(places[over], line[:, 0], line[:, 1])
    known = np.isfinite(found)
    if not known.any():  # shorter than the places lie apart
        return np.full(len(places), np.mean([loss for stroke in strokes for _, loss in stroke]))
    whole: NDArray[np.float64] = np.interp(places, places[known], found[known])
    return whole
