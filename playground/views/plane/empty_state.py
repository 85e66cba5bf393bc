"""What the map says while there is nothing on it: draw here, or take one of three datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.document.dataset import DataSource
from playground.document.edits_source import regenerate
from playground.domains.plane.generators import GENERATORS, generate
from playground.domains.section import REACH
from playground.session.new_start import replace_points
from playground.widgets import theme
from playground.widgets.control import smooth_painter
from playground.widgets.text import CENTRE, draw_text
from playground.widgets.thumbnails import Thumbnail, ThumbnailGrid

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from playground.session.session import Session

OFFERED = ("circle", "spiral", "spirals")
SIDE, DOTS, DOT = 64, 180, 2.4
TEXT = "Draw here, or pick a dataset"
TEXT_ROW, GAP = 20, 12


class EmptyState(QWidget):
    """Lies over the middle of the map; a stroke can begin on its words and beside its pictures."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setMouseTracking(True)
        self.grid = ThumbnailGrid("Datasets", columns=len(OFFERED), parent=self)
        self.grid.chosen.connect(self._take)
        self.grid.setCursor(Qt.CursorShape.ArrowCursor)
        theme.theme_signals().changed.connect(self._draw_pictures)
        self._draw_pictures()

    def sizeHint(self) -> QSize:
        """A line of text over a row of pictures."""
        grid = self.grid.sizeHint()
        return QSize(max(grid.width(), theme.px(200)), theme.px(TEXT_ROW + GAP) + grid.height())

    def place_in(self, square: QRectF) -> None:
        """Take the middle of the map."""
        size = self.sizeHint()
        grid = self.grid.sizeHint()
        left = square.center().x() - size.width() / 2
        self.setGeometry(round(left), round(square.center().y() - size.height() / 2), size.width(), size.height())
        self.grid.setGeometry(
            (size.width() - grid.width()) // 2, size.height() - grid.height(), grid.width(), grid.height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words."""
        row = QRectF(0, 0, self.width(), theme.pxf(TEXT_ROW))
        with smooth_painter(self) as painter:
            draw_text(painter, row, TEXT, "row", theme.current().ink2, CENTRE)

    def _draw_pictures(self) -> None:
        pictures = [
            Thumbnail(name, GENERATORS[name].title, _picture(name), GENERATORS[name].description) for name in OFFERED
        ]
        self.grid.set_thumbnails(pictures)

    def _take(self, name: str) -> None:
        self.grid.set_current("")
        made = GENERATORS[name]
        source = DataSource(name, made.default_count, made.default_noise, seed=0)
        replace_points(self._session, f"Take {made.title}", lambda d: regenerate(d, source))


def _picture(name: str) -> QImage:
    """Points of a generator over the whole plane."""
    side, ratio = theme.px(SIDE), 2
    image = QImage(side * ratio, side * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    sample = generate(name, DOTS, GENERATORS[name].default_noise, seed=1)
    unit = image.width() * 0.84 / (2 * REACH)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(sample.class_count):
            painter.setPen(
                QPen(theme.current().mark(index), DOT * ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            )
            places = sample.points[sample.targets == index] * (unit, -unit) + image.width() / 2
            painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in places.tolist()]))
    return image
