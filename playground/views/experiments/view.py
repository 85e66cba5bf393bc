"""The panel of experiments: a page for each kind, chosen in the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from playground.session.experiments import SEEDS
from playground.session.kept_results import RESULTS
from playground.session.plain import words
from playground.views.experiments.kept_page import KeptPage
from playground.views.experiments.pages import PAGES
from playground.widgets.buttons import IconButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.panel import PADDING, Panel
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.views.experiments.page import ExperimentPage


class ExperimentsView(Panel):
    """Shows what many runs of the document come to; it costs nothing while it is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Experiments", parent=parent)
        segments = [Segment(kind, info.title, tip=f"{info.title}: {info.summary}") for kind, info in PAGES.items()]
        self.kinds = Segmented("Kind of experiment", segments)
        self.pages: dict[str, ExperimentPage] = {kind: info.make(session, kind) for kind, info in PAGES.items()}
        tip = "Results\nAll that the project keeps of experiments: to be seen again, compared and deleted"
        self.kept_button = IconButton("bookmark", "Results", tip, checkable=True)
        self.kept_button.follow_lock(session.lessons, "results")
        for kind in self.pages:
            if kind != SEEDS:  # of which the table of actions trains at once
                self.kinds.follow_lock(kind, session.lessons, kind)
        self.kept = KeptPage(session)
        self._last = ""
        self.add_slot(self.kept_button)
        self.kinds.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add(self.kinds)
        body, pages = QWidget(), QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, px(6), 0, 0)
        column.addWidget(pages)
        self._stack = QStackedLayout(pages)
        self._scrolled: dict[str, ColumnScroll] = {}
        for kind, page in self.pages.items():
            self._scrolled[kind] = ColumnScroll(page)
            self._stack.addWidget(self._scrolled[kind])
        self._stack.addWidget(self.kept)
        self.add(body, overhang=PADDING, stretch=1)
        self.kept_button.toggled.connect(self._show_kept)
        self.kinds.chosen.connect(self._choose)
        session.experiments.shown.connect(self.show_kind)

    def sizeHint(self) -> QSize:
        """Room for a map and its axes."""
        return QSize(px(320), px(640))

    def minimumSizeHint(self) -> QSize:
        """The controls and a few pictures."""
        return QSize(px(300), px(260))

    def view_state(self) -> dict[str, object]:
        """Which page is in front, and what was chosen in each."""
        found: dict[str, object] = {"kind": self.kinds.current_key() or self._last}
        for page in self.pages.values():
            found |= page.state()
        return found

    def recall_view(self, said: dict[str, object]) -> None:
        """The same again."""
        for kind in words([said.get("kind")], self.pages):
            self.show_kind(kind)
        for page in self.pages.values():
            page.recall(said)

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Bring a page to the front, or the list of results."""
        if kind == RESULTS:
            self.kept_button.setChecked(True)
        elif kind in self.pages:
            self.kinds.set_current(kind)
            self._choose()

    @Slot()
    def _choose(self) -> None:
        self.kept_button.setChecked(False)
        self._stack.setCurrentWidget(self._scrolled[self.kinds.current_key()])

    @Slot(bool)
    def _show_kept(self, shows: bool) -> None:
        """The list is no kind: none is on meanwhile, so that a click on any of them leads back to it."""
        if shows:
            self._last = self.kinds.current_key()
            self.kinds.set_current("")
        elif not self.kinds.current_key():
            self.kinds.set_current(self._last)
        self._stack.setCurrentWidget(self.kept if shows else self._scrolled[self.kinds.current_key()])
