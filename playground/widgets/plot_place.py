"""Where a plot stands: words until there is something to plot, so that pyqtgraph loads only when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from playground.widgets.label import Label
from playground.widgets.text import CENTRE
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from playground.widgets.plot_surface import SurfacePlot

P = TypeVar("P", bound=QWidget)
SURFACE_SIZE, LEAST_SURFACE = QSize(360, 320), QSize(200, 140)
BESIDE_SURFACE = 73
"""So much more of a surface's plot lies beside it (axis, colour bar) than below it (axis), at scale 100 %."""


class PlotPlace(QWidget, Generic[P]):
    """Shows a plot, or words in its place; subclasses make the plot in `make`.

    Args:
        name: Accessible name, and that of the files the plot is saved as.
        size: Preferred and least size at scale 100 %.
        parent: Qt parent.
    """

    def __init__(self, name: str, size: tuple[QSize, QSize], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._size = size
        self._plot: P | None = None
        self._words = Label("", "row", "ink3", CENTRE)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._words)

    def make(self) -> P:
        """Make the plot, of `plots.Plot` or alike; called once, before it is first shown."""
        raise NotImplementedError

    @property
    def is_loaded(self) -> bool:
        """Whether the plot has been made."""
        return self._plot is not None

    def load(self) -> P:
        """Make the plot now, before it is needed."""
        return self.plot

    @property
    def plot(self) -> P:
        """The plot, made now if it has not been shown yet."""
        if self._plot is None:
            self._plot = self.make()
            self._plot.setAccessibleName(self.accessibleName())
            self._pages.addWidget(self._plot)
        return self._plot

    def show_words(self, words: str) -> None:
        """Show a sentence in place of the plot."""
        self._words.set_text(words)
        self._pages.setCurrentWidget(self._words)

    def show_plot(self) -> None:
        """Show the plot in place of words."""
        self._pages.setCurrentWidget(self.plot)

    def words(self) -> str:
        """The sentence that stands there; empty while the plot does."""
        return self._words.text() if self._pages.currentWidget() is self._words else ""

    def sizeHint(self) -> QSize:
        """The preferred size at the interface's scale."""
        return _scaled(self._size[0])

    def minimumSizeHint(self) -> QSize:
        """The least size at the interface's scale."""
        return _scaled(self._size[1])


class SurfacePlace(PlotPlace["SurfacePlot"]):
    """Passes on what the plot tells. It is never higher than makes the surface as high as it is wide.

    Signals:
        dragged(float, float), dropped(), cancelled(), stepped(float, float), pointed(object), chosen(int, int): As of
            the plot.
    """

    dragged = Signal(float, float)
    dropped = Signal()
    cancelled = Signal()
    stepped = Signal(float, float)
    pointed = Signal(object)
    chosen = Signal(int, int)

    def __init__(self, name: str) -> None:
        super().__init__(name, (SURFACE_SIZE, LEAST_SURFACE))
        theme_signals().changed.connect(self._limit_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the surface from being drawn out in a narrow column."""
        super().resizeEvent(event)
        self._limit_height()

    @Slot()
    def _limit_height(self) -> None:
        self.setMaximumHeight(max(self.width() - px(BESIDE_SURFACE), self.minimumSizeHint().height()))

    def make(self) -> SurfacePlot:
        """The plot, whose signals are this widget's."""
        from playground.widgets.plot_surface import SurfacePlot  # noqa: PLC0415 - it loads pyqtgraph

        plot = SurfacePlot()
        for name in ("dragged", "dropped", "cancelled", "stepped", "pointed", "chosen"):
            getattr(plot, name).connect(getattr(self, name))
        return plot


def _scaled(size: QSize) -> QSize:
    return QSize(px(size.width()), px(size.height()))
