"""Below the network: which stage it is, the buttons to go on and back, and what is asked for written out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from playground.document.plan import resolve
from playground.training.emulations import emulation_of
from playground.training.explain.by_hand.written import number_words
from playground.training.probes.one_update import MOST_PARAMETERS
from playground.views.network.by_hand.two_columns import laid_out
from playground.views.network.by_hand.words import first_html, lines_html, stage_words
from playground.widgets.buttons import SMALL, IconButton, PushButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.fonts import font
from playground.widgets.label import FlowText, Label
from playground.widgets.text import text_width
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from playground.session.session import Session
    from playground.views.network.by_hand.mode import HandMode, Samples

LEAST_LINES = 3
"""Lines of text that there is room for at least; for what is longer than a stage begins with, it grows and stays so."""
LINE = 16
SHARE = 0.42
"""Of the panel's height that the text may take; what is longer scrolls."""
TYPED_WIDTH = 96
NEXT, TAKE = "Next", "Take the step"


class HandStrip(QWidget):
    """Two rows of controls and the arithmetic between them."""

    def __init__(self, session: Session, mode: HandMode, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._mode = session, mode
        self._typed_for: tuple[object, ...] = ()
        self._fitted: tuple[object, int] = None, 0
        self.back = IconButton("chevron-left", "Back", "Back\nTo the stage before (Left)")
        self.on = PushButton(NEXT, "chevron-right", height=SMALL)
        self.stage = Label("", "title", "ink")
        self.stage_below = Label("", "title", "ink")
        self.samples = ChoiceButton("Samples", (), mode.samples, height=SMALL)
        self.sample = IconButton(
            "repeat", "Another sample", "Another sample\nThe numbers of the next of this batch (PgDn)"
        )
        self.others = IconButton("skip-forward", "Other samples", "Other samples\nThose that come next in the pass")
        self.checks = IconButton(
            "pencil",
            "Check my sum",
            "Check my sum\nHides the result: type the number that you expect, and it says what is missing",
            checkable=True,
        )
        self.leave = IconButton("x", "Leave", "Leave the step by hand (Esc)\nTraining goes on if it was playing")
        self.text = FlowText("", "row", "ink2")
        self.room = ColumnScroll(self.text, self, beside=True)
        self.question = Label("", "row", "ink")
        self.typed = QLineEdit(self)
        self.typed.setAccessibleName("The number that you expect")
        self.typed.setPlaceholderText("Your number")
        self.try_it = PushButton("Check", tip="Check\nCompares your number with the program's (Enter)", height=SMALL)
        self.show_it = PushButton("Show", tip="Show\nGives the number away", height=SMALL)
        self.buttons: tuple[QWidget, ...] = (self.back, self.on, self.sample, self.others, self.checks, self.leave)
        self._connect()
        self._place()
        self._measure()

    def _connect(self) -> None:
        mode = self._mode
        mode.changed.connect(self._show)
        self.back.clicked.connect(lambda: mode.go(-1))
        self.on.clicked.connect(lambda: mode.go(1))
        self.samples.chosen.connect(self._choose)
        self.sample.clicked.connect(lambda: mode.step_sample(1))
        self.others.clicked.connect(mode.others)
        self.checks.toggled.connect(self._set_checks)
        self.leave.clicked.connect(mode.leave)
        self.typed.returnPressed.connect(self._check)
        self.try_it.clicked.connect(self._check)
        self.show_it.clicked.connect(mode.show_result)
        theme_signals().changed.connect(self._measure)

    def _place(self) -> None:
        self._head, self._asks = QHBoxLayout(), QHBoxLayout()
        before: tuple[QWidget, ...] = (self.back, self.on)
        behind: tuple[QWidget, ...] = (self.samples, self.sample, self.others, self.checks, self.leave)
        asks: tuple[QWidget, ...] = (self.question, self.typed, self.try_it, self.show_it)
        for widget in before:
            self._head.addWidget(widget)
        self._head.addWidget(self.stage, 1)
        self._head.addStretch(0)
        for widget in behind:
            self._head.addWidget(widget)
        for widget in asks:
            self._asks.addWidget(widget)
        self._asks.addStretch(1)
        self.stage.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.question.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.stage_below)
        self.stage_below.hide()
        self.stage_below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column.addWidget(self.room)
        self._column.addLayout(self._asks)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # ---- the mode says -----------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        mode = self._mode
        for label in (self.stage, self.stage_below):
            label.set_text(stage_words(mode))
            label.setToolTip(stage_words(mode))
        is_last = mode.here.kind == "take"
        self.on.set_text(TAKE if is_last else NEXT)
        tip = "Take the step\nTrains the network for one update on these samples, as one undo step (Enter)"
        self.on.setToolTip(tip if is_last else "Next\nTo the stage behind (Right)")
        self.back.setEnabled(mode.stage > 0)
        self.on.setEnabled(mode.update is not None)
        self._show_samples()
        self._write()
        self._show_check()
        self._seat_stage()
        self._fit()

    def _write(self) -> None:
        self.text.set_text(self._html())
        self.text.setAccessibleName(QTextDocumentFragment.fromHtml(self.text.text()).toPlainText())

    def _show_samples(self) -> None:
        mode = self._mode
        count = 0 if mode.update is None else len(mode.update.rows)
        selected, batch = len(mode.selected_rows()), mode.batch
        size = self._session.document.training.batch_size
        whole = "Next batch" if batch == size else f"Next {batch}"
        choices = [Choice("next", "Next sample", "The training sample that comes next in the pass.")]
        if batch > 1:
            more = "" if batch == size else f" {batch} of the {size or 'all'} that make one update of the run."
            choices.append(Choice("batch", f"{whole} ({batch})", f"The update of the run itself.{more}"))
        held = "Select samples, at most 8 are taken." if not selected else "Those that are selected, at most 8."
        is_at_hand = selected == 1 and self._session.selection.points is None
        title = "Picture at hand" if is_at_hand else f"Selected ({selected})"
        choices.append(Choice("selected", title, held, enabled=selected > 0))
        self.samples.set_choices(choices)
        self.samples.set_value(mode.samples)
        self.samples.setToolTip("Samples\nWhich ones make the batch of this update")
        self.sample.setVisible(count > 1)
        self.others.setVisible(mode.samples != "selected")

    def _html(self) -> str:
        mode = self._mode
        if mode.update is None:
            return escape(self._missing())
        if mode.here.kind == "take":
            return self._taken()
        return laid_out(lines_html(mode), self.room.viewport().width())

    def _missing(self) -> str:
        document = self._session.document
        if self._session.problems:
            return self._session.problems[0].text
        emulation = emulation_of(document)
        if emulation is not None:
            return f"As {emulation.title} another program's loop trains: switch that off to take a step by hand."
        if document.training.adversarial > 0.0:
            return "Adversarial training steps each batch first: switch that off to take a step by hand."
        if resolve(document).parameter_count > MOST_PARAMETERS:
            return f"Networks of more than {MOST_PARAMETERS:,} parameters are not worked out by hand."
        return "The numbers are being worked out."

    def _taken(self) -> str:
        mode, update = self._mode, self._mode.update
        if update is None:
            return ""
        many = "this sample" if len(update.rows) == 1 else f"these {len(update.rows)} samples"
        loss = number_words(update.loss)
        if mode.before is not None:
            before = number_words(mode.before)
            return f"Taken. The loss of {many} was {before} and is <b>{loss}</b>. Enter takes the next step."
        moved = int((update.step != 0.0).sum())
        return (
            f"All is worked out: {moved:,} of {len(update.step):,} numbers move. The loss of {many} is <b>{loss}</b>. "
            "The step is the run's next update of exactly this batch; undo takes it back."
        )

    def _show_check(self) -> None:
        mode = self._mode
        line = mode.asked_line
        shown = mode.checks and line is not None
        for widget in (self.question, self.typed, self.try_it, self.show_it):
            widget.setVisible(shown)
        self.checks.setChecked(mode.checks)
        if line is None:
            return
        what = mode.here, mode.asked, mode.sample
        if what != self._typed_for:
            self._typed_for = what
            self.typed.clear()
        self.question.set_text(f"{line.name} =")
        self.show_it.setVisible(shown and mode.is_hidden)

    # ---- the person does ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _choose(self, samples: Samples) -> None:
        self._mode.choose(samples)

    @Slot(bool)
    def _set_checks(self, on: bool) -> None:
        if on != self._mode.checks:
            self._mode.set_checks(on)
        if on:
            self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _check(self) -> None:
        self._mode.check(self.typed.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the controls leave no room, the stage has a line of its own."""
        super().resizeEvent(event)
        self._seat_stage()
        if event.size().width() != event.oldSize().width():
            self._write()
            self._fit()

    # ---- measures ----------------------------------------------------------------------------------------------------

    def _seat_stage(self) -> None:
        """Between the buttons where each stage of the update has room there: the network stands still on the way."""
        mode = self._mode
        widest = max(text_width(stage_words(mode, place), "title") for place in range(len(mode.stages)))
        beside = [one for one in (*self.buttons, self.samples) if not one.isHidden()]
        controls = sum(one.sizeHint().width() + self._head.spacing() for one in beside)
        grown = 0 if mode.here.kind == "take" else text_width(TAKE, "row") - text_width(NEXT, "row")
        is_narrow = self.width() < controls + grown + widest + self._head.spacing()
        self.stage.setVisible(not is_narrow)
        self.stage_below.setVisible(is_narrow)

    def _fit(self) -> None:
        """As many lines as the longest stage has, within a share of the panel: buttons stay under the pointer."""
        panel, mode = self.parentWidget(), self._mode
        rows = 0 if mode.update is None else len(mode.update.rows)
        here = len(mode.stages), mode.checks, self.width(), px(LINE), rows
        least = px(LINE * LEAST_LINES)
        before = self._fitted[1] if self._fitted[0] == here else max(self._longest(), least)
        self._fitted = here, max(self.text.heightForWidth(self.room.viewport().width()), before)
        most = int(SHARE * panel.height()) if panel is not None else least
        self.room.setFixedHeight(max(min(self._fitted[1], most), least))

    def _longest(self) -> int:
        """The height of the longest of what the stages begin with; 0 while the numbers have not come."""
        update, probe, found = self._mode.update, FlowText("", "row", "ink2"), 0
        width = self.room.viewport().width()
        for stage in self._mode.stages:
            lines = [] if update is None else first_html(update, stage) or [self._taken()]
            probe.set_text(laid_out(lines, width))
            found = max(found, probe.heightForWidth(width))
        probe.deleteLater()
        return found

    @Slot()
    def _measure(self) -> None:
        self._column.setContentsMargins(0, px(8), 0, px(10))
        self._column.setSpacing(px(8))
        for row in (self._head, self._asks):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(8))
        self.typed.setFixedWidth(px(TYPED_WIDTH))
        self.typed.setFont(font("row"))
        self._show()
