"""The panel of experiments: a page for each kind, chosen in the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from playground.session.experiments import SEEDS
from playground.session.kept_results import RESULTS
from playground.session.plain import words
from playground.widgets.buttons import IconButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING, Panel
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from playground.session.session import Session
    from playground.views.experiments.kept_page import KeptPage
    from playground.views.experiments.page import ExperimentPage

KINDS = (
    Segment("seeds", "Seeds", tip="Seeds: the same document from many first weights"),
    Segment("sweep", "Sweep", tip="Sweep: one or two knobs over a range, as a map of what works"),
    Segment("race", "Race", tip="Race: optimizers, or values of a knob, from the same first weights"),
    Segment("methods", "Methods", tip="Methods: the network beside classical methods, live"),
    Segment("hunger", "Hunger", tip="Hunger: scores over the number of training samples, of the network and methods"),
)

REMEMBERED = ("methods", "inputs", "hunger_methods", "draws")
"""What pages remember, for those that are not made yet."""


class ExperimentsView(Panel):
    """Shows what many runs of the document come to. Its pages are made when they are asked for; closed it is idle."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Experiments", parent=parent)
        self._session = session
        self.kinds = Segmented("Kind of experiment", KINDS)
        tip = "Results\nAll that the project keeps of experiments: to be seen again, compared and deleted"
        self.kept_button = IconButton("bookmark", "Results", tip, checkable=True)
        self.kept_button.follow_lock(session.lessons, "results")
        for one in KINDS:
            if one.key != SEEDS:  # of which the table of actions trains at once
                self.kinds.follow_lock(one.key, session.lessons, one.key)
        self._pages: dict[str, ExperimentPage] = {}
        self._said: dict[str, object] = {}
        self._kept: KeptPage | None = None
        self._last = ""
        self.add_slot(self.kept_button)
        self.kinds.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add(self.kinds)
        body, pages = QWidget(), QWidget()
        column = QVBoxLayout(body)
        scaled(column.setContentsMargins, 0, 6, 0, 0)
        column.addWidget(pages)
        self._stack = QStackedLayout(pages)
        self._scrolled: dict[str, ColumnScroll] = {}
        self.add(body, overhang=PADDING, stretch=1)
        self.kept_button.toggled.connect(self._show_kept)
        self.kinds.chosen.connect(self._choose)
        session.experiments.shown.connect(self.show_kind)

    @property
    def pages(self) -> dict[str, ExperimentPage]:
        """The pages by their kinds, made when they are first asked for."""
        if not self._pages:
            self._make_pages()
        return self._pages

    @property
    def kept(self) -> KeptPage:
        """The page of all results, made with the others."""
        if self._kept is None:
            self._make_pages()
        assert self._kept is not None  # noqa: S101  (it has just been made)
        return self._kept

    def sizeHint(self) -> QSize:
        """Room for a map and its axes."""
        return QSize(px(320), px(640))

    def minimumSizeHint(self) -> QSize:
        """The controls and a few pictures."""
        return QSize(px(300), px(240))

    def view_state(self) -> dict[str, object]:
        """Which page is in front, and what was chosen in each, or is to be when they are made."""
        found: dict[str, object] = {**self._said, "kind": self.kinds.current_key() or self._last}
        for page in self._pages.values():
            found |= page.state()
        return found

    def recall_view(self, said: dict[str, object]) -> None:
        """Show what `view_state` told of when the project was saved; what is not known stays as it is."""
        for kind in words([said.get("kind")], tuple(one.key for one in KINDS)):
            self.kinds.set_current(kind)
            if self._pages:
                self._choose()
        if not self._pages:
            self._said |= {name: value for name, value in said.items() if name in REMEMBERED}
        for page in self._pages.values():
            page.recall(said)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the pages, and show the one that is chosen."""
        super().showEvent(event)
        if not self._pages:
            self._make_pages()

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Bring a page to the front, or the list of results."""
        if kind == RESULTS:
            self.kept_button.setChecked(True)
        elif kind in self.pages:
            self.kinds.set_current(kind)
            self._choose()

    def _make_pages(self) -> None:
        """Late: nobody waits for them at a start."""
        from playground.views.experiments.pages import make_pages  # noqa: PLC0415 - a start goes without

        self._pages, self._kept = make_pages(self._session)
        for kind, page in self._pages.items():
            self._scrolled[kind] = ColumnScroll(page)
            self._stack.addWidget(self._scrolled[kind])
            page.recall(self._said)
        self._said = {}
        self._stack.addWidget(self._kept)
        if not self.kept_button.isChecked():
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
