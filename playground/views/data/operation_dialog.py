"""One operation on the points: its settings, the points before and after, and in words what it would change."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.document.data_operations import change_words, refusal
from playground.document.edits_data import set_dataset
from playground.views.data.pictures import dataset_picture
from playground.widgets.answers import answer_buttons
from playground.widgets.form import Form
from playground.widgets.format import count
from playground.widgets.label import FlowText, Label
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from playground.document.data_operations import DataOperation
    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.session.session import Session

FORM, SIDE = 248, 240
DOT, MOST = 0.024, 5_000


class OperationDialog(QDialog):
    """Nothing changes until Apply; that is one undo step."""

    def __init__(self, session: Session, kind: type[DataOperation], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._data = session.document.dataset
        self._chosen = session.selection.points
        self.operation = kind.start(self._data)
        self.after = self._data
        self.setWindowTitle(kind.title)
        names = {i: one.name for i, one in enumerate(self._data.classes)}
        choices = {field.name: names for field in fields(kind) if field.metadata.get("is_class")}
        self.form = Form(kind, choices=choices, surface="window")
        self.form.edited.connect(self._edit)
        self.before_picture, self.after_picture = QLabel(), QLabel()
        self.before_words, self.after_words = FlowText(colour="ink2"), FlowText(colour="ink2")
        self.words = Label("", "value", "ink")
        self._build(kind)
        self.form.set_value(self.operation)
        self._show()
        self.accept_button.setFocus()

    @classmethod
    def run(cls, session: Session, kind: type[DataOperation], parent: QWidget | None) -> None:
        """Show it and apply what was chosen; where it cannot be done now, the message bar says why."""
        fault = refusal(kind, session.document.dataset, session.selection.points)
        if fault:
            session.message_posted.emit(fault, "info")
            return
        dialog = cls(session, kind, parent)
        if dialog.exec():
            session.edit(kind.title, partial(_applied, dialog.operation, session))
        dialog.deleteLater()

    def _build(self, kind: type[DataOperation]) -> None:
        left = QWidget()
        left.setFixedWidth(px(FORM))
        settings = QVBoxLayout(left)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.setSpacing(px(12))
        only = kind.on_selection and self._chosen is not None
        note = f" <b>Only the {count(int(self._chosen.sum()), 'selected point')}.</b>" if only else ""  # type: ignore[union-attr]
        settings.addWidget(FlowText(kind.summary + note, colour="ink2"))
        settings.addWidget(self.form)
        settings.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(px(20))
        row.addWidget(left)
        row.addLayout(_pictured("Before", self.before_picture, self.before_words))
        row.addLayout(_pictured("After", self.after_picture, self.after_words))
        self.buttons, self.accept_button = answer_buttons(self, "Apply")
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(16))
        column.addLayout(row, 1)
        column.addLayout(foot)

    @Slot(object, bool)
    def _edit(self, operation: DataOperation, finished: bool) -> None:
        del finished
        self.operation = operation
        self._show()

    def _show(self) -> None:
        self.after = self.operation.apply(self._data, self._chosen)
        for data, picture, words in (
            (self._data, self.before_picture, self.before_words),
            (self.after, self.after_picture, self.after_words),
        ):
            picture.setPixmap(_on_well(data, self.devicePixelRatioF()))
            words.set_text(_counts(data))
        self.words.set_text(change_words(self._data, self.after))
        self.accept_button.setEnabled(self.after is not self._data)


def _applied(operation: DataOperation, session: Session, document: Document) -> Document:
    after = operation.apply(document.dataset, session.selection.points)
    return document if after is document.dataset else set_dataset(document, after)


def _pictured(title: str, picture: QLabel, words: FlowText) -> QVBoxLayout:
    words.setFixedWidth(px(SIDE))
    words.setMinimumHeight(px(34))
    column = QVBoxLayout()
    column.setSpacing(px(6))
    column.addWidget(Label(title, "label_strong", "ink3"))
    column.addWidget(picture)
    column.addWidget(words)
    column.addStretch(1)
    return column


def _on_well(data: Dataset, ratio: float) -> QPixmap:
    """The points on the ground of a picture well."""
    image = dataset_picture(data, px(SIDE), ratio, DOT, MOST)
    made = QPixmap(image.size())
    made.setDevicePixelRatio(ratio)
    made.fill(current().sunken)
    with QPainter(made) as painter:
        painter.drawImage(0, 0, image)
    return made


def _counts(data: Dataset) -> str:
    test = f"{data.test_count:,} test"
    if not data.classes:
        return f"<b>{count(len(data), 'point')}</b>, {test}"
    parts = [f"{number:,}" for number in data.counts()]
    return f"<b>{count(len(data), 'point')}</b>, {test}<br>by class {' · '.join(parts)}"
