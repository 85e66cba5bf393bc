"""A grid of pictures of which one is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy

from playground.widgets.button_choice import ButtonChoice
from playground.widgets.control import Control, rounded
from playground.widgets.paper import clipped
from playground.widgets.text import CENTRE, draw_text
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QPainter, QResizeEvent
    from PySide6.QtWidgets import QWidget

MARGIN = 3  # room for the selection's outline around the pictures
_GAP = 7
_OUTSET = 2.5
_RADIUS = 6
_CAPTION = 22  # a title and the gap above it


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A picture with a key for the program and words for the person.

    Attributes:
        key: What `chosen` carries.
        title: Its name.
        tip: Tooltip; the title alone when empty.
        image: Drawn to fill the square; None for an empty well.
    """

    key: str
    title: str
    image: QImage | None = None
    tip: str = ""


class ThumbnailButton(Control, QPushButton):
    """A picture in its well, and its title below where the grid shows titles."""

    focus_radius = 8.0

    def __init__(self, thumbnail: Thumbnail, grid: ThumbnailGrid, *, titled: bool) -> None:
        super().__init__(thumbnail.title, thumbnail.tip, grid)
        self.thumbnail, self._titled = thumbnail, titled
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """64 px and the margin."""
        return QSize(px(64 + 2 * MARGIN), px(64 + 2 * MARGIN) + _caption(titled=self._titled))

    def minimumSizeHint(self) -> QSize:
        """A picture of which something can be seen."""
        return QSize(px(32), px(32) + _caption(titled=self._titled))

    def focus_rect(self) -> QRectF:
        """The picture's outline."""
        return self._square().adjusted(-_OUTSET, -_OUTSET, _OUTSET, _OUTSET)

    def paint(self, painter: QPainter) -> None:
        """Well, picture, outline, title."""
        theme, area, image = current(), self._square(), self.thumbnail.image
        if self.isChecked():
            outset = pxf(_OUTSET)
            rounded(painter, area.adjusted(-outset, -outset, outset, outset), 8, theme.sunken, theme.ink, 1.5)
        else:
            rounded(painter, area, _RADIUS, theme.sunken, theme.line_strong if self.underMouse() else theme.line)
        if image is not None:
            clip = QPainterPath()
            clip.addRoundedRect(area.adjusted(1, 1, -1, -1), pxf(_RADIUS - 1), pxf(_RADIUS - 1))
            with clipped(painter, clip):
                painter.drawImage(area, image)
        if self._titled:
            colour = theme.ink if self.underMouse() or self.isChecked() else theme.ink2
            below = QRectF(area.left(), area.bottom(), area.width(), _caption(titled=True))
            draw_text(painter, below, self.thumbnail.title, "label", colour, CENTRE)

    def _square(self) -> QRectF:
        margin = pxf(MARGIN)
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin - _caption(titled=self._titled))


class ThumbnailGrid(ButtonChoice):
    """Pictures in columns; a click on the one that is on asks for it afresh.

    The squares fill the width; with `titles` their names stand under them. `MARGIN` px around them hold the
    selection's outline, so place it with a panel overhang of that much.
    """

    says_again = True

    def __init__(
        self,
        name: str,
        thumbnails: Sequence[Thumbnail] = (),
        *,
        columns: int = 3,
        titles: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent=parent)
        self._columns, self._titled = columns, titles
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_thumbnails(thumbnails)

    def set_thumbnails(self, thumbnails: Sequence[Thumbnail]) -> None:
        """Show these pictures and no others; those of known keys change in place."""
        self._grid.setSpacing(px(_GAP - 2 * MARGIN))
        for key in self._buttons.keys() - {one.key for one in thumbnails}:
            self._grid.removeWidget(self._buttons[key])
            self._drop(key)
        for index, thumbnail in enumerate(thumbnails):
            # Kept where it is known: a new button would not have the keyboard's focus.
            button = self._buttons.get(thumbnail.key)
            if button is None:
                button = ThumbnailButton(thumbnail, self, titled=self._titled)
                self._hold(thumbnail.key, button)
            elif isinstance(button, ThumbnailButton):
                button.thumbnail = thumbnail
                button.update()
            self._grid.addWidget(button, *divmod(index, self._columns))
            self._grid.setColumnStretch(index % self._columns, 1)
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """All rows of squares at that width, with their titles."""
        gap, rows = self._grid.spacing(), -(-len(self._buttons) // self._columns)
        side = max(8.0, (width - gap * (self._columns - 1)) / self._columns - 2 * pxf(MARGIN))
        return round(rows * (side + 2 * pxf(MARGIN) + _caption(titled=self._titled)) + max(0, rows - 1) * gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Squares are as high as wide, so the height follows the width (a scroll area asks no layout for that)."""
        self.setFixedHeight(self.heightForWidth(event.size().width()))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """64 px a picture."""
        width = px(64 + 2 * MARGIN) * self._columns + self._grid.spacing() * (self._columns - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """32 px a picture."""
        width = px(32 + _GAP) * self._columns
        return QSize(width, self.heightForWidth(width))


def _caption(*, titled: bool) -> int:
    """Height under a picture, device-independent pixels."""
    return px(_CAPTION) if titled else 0
