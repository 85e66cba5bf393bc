"""Icons: Lucide drawings in the ink of a role, each drawn once for a colour, size and resolution."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground._resources import resource_path
from playground.widgets.paper import on_paper
from playground.widgets.theme import px, role_colour, scale

STROKE = 1.45  # logical pixels at scale 100 %, whatever the size of the icon
_VIEW_BOX = 24.0


@cache
def icon_names() -> tuple[str, ...]:
    """Every icon that is shipped."""
    return tuple(sorted(path.stem for path in resource_path("icons").glob("*.svg")))


def icon(name: str, role: str = "ink2", size: int = 16) -> QIcon:
    """An icon in the colour of a role, disabled in ink_off, for menus and actions.

    It keeps the theme it was made in: make it anew when the theme changes.

    Raises:
        FileNotFoundError: No icon of that name.
    """
    made = QIcon()
    modes = ((QIcon.Mode.Normal, role), (QIcon.Mode.Active, "ink"), (QIcon.Mode.Disabled, "ink_off"))
    for mode, mode_role in modes:
        for resolution in (1.0, 2.0):
            made.addPixmap(pixmap(name, role_colour(mode_role), px(size), resolution), mode)
    return made


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon into the middle of a rectangle, as large as its shorter side.

    Raises:
        FileNotFoundError: No icon of that name.
    """
    side = min(rect.width(), rect.height())
    if on_paper():
        corner = rect.center() - QPointF(side / 2, side / 2)
        square = QRectF(corner, QSizeF(side, side))
        _render(painter, _renderer(name, colour, side), square, colour.alphaF())
        return
    ratio = painter.device().devicePixelRatio()
    drawn = pixmap(name, colour, side, ratio)
    # On whole device pixels, or the strokes blur.
    left = math.floor((rect.center().x() - side / 2) * ratio + 0.5) / ratio
    top = math.floor((rect.center().y() - side / 2) * ratio + 0.5) / ratio
    painter.drawPixmap(QRectF(left, top, side, side), drawn, QRectF(drawn.rect()))


def pixmap(name: str, colour: QColor, side: float, ratio: float = 1.0) -> QPixmap:
    """The icon as a square pixmap.

    Args:
        name: As in `icon_names`.
        colour: Of every stroke; its alpha counts.
        side: In logical pixels.
        ratio: Device pixels in a logical one.
    """
    return _pixmap(name, colour.rgba(), round(side * ratio), ratio, side)


@lru_cache(maxsize=1024)
def _pixmap(name: str, rgba: int, device_side: int, ratio: float, side: float) -> QPixmap:
    colour = QColor.fromRgba(rgba)
    renderer = _renderer(name, colour, side)
    drawn = QPixmap(QSize(device_side, device_side))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    with QPainter(drawn) as painter:
        _render(painter, renderer, QRectF(0.0, 0.0, device_side / ratio, device_side / ratio), colour.alphaF())
    return drawn


def _render(painter: QPainter, renderer: QSvgRenderer, square: QRectF, opacity: float) -> None:
    painter.save()
    painter.setOpacity(painter.opacity() * opacity)
    renderer.render(painter, square)
    painter.restore()


def _renderer(name: str, colour: QColor, side: float) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_tinted(name, colour.name(), side)))


def _tinted(name: str, colour: str, side: float) -> bytes:
    stroke = STROKE * min(1.0, side / px(15)) * scale() * _VIEW_BOX / side
    text = _source(name).replace("currentColor", colour)
    return text.replace('stroke-width="2"', f'stroke-width="{stroke:.3f}"').encode()


@cache
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
