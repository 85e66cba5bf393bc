"""A quiet line below the network: what no network of its shape can do with these points."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.session.experiment_starts import how_sure
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.label import FlowText
from playground.widgets.text import literal
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from playground.session.session import Session

CHECK = "Check with 64 seeds"


class LimitLine(QWidget):
    """Words and a button that tries it; hidden where nothing is proved, and while a lesson asks what will come."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.words = FlowText("", "label", "ink2")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        tip = f"{CHECK}\nTrains the document from 64 first weights and says how many succeed (Ctrl+Alt+T)"
        self.check = PushButton(CHECK, tip=tip, height=SMALL)
        self.check.clicked.connect(self._check)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.check)
        self.check.follow_lock(session.lessons, "train_seeds")
        session.experiments.shape.changed.connect(self._show)
        session.lessons.changed.connect(self._show)
        theme_signals().changed.connect(self._measure)
        self._measure()
        self._show()

    @Slot()
    def _show(self) -> None:
        limit = self._session.experiments.shape.limit
        self.setVisible(limit is not None and not self._session.lessons.is_asking)
        if limit is not None:
            self.words.set_text(escape(f"{limit.words} That is proved. {limit.remedy}"))
            self.words.setToolTip(literal(limit.proof))

    @Slot()
    def _check(self) -> None:
        how_sure(self._session)

    @Slot()
    def _measure(self) -> None:
        self._row.setContentsMargins(0, px(4), 0, px(10))
        self._row.setSpacing(px(10))
