"""Every generator as a live thumbnail: a click makes its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document import edits_source
from playground.document.edits_source import source_of
from playground.document.model import domain_of
from playground.domains import DOMAINS, GENERATORS
from playground.session.new_start import replace_points
from playground.views.data.pictures import generator_picture
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px, theme_signals
from playground.widgets.thumbnails import MARGIN, Thumbnail, ThumbnailGrid

if TYPE_CHECKING:
    from playground.session.session import Session

COLUMNS, SIDE = 4, 44
MAKING = tuple(domain for domain in DOMAINS.values() if domain.generators)
"""Kinds of data that generators make."""


class GalleryPart(QWidget):
    """A tab a kind of data; the chosen generator's name stands at the right of the label."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 2)
        head = QHBoxLayout()
        scaled(head.setContentsMargins, MARGIN, 0, MARGIN, 0)
        self.name = Label("", "label_strong", "ink")
        head.addWidget(Label("Gallery", "label_strong", "ink3"))
        head.addStretch(1)
        head.addWidget(self.name)
        column.addLayout(head)
        self.kinds = Segmented("Kind of data", [Segment(one.name, one.tab) for one in MAKING], stretch=True)
        self.kinds.chosen.connect(self._draw)
        column.addWidget(self.kinds)
        self.grid = ThumbnailGrid("Gallery", columns=COLUMNS)
        self.grid.chosen.connect(self._choose)
        column.addWidget(self.grid)
        theme_signals().changed.connect(self._draw)
        session.dataset_changed.connect(self._show)
        self._kind = ""
        self._show()

    @Slot()
    def _draw(self) -> None:
        """The generators of the kind whose tab is open."""
        domain = DOMAINS[self.kinds.current_key()]
        self.grid.set_thumbnails(
            [
                Thumbnail(name, made.title, generator_picture(name, px(SIDE)), f"{made.title}\n{made.description}")
                for name, made in domain.generators.items()
            ]
        )
        source = self._session.document.dataset.source
        self.grid.set_current(source.generator if source else "")

    @Slot(str)
    def _choose(self, name: str) -> None:
        """Take a generator; count and noise stay as the person has set them for samples of the same kind."""
        before = self._session.document.dataset.source
        if before is not None and name not in domain_of(self._session.document).generators:
            before = None
        source = source_of(name, before)
        if source != self._session.document.dataset.source:
            made = GENERATORS[name]
            replace_points(self._session, f"Pick {made.title}", lambda d: edits_source.regenerate(d, source))

    @Slot()
    def _show(self) -> None:
        source, domain = self._session.document.dataset.source, domain_of(self._session.document)
        if domain.name != self._kind:
            self._kind = domain.name
            if domain.generators:
                self.kinds.set_current(domain.name)
            self._draw()
        self.grid.set_current(source.generator if source else "")
        self.name.set_text(GENERATORS[source.generator].title if source else domain_of(self._session.document).own)
