"""All results that the project keeps: seen again, named, compared, deleted and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QStackedLayout, QVBoxLayout, QWidget

from playground.views.experiments.comparing import Comparing
from playground.views.experiments.kept_model import NAME, RUNS, SOLVED, KeptModel
from playground.widgets.buttons import SMALL, IconButton, PushButton
from playground.widgets.grid import Grid
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from playground.session.kept_results import KeptResults
    from playground.session.session import Session

INVITATION = (
    "What comes of experiments stays here and in the project file. Nothing has been found out yet: "
    "<b>Seeds</b>, <b>Sweep</b>, <b>Methods</b> and <b>Hunger</b> begin one."
)
HINT = "A double click shows results again; two chosen with Ctrl are compared. F2 renames, Delete deletes."
AT_WORK = "An experiment of this kind is at work: let it end, or cancel it."
COLUMN_WIDTHS = {RUNS: 74, SOLVED: 62}
MOST_COMPARED = 2


class _KeptGrid(Grid):
    """Rows of results; Enter shows, Delete deletes."""

    def __init__(self, page: KeptPage) -> None:
        super().__init__("Results")
        self._page = page
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows what is chosen, Delete deletes it; the line that a name is typed into hands its own Enter on."""
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._page.show_again()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._page.delete()
        else:
            super().keyPressEvent(event)


class KeptPage(QWidget):
    """The list, what can be done with what is chosen, and the comparison of two."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._kept = session, session.experiments.kept
        self.model = KeptModel(session, self)
        self.grid = _KeptGrid(self)
        self.grid.setModel(self.model)
        self.show_button = PushButton("Show", "eye", "Show\nThe page of this result, with its maps", height=SMALL)
        self.rename_button = IconButton("pencil", "Rename", "Rename (F2)\nGives the result a name of your own")
        tip = "Delete (Del)\nTakes the results out of the project; Bring back undoes it"
        self.delete_button = IconButton("trash", "Delete", tip)
        self.back_button = PushButton("Bring back", "undo", height=SMALL)
        self.hint = FlowText(HINT, "label")
        self.comparing = Comparing()
        self._arrange()
        self._connect()

    def sizeHint(self) -> QSize:
        """As the pages beside it."""
        return QSize(px(320), px(600))

    def chosen(self) -> tuple[KeptResults, ...]:
        """What is chosen, the oldest first."""
        rows = sorted({index.row() for index in self.grid.selectionModel().selectedIndexes()}, reverse=True)
        return tuple(self.model.items[row] for row in rows)

    def choose(self, *items: KeptResults) -> None:
        """Choose some of the results."""
        self.grid.clearSelection()
        flags = self.grid.selectionModel().SelectionFlag
        for item in items:
            index = self.model.index(self.model.items.index(item), NAME)
            self.grid.selectionModel().select(index, flags.Select | flags.Rows)

    @Slot()
    def show_again(self) -> None:
        """Show the first one chosen on its page, unless an experiment of its kind is at work there."""
        chosen = self.chosen()
        if not chosen:
            return
        experiments = self._session.experiments
        if experiments.at_work == chosen[0].kind and chosen[0].course.is_at_work is False:
            self._session.message_posted.emit(
                "An experiment of this kind is at work: let it end, or cancel it.", "refused"
            )
            return
        experiments.show(chosen[0])

    @Slot()
    def rename(self) -> None:
        """Let the name of the first one chosen be typed over."""
        chosen = self.chosen()
        if chosen:
            index = self.model.index(self.model.items.index(chosen[0]), NAME)
            self.grid.setCurrentIndex(index)
            self.grid.edit(index)

    @Slot()
    def delete(self) -> None:
        """Take what is chosen out of the project; what is at work stays."""
        self._kept.delete(*(item for item in self.chosen() if not item.course.is_at_work))

    @Slot()
    def refresh(self) -> None:
        """Show the results there are, where somebody can see them."""
        if not self.isVisible():
            return
        chosen = self.chosen()
        self.model.refresh()
        if chosen != self.chosen():
            self.choose(*(item for item in chosen if item in self.model.items))
        self._show_choice()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self.refresh()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        head = self.grid.horizontalHeader()
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for section, width in COLUMN_WIDTHS.items():
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            self.grid.setColumnWidth(section, px(width))
        buttons = QHBoxLayout()
        scaled(buttons.setSpacing, 6)
        buttons.addWidget(self.show_button)
        for button in (self.rename_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        empty, full = QWidget(), QWidget()
        words = QVBoxLayout(empty)
        scaled(words.setContentsMargins, 0, 8, 0, 0)
        words.addWidget(FlowText(INVITATION))
        words.addStretch(1)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 6)
        column.addWidget(self.grid, 2)
        column.addWidget(self.hint)
        column.addWidget(self.comparing, 3)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(empty)
        self._pages.addWidget(full)
        outer = QVBoxLayout(self)
        scaled(outer.setContentsMargins, PADDING, 0, PADDING, 0)
        scaled(outer.setSpacing, 6)
        outer.addWidget(body, 1)
        outer.addLayout(buttons)

    def _connect(self) -> None:
        session = self._session
        self._kept.changed.connect(self.refresh)
        session.experiments.changed.connect(self.refresh)
        session.document_changed.connect(self.refresh)
        self.grid.selectionModel().selectionChanged.connect(self._show_choice)
        self.grid.doubleClicked.connect(self.show_again)
        self.show_button.clicked.connect(self.show_again)
        self.rename_button.clicked.connect(self.rename)
        self.delete_button.clicked.connect(self.delete)
        self.back_button.clicked.connect(self._kept.bring_back)
        theme_signals().changed.connect(self._show_choice)

    @Slot()
    def _show_choice(self) -> None:
        """What can be done with what is chosen; the comparison of two."""
        chosen, deleted = self.chosen(), self._kept.deleted
        self._pages.setCurrentIndex(1 if self.model.items else 0)
        self.show_button.setEnabled(len(chosen) == 1)
        self.rename_button.setEnabled(len(chosen) == 1)
        self.delete_button.setEnabled(any(not item.course.is_at_work for item in chosen))
        self.back_button.setVisible(bool(deleted))
        names = ", ".join(item.name for item in deleted)
        self.back_button.set_description("Bring back", f"Bring back\nUndoes the last deletion: {names}")
        compares = len(chosen) == MOST_COMPARED
        self.comparing.setVisible(compares)
        self.hint.setVisible(not compares)
        if compares and self.isVisible():
            self.comparing.compare(*chosen)
