"""The thumbnails in rows: pointer, keys, and which of them are selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListView

from playground.views.samples.cell import SampleCell, cell_size
from playground.widgets.theme import theme_signals

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from playground.views.samples.model import SamplesModel

MOST_RUNS = 1_000
"""More runs of selected entries are shown by their tint alone: Qt compares each with each when a selection changes."""
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ContactSheet(QListView):
    """Qt's own list in rows: click, Shift, Ctrl, a rubber band, arrows and Ctrl+A select.

    Signals:
        chosen(object): The mask of the samples that a person selected, (N,).
        lit(object): The sample under the pointer, or None.
        removal_asked(): Del.
        class_asked(str): A digit or a letter: relabel as the class that the key means.
        menu_asked(QPoint): The context menu, at a place on the screen.
    """

    chosen = Signal(object)
    lit = Signal(object)
    removal_asked = Signal()
    class_asked = Signal(str)
    menu_asked = Signal(object)

    def __init__(self, model: SamplesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._following = False
        self.setAccessibleName("Samples")
        self.setObjectName("card")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.cell = SampleCell(model, self)
        self.setItemDelegate(self.cell)
        self.setModel(model)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.entered.connect(self._point_at)
        self.selectionModel().selectionChanged.connect(self._say_selected)
        theme_signals().changed.connect(self._restyle)

    def show_selected(self, mask: NDArray[np.bool_] | None, *, looks: bool = False) -> None:
        """Select the entries of samples.

        Args:
            mask: Of the selected samples, (N,); None for none.
            looks: Scroll to the first of them.
        """
        # It is the echo of what was chosen here.
        if self._following:
            return
        self._following = True
        flags, runs = QItemSelectionModel.SelectionFlag, self._runs(mask)
        self.selectionModel().select(self._entries(runs[:MOST_RUNS]), flags.ClearAndSelect)
        if looks and len(runs):
            first = self._model.index(int(runs[0, 0]), 0)
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first)
        self._following = False
        self._tint(mask)

    def show_lit(self, sample: int | None) -> None:
        """Mark the sample that the pointer is on in some view."""
        if sample != self.cell.lit:
            self.cell.lit = sample
            self.viewport().update()

    def is_held(self) -> bool:
        """Whether a hand is at it, so that nothing may move: the pointer is over it, or a band is being drawn."""
        return self.underMouse() or self.state() is QListView.State.DragSelectingState

    # ---- a person's hand -------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before the window does."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes, digits and letters relabel, Escape lets go; Qt does the others."""
        key = _class_key(event)
        if event.key() in _REMOVING:
            self.removal_asked.emit()
        elif key:
            self.class_asked.emit(key)
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self.lit.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit, with what is spare between them."""
        self._lay_out(self.viewport().width())
        super().resizeEvent(event)

    @Slot(QModelIndex)
    def _point_at(self, index: QModelIndex) -> None:
        self.lit.emit(int(self._model.order[index.row()]))

    @Slot(object)
    def _ask_menu(self, where: QPoint) -> None:
        self.menu_asked.emit(self.viewport().mapToGlobal(where))

    @Slot()
    def _say_selected(self) -> None:
        if self._following:
            return
        mask = np.zeros(len(self._model.dataset), np.bool_)
        ranges = self.selectionModel().selection()
        for rows in (ranges.at(place) for place in range(ranges.count())):
            mask[self._model.order[rows.top() : rows.bottom() + 1]] = True
        self._following = True
        self.chosen.emit(mask)
        self._following = False
        self._tint(mask)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _tint(self, mask: NDArray[np.bool_] | None) -> None:
        """Paint samples as selected."""
        self.cell.selected = mask
        self.viewport().update()

    def _runs(self, mask: NDArray[np.bool_] | None) -> NDArray[np.intp]:
        """The first entry of each run of selected samples, and the one behind its last, (R, 2)."""
        if mask is None or len(mask) != len(self._model.dataset):
            return np.zeros((0, 2), np.intp)
        return np.flatnonzero(np.diff(np.concatenate([[False], mask[self._model.order], [False]]))).reshape(-1, 2)

    def _entries(self, runs: NDArray[np.intp]) -> QItemSelection:
        found = QItemSelection()
        for first, behind in runs.tolist():
            found.select(self._model.index(first, 0), self._model.index(behind - 1, 0))
        return found

    def _lay_out(self, width: int) -> None:
        least = cell_size()
        columns = max(1, width // least.width())
        self.cell.size = QSize(max(least.width(), width // columns), least.height())
        self.setGridSize(self.cell.size)

    @Slot()
    def _restyle(self) -> None:
        self.cell.forget()
        self._lay_out(self.viewport().width())
        self.viewport().update()


def _class_key(event: QKeyEvent) -> str:
    """The digit or letter that is pressed; empty for every other key."""
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    text = event.text()
    return text if plain and len(text) == 1 and text.isascii() and text.isalnum() else ""


def _is_ours(event: QKeyEvent) -> bool:
    return event.key() in _REMOVING or bool(_class_key(event)) or event.matches(QKeySequence.StandardKey.SelectAll)
