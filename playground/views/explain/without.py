"""How an answer changes without its nearest training samples: one press trains again, and shows both side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.experiments.retraining import ALL, OTHERS, WITHOUT, Retraining, trials_without
from playground.session.selection import SampleBorder
from playground.views.explain.again import AgainHead
from playground.views.explain.own_retraining import OwnRetraining
from playground.views.explain.retraining_words import epochs_words, trial_title, without_words
from playground.widgets import theme
from playground.widgets.answer_words import answer_words
from playground.widgets.buttons import PushButton
from playground.widgets.control import smooth_painter
from playground.widgets.format import DASH
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from playground.session.session import Session
    from playground.views.explain.sample import SampleAtHand

TRIALS = (ALL, WITHOUT, OTHERS)
ON_MAP = (ALL, WITHOUT)
"""Whose borders the map shows."""
SWATCH, LINE, DASHES = 18, 1.6, (3.0, 2.5)
TIP = (
    "Train again without these\nTrains with all samples, without the nearest, and without as many others, from the "
    "same seed and as many epochs as the run at hand, which is not touched. A run edited on its way may answer "
    "otherwise than the one with all"
)
NONE_LEFT = "There would be no training {samples} left"


class _Swatch(QWidget):
    """A piece of the line that stands for a border on the map."""

    def __init__(self, *, dashed: bool) -> None:
        super().__init__()
        self._dashed = dashed
        scaled(self.setFixedSize, SWATCH, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a short piece of the line."""
        area = QRectF(self.rect())
        with smooth_painter(self) as painter:
            pen = QPen(theme.current().ink, theme.pxf(LINE), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            if self._dashed:
                pen.setDashPattern(DASHES)
            painter.setPen(pen)
            painter.drawLine(QPointF(0.0, area.center().y()), QPointF(area.width(), area.center().y()))


class WithoutThem(QWidget):
    """A button, then progress, then a row for each training and a sentence on what they tell."""

    def __init__(self, session: Session, at_hand: SampleAtHand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._at_hand = session, at_hand
        self._again = OwnRetraining(session, self)
        self._rows: tuple[int, ...] = ()
        self._titled, self._left_out = "", 0
        self.train = PushButton("Train again without these", "rotate-ccw", TIP, height=28)
        self.head = AgainHead()
        self.words = FlowText("", "row", "ink2")
        self.answers = {name: Label(DASH, "row", "ink") for name in TRIALS}
        self._titles = {name: Label("", "row", "ink2") for name in TRIALS}
        self._swatches = {name: _Swatch(dashed=name == WITHOUT) for name in ON_MAP}
        self._results = QWidget()
        self._arrange()
        self.train.clicked.connect(self._start)
        self.head.closed.connect(self._again.close)
        self._again.changed.connect(self._show)
        self._again.gone.connect(partial(self.show_on_map, on=False))
        self._show()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        scaled(grid.setHorizontalSpacing, 8)
        scaled(grid.setVerticalSpacing, 4)
        grid.setColumnStretch(2, 1)
        for place, name in enumerate(TRIALS):
            if name in self._swatches:
                grid.addWidget(self._swatches[name], place, 0)
            grid.addWidget(self._titles[name], place, 1)
            self.answers[name].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(self.answers[name], place, 2)
        inner = QVBoxLayout(self._results)
        inner.setContentsMargins(0, 0, 0, 0)
        scaled(inner.setSpacing, 4)
        inner.addWidget(self.head)
        inner.addLayout(grid)
        inner.addWidget(self.words)
        line = QHBoxLayout()
        line.addWidget(self.train)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addWidget(self._results)
        column.addLayout(line)

    # ---- what is asked ---------------------------------------------------------------------------------------------

    def suit(self, rows: tuple[int, ...]) -> None:
        """Leave these training samples out from the next press on; none where there are none."""
        self._rows = rows
        self._show_button()

    def follow_document(self) -> None:
        """What came of other samples, or of another network, is put away."""
        self._again.follow_document()
        self._show_button()

    def show_on_map(self, *, on: bool) -> None:
        """Have the map show both borders, or not any more."""
        borders = self._borders() if on else []
        self._session.selection.show_borders(*borders)

    def _borders(self) -> list[SampleBorder]:
        wish, found = self._again.wish, self._again.by_trial
        if wish is None or wish.section is None:
            return []
        lines = [(name, found[name].border) for name in ON_MAP if name in found]
        return [SampleBorder(one, wish.section, name == WITHOUT) for name, one in lines if one is not None]

    def _refusal(self) -> str:
        is_one_left = len(self._rows) < int((~self._session.document.dataset.is_test).sum())
        return self._again.refusal or ("" if is_one_left else NONE_LEFT.format(samples=self._at_hand.domain.samples))

    @Slot()
    def _start(self) -> None:
        sample, snapshot = self._at_hand.sample, self._session.snapshot
        if sample is None or snapshot is None or not self._rows or self._refusal():
            return
        document = self._session.document
        self._titled, self._left_out = self._at_hand.words, len(self._rows)
        section = self._session.selection.section if self._at_hand.domain.has_map else None
        trials = partial(trials_without, document, self._rows)
        self._again.start(Retraining(sample, snapshot.epoch, trials, len(TRIALS), section), document)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        again, wish, document = self._again, self._again.wish, self._again.document
        self._results.setVisible(wish is not None)
        self._show_button()
        if wish is None or document is None:
            return
        found, value = again.by_trial, self._session.selection.value
        title = f"{self._titled}: {epochs_words(wish.epochs)}"
        self.head.show_work(title, again.share, is_at_work=again.is_at_work)
        for trial in TRIALS:
            one = found.get(trial)
            self._titles[trial].set_text(trial_title(trial, self._left_out))
            self.answers[trial].set_text(DASH if one is None else answer_words(document, one.answer.tolist(), value))
        for trial, swatch in self._swatches.items():
            swatch.setVisible(trial in found and found[trial].border is not None)
        self.words.set_text(again.error or without_words(document, found, value))
        self.words.setVisible(bool(again.error or found))
        if self.isVisible():
            self.show_on_map(on=True)

    def _show_button(self) -> None:
        refusal = self._refusal()
        self.train.setEnabled(bool(self._rows) and not refusal and not self._again.is_at_work)
        self.train.setToolTip(f"{TIP.splitlines()[0]}\n{refusal}" if refusal else TIP)
        self.train.set_text(
            f"Train again without these {len(self._rows)}" if self._rows else "Train again without these"
        )
