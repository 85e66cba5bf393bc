"""Paints what fires a feature map as a card: a title, the patches, and the map's answer below each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF

from playground.training.probes.firing_patches import PATCHES
from playground.views.network.cell_painter import short_number
from playground.views.network.patch_painter import paint_patch, paint_well
from playground.widgets.control import rounded
from playground.widgets.text import CENTRE, LEFT, draw_text, text_width
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QPainter

    from playground.training.probes.addresses import NeuronAddress
    from playground.training.probes.firing_patches import StrongestPatches
    from playground.views.network.columns import NetworkLayout

SIDE, GAP, PAD, HEAD, LABEL = 36, 4, 10, 20, 14
CLOSE = 26
"""Room at the right of the title."""
SAME = "It answers the same everywhere in all of them"


@dataclass(frozen=True, slots=True)
class FiresLayout:
    """Where patches stand in their card, so many in a row; its corner is the origin."""

    across: int = PATCHES

    def patch_rect(self, place: int) -> QRectF:
        """Where a patch is, without its number; 0 is the strongest."""
        row, column = divmod(place, self.across)
        side = pxf(SIDE)
        left, top = pxf(PAD) + column * (side + pxf(GAP)), pxf(PAD + HEAD) + row * (side + pxf(LABEL + 2))
        return QRectF(left, top, side, side)

    def size(self, title: str) -> QSizeF:
        """The size of the card with all patches and its title."""
        last = self.patch_rect(PATCHES - 1)
        right = self.patch_rect(self.across - 1).right()
        wide = max(right + pxf(PAD), text_width(title, "row") + pxf(2 * PAD + CLOSE))
        return QSizeF(wide, last.bottom() + pxf(LABEL + PAD - 4))


def fires_title(network: NetworkLayout, address: NeuronAddress) -> str:
    """What the patches are, in words; empty where a network has no such layer."""
    column = network.column(address.uid)
    return "" if column is None else f"What fires map {address.index + 1} of {column.title}"


def fires_layout(room: float) -> FiresLayout:
    """In one row, or in three where there is not so much room."""
    in_a_row = pxf(2 * PAD) + PATCHES * pxf(SIDE) + (PATCHES - 1) * pxf(GAP)
    return FiresLayout(PATCHES if in_a_row <= room else 3)


def paint_fires(
    painter: QPainter,
    layout: FiresLayout,
    title: str,
    found: StrongestPatches | None,
    marked: Collection[int] = (),
) -> None:
    """The card.

    Args:
        painter: At work, its origin at the card's corner.
        layout: Of the patches.
        title: Above them.
        found: What is shown; None where it is not known yet.
        marked: Places of patches with a frame of ink.
    """
    theme, size = current(), layout.size(title)
    rounded(painter, QRectF(0.5, 0.5, size.width() - 1.0, size.height() - 1.0), 10, theme.raised, theme.line_strong)
    head = QRectF(pxf(PAD), pxf(PAD - 3), size.width() - pxf(2 * PAD + CLOSE - 6), pxf(16))
    draw_text(painter, head, title, "row", theme.ink2, LEFT)
    patches = () if found is None else found.patches
    if found is not None and not patches:
        whole = layout.patch_rect(0).united(layout.patch_rect(PATCHES - 1))
        draw_text(painter, whole, SAME, "row", theme.ink3, LEFT)
        return
    for place in range(PATCHES):
        rect = layout.patch_rect(place)
        if found is None or place >= len(patches):
            paint_well(painter, rect)
            continue
        paint_patch(painter, rect, patches[place], found.shape, theme.ink if place in marked else None)
        below = QRectF(rect.left(), rect.bottom(), rect.width(), pxf(LABEL))
        draw_text(painter, below, short_number(patches[place].value), "label", theme.ink2, CENTRE)
