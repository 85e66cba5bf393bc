"""Every generator as a live thumbnail: a click makes its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document import edits_source
from playground.document.dataset import DataSource
from playground.document.model import domain_of
from playground.domains.plane.generators import GENERATORS
from playground.session.new_start import replace_points
from playground.views.data.pictures import generator_picture
from playground.widgets.label import Label
from playground.widgets.theme import px, theme_signals
from playground.widgets.thumbnails import MARGIN, Thumbnail, ThumbnailGrid

if TYPE_CHECKING:
    from playground.session.session import Session

COLUMNS, SIDE = 4, 44


class GalleryPart(QWidget):
    """The chosen generator's name stands at the right of the label."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        head = QHBoxLayout()
        head.setContentsMargins(px(MARGIN), 0, px(MARGIN), 0)
        self.name = Label("", "label_strong", "ink")
        head.addWidget(Label("Gallery", "label_strong", "ink3"))
        head.addStretch(1)
        head.addWidget(self.name)
        column.addLayout(head)
        self.grid = ThumbnailGrid("Gallery", columns=COLUMNS)
        self.grid.chosen.connect(self._choose)
        column.addWidget(self.grid)
        theme_signals().changed.connect(self._draw)
        session.dataset_changed.connect(self._show)
        self._draw()
        self._show()

    @Slot()
    def _draw(self) -> None:
        self.grid.set_thumbnails(
            [
                Thumbnail(name, made.title, generator_picture(name, px(SIDE)), f"{made.title}\n{made.description}")
                for name, made in GENERATORS.items()
            ]
        )

    @Slot(str)
    def _choose(self, name: str) -> None:
        """Take a generator; count and noise stay as the person has set them."""
        before = self._session.document.dataset.source
        made = GENERATORS[name]
        count = before.count if before is not None else made.default_count
        is_set = before is not None and before.noise != GENERATORS[before.generator].default_noise
        noise = before.noise if before is not None and is_set else made.default_noise
        seed = before.seed if before is not None else 0
        source = DataSource(name, count, noise, seed, None, before.stream if before is not None else None)
        if source != before:
            replace_points(self._session, f"Pick {made.title}", lambda d: edits_source.regenerate(d, source))

    @Slot()
    def _show(self) -> None:
        source = self._session.document.dataset.source
        self.grid.set_current(source.generator if source else "")
        self.name.set_text(GENERATORS[source.generator].title if source else domain_of(self._session.document).own)
