"""The training settings that have no cell in the tool bar, behind its slider icon, in named groups."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.edits_network import change_training
from playground.document.model import domain_of
from playground.document.training import ADVERSARIAL, AUGMENT, LOSS, SCHEDULE, START, STEPS, STOP, WHERE, Training
from playground.methods.tables import METHODS
from playground.views.top_bar.augment_examples import AugmentExamples
from playground.widgets.form import Form
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.popover import Popover

if TYPE_CHECKING:
    from playground.session.session import Session

WIDTH, GAP = 250, 28
COLUMNS = (START, STOP, WHERE, AUGMENT), (STEPS, SCHEDULE, LOSS, ADVERSARIAL)


class TrainingForm(QWidget):
    """A form for each group; rows that the chosen optimizer, loss and schedule do not use are named below it."""

    def __init__(self, session: Session, *, skipped: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if domain_of(session.document).has_map:
            skipped = (*skipped, *(field.name for field in fields(Training) if field.metadata["group"] == AUGMENT))
        self._session = session
        self._gesture = 0
        self._forms: list[tuple[Form, tuple[str, ...], FlowText]] = []
        row = QHBoxLayout(self)
        scaled(row.setContentsMargins, 14, 10, 14, 12)
        scaled(row.setSpacing, GAP)
        for groups in grouped(skipped):
            row.addLayout(self._column(groups))
        session.training_changed.connect(self._show)
        self._show()

    def form(self, name: str) -> Form:
        """The form that has a setting.

        Raises:
            KeyError: The tool bar has it.
        """
        for form, names, _ in self._forms:
            if name in names:
                return form
        raise KeyError(name)

    def _column(self, groups: dict[str, tuple[str, ...]]) -> QVBoxLayout:
        column = QVBoxLayout()
        scaled(column.setSpacing, 6)
        for title, names in groups.items():
            if column.count():
                add_gap(column, 10)
            column.addWidget(Label(title, "label_strong", "ink3"))
            form = Form(Training, names=names)
            scaled(form.setFixedWidth, WIDTH)
            form.edited.connect(self._take)
            note = FlowText("", "label", "ink3")
            scaled(note.setFixedWidth, WIDTH)
            self._forms.append((form, names, note))
            column.addWidget(form)
            column.addWidget(note)
            if title == AUGMENT:
                column.addWidget(AugmentExamples(self._session))
        column.addStretch(1)
        return column

    @Slot(object, bool)
    def _take(self, training: Training, finished: bool) -> None:
        gesture = ("training", self._gesture)
        self._session.edit("Change training", lambda d: change_training(d, **asdict(training)), gesture)
        self._gesture += finished

    @Slot()
    def _show(self) -> None:
        training = self._session.document.training
        for form, names, note in self._forms:
            form.set_value(training)
            words = unused(training, names)
            note.set_text(words)
            note.setVisible(bool(words))


def grouped(skipped: tuple[str, ...]) -> list[dict[str, tuple[str, ...]]]:
    """The settings in their groups and columns, without those that the tool bar has room for."""
    shown = [field for field in fields(Training) if field.name not in skipped]
    columns = [
        {title: tuple(field.name for field in shown if field.metadata["group"] == title) for title in titles}
        for titles in COLUMNS
    ]
    return [{title: names for title, names in groups.items() if names} for groups in columns]


def unused(training: Training, names: tuple[str, ...]) -> str:
    """Which of some settings mean nothing now, and why: "Not with Adam: Momentum, Nesterov"."""
    by_choice: dict[str, list[str]] = {}
    for field in fields(Training):
        only = field.metadata.get("only")
        if field.name in names and only is not None and getattr(training, only[0]) not in only[1:]:
            chosen = METHODS[only[0]][getattr(training, only[0])].title
            by_choice.setdefault(chosen, []).append(field.metadata["label"])
    return ". ".join(f"Not with {chosen}: {', '.join(labels)}" for chosen, labels in by_choice.items())


def open_training_popover(session: Session, anchor: QWidget, *, skipped: tuple[str, ...]) -> None:
    """Show the form at its button.

    Args:
        session: Where edits go.
        anchor: The button.
        skipped: Settings that the tool bar has room for.
    """
    Popover(TrainingForm(session, skipped=skipped), align_right=True).open_at(anchor)
