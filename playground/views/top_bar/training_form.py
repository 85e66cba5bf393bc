"""The training settings that have no cell in the tool bar, behind its slider icon."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document.edits_network import change_training
from playground.document.training import Training
from playground.widgets.form import Form
from playground.widgets.popover import Popover
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.session.session import Session

WIDTH = 264


class TrainingForm(QWidget):
    """Rows for what the chosen optimizer, loss and schedule use; the form hides the others."""

    def __init__(self, session: Session, *, skipped: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gesture = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        names = [field.name for field in fields(Training) if field.name not in skipped]
        self.form = Form(Training, names=names)
        self.form.edited.connect(self._take)
        column.addWidget(self.form)
        self.setFixedWidth(px(WIDTH))
        session.training_changed.connect(self._show)
        self._show()

    @Slot(object, bool)
    def _take(self, training: Training, finished: bool) -> None:
        gesture = ("training", self._gesture)
        self._session.edit("Change training", lambda d: change_training(d, **asdict(training)), gesture)
        self._gesture += finished

    @Slot()
    def _show(self) -> None:
        self.form.set_value(self._session.document.training)


def open_training_popover(session: Session, anchor: QWidget, *, skipped: tuple[str, ...]) -> None:
    """Show the form at its button.

    Args:
        session: Where edits go.
        anchor: The button.
        skipped: Settings that the tool bar has room for.
    """
    Popover(TrainingForm(session, skipped=skipped), align_right=True).open_at(anchor)
