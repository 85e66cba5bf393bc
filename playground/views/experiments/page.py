"""A page of the panel: what is asked, a button that starts it, what has come of it so far, how far it is."""

from __future__ import annotations

from html import escape
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.session.experiment_starts import most_epochs, open_run, usual_epochs
from playground.session.experiments import SEEDS
from playground.views.experiments.course_bar import CourseBar
from playground.views.experiments.words import stale_words
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.panel import PADDING
from playground.widgets.theme import theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from playground.session.course import Course
    from playground.session.session import Session

REFRESH_S, REST = 0.2, 15.0
"""While runs come in, pictures and numbers change so often at most, and rest so many times as long as it took."""
EPOCHS = NumberRange(minimum=1, maximum=most_epochs(), step=1, log=True, integer=True)


class ExperimentPage(QWidget):
    """One kind of experiment. A subclass puts its controls above and its results in between, and starts it.

    Args:
        session: Whose document is trained.
        kind: Of the experiment, its key in `session.experiments`.
        invitation: What stands there before the first one.
        verb: On the button.
        parent: Qt parent.
    """

    def __init__(self, session: Session, kind: str, invitation: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.kind = session, kind
        self._due = 0.0
        self._is_epochs_own = False
        tip = "Epochs\nHow long each run trains; at first as long as the run at hand did, else 300"
        self.epochs = NumberField("Epochs", EPOCHS, usual_epochs(session), tip=tip, minimum_width=52)
        self.epochs.value_changed.connect(self._own_epochs)
        self.run = PushButton(verb, "play", primary=True, height=SMALL)
        self.run.follow_lock(session.lessons, "train_seeds" if kind == SEEDS else kind)
        self.run.clicked.connect(self.start)
        self.why = FlowText("", "label", "ink2")
        self.stale = Label("", "label", "warn")
        self.bar = CourseBar(session.experiments, kind)
        self.bar.export_asked.connect(self._ask_export)
        self.controls, self.results = QVBoxLayout(), QVBoxLayout()
        self._pages = QWidget(), QWidget()
        self._arrange(invitation)
        experiments = session.experiments
        experiments.changed.connect(self.refresh)
        experiments.arrived.connect(self._on_arrived)
        session.document_changed.connect(self._on_document_changed)
        session.state_changed.connect(self.show_run_button)
        theme_signals().changed.connect(self.refresh)

    @property
    def course(self) -> Course | None:
        """The experiment of this page; None before there was one."""
        return self.session.experiments.course(self.kind)

    def start(self) -> None:
        """Begin the experiment that the controls say."""
        raise NotImplementedError

    def show_results(self, course: Course) -> None:
        """Show what has come so far."""
        raise NotImplementedError

    def show_beside(self) -> None:
        """Show what stands there whether or not an experiment was started."""

    def state(self) -> dict[str, object]:
        """What was chosen and is kept with projects, as plain values; nothing of most pages."""
        return {}

    def recall(self, said: dict[str, object]) -> None:
        """Choose what a project says, by `state`; what is missing, or cannot be, stays as it is."""

    def follow_document(self) -> None:
        """Offer what the document has; called while the page can be seen."""

    def has_results(self) -> bool:
        """Whether there is something to show, in place of the invitation."""
        return self.course is not None and self.course.done > 0

    def stale_text(self) -> str:
        """What has changed since the results that are shown; "" where nothing has."""
        course = self.course
        return "" if course is None or not course.done else stale_words(course.results, self.session.document)

    def refusal(self) -> str:
        """Why nothing can be started now, in words; "" where it can."""
        if self.session.problems:
            return self.session.problems[0].text
        other = self.session.experiments.at_work
        is_taken = other not in {"", self.kind}
        return f"{other.capitalize()} is at work: let it end, or cancel it on its page" if is_taken else ""

    def open(self, place: int) -> None:
        """Open a run in the window, with its past."""
        if self.course is not None:
            open_run(self.session, self.course, place)

    def heightForWidth(self, width: int) -> int:
        """The least height: a page scrolls where its plots are at their smallest, and not before.

        A scroll area gives its content the height that this tells, by Qt what would be best rather than needed.
        """
        layout = self.layout()
        return -1 if layout is None else layout.totalMinimumHeightForWidth(width)

    @Slot()
    def refresh(self) -> None:
        """Show everything as it is now, where somebody can see it."""
        if not self.isVisible():
            return
        began, course = perf_counter(), self.course
        self.show_run_button()
        self.bar.refresh()
        self._show_page(1 if self.has_results() else 0)
        self._show_stale()
        if course is not None and self.has_results():
            self.show_results(course)
        self.show_beside()
        now = perf_counter()
        self._due = now + max(REFRESH_S, REST * (now - began))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._on_document_changed()
        self.refresh()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _show_page(self, index: int) -> None:
        """The invitation (0) or the results (1); what is hidden takes no height, so nothing empty scrolls."""
        self._pages[1 - index].hide()
        self._pages[index].show()

    def _arrange(self, invitation: str) -> None:
        empty, shown = self._pages
        words = QVBoxLayout(empty)
        scaled(words.setContentsMargins, 0, 8, 0, 0)
        words.addWidget(FlowText(invitation))
        words.addStretch(1)
        self.results.setContentsMargins(0, 0, 0, 0)
        scaled(self.results.setSpacing, 6)
        shown.setLayout(self.results)
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, PADDING, 0, PADDING, 0)
        scaled(column.setSpacing, 8)
        scaled(self.controls.setSpacing, 6)
        column.addLayout(self.controls)
        column.addWidget(self.why)
        column.addWidget(self.stale)
        for page in self._pages:
            column.addWidget(page, 1)
        self._show_page(0)
        column.addWidget(self.bar)

    def add_row(self, *widgets: QWidget | None) -> QHBoxLayout:
        """A row of controls; None stands for what is spare."""
        row = QHBoxLayout()
        scaled(row.setSpacing, 6)
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        self.controls.addLayout(row)
        return row

    @Slot()
    def _on_arrived(self) -> None:
        if self.isVisible() and self.course is not None and perf_counter() >= self._due:
            self.refresh()

    @Slot()
    def _on_document_changed(self) -> None:
        if not self.isVisible():
            return
        if not self._is_epochs_own:
            self.epochs.set_value(usual_epochs(self.session))
        self.follow_document()
        self.show_run_button()
        self._show_stale()

    @Slot()
    def show_run_button(self) -> None:
        """Say what the button would do now, or, below it too, why it cannot."""
        if not self.isVisible():
            return
        refusal, text = self.refusal(), self.run.text()
        self.run.setEnabled(not refusal)
        self.why.set_text(escape(refusal))
        self.why.setVisible(bool(refusal))
        self.run.set_description(text, f"{text}\n{refusal or self.effect()}")

    def effect(self) -> str:
        """What the button does, for its tooltip."""
        return "Trains the document many times beside the window"

    def _show_stale(self) -> None:
        words = self.stale_text()
        self.stale.set_text(words)
        self.stale.setVisible(bool(words))

    @Slot()
    def _own_epochs(self) -> None:
        self._is_epochs_own = True

    @Slot()
    def _ask_export(self) -> None:
        self.session.experiments.export_asked.emit(self.kind)
