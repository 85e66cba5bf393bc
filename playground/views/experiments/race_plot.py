"""The losses of racers over the epochs, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.widgets.plot_axis import AcrossAxis, LevelAxis, epoch_places
from playground.widgets.plot_series import curve_item, round_pen, set_curve
from playground.widgets.plots import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QColor

LEFT, LINE, LIT = 34, 1.5, 3.0
ROOM, LEAST_LOSS = 0.04, 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class RaceLine:
    """The line of one racer.

    Attributes:
        name: Of the racer.
        losses: At the looks, (L,); nan where there is none.
        colour: Of the line.
    """

    name: str
    losses: NDArray[np.floating]
    colour: QColor


class RacePlot(Plot):
    """Decades up, epochs across; one of the lines may be lit."""

    def __init__(self) -> None:
        self._race: tuple[RaceLine, ...] = ()
        self._looks = np.empty(0)
        self._curves: list[object] = []
        self._lit: int | None = None
        super().__init__(LevelAxis(LEFT), AcrossAxis(epoch_places, "epoch"))
        self.left.set_kind(log=True)

    def show_race(self, looks: NDArray[np.floating], race: Sequence[RaceLine]) -> None:
        """Show the lines of all racers.

        Args:
            looks: Epochs, rising, (L,).
            race: The racers.
        """
        self._looks, self._race = np.asarray(looks, dtype=np.float64), tuple(race)
        while len(self._curves) < len(race):
            item = curve_item()
            item.setZValue(1.0)
            self.view.addItem(item, ignoreBounds=True)
            self._curves.append(item)
        with np.errstate(invalid="ignore"):
            heights = [np.maximum(line.losses.astype(np.float64), LEAST_LOSS) for line in race]
        for number, item in enumerate(self._curves):
            item.setVisible(number < len(race))  # type: ignore[attr-defined]  # pyqtgraph has no types
            if number < len(race):
                set_curve(item, self._looks, heights[number], log=True)
        known = np.concatenate([np.empty(0), *heights])
        known = np.log10(known[np.isfinite(known)])
        low, high = (float(known.min()), float(known.max())) if len(known) else (-1.0, 0.0)
        room = max((high - low) * ROOM, 1e-3)
        self.set_range((float(self._looks[0]), float(self._looks[-1])), (low - room, high + room))
        self.table = lambda: {"epoch": self._looks} | {line.name: line.losses for line in self._race}
        self._show_pens()
        self.fit()

    def light(self, racer: int | None) -> None:
        """Let one line stand out; None for none."""
        self._lit = racer
        self._show_pens()

    def lit(self) -> int | None:
        """The line that stands out."""
        return self._lit

    def _show_pens(self) -> None:
        for number, (item, line) in enumerate(zip(self._curves, self._race, strict=False)):
            item.setPen(round_pen(line.colour, LIT if number == self._lit else LINE))  # type: ignore[attr-defined]
            item.setZValue(2.0 if number == self._lit else 1.0)  # type: ignore[attr-defined]
