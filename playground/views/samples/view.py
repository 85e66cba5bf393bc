"""The panel of the contact sheet: how samples are sorted, which are shown, and what is done with the selected ones."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.document.model import domain_of
from playground.tasks import TASKS
from playground.training.probes.point_predictions import PointPredictions
from playground.training.snapshots.snapshot import TrainerState
from playground.views.samples.edits import SampleEdits
from playground.views.samples.model import SamplesModel
from playground.views.samples.readings import (
    ALL,
    CLASS,
    CONFIDENCE,
    LOSS,
    MISTAKES,
    ORDER,
    TEST,
    TRAINING,
    WRONG,
    Readings,
    readings_of,
    rows_shown,
)
from playground.views.samples.sheet import ContactSheet
from playground.widgets.buttons import IconButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.format import count
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.panel import Panel
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QHideEvent, QShowEvent

    from playground.document.dataset import Dataset
    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot

VIEW = "samples"
SORTED_EVERY_S = 1.0
"""While it trains thumbnails change places no more often, and never under the pointer."""
ORDERS = (
    Choice(ORDER, "Order", "As they came"),
    Choice(CLASS, "Class", "Those of a class together"),
    Choice(MISTAKES, "Mistakes first", "What the network gets wrong, the worst first"),
    Choice(LOSS, "Loss", "The largest loss first"),
    Choice(CONFIDENCE, "Confidence", "What the network is least sure of first"),
)
WITHOUT_CLASSES = (ORDERS[0], Choice(CLASS, "Value", "From the least to the largest"))
SETS = (
    Choice(ALL, "All"),
    Choice(TRAINING, "Training", "Those that the network learns from"),
    Choice(TEST, "Test", "Those that are kept for testing"),
)
MISTAKEN = Choice(WRONG, "Mistakes", "Those that the network gets wrong")
EMPTY = "There are no pictures yet: draw some on the pad, or take a dataset from the gallery."
NONE_SHOWN = "No picture is of this kind."


class SamplesView(Panel):
    """Follows the samples, the answers and the selection; costs nothing while it is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Samples", parent=parent)
        self._session = session
        self._stale = True
        self._sorted_s = 0.0
        self._predictions: tuple[Any, Any] | None = None
        document = session.document
        self.model = SamplesModel(document.dataset, domain_of(document), self)
        self.sheet = ContactSheet(self.model)
        self.edits = SampleEdits(session)
        self.order = ChoiceButton("Sort", ORDERS, ORDER, prefix="Sort", tip="In which order samples are shown")
        self.shown = ChoiceButton("Show", SETS, ALL, prefix="Show", tip="Which samples are shown")
        self.remove = IconButton("trash", "Remove selected samples", "Remove selected samples (Del)")
        self.words = Label("", "row", "ink3")
        self.add_slot(self.remove, gap=0)
        self.add(self._bar())
        self.add_space(6)
        self.add(self.words)
        self.add(self.sheet, overhang=6, stretch=1)
        self._connect()
        self._offer()
        self._say()

    def sizeHint(self) -> QSize:
        """Six thumbnails in a row."""
        return QSize(px(320), px(420))

    def minimumSizeHint(self) -> QSize:
        """Four in a row, two rows."""
        return QSize(px(240), px(220))

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 8)
        row.addWidget(self.order)
        row.addWidget(self.shown)
        row.addStretch(1)
        return bar

    def _connect(self) -> None:
        session, sheet = self._session, self.sheet
        self.order.chosen.connect(self._sort_anew)
        self.shown.chosen.connect(self._sort_anew)
        self.remove.clicked.connect(self.edits.remove)
        sheet.removal_asked.connect(self.edits.remove)
        sheet.class_asked.connect(self.edits.relabel_by_key)
        sheet.menu_asked.connect(self._open_menu)
        sheet.chosen.connect(session.selection.select_points)
        sheet.lit.connect(session.selection.light)
        session.turns.join().connect(self._on_turn)
        session.dataset_changed.connect(self._on_dataset_changed)
        session.time.changed.connect(self._on_time_changed)
        session.selection.points_changed.connect(self._show_selected)
        session.selection.lit_changed.connect(self._show_lit)
        theme_signals().changed.connect(self.updateGeometry)

    # ---- the session -----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._session.want(VIEW, PointPredictions())
        snapshot = self._session.snapshot
        if (snapshot is not None and self._take(snapshot)) or self._stale:
            self._sort_anew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing."""
        super().hideEvent(event)
        self._session.want(VIEW)

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        if self.isVisible() and self._take(snapshot):
            trains = snapshot.state is TrainerState.TRAINING
            too_soon = monotonic() - self._sorted_s < SORTED_EVERY_S or self.sheet.is_held()
            self._show(resort=not (trains and too_soon))

    @Slot()
    def _on_time_changed(self) -> None:
        snapshot = self._session.snapshot
        if self.isVisible() and snapshot is not None and self._take(snapshot):
            self._sort_anew()

    @Slot()
    def _on_dataset_changed(self) -> None:
        self._offer()
        self._sort_anew()

    def _take(self, snapshot: Snapshot) -> bool:
        """Keep the answers of a snapshot; whether it has others."""
        found = snapshot.get(PointPredictions)
        if found is None or not TASKS[snapshot.document.task].has_classes:
            return False
        before = self._predictions
        self._predictions = (snapshot.document.dataset.samples, found)
        return before is None or before[1] is not found

    def _readings(self, data: Dataset) -> Readings | None:
        """What the network says of these samples, also where their classes have just been changed."""
        if self._predictions is None or not data.classes:
            return None
        samples, found = self._predictions
        if samples is not data.samples or found.shape != (len(data), len(data.classes)):
            return None
        return readings_of(found, data.targets)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """The orders and the classes that there are."""
        classes = self._session.document.dataset.classes
        named = tuple(Choice(index, one.name) for index, one in enumerate(classes))
        orders = ORDERS if classes else WITHOUT_CLASSES
        sets = (*SETS, *((MISTAKEN,) if classes else ()), *named)
        for button, choices in ((self.order, orders), (self.shown, sets)):
            button.set_choices(choices)
            if all(choice.value != button.value() for choice in choices):
                button.set_value(choices[0].value)

    @Slot()
    def _sort_anew(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self._show(resort=True)
        self._say()

    def _show(self, *, resort: bool) -> None:
        document = self._session.document
        data = document.dataset
        readings = self._readings(data)
        same = len(data) == len(self.model.dataset)
        if resort or not same:
            self._sorted_s = monotonic()
            order = rows_shown(data, readings, self.order.value(), self.shown.value())
        else:
            order = self.model.order
        if self.model.show(data, domain_of(document), readings, order):
            self.sheet.show_selected(self._session.selection.points)
        self.sheet.viewport().update()
        self._say()

    @Slot()
    def _show_selected(self) -> None:
        chosen = self._session.selection.points
        self.remove.setEnabled(chosen is not None)
        if self.isVisible():
            self.sheet.show_selected(chosen, looks=True)
            self._say()

    @Slot()
    def _show_lit(self) -> None:
        if self.isVisible():
            self.sheet.show_lit(self._session.selection.lit)

    @Slot(object)
    def _open_menu(self, where: QPoint) -> None:
        menu = self.edits.menu(self)
        menu.exec(where)
        menu.deleteLater()

    def _say(self) -> None:
        document, chosen = self._session.document, self._session.selection.points
        sample, total = domain_of(document).sample, len(document.dataset)
        shown = len(self.model.order) if self.isVisible() else total
        parts = [count(total, sample) if shown == total else f"{shown:,} of {count(total, sample)}"]
        readings = self.model.readings
        if readings is not None and len(readings.wrong) == total:
            parts.append(count(int(readings.wrong.sum()), "mistake"))
        if chosen is not None:
            parts.append(f"{int(np.count_nonzero(chosen)):,} selected")
        self.set_subtitle(" · ".join(parts))
        self.remove.setEnabled(chosen is not None)
        self.words.set_text("" if shown else EMPTY if not total else NONE_SHOWN)
        self.words.setVisible(not shown)
