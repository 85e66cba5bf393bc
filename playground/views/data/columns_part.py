"""Which two columns of a table the maps show, and at what the others are held; not there for points of the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from playground.document.model import domain_of
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.segmented import Segment, Segmented

if TYPE_CHECKING:
    from playground.session.session import Session

_HELD = (
    Segment("means", "Means", tip="Means: the map is cut through the middle of all other columns"),
    Segment("selected", "Selected", tip="Selected: the map is cut through the first row that is selected"),
)


class ColumnsPart(QWidget):
    """A map is a flat cut through samples of many numbers: two of them vary, the rest stands still."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addWidget(Label("Map", "label_strong", "ink3"))
        rows = QGridLayout()
        scaled(rows.setHorizontalSpacing, 8)
        scaled(rows.setVerticalSpacing, 6)
        rows.setColumnStretch(1, 1)
        tip = "{0}: the column that maps show from {1}; all others are held"
        self.across = ChoiceButton("Across", (), 0, tip=tip.format("Across", "left to right"), height=28)
        self.up = ChoiceButton("Up", (), 1, tip=tip.format("Up", "bottom to top"), height=28)
        self.held = Segmented("Other columns", _HELD, stretch=True)
        for place, (name, control) in enumerate({"Across": self.across, "Up": self.up, "Others": self.held}.items()):
            rows.addWidget(Label(name, "row", "ink2"), place, 0)
            rows.addWidget(control, place, 1)
        column.addLayout(rows)
        self.across.chosen.connect(self._choose)
        self.up.chosen.connect(self._choose)
        self.held.chosen.connect(self._hold)
        session.dataset_changed.connect(self._show)
        session.selection.section_changed.connect(self._show)
        self._show()

    @Slot(object)
    def _choose(self, _column: object) -> None:
        self._session.selection.show_columns(self.across.value(), self.up.value())

    @Slot(str)
    def _hold(self, at: str) -> None:
        self._session.selection.hold_selected(on=at == "selected")

    @Slot()
    def _show(self) -> None:
        document, selection = self._session.document, self._session.selection
        domain = domain_of(document)
        self.setVisible(domain.has_map and not domain.is_drawn)
        if self.isHidden():
            return
        choices = tuple(Choice(index, name) for index, name in enumerate(document.dataset.columns))
        for button, column in zip((self.across, self.up), selection.columns, strict=True):
            button.set_choices(choices)
            button.set_value(column)
        self.held.set_current("selected" if selection.holds_selected else "means")
