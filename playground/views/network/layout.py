"""Where everything of the network lies: a document and a size in, frozen rectangles out.

Lengths are logical pixels in the coordinates of the scene.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.document.model import INPUT_UID, inputs_of
from playground.document.plan import resolve
from playground.training.probes.addresses import NeuronAddress
from playground.views.network.columns import SPACING, Gap, LayerColumn, NetworkLayout, UnitCell
from playground.views.network.density import COMPACT, DENSITIES, ROOMY, TIGHT
from playground.views.network.input_column import InputRows, input_rows, label_width
from playground.views.network.output_column import output_column, output_width
from playground.views.network.shown import own_shown, picture_title, shows_pictures
from playground.views.network.traits import dropout_of, has_units, weight_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playground.document.model import Document
    from playground.layers import Layer
    from playground.views.network.columns import Links, Shows
    from playground.views.network.density import Density
    from playground.views.network.shown import ShownUnits

CARD_TOP = 4
TITLE_Y, CAPTION_Y, STEPPER_Y, PLUS_Y = 15, 30, 48, 21
CELLS_TOP = 63
CHROME = 74
"""What of the height is not neurons: title, caption, stepper and the margins below."""
BOTTOM = 7
LEAST_PITCH, USUAL_PITCH, MOST_PITCH = 20, 41, 52
LARGE_PITCH = 112
"""The most in a panel that has room for it, as a maximised one has."""
USUAL_INPUTS = 7
"""Neurons are not larger than they would be in a layer of so many, as many as a point has inputs."""
READABLE_PITCH = 28
"""A layer whose thumbnails would be smaller in one column stands in two, where the edges keep enough room."""
PITCH_STEP = 4
LEFT, LABEL_GAP, RIGHT = 26, 10, 20
LEAST_GAP, EASY_GAP, SQUEEZED_GAP = 48, 96, 30
"""Where the network is a little too wide for its panel, gaps are squeezed before it has to be scrolled."""
LEAST_CARD, CARD_PADDING = 56, 20
DIGIT, LEAST_STEPPER = 9, 57
"""Room for each digit beyond two between the − and the + of a card; a narrower one has the number alone."""
LEAST_SLIM_CARD, SLIM_PADDING = 52, 12
TITLE_LETTER, BRIEF_LETTER, BRIEF_MARGIN = 6.7, 5.9, 5
"""Titles of layers of pictures name kinds, and take about so much a letter; shapes stand below them."""
KERNEL_AXES = 4
ONE_COLUMN, TWO_COLUMNS = 16, 32
SAMPLE_ROWS = 12
ROW = 14
"""Width of numbers in a row, which goes down a card."""
NOTE = 16
"""Height of a line below the units: how many are shown, how many are dropped."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """How the units of a layer are arranged: `across` columns of `rows`, `shown` of `units` in all, `pitch` apart."""

    units: int
    across: int
    rows: int
    shown: int
    pitch: int = 0
    passes: bool = False

    @property
    def is_sample(self) -> bool:
        """Whether not all units are shown."""
        return self.shown < self.units and not self.passes


@dataclass(frozen=True, slots=True)
class _Sized:
    """Columns with units of some pitch: how wide they are, the widest gap between them, and what each takes of it."""

    grids: list[_Grid]
    pitch: int
    wide: list[float]
    gap: float
    parts: list[float]
    density: Density = ROOMY


def network_layout(
    document: Document, size: QSizeF, scroll: Mapping[int, int] | None = None, scale: float = 1.0
) -> NetworkLayout:
    """Lay the network out.

    Args:
        document: What is shown.
        size: The space for it; the height is kept to, the width only where the least gaps fit.
        scroll: First row shown, by uid, of layers with more units than are shown.
        scale: Of the interface: all lengths grow with it.
    """
    laid_out = _layout(document, QSizeF(size.width() / scale, size.height() / scale), scroll or {})
    return laid_out if scale == 1.0 else _scaled(laid_out, scale)


def _layout(document: Document, size: QSizeF, scroll: Mapping[int, int]) -> NetworkLayout:
    sized = _columns(document, size, READABLE_PITCH)
    if sized.gap < EASY_GAP and not shows_pictures(document):
        sized = _columns(document, size, LEAST_PITCH)
    density, height = sized.density, size.height()
    rows = _input_rows(document, height, sized.pitch, density)
    left, right = _sides(document, density)
    x = left + label_width(document, rows, size.width())
    lefts: list[float] = []
    for one, part in zip(sized.wide, (*sized.parts, 0.0), strict=True):
        lefts.append(float(round(x)))
        x += one + sized.gap * part
    columns = [_input_column(lefts[0], height, rows)]
    for place, layer in enumerate(document.network):
        box = QRectF(lefts[place + 1], CARD_TOP, sized.wide[place + 1], height - CARD_TOP - BOTTOM)
        if sized.grids[place].passes:
            columns.append(_passing_column(layer, place, box, columns[-1]))
        else:
            column = _layer_column(layer, place, box, sized.grids[place], scroll.get(layer.uid, 0))
            narrow = column.steps and box.width() < LEAST_STEPPER + _digits(layer, sized.grids[place])
            columns.append(replace(column, is_narrow=narrow))
    columns.append(output_column(document, lefts[-1], CELLS_TOP, height - CHROME, density.bars))
    width = max(size.width(), float(round(x + right)))
    return NetworkLayout(tuple(columns), _gaps(columns), width, height, sized.pitch, not density.is_titled)


def _columns(document: Document, size: QSizeF, readable: int) -> _Sized:
    """How units are arranged, their pitch, how wide the columns are, and the gaps between them.

    Args:
        document: What is shown.
        size: The space for it.
        readable: The least pitch for which a layer keeps to one column.
    """
    height = size.height() - NOTE * any(dropout_of(layer) > 0.0 for layer in document.network)
    room = height - CHROME
    fit, readable_fit = (max(2, int(room) // pitch) for pitch in (LEAST_PITCH, readable))
    grids = [_grid(one, fit, min(ONE_COLUMN, readable_fit)) for one in own_shown(document)]
    pitch = _pitch(height, grids)
    sized = _sized(document, size, grids, pitch)
    while sized.gap < EASY_GAP and pitch > MOST_PITCH:  # a large panel has large pictures where edges have room
        pitch = max(pitch - PITCH_STEP, MOST_PITCH)
        sized = _sized(document, size, grids, pitch)
    if not shows_pictures(document):
        return sized if sized.gap >= SQUEEZED_GAP else _squeezed(document, size, grids, pitch)
    for density in DENSITIES:  # all layers at once, where that is possible
        for smaller in range(pitch, density.pitch - 1, -1):
            tried = _sized(document, size, grids, smaller, density)
            if tried.gap >= density.gap:
                return tried
    scrolled = _sized(document, size, grids, min(pitch, READABLE_PITCH), COMPACT)  # as the height allows
    return replace(scrolled, gap=COMPACT.gap)


def _squeezed(document: Document, size: QSizeF, grids: list[_Grid], pitch: int) -> _Sized:
    """Columns of points or rows closer together, with smaller units, where all fit then; else as they are."""
    for smaller in range(pitch, READABLE_PITCH - 1, -PITCH_STEP):
        tight = _sized(document, size, grids, smaller, TIGHT)
        if tight.gap >= TIGHT.gap:
            return tight
    return replace(_sized(document, size, grids, pitch), gap=LEAST_GAP)


def _sized(document: Document, size: QSizeF, grids: list[_Grid], pitch: int, density: Density = ROOMY) -> _Sized:
    """The columns with units so far apart, and the widest gap that is left between them; it may be negative."""
    height = size.height() - NOTE * any(dropout_of(layer) > 0.0 for layer in document.network)
    pitched = [replace(grid, pitch=_pitch_of(grid, height - CHROME, pitch)) for grid in grids]
    wide = _columns_wide(document, pitched, size.height(), pitch, density)
    names = label_width(document, _input_rows(document, size.height(), pitch, density), size.width())
    parts = _gap_parts(document, pitched, density)
    gap = (size.width() - sum(_sides(document, density)) - names - sum(wide)) / sum(parts)
    return _Sized(pitched, pitch, wide, gap, parts, density)


def _sides(document: Document, density: Density) -> tuple[int, int]:
    """What stays free on the left and on the right of the network."""
    if shows_pictures(document):
        return density.sides
    return (LEFT + LABEL_GAP, RIGHT) if density.is_titled else (density.sides[0] + LABEL_GAP, density.sides[1])


def _gap_parts(document: Document, grids: Sequence[_Grid], density: Density) -> list[float]:
    """How wide each gap is, as a share of the widest: in networks of pictures that where kernels are shown."""
    if not shows_pictures(document):
        return [1.0] * (len(document.network) + 1)
    parts = []
    for planned, grid in zip(resolve(document).layers, grids, strict=False):
        weight = weight_of(planned)
        has_kernels = weight is not None and len(weight.shape) == KERNEL_AXES and grid.across == 1
        joins = planned.layer.has_weights or planned.layer.is_mixing
        parts.append(1.0 if has_kernels else density.weighted if joins else density.passed)
    return [*parts, density.weighted]


def input_address(document: Document, unit: int) -> NeuronAddress | None:
    """The address of an input by its place in the table; None while it is switched off."""
    name = list(inputs_of(document))[unit]
    return NeuronAddress(INPUT_UID, document.inputs.index(name)) if name in document.inputs else None


def input_unit(document: Document, index: int) -> int:
    """The place in the table of inputs of the network's input `index`."""
    return list(inputs_of(document)).index(document.inputs[index])


def is_grid(column: LayerColumn) -> bool:
    """Whether its units stand side by side."""
    first, *others = column.cells
    return bool(others) and others[0].rect.top() == first.rect.top()


def last_row(column: LayerColumn) -> int:
    """The largest first row to which a sampled column can be scrolled."""
    return ceil(column.units / 2) - ceil(len(column.cells) / 2)


def gap_at(layout: NetworkLayout, x: float) -> Gap:
    """The gap nearest to a place, for a card that is dragged."""
    return min(layout.gaps, key=lambda gap: abs(gap.plus.x() - x))


def _grid(one: ShownUnits, fit: int, one_column: int) -> _Grid:
    units = one.count
    if one.passes:
        return _Grid(units, 1, 1, units, passes=True)
    if units <= one_column:
        return _Grid(units, 1, max(units, 1), units)
    if units <= TWO_COLUMNS and ceil(units / 2) <= fit:
        return _Grid(units, 2, ceil(units / 2), units)
    rows = max(1, min(SAMPLE_ROWS, fit - 1))
    return _Grid(units, 2, rows, min(units, 2 * rows))


def _pitch_of(grid: _Grid, room: float, pitch: int) -> int:
    """A layer too wide to be shown as a whole has smaller pictures; its neighbours keep theirs."""
    return int(min(max((room - NOTE) / grid.rows, LEAST_PITCH), pitch)) if grid.is_sample else pitch


def _pitch(height: float, grids: Sequence[_Grid]) -> int:
    """From one neuron to the next, by the layers that are shown as a whole."""
    whole = [grid for grid in grids if not grid.is_sample]
    most = max([USUAL_INPUTS, *(grid.rows for grid in whole)])
    return int(min(max((height - CHROME) / most, LEAST_PITCH), LARGE_PITCH))


def _columns_wide(
    document: Document, grids: Sequence[_Grid], height: float, pitch: int, density: Density
) -> list[float]:
    card = _picture_card_wide if shows_pictures(document) else _card_wide
    result: list[float] = [float(_input_rows(document, height, pitch, density).width - SPACING)]
    result += [float(card(layer, grid, density)) for layer, grid in zip(document.network, grids, strict=True)]
    result.append(output_width(document, height - CHROME, density.bars))
    return result


def _card_wide(layer: Layer, grid: _Grid, _density: Density) -> float:
    least, padding = (LEAST_CARD, CARD_PADDING) if layer.has_weights else (LEAST_SLIM_CARD, SLIM_PADDING)
    return max(least + _digits(layer, grid), grid.across * grid.pitch - SPACING + padding)


def _picture_card_wide(layer: Layer, grid: _Grid, density: Density) -> float:
    if grid.passes:
        return density.passing
    least = max(density.card, BRIEF_LETTER * len(layer.brief_title) + BRIEF_MARGIN)
    if density.is_titled:
        least = max(least, LEAST_CARD + _digits(layer, grid), round(TITLE_LETTER * len(picture_title(layer))))
    return max(least, grid.across * grid.pitch - SPACING + density.padding)


def _digits(layer: Layer, grid: _Grid) -> int:
    return DIGIT * max(len(str(grid.units)) - 2, 0) if has_units(layer) else 0


def _input_rows(document: Document, height: float, pitch: int, density: Density) -> InputRows:
    return input_rows(document, height - CHROME, max(pitch, USUAL_PITCH), READABLE_PITCH, density.picture)


def _input_column(left: float, height: float, rows: InputRows) -> LayerColumn:
    widest = rows.width - SPACING
    top = _top(height, rows.height - SPACING)
    rects = []
    for unit, pitch in enumerate(rows.pitches):
        across, down = rows.place(unit)
        side = pitch - SPACING
        inset = 0 if rows.across > 1 else (widest - side) // 2
        rects.append(QRectF(left + across + inset, top + down, side, side))
    cells = tuple(_cell(unit, rect, rect.left(), left + widest, 0.0) for unit, rect in enumerate(rects))
    bounds = QRectF(left, rects[0].top(), widest, rects[-1].bottom() - rects[0].top())
    title = "Input" if rows.is_picture else "Inputs"
    return LayerColumn(INPUT_UID, title, len(rects), bounds, cells, "none")


def _passing_column(layer: Layer, place: int, box: QRectF, before: LayerColumn) -> LayerColumn:
    """A card with the numbers of all maps that are shown before it, one below the other."""
    note = NOTE * (before.is_sample + (dropout_of(layer) > 0.0))
    each = (box.bottom() - BOTTOM - note - CELLS_TOP) / len(before.cells)
    left, cells = round(box.center().x() - ROW / 2), []
    for order, cell in enumerate(before.cells):
        rect = QRectF(left, CELLS_TOP + order * each, ROW, each)
        cells.append(_cell(cell.unit, rect, left, left + ROW, 0.0))
    shows: Shows = "row"
    return LayerColumn(layer.uid, f"Layer {place + 1}", before.units, box, tuple(cells), "one to one", shows=shows)


def _layer_column(layer: Layer, place: int, box: QRectF, grid: _Grid, first_row: int) -> LayerColumn:
    pitch = grid.pitch
    side = pitch - SPACING
    block = grid.across * pitch - SPACING
    left = round(box.center().x() - block / 2)
    note = NOTE * (grid.is_sample + (dropout_of(layer) > 0.0))
    top = _top(box.bottom() + BOTTOM - note, grid.rows * pitch - SPACING)
    first_unit = max(0, min(first_row, ceil(grid.units / 2) - grid.rows)) * grid.across if grid.is_sample else 0
    cells: list[UnitCell] = []
    for unit in range(first_unit, min(first_unit + grid.shown, grid.units)):
        row, across = divmod(unit - first_unit, grid.across)
        rect = QRectF(left + across * pitch, top + row * pitch, side, side)
        lift = 0.0 if grid.across == 1 else (across - 0.5) * 0.36 * pitch
        cells.append(_cell(unit, rect, left, left + block, lift))
    links: Links = "weights" if layer.has_weights else "all" if layer.is_mixing else "one to one"
    return LayerColumn(
        layer.uid,
        f"Layer {place + 1}",
        grid.units,
        box,
        tuple(cells),
        links,
        steps=has_units(layer),
        skips=layer.has_skip,
    )


def _top(height: float, block: float) -> float:
    """Where a block begins that stands in the middle of the neurons' area."""
    return CELLS_TOP + float(round(max(height - CHROME - SPACING - block, 0.0) / 2))


def _cell(unit: int, rect: QRectF, left: float, right: float, lift: float) -> UnitCell:
    y = rect.center().y() + lift
    return UnitCell(unit, rect, QPointF(left, y), QPointF(right, y))


def _scaled(layout: NetworkLayout, scale: float) -> NetworkLayout:
    def box(rect: QRectF) -> QRectF:
        corner, far = rect.topLeft() * scale, rect.bottomRight() * scale
        return QRectF(round(corner.x()), round(corner.y()), round(far.x() - corner.x()), round(far.y() - corner.y()))

    def cell(one: UnitCell) -> UnitCell:
        return UnitCell(one.unit, box(one.rect), one.entry * scale, one.exit * scale)

    columns = tuple(
        replace(column, rect=box(column.rect), cells=tuple(cell(one) for one in column.cells))
        for column in layout.columns
    )
    gaps = tuple(Gap(gap.index, gap.plus * scale, gap.left * scale, gap.right * scale) for gap in layout.gaps)
    size = layout.width * scale, layout.height * scale
    return replace(layout, columns=columns, gaps=gaps, width=size[0], height=size[1], pitch=round(layout.pitch * scale))


def _gaps(columns: Sequence[LayerColumn]) -> tuple[Gap, ...]:
    result: list[Gap] = []
    for index, (one, other) in enumerate(pairwise(columns)):
        left, right = one.rect.right(), other.rect.left()
        result.append(Gap(index, QPointF((left + right) / 2, PLUS_Y), left, right))
    return tuple(result)
