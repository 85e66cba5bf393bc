"""The panel that explains answers: a page for each question, chosen in the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from playground.session.plain import words
from playground.widgets.panel import PADDING, Panel
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.explain.page import ExplainPage

VIEW = "explain"
REMEMBERED = ("way", "layer", "attack", "norm", "dream", "contrast", "shift", "blur")
"""What pages remember, for those that are not made yet."""
KINDS = (
    Segment("why", "Why", tip="Why this answer\nWhat in the sample decides what the network says of it"),
    Segment("nearest", "Nearest", tip="Nearest samples\nThe training samples that a layer tells least from this one"),
    Segment("fool", "Fool it", tip="Fool it\nA small step of the sample that changes its answer"),
    Segment("dream", "Dream", tip="Dreams\nWhat a class, a unit or a feature map looks like best"),
)


class ExplainView(Panel):
    """Explains the sample under the pointer or held. Its pages are made when it is first opened; closed it is idle."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Explain", parent=parent)
        self._session = session
        self.kinds = Segmented("Question", KINDS)
        self.add_slot(self.kinds)
        self.pages: dict[str, ExplainPage] = {}
        self._said: dict[str, object] = {}
        self._body = QWidget()
        self._stack = QStackedLayout(self._body)
        self.add(self._body, overhang=PADDING, stretch=1)
        for one in KINDS:
            self.kinds.follow_lock(one.key, session.lessons, f"explain_{one.key}")
        self.kinds.chosen.connect(self._choose)
        session.turns.join().connect(self._on_turn)
        session.selection.explain_asked.connect(self.show_kind)

    def sizeHint(self) -> QSize:
        """Room for a picture and its words."""
        return QSize(px(320), px(640))

    def minimumSizeHint(self) -> QSize:
        """The controls and a few terms."""
        return QSize(px(300), px(240))

    def view_state(self) -> dict[str, object]:
        """Which question is asked, and how the pages look at it, or are to when they are made."""
        found: dict[str, object] = {**self._said, "kind": self.kinds.current_key()}
        for page in self.pages.values():
            found |= page.state()
        return found

    def recall_view(self, said: dict[str, object]) -> None:
        """Show what `view_state` told of when the project was saved; what is not known stays as it is."""
        for kind in words([said.get("kind")], tuple(one.key for one in KINDS)):
            self.kinds.set_current(kind)
        if not self.pages:
            self._said |= {name: value for name, value in said.items() if name in REMEMBERED}
        for page in self.pages.values():
            page.recall(said)
        self._choose()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the pages, ask, and show what there is."""
        super().showEvent(event)
        self._make_pages()
        self._choose()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is needed while nobody looks."""
        super().hideEvent(event)
        self._choose()

    @Slot(str)
    def show_kind(self, kind: str) -> None:
        """Bring a page to the front."""
        self.kinds.set_current(kind)
        self._choose()

    def _make_pages(self) -> None:
        """Late: nobody waits for them at a start."""
        if self.pages:
            return
        from playground.views.explain.pages import make_pages  # noqa: PLC0415 - a start goes without

        self.pages = make_pages(self._session)
        for page in self.pages.values():
            self._stack.addWidget(page)
            page.wanted.connect(self._want)
            page.recall(self._said)
        self._said = {}

    @Slot()
    def _choose(self) -> None:
        """One page is at work while the panel is seen, and none while it is not."""
        if not self.pages:
            return
        key = self.kinds.current_key()
        self._stack.setCurrentWidget(self.pages[key])
        for name, page in self.pages.items():  # first, or they would take off the map what the one at work draws
            if name != key:
                page.turn(on=False)
        self.pages[key].turn(on=self.isVisible())
        self._want()

    @Slot()
    def _want(self) -> None:
        page = self.pages[self.kinds.current_key()]
        self._session.want(VIEW, *(page.requests() if self.isVisible() else ()))

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        if self.isVisible() and self.pages:
            self.pages[self.kinds.current_key()].take(snapshot)
