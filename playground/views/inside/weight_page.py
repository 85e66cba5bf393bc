"""The page of the curves of all weights: sharpness, distance from the start, gradient noise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.document.model import domain_of
from playground.training.probes.weight_curves import WeightCurves, WeightHistory
from playground.views.inside.weight_chart import WeightChart
from playground.views.inside.weight_words import CURVES, curves_words, points_words
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING
from playground.widgets.theme import theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot
    from playground.training.state.recorded_state import RecordedState

CAPTION = 32


class WeightPage(QWidget):
    """Asks for the curves while it can be seen. They are of the recorded states, so nothing is lost while it is not."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._history: WeightHistory | None = None
        self._drawn: tuple[WeightHistory | None, RecordedState | None, object] | None = None
        self.caption = FlowText()
        self.note = Label("", "label", "ink3")
        self.charts = {curve.name: WeightChart(curve) for curve in CURVES}
        self._arrange()
        session.turns.join().connect(self._on_turn)
        session.time.changed.connect(self._refresh)
        theme_signals().changed.connect(self._renew)
        for chart in self.charts.values():
            chart.visited.connect(self._on_visited)

    def _arrange(self) -> None:
        """The caption stands still while the charts scroll in a low panel."""
        charts = QWidget()
        below = QVBoxLayout(charts)
        scaled(below.setContentsMargins, 0, 0, PADDING, 0)
        scaled(below.setSpacing, 10)
        for chart in self.charts.values():
            below.addWidget(chart, 1)
        below.addWidget(self.note)
        scaled(self.caption.setMinimumHeight, CAPTION)
        self.caption.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, PADDING, 0, 0, 0)
        scaled(column.setSpacing, 8)
        above = QVBoxLayout()
        scaled(above.setContentsMargins, 0, 0, PADDING, 0)
        above.addWidget(self.caption)
        column.addLayout(above)
        column.addWidget(ColumnScroll(charts), 1)

    def history(self) -> WeightHistory | None:
        """The curves that are shown; None before there are any."""
        return self._history

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the curves."""
        super().showEvent(event)
        self._session.want("inside curves", WeightCurves())
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for none."""
        super().hideEvent(event)
        self._session.want("inside curves")

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        found = snapshot.get(WeightCurves)
        if self.isVisible() and found is not None:
            self._history = found
            self._refresh()

    @Slot(float)
    def _on_visited(self, epoch: float) -> None:
        self._session.time.show_epoch(math.log1p(max(epoch, 0.0)))

    @Slot()
    def _renew(self) -> None:
        self._drawn = None
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Draw what is not drawn yet."""
        history, moment = self._history, self._session.time.shown
        marks = self._session.time.timeline.marks
        drawn = (history, moment, marks)
        if not self.isVisible() or self._drawn == drawn:
            return
        self._drawn = drawn
        past = None if moment is None else moment.position
        index = None if history is None else shown_index(history, past)
        for chart in self.charts.values():
            chart.show_history(history, index, marks, past)
        document = self._session.document if moment is None else moment.document
        said = "" if history is None or index is None else curves_words(history, document, index)
        self.caption.set_text(said)
        note = "" if history is None else points_words(history, domain_of(document).marks)
        self.note.set_text(note)
        self.note.setVisible(bool(note))


def shown_index(history: WeightHistory, past: float | None) -> int | None:
    """The recorded state whose numbers are said: the one looked back at, else the newest that is worked out.

    Args:
        history: All curves.
        past: The epoch that is looked back at; None for the network as it is.

    Returns:
        Its index; None where nothing is recorded.
    """
    if not len(history):
        return None
    if past is not None:
        return int(np.abs(history.epochs - past).argmin())
    known = np.flatnonzero(np.isfinite(history.sharpness))
    return int(known[-1]) if len(known) else len(history) - 1
