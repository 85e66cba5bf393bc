"""The runs as an ensemble: what they answer on the mean, and where they disagree; each can be shown large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtWidgets import QSizePolicy

from playground.domains.plane.grid import WHOLE_PLANE
from playground.experiments.ensemble import EnsembleAnswers, ensemble_of
from playground.session.map_guest import MapGuest
from playground.training.probes.plane.output_map import MapSamples
from playground.views.experiments.pictures import ensemble_images
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import draw_text
from playground.widgets.theme import current, px, pxf, theme_signals
from playground.widgets.tiles import Tiles

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from playground.document.dataset import Dataset
    from playground.experiments.results import ExperimentResults
    from playground.session.map_guest import ShownGuest

MOST_SIDE, GAP, CAPTION = 104, 8, 18
MEAN, DOUBT = "mean of runs", "disagreement of runs"
NAMES = (MEAN, DOUBT)
TITLES = ("Mean of the runs", "Where they disagree")
TIPS = (
    "Mean of the runs\nWhat they answer together",
    "Where they disagree\nHow many of them answer otherwise: there one run alone is not to be trusted",
)
LARGE = "A click shows it in the Output panel"


class Ensemble(Tiles):
    """Two pictures side by side; hidden where there are no maps, or only one."""

    def __init__(self, shown: ShownGuest, parent: QWidget | None = None) -> None:
        super().__init__(", ".join(TITLES), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shown = shown
        self._data: Dataset | None = None
        self._found: EnsembleAnswers | None = None
        self._images: tuple[QImage, ...] = ()
        self.pressed.connect(self._show_large)
        shown.changed.connect(self.update)
        theme_signals().changed.connect(self._restyle)
        self.hide()

    def show_results(self, results: ExperimentResults) -> None:
        """Show the runs that are done and have not diverged; in the output map, too, where one is shown there."""
        self._data, self._found = results.experiment.document.dataset, ensemble_of(results)
        self._images = () if self._found is None else ensemble_images(self._found, self._data)
        self.setVisible(self._found is not None)
        self.update()
        large = self._large()
        if large is not None:
            self._shown.show(self._guest(large))

    def let_go(self) -> None:
        """Give the output map back to the network."""
        if self._large() is not None:
            self._shown.show(None)

    def sizeHint(self) -> QSize:
        """Two pictures with their titles."""
        return QSize(2 * px(MOST_SIDE) + px(GAP), px(MOST_SIDE + CAPTION))

    def minimumSizeHint(self) -> QSize:
        """The same height: a panel that is too low scrolls."""
        return QSize(0, self.sizeHint().height())

    def count(self) -> int:
        """Two, where there is an ensemble."""
        return len(self._images)

    def columns(self) -> int:
        """Both side by side."""
        return len(TITLES)

    def cell(self, index: int) -> QRectF:
        """Where a picture lies, below its title."""
        width = (self.width() - pxf(GAP)) / 2
        side = min(width, self.height() - pxf(CAPTION))
        return QRectF(index * (width + pxf(GAP)), pxf(CAPTION), side, side)

    def words(self, index: int) -> str:
        """What a picture shows, and what a click does."""
        return f"{TIPS[index]}\n{LARGE}"

    def is_on(self, index: int) -> bool:
        """Whether the output map shows it."""
        return index == self._large()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Titles above pictures."""
        theme = current()
        with smooth_painter(self) as painter:
            for index, (title, image) in enumerate(zip(TITLES, self._images, strict=False)):
                area = self.cell(index)
                words = QRectF(area.left(), 0, (self.width() - pxf(GAP)) / 2, pxf(CAPTION - 2))
                draw_text(painter, words, title, "label", theme.ink3)
                painter.drawImage(area, image)
                marked = index == self.at or self.is_on(index)
                rounded(painter, area, 0, None, theme.ink if marked else theme.line, 1.5 if marked else 1.0)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _large(self) -> int | None:
        """Which of them the output map shows; None for neither."""
        guest = self._shown.guest
        return NAMES.index(guest.name) if guest is not None and guest.name in NAMES else None

    def _guest(self, index: int) -> MapGuest | None:
        """What the output map is to show."""
        found, data = self._found, self._data
        if found is None or data is None:
            return None
        if index == NAMES.index(DOUBT):
            return MapGuest(DOUBT, f"Where {found.runs:,} runs disagree", strengths=found.disagreement)
        answers = np.ascontiguousarray(np.moveaxis(found.mean, 0, -1))
        return MapGuest(MEAN, f"Mean of {found.runs:,} runs", MapSamples(WHOLE_PLANE, answers))

    @Slot(int)
    def _show_large(self, index: int) -> None:
        self._shown.show(None if self.is_on(index) else self._guest(index))

    @Slot()
    def _restyle(self) -> None:
        if self._found is not None and self._data is not None:
            self._images = ensemble_images(self._found, self._data)
            self.update()
