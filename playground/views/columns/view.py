"""The panel of parallel coordinates: what is lit or selected here is so in every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Slot

from playground.document.model import domain_of
from playground.views.columns.place import ColumnsPlace
from playground.widgets.format import count
from playground.widgets.panel import Panel
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from playground.session.session import Session

WITHOUT = "Draw some points to see their columns."
NOT_FINITE = "Some numbers are not finite."


class ColumnsView(Panel):
    """Each sample is a line through its numbers; it costs nothing while it is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Columns", parent=parent)
        self._session = session
        self._stale = True
        self.place = ColumnsPlace()
        self.place.lit.connect(session.selection.light)
        self.place.chosen.connect(self._choose)
        self.place.column_asked.connect(self._show_column)
        self.add(self.place, stretch=1)
        session.dataset_changed.connect(self._refresh)
        session.selection.value_changed.connect(self._refresh)
        session.selection.points_changed.connect(self._show_selected)
        session.selection.lit_changed.connect(self._show_lit)
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for a dozen columns."""
        return QSize(px(420), px(280))

    def minimumSizeHint(self) -> QSize:
        """Room for a few columns and their names."""
        return QSize(px(240), px(160))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        document = self._session.document
        data = document.dataset
        domain = domain_of(document)
        subtitle = f"{count(len(data.columns), 'column')} of {count(len(data), domain.sample)}"
        self.set_subtitle(subtitle if domain.has_map else "")
        self._stale = not self.isVisible()
        if self._stale:
            return
        if not domain.has_map:
            self.place.show_words(f"{domain.samples.capitalize()} have no columns to compare.")
            return
        if not len(data) or not data.is_finite:
            self.place.show_words(NOT_FINITE if len(data) else WITHOUT)
            return
        self.place.show_dataset(data, self._session.selection.value)
        self._show_selected()
        self._show_lit()

    @Slot()
    def _show_selected(self) -> None:
        if self.place.is_loaded and self.isVisible():
            self.place.plot.show_selected(self._session.selection.points)

    @Slot()
    def _show_lit(self) -> None:
        if self.place.is_loaded and self.isVisible():
            self.place.plot.show_lit(self._session.selection.lit)

    @Slot(object)
    def _choose(self, row: int | None) -> None:
        mask = np.zeros(len(self._session.document.dataset), np.bool_)
        if row is not None:
            mask[row] = True
        self._session.selection.select_points(mask)

    @Slot(int, str)
    def _show_column(self, column: int, way: str) -> None:
        across, up = self._session.selection.columns
        self._session.selection.show_columns(*((column, up) if way == "across" else (across, column)))
