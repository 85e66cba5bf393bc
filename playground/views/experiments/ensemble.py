"""The runs as an ensemble: what they answer on the mean, and where they disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.experiments.outcomes import Verdict
from playground.views.experiments.pictures import ensemble_images
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import draw_text
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent

    from playground.experiments.results import ExperimentResults

MOST_SIDE, GAP, CAPTION, LEAST_RUNS = 104, 8, 18, 2
TITLES = ("Mean of the runs", "Where they disagree")
TIP = (
    "Ensemble\nLeft what the runs answer on the mean, right how many of them answer otherwise: "
    "there one run alone is not to be trusted"
)


class Ensemble(QWidget):
    """Two pictures side by side; hidden where there are no maps, or only one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(", ".join(TITLES))
        self.setToolTip(TIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._results: ExperimentResults | None = None
        self._images: tuple[QImage, ...] = ()
        theme_signals().changed.connect(self._restyle)
        self.hide()

    def show_results(self, results: ExperimentResults) -> None:
        """Show the runs that are done and have not diverged."""
        self._results = results
        fit = int((results.columns["verdict"] > Verdict.DIVERGED).sum())
        shows = results.maps.size > 0 and fit >= LEAST_RUNS
        self._images = ensemble_images(results) if shows else ()
        self.setVisible(shows)
        self.update()

    def sizeHint(self) -> QSize:
        """Two pictures with their titles."""
        return QSize(2 * px(MOST_SIDE) + px(GAP), px(MOST_SIDE + CAPTION))

    def minimumSizeHint(self) -> QSize:
        """The same height: a panel that is too low scrolls."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Titles above pictures."""
        theme, gap = current(), pxf(GAP)
        side = min((self.width() - gap) / 2, self.height() - pxf(CAPTION))
        with smooth_painter(self) as painter:
            for column, (title, image) in enumerate(zip(TITLES, self._images, strict=False)):
                left = column * ((self.width() + gap) / 2)
                words = QRectF(left, 0, (self.width() - gap) / 2, pxf(CAPTION - 2))
                draw_text(painter, words, title, "label", theme.ink3)
                area = QRectF(left, pxf(CAPTION), side, side)
                painter.drawImage(area, image)
                rounded(painter, area, 0, None, theme.line)

    @Slot()
    def _restyle(self) -> None:
        if self._results is not None and self.isVisible():
            self.show_results(self._results)
