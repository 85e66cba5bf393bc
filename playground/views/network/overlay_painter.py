"""What the pointer adds: the edge at hand with its number, where a dragged card goes, hints that there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from playground.views.network import layout as geometry
from playground.views.network.card_painter import PLUS_SIDE
from playground.views.network.edge_layer import EdgeColours, draw_edges, edge_pen
from playground.views.network.hit import NOTHING, Hit, Part, bias_center
from playground.widgets.control import rounded
from playground.widgets.format import with_sign
from playground.widgets.text import CENTRE, draw_text, text_width
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from playground.views.network.edges import EdgeAddress, Edges
    from playground.views.network.state import SceneState

DIMMED = 0.4
ACTIVE_WIDTH = 5.0
PILL_HEIGHT = 22
HINT_WIDTH = 36


def edge_colours() -> EdgeColours:
    """Of the theme at hand."""
    theme = current()
    return EdgeColours(theme.mark(0), theme.mark(1), theme.line_strong)


def active_edge(state: SceneState) -> EdgeAddress | None:
    """The edge that is thickened: the one being typed, else under the pointer, else pinned."""
    return state.edited.edge or state.hover.edge or state.pinned_edge


def paint_edges(painter: QPainter, state: SceneState, layer: QImage | None) -> None:
    """The drawn edges, or shapes in their place, dimmed behind the one at hand or the neuron under the pointer."""
    edge = active_edge(state)
    found = _place(state, edge)
    neuron = state.hovered_neuron
    painter.setOpacity(DIMMED if found is not None or neuron is not None else 1.0)
    if layer is not None:
        painter.drawImage(state.view.topLeft(), layer)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for edges in state.edges:
            draw_edges(painter, edges, edge_colours())
    painter.setOpacity(1.0)
    if found is not None and edge is not None:
        start, end = found
        handle = state.handle(Hit(Part.EDGE, edge=edge))
        painter.setPen(edge_pen(handle.value if handle is not None else 0.0, edge_colours(), pxf(ACTIVE_WIDTH)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_curve(start, end))
    elif neuron is not None:
        for edges in state.edges:
            mask = edges.of_unit(neuron.uid, neuron.index)
            if mask.any():
                draw_edges(painter, edges.only(mask), edge_colours())


def pill_rect(state: SceneState, hit: Hit) -> QRectF | None:
    """Where the number of an edge or bias stands; None when it is not on the scene."""
    handle = state.handle(hit)
    center = pill_center(state, hit)
    if handle is None or center is None:
        return None
    width = pxf(72) if hit == state.edited else text_width(with_sign(handle.value), "title") + pxf(14)
    height = pxf(PILL_HEIGHT)
    if hit.part is Part.BIAS:
        center = center + QPointF(-width / 2 - pxf(10), 0.0)
    left = max(center.x() - width / 2, state.offset + pxf(4))
    return QRectF(round(left), round(center.y() - height / 2), round(width), height)


def pill_center(state: SceneState, hit: Hit) -> QPointF | None:
    """The middle of an edge, or of a bias dot."""
    if hit.edge is not None:
        found = _place(state, hit.edge)
        return None if found is None else (found[0] + found[1]) * 0.5
    column = state.layout.column(hit.uid)
    cells = [cell for cell in column.cells if cell.unit == hit.index] if column is not None else []
    return bias_center(cells[0]) if cells else None


def pill_hit(state: SceneState) -> Hit:
    """What the pill that is shown speaks of; `NOTHING` while there is none."""
    if state.edited != NOTHING:
        return state.edited
    if state.hover.part in (Part.EDGE, Part.BIAS):
        return state.hover
    edge = state.pinned_edge
    return NOTHING if edge is None else Hit(Part.EDGE, edge.key[0], edge=edge)


def paint_overlay(painter: QPainter, state: SceneState) -> None:
    """Pill, insertion line, scroll hints."""
    theme = current()
    hit = pill_hit(state)
    rect = pill_rect(state, hit)
    handle = state.handle(hit)
    if rect is not None and handle is not None:
        if hit == state.edited:
            rounded(painter, rect, 6, theme.raised, theme.ink, 1.5)
        else:
            rounded(painter, rect, 6, theme.ink)
            draw_text(painter, rect, with_sign(handle.value), "title", theme.ink_inv, CENTRE)
    if state.dragged is not None:
        _dragged(painter, state)
    _cursor(painter, state)
    _scroll_hints(painter, state)


def _place(state: SceneState, edge: EdgeAddress | None) -> tuple[QPointF, QPointF] | None:
    """Both ends of an edge that is drawn."""
    if edge is None:
        return None
    found = (_ends(edges, edge) for edges in state.edges if edges.key == edge.key)
    return next((ends for ends in found if ends is not None), None)


def _ends(edges: Edges, edge: EdgeAddress) -> tuple[QPointF, QPointF] | None:
    place = edges.find(edge.row, edge.column)
    if place is None:
        return None
    return QPointF(*edges.starts[place].tolist()), QPointF(*edges.ends[place].tolist())


def _curve(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    middle = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
    return path


def _dragged(painter: QPainter, state: SceneState) -> None:
    """A ghost of the card's head under the pointer, and the line where it would go."""
    theme = current()
    assert state.dragged is not None  # noqa: S101 - the caller has looked
    uid, place = state.dragged
    column = state.layout.column(uid)
    if state.target is not None:
        x = round(state.layout.gaps[state.target].plus.x())
        painter.setPen(QPen(theme.ink, pxf(2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        top = pxf(geometry.PLUS_Y + PLUS_SIDE / 2 + 5)
        painter.drawLine(QPointF(x, top), QPointF(x, state.layout.height - pxf(geometry.BOTTOM + 2)))
    if column is not None:
        ghost = QRectF(0, 0, column.rect.width() + pxf(24), pxf(28))
        ghost.moveCenter(place)
        rounded(painter, ghost, 8, with_alpha(theme.raised, 0.95), theme.ink, 1.5)
        draw_text(painter, ghost, column.title, "title", theme.ink, CENTRE)


def _cursor(painter: QPainter, state: SceneState) -> None:
    """The keyboard's place: 2 px of ink, 2 px outside."""
    rect = hit_rect(state, state.cursor)
    if rect is not None:
        gap = pxf(4)
        radius = {Part.TITLE: 12, Part.PLUS: 13}.get(state.cursor.part, 9)
        rounded(painter, rect.adjusted(-gap, -gap, gap, gap), radius, None, current().ink, 2.0)


def hit_rect(state: SceneState, hit: Hit) -> QRectF | None:
    """Where a card, neuron or (+) is in the scene; None for anything else."""
    column = state.layout.column(hit.uid)
    match hit.part:
        case Part.TITLE if column is not None:
            return column.rect.adjusted(2, 2, -2, -2)
        case Part.NEURON | Part.INPUT_OFF if column is not None:
            return next((cell.rect for cell in column.cells if cell.unit == hit.index), None)
        case Part.PLUS if hit.index < len(state.layout.gaps):
            side = pxf(PLUS_SIDE)
            center = state.layout.gaps[hit.index].plus
            return QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
        case _:
            return None


def _scroll_hints(painter: QPainter, state: SceneState) -> None:
    """Where the scene goes on beyond what is seen, it fades under the arrow that scrolls it, with the columns there."""
    view = state.view
    width = pxf(HINT_WIDTH)
    before, behind = state.beyond
    if state.offset > 0:
        _fade(painter, QRectF(view.left(), 0, width, view.height()), to_left=True)
        _beyond(painter, QRectF(view.left(), view.center().y(), width, 0.0), before)
    if state.offset < state.most_offset:
        _fade(painter, QRectF(view.right() - width, 0, width, view.height()), to_left=False)
        _beyond(painter, QRectF(view.right() - width, view.center().y(), width, 0.0), behind)


def _beyond(painter: QPainter, arrow: QRectF, columns: int) -> None:
    """How many columns the arrow leads to, below it: "+3"."""
    if columns:
        below = QRectF(arrow.left(), arrow.top() + pxf(16), arrow.width(), pxf(14))
        draw_text(painter, below, f"+{columns}", "label_strong", current().ink, CENTRE)


def _fade(painter: QPainter, rect: QRectF, *, to_left: bool) -> None:
    theme = current()
    solid, clear = QColor(theme.card), with_alpha(theme.card, 0.0)
    fade = QLinearGradient(rect.topLeft(), rect.topRight())
    fade.setColorAt(0.0, solid if to_left else clear)
    fade.setColorAt(1.0, clear if to_left else solid)
    painter.fillRect(rect, fade)
