"""Where the plot of one number of all weights stands, with its title and the number at hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.figures import epoch as epoch_text
from playground.views.inside.weight_words import value_text
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.plot_place import PlotPlace
from playground.widgets.text import RIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.training.probes.weight_curves import WeightHistory
    from playground.training.timeline.timeline import Mark
    from playground.views.inside.weight_plot import WeightPlot
    from playground.views.inside.weight_words import WeightCurve

USUAL, LEAST = QSize(240, 120), QSize(200, 64)
EMPTY, WORKING = "Press Play: the curve starts here", "Working it out …"


class _Place(PlotPlace["WeightPlot"]):
    """The plot, made when there is something to show."""

    def make(self) -> WeightPlot:
        """The plot of a curve of the weights; it loads pyqtgraph."""
        from playground.views.inside.weight_plot import WeightPlot  # noqa: PLC0415 - it loads pyqtgraph

        return WeightPlot()


class WeightChart(QWidget):
    """Title and number above the plot.

    Signals:
        visited(float): An epoch that is to be looked back at.
    """

    visited = Signal(float)

    def __init__(self, curve: WeightCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve = curve
        self._history: WeightHistory | None = None
        self.place = _Place(curve.title, (USUAL, LEAST))
        self.value = Label("", "label", "ink2", RIGHT)
        title = Label(curve.title, "label_strong", "ink3")
        title.setToolTip(f"{curve.title}\n{curve.sentence}")
        self.value.setToolTip(f"{curve.title}\n{curve.sentence}")
        above = QHBoxLayout()
        above.addWidget(title)
        above.addWidget(self.value, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 4)
        column.addLayout(above)
        column.addWidget(self.place, 1)

    def show_history(
        self, history: WeightHistory | None, shown: int | None, marks: tuple[Mark, ...], past: float | None
    ) -> None:
        """Show the curve of a run.

        Args:
            history: All curves; None before there are any.
            shown: The recorded state whose number is said; None for none.
            marks: Of changes on the way.
            past: The epoch that is looked back at; None for the network as it is.
        """
        values = np.empty(0) if history is None else getattr(history, self._curve.name)
        if history is None or shown is None or not np.isfinite(values).any():
            self.value.set_text("")
            why = "" if history is None or not len(history) else history.why or WORKING
            self.place.show_words(why or EMPTY)
            return
        text = value_text(history, self._curve.name, shown)
        self.value.set_text(text)
        self.place.setAccessibleDescription(text)
        is_new = not self.place.is_loaded
        plot = self.place.plot
        if is_new:
            plot.hovered.connect(self._on_hovered)
            plot.visited.connect(self.visited)
        self._history = history
        plot.show_past(past)
        plot.show_marks(marks)
        plot.show_curve(history.epochs, values, history.threshold if self._curve.name == "sharpness" else None)
        plot.table = partial(_table, history, self._curve.name)
        self.place.show_plot()

    def _on_hovered(self, x: float | None) -> None:
        history = self._history
        values = None if history is None else getattr(history, self._curve.name)
        if x is None or history is None or values is None or not np.isfinite(values).any():
            self.place.plot.show_readout(None)
            return
        places = np.where(np.isfinite(values), np.log10(1.0 + history.epochs), np.inf)
        index = int(np.abs(places - x).argmin())
        lines = (f"epoch {epoch_text(history.epochs[index])}", value_text(history, self._curve.name, index))
        self.place.plot.show_readout(float(places[index]), lines)


def _table(history: WeightHistory, name: str) -> dict[str, NDArray[np.float64]]:
    """What the menu saves."""
    beside = {"sharpness": ("threshold",), "distance": ("relative",)}.get(name, ())
    return {"epoch": history.epochs, **{one: getattr(history, one) for one in (name, *beside)}}
