"""What stands still: cards, titles, steppers, the dotted line with its (+), labels of inputs and outputs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from playground.document.model import INPUT_UID, OUTPUT_UID, inputs_of
from playground.document.plan import resolve
from playground.document.shape_words import shape_in_words
from playground.tasks import TASKS
from playground.views.network import layout as geometry
from playground.views.network.hit import Hit, Part, count_rect, less_rect, more_rect
from playground.views.network.input_column import SYMBOL
from playground.views.network.output_column import NAME_WIDTH, output_heading
from playground.views.network.shown import picture_title, shows_pictures
from playground.views.network.traits import dropout_of, has_units
from playground.widgets.control import rounded
from playground.widgets.format import percent
from playground.widgets.icons import paint_icon
from playground.widgets.text import CENTRE, LEFT, RIGHT, draw_text, text_width
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from playground.document.model import Document
    from playground.document.plan import PlannedLayer
    from playground.layers import Layer
    from playground.views.network.columns import Gap, LayerColumn
    from playground.views.network.state import SceneState
    from playground.widgets.fonts import FontRole

PLUS_SIDE = 19
LOW_CELL = 15
"""Names of inputs closer to each other are smaller, or they would touch."""
TITLE_ROLES: tuple[FontRole, ...] = ("title", "button", "label_strong")
CARD_RADIUS = 10


@dataclass(frozen=True, slots=True)
class CardLine:
    """Where a line of a column's head stands: how far down at scale 100 %, how far right of the middle."""

    column: LayerColumn
    y: float
    shift: float


def paint_cards(painter: QPainter, state: SceneState) -> None:
    """Everything that lies below the edges."""
    _dotted_line(painter, state)
    for column in state.layout.columns:
        if column.rect.adjusted(-90, 0, 90, 0).intersects(state.view):
            _column(painter, state, column)
    for gap in state.layout.gaps:
        _plus(painter, gap, hovered=Hit(Part.PLUS, index=gap.index) in (state.hover, state.cursor))


def unit_name(document: Document, uid: int, unit: int) -> str:
    """The words beside an input or output; empty for hidden units."""
    if uid == INPUT_UID:
        return list(inputs_of(document).values())[unit].label
    if uid != OUTPUT_UID:
        return ""
    if not TASKS[document.task].has_classes:
        values = document.dataset.values
        return values[unit] if unit < len(values) else ""
    names = [one.name for one in document.dataset.classes]
    if resolve(document).head.units == 1:
        if not resolve(document).gives_probabilities:
            return f"{names[1]} score" if len(names) > 1 else "score"
        return f"P({names[1]})" if len(names) > 1 else "P"
    return names[unit] if unit < len(names) else ""


def caption_lines(layer: Layer) -> list[str]:
    """What stands below a layer's title: an activation's name, or what kind it is and how it is set, in two lines."""
    if layer.has_weights:
        return [layer.caption()]
    words = [layer.caption()] if layer.short_title == layer.caption() else [*layer.title.split(), layer.caption()]
    return [word for word in words if word][:2]


def picture_lines(planned: PlannedLayer) -> list[tuple[str, ...]]:
    """The same where samples are pictures: the shape, and below it the settings, where no count stands there.

    Of units in a row, which are counted below, the settings alone. What a narrow card has no room for in full stands
    there shorter, too: "16@4×4", "4×4".
    """
    layer, shape = planned.layer, planned.shape_out
    if has_units(layer) and len(shape) == 1:
        return [(layer.caption(),)]
    caption = "" if has_units(layer) else layer.caption()
    shorter = "×".join(map(str, shape[1:])) if len(shape) > 1 else f"{shape[0]:,}"
    return [(shape_in_words(shape), shorter), *([(caption,)] if caption else [])]


def _dotted_line(painter: QPainter, state: SceneState) -> None:
    theme = current()
    pen = QPen(theme.line_strong, 1.0)
    pen.setDashPattern([1.5, 3.0])
    painter.setPen(pen)
    y = round(pxf(geometry.PLUS_Y)) + 0.5
    if not state.layout.gaps:
        return
    start, end = state.layout.gaps[0].left + pxf(14), state.layout.gaps[-1].right - pxf(14)
    painter.drawLine(QPointF(start, y), QPointF(end, y))


def _column(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    theme = current()
    if column.is_layer:
        selected = column.uid == state.selected
        line, width = (theme.ink, 1.5) if selected else (theme.line, 1.0)
        hovered = state.hover in (Hit(Part.TITLE, column.uid), Hit(Part.CARD, column.uid))
        line = theme.line_strong if hovered and not selected else line
        rounded(painter, column.rect, CARD_RADIUS, theme.raised, line, width)
        _layer_head(painter, state, column)
        return
    if column.uid == OUTPUT_UID:
        _output_outline(painter, state, column)
    is_output = column.uid == OUTPUT_UID
    middle = output_heading(column).center().x() if is_output else (column.rect.right() + pxf(geometry.LEFT)) / 2
    place = CardLine(column, geometry.TITLE_Y, middle - column.rect.center().x())
    _line(painter, place, (column.title,), ("title",), theme.ink)
    _line(painter, replace(place, y=geometry.CAPTION_Y), (_caption(state.document, column),), ("row",), theme.ink3)
    _names(painter, state, column)


def _output_outline(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    """The output has no card: its title shows that it can be opened, and that it is."""
    theme = current()
    rect = output_heading(column)
    if state.selected == OUTPUT_UID:
        rounded(painter, rect, 8, None, theme.ink, 1.5)
    elif state.hover == Hit(Part.TITLE, OUTPUT_UID):
        rounded(painter, rect, 8, theme.control)


def _caption(document: Document, column: LayerColumn) -> str:
    if column.uid == INPUT_UID and shows_pictures(document):
        return shape_in_words(resolve(document).shape_in)
    if column.uid == INPUT_UID:
        return f"{len(document.inputs)} of {len(inputs_of(document))}"
    return resolve(document).head.kind


def _layer_head(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    theme = current()
    planned = resolve(state.document).planned(column.uid)
    if planned is None:
        return
    layer, of_pictures = planned.layer, shows_pictures(state.document)
    title = CardLine(column, geometry.TITLE_Y, 0.0)
    if of_pictures:
        brief = state.layout.is_brief
        _line(painter, title, (layer.brief_title if brief else picture_title(layer),), _title_roles(state), theme.ink)
    else:
        _line(painter, title, (column.title,), TITLE_ROLES, theme.ink)
    roles: tuple[FontRole, ...] = ("row", "label") if layer.has_weights or of_pictures else ("label",)
    lines = picture_lines(planned) if of_pictures else [(line,) for line in caption_lines(layer)]
    for row, texts in enumerate(lines):
        y = geometry.CAPTION_Y + 14 * row
        lock = row == 0 and layer.frozen
        text, role = _line(painter, CardLine(column, y, pxf(6) if lock else 0.0), texts, roles, theme.ink3)
        if lock:
            middle = column.rect.center().x() - text_width(text, role) / 2 - pxf(2)
            paint_icon(painter, "lock", _square(QPointF(middle, pxf(y)), pxf(11)), theme.ink2)
    if column.steps:
        _stepper(painter, state, column)
    _notes(painter, column, layer)
    if column.is_sample and column.shows == "tiles":
        _scroll_mark(painter, column)
    if column.skips:
        _skip_arc(painter, column)


def _title_roles(state: SceneState) -> tuple[FontRole, ...]:
    """Those of layers of pictures: the same for all of them, so that none seems to matter more."""
    if not state.layout.is_brief:
        return TITLE_ROLES
    words = [
        (layer.brief_title, column.rect.width() - pxf(4))
        for column in state.layout.columns
        if (layer := resolve(state.document).layer(column.uid)) is not None and column.is_layer
    ]
    fits = (role for role in TITLE_ROLES if all(text_width(text, role) <= room for text, room in words))
    return (next(fits, TITLE_ROLES[-1]),)


def _notes(painter: QPainter, column: LayerColumn, layer: Layer) -> None:
    """Below the units: how many are shown, and the share that is dropped at each step."""
    few = (f"{len(column.cells)} shown", f"+{column.units - len(column.cells):,}")
    dropout = dropout_of(layer)
    dropped = (f"drop {percent(dropout)}", percent(dropout))
    y = column.block.bottom() + pxf(10)
    for texts in (*([few] if column.is_sample else []), *([dropped] if dropout else [])):
        _line(painter, CardLine(column, y / pxf(1), 0.0), texts, ("label",), current().ink3)
        y += pxf(geometry.NOTE)


def _line(
    painter: QPainter, line: CardLine, texts: tuple[str, ...], roles: tuple[FontRole, ...], colour: QColor
) -> tuple[str, FontRole]:
    """One centred line: the first of the texts that fits, in the first of the roles in which it does."""
    width = line.column.rect.width() - pxf(4) if line.column.is_layer else pxf(110)
    fitting = ((text, role) for text in texts for role in roles if text_width(text, role) <= width)
    text, role = next(fitting, (texts[-1], roles[-1]))
    middle = line.column.rect.center().x() + line.shift
    rect = QRectF(middle - width / 2, pxf(line.y) - pxf(8), width, pxf(16))
    draw_text(painter, rect, text, role, colour, CENTRE)
    return text, role


def _stepper(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    theme = current()
    ends = ((Part.LESS, "minus", less_rect(column)), (Part.MORE, "plus", more_rect(column)))
    for part, name, rect in () if column.is_narrow else ends:
        hovered = state.hover == Hit(part, column.uid)
        rounded(painter, rect, 5, theme.control_hover if hovered else theme.control)
        paint_icon(painter, name, _square(rect.center(), pxf(11)), theme.ink if hovered else theme.ink2)
    between = count_rect(column)
    hovered = Hit(Part.COUNT, column.uid) == state.hover
    if hovered or column.is_narrow:
        fill = theme.control_hover if hovered and column.is_narrow else theme.control
        rounded(painter, between.adjusted(1, 0, -1, 0), 4, fill)
    draw_text(painter, between, str(column.units), "value", theme.ink, CENTRE)


def _plus(painter: QPainter, gap: Gap, *, hovered: bool) -> None:
    theme = current()
    rect = _square(QPointF(round(gap.plus.x()), round(gap.plus.y())) + QPointF(0.5, 0.5), pxf(PLUS_SIDE))
    fill = theme.control_hover if hovered else theme.card
    rounded(painter, rect, PLUS_SIDE / 2, fill, theme.line_strong)
    painter.setPen(QPen(theme.ink if hovered else theme.ink2, pxf(1.4), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    reach = pxf(4)
    center = rect.center()
    painter.drawLine(center - QPointF(reach, 0), center + QPointF(reach, 0))
    painter.drawLine(center - QPointF(0, reach), center + QPointF(0, reach))


def _names(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    theme, document = current(), state.document
    if column.shows == "bars" or (column.uid == INPUT_UID and (geometry.is_grid(column) or shows_pictures(document))):
        return  # they stand with the bars, or there is no room for them: the pointer tells them
    names = [unit_name(state.document, column.uid, cell.unit) for cell in column.cells]
    has_names = max(map(len, names), default=0) > SYMBOL
    for cell, text in zip(column.cells, names, strict=True):
        if column.uid == INPUT_UID:
            on = geometry.input_address(state.document, cell.unit) is not None
            rect = QRectF(0.0, cell.rect.top(), cell.rect.left() - pxf(geometry.LABEL_GAP), cell.rect.height())
            rect.setLeft(pxf(4))
            is_low = cell.rect.height() < pxf(LOW_CELL)
            role: FontRole = "label" if has_names or is_low else "value"
            draw_text(painter, rect, text, role, theme.ink if on else theme.ink3, RIGHT)
        elif column.names_below:
            middle = cell.rect.center().x()
            rect = QRectF(middle - pxf(46), cell.rect.bottom() + pxf(4), pxf(92), pxf(16))
            draw_text(painter, rect, text, "row", theme.ink2, CENTRE)
        else:
            width = pxf(NAME_WIDTH - 8)
            rect = QRectF(cell.rect.right() + pxf(8), cell.rect.top(), width, cell.rect.height())
            draw_text(painter, rect, text, "row", theme.ink2, LEFT)


def _scroll_mark(painter: QPainter, column: LayerColumn) -> None:
    """Where in the layer the shown units are: a thin thumb along the right edge of the card."""
    theme = current()
    block = column.block
    track = QRectF(column.rect.right() - pxf(5), block.top(), pxf(2), block.height())
    share = len(column.cells) / column.units
    start = column.cells[0].unit / column.units
    rounded(painter, track, 1, theme.line)
    height = max(track.height() * share, pxf(12))
    top = track.top() + (track.height() - height) * start / max(1 - share, 1e-9)
    rounded(painter, QRectF(track.left(), top, track.width(), height), 1, theme.ink3)


def _skip_arc(painter: QPainter, column: LayerColumn) -> None:
    """The way around a residual block: over the card, from what enters to a sum sign behind it."""
    theme = current()
    y, level = pxf(geometry.STEPPER_Y + 2), column.block.top() + pxf(6)
    left, right = column.rect.left() - pxf(10), column.rect.right() + pxf(10)
    path = QPainterPath(QPointF(left, level))
    path.cubicTo(QPointF(left, y), QPointF(left + pxf(8), y), QPointF(column.rect.center().x(), y))
    path.cubicTo(QPointF(right - pxf(8), y), QPointF(right, y), QPointF(right, level - pxf(5)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.ink3, pxf(1.5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPath(path)
    center = QPointF(right, level)
    rounded(painter, _square(center, pxf(10)), 5, theme.card, theme.ink3)
    for arm in (QPointF(pxf(2.5), 0), QPointF(0, pxf(2.5))):
        painter.drawLine(center - arm, center + arm)


def _square(center: QPointF, side: float) -> QRectF:
    return QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
