"""Several views on one page: in the columns of the window, laid out anew so that all edges meet."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter

from playground.app.pictures.views import VIEWS
from playground.widgets.control import rounded
from playground.widgets.paper import paint_for_paper
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from playground.app.pictures.views import PictureView, Subject
    from playground.widgets.paper import ClipMarks

GUTTER, PADDING = 8, 12
"""Between views, as in the window; around a part that stands on a card of its own, or alone."""
CARD_RADIUS = 10
MOST_ABREAST = 3
"""Parts side by side; more are arranged as in the window."""
SAME_COLUMN = 0.5
"""Views that lie above each other by more than this part of the narrower one are a column."""


@dataclass(frozen=True, slots=True, eq=False)
class PageCell:
    """A view and its place.

    Attributes:
        view: What it is.
        widget: What is painted.
        box: Where, on the page, in logical pixels.
    """

    view: PictureView
    widget: QWidget
    box: QRect


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page.

    Attributes:
        cells: What stands on it.
        size: In logical pixels.
        padding: Around parts, inside their cells.
    """

    cells: tuple[PageCell, ...]
    size: QSize
    padding: int

    @property
    def only_parts(self) -> bool:
        """Whether no panel is on it: the page is then one sheet without cards."""
        return all(cell.view.part is not None for cell in self.cells)

    @property
    def is_fixed(self) -> bool:
        """Whether it has one size only."""
        return all(cell.view.shape == "fixed" for cell in self.cells)

    def paint(self, painter: QPainter, pixels: float, marks: ClipMarks | None = None) -> None:
        """Paint it from the painter's origin on, one unit a logical pixel.

        Args:
            painter: Active, on any device.
            pixels: Of the file in a logical one, for what has to be a picture.
            marks: Where clips are to be written down; for SVG.
        """
        theme = current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(QPoint(), QSizeF(self.size)), theme.card if self.only_parts else theme.window)
        for cell in self.cells:
            is_part = cell.view.part is not None
            if is_part and not self.only_parts:
                rounded(painter, QRectF(cell.box), CARD_RADIUS, theme.card, theme.line)
            margin = self.padding if is_part else 0
            room = cell.box.adjusted(margin, margin, -margin, -margin)
            size = _laid_out(cell, room.size())
            factor = min(room.width() / size.width(), room.height() / size.height(), 1.0)
            painter.save()
            painter.translate(_corner(room, QSizeF(size) * factor))
            painter.scale(factor, factor)
            with _resized(cell.widget, size):
                paint_for_paper(painter, cell.widget, pixels * factor, marks)
            painter.restore()


def page_of(subject: Subject, keys: Sequence[str], size: QSize | None = None) -> Page:
    """Arrange views on a page.

    Args:
        subject: Whose views.
        keys: Of `VIEWS`, one or more, all of them visible.
        size: Of the page in logical pixels; what the views have on the screen when None.
    """
    views = [VIEWS[key] for key in VIEWS if key in keys]
    parts = any(view.part is not None for view in views)
    padding = px(PADDING) if parts else 0
    columns = _arranged([_on_screen(subject, view, padding) for view in views])
    widths = [max(cell.box.width() for cell in column) for column in columns]
    heights = [sum(cell.box.height() for cell in column) + px(GUTTER) * (len(column) - 1) for column in columns]
    natural = QSize(sum(widths) + px(GUTTER) * (len(columns) - 1), max(heights))
    whole = natural if size is None else size
    cells: list[PageCell] = []
    left = 0
    for column, width in zip(columns, _shared(widths, whole.width() - px(GUTTER) * (len(columns) - 1)), strict=True):
        cells += _stacked(column, left, width, whole.height())
        left += width + px(GUTTER)
    return Page(tuple(cells), whole, padding)


def _on_screen(subject: Subject, view: PictureView, padding: int) -> PageCell:
    widget = view.widget(subject)
    margin = padding if view.part is not None else 0
    box = QRect(widget.mapTo(subject.window, QPoint(0, 0)), widget.size())
    return PageCell(view, widget, box.adjusted(-margin, -margin, margin, margin))


def _arranged(cells: list[PageCell]) -> list[list[PageCell]]:
    """A few parts stand side by side, as in a figure; all else as in the window."""
    if len(cells) > MOST_ABREAST or any(cell.view.part is None for cell in cells):
        return _columns(cells)
    height = max(cell.box.height() for cell in cells)
    squares = [cell.view.shape == "square" for cell in cells]
    boxes = [QRect(0, 0, height, height) if square else cell.box for cell, square in zip(cells, squares, strict=True)]
    return [[replace(cell, box=box)] for cell, box in zip(cells, boxes, strict=True)]


def _columns(cells: list[PageCell]) -> list[list[PageCell]]:
    """As in the window: columns from left to right, in each of them from top to bottom."""
    columns: list[list[PageCell]] = []
    for cell in sorted(cells, key=lambda cell: (cell.box.left(), -cell.box.width())):
        first = columns[-1][0].box if columns else QRect()
        shared = min(first.right(), cell.box.right()) - cell.box.left()
        if columns and shared > SAME_COLUMN * min(first.width(), cell.box.width()):
            columns[-1].append(cell)
        else:
            columns.append([cell])
    return [sorted(column, key=lambda cell: cell.box.top()) for column in columns]


def _stacked(column: list[PageCell], left: int, width: int, height: int) -> list[PageCell]:
    placed, top = [], 0
    room = height - px(GUTTER) * (len(column) - 1)
    for cell, share in zip(column, _shared([cell.box.height() for cell in column], room), strict=True):
        placed.append(replace(cell, box=QRect(left, top, width, share)))
        top += share + px(GUTTER)
    return placed


def _shared(lengths: list[int], whole: int) -> list[int]:
    """Lengths in the same proportions that fill a whole, each at least 1."""
    total, ends, sum_so_far = sum(lengths), [0], 0
    for length in lengths:
        sum_so_far += length
        # The sums are rounded, and not each length, so that together they are the whole.
        ends.append(round(whole * sum_so_far / total))
    return [max(end - start, 1) for start, end in pairwise(ends)]


def _laid_out(cell: PageCell, room: QSize) -> QSize:
    """The size in which a view is laid out for a room."""
    if cell.view.shape == "fixed":
        return cell.widget.size()
    if cell.view.shape == "square":
        side = max(min(room.width(), room.height()), 1)
        return QSize(side, side)
    return room.expandedTo(cell.widget.minimumSizeHint())


def _corner(room: QRect, shown: QSizeF) -> QPointF:
    """Where something begins that stands in the middle of a room."""
    spare = QSizeF(room.size()) - shown
    return QPointF(room.left() + round(spare.width() / 2), room.top() + round(spare.height() / 2))


@contextmanager
def _resized(widget: QWidget, size: QSize) -> Iterator[None]:
    """Give a widget another size while it is painted; nothing of it is seen, as no event is handled meanwhile."""
    before = widget.geometry()
    if size != before.size():
        widget.resize(size)
    try:
        yield
    finally:
        if size != before.size():
            widget.setGeometry(before)
