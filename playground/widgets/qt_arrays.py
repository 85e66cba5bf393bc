"""From numpy to Qt in one call each, so that painting costs nothing a point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shiboken6
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
"""One element of a `QPainterPath` as Qt's data streams carry it; kind 0 moves, 1 draws a line, 2 and 3 a curve."""
FRAGMENT_FIELDS = 10
"""Doubles of a `QPainter.PixmapFragment`: centre, source rectangle, two scales, rotation, opacity."""


def path_of(points: NDArray[Any], starts: NDArray[np.bool_]) -> QPainterPath:
    """Polylines as one path.

    Args:
        points: Corners of all of them, shape (corners, 2).
        starts: Which corners begin a new one, shape (corners,).
    """
    path = QPainterPath()
    if len(points) == 0:
        return path
    elements = np.empty(len(points), _ELEMENT)
    elements["kind"] = ~starts
    elements["x"], elements["y"] = points[:, 0], points[:, 1]
    # The stream of a path: how many elements, they, and then where the last subpath begins and the rule by which it is
    # filled. It is one call for any number of corners; `lineTo` would be one for each.
    head, tail = np.array([len(points)], ">i4"), np.zeros(2, ">i4")
    QDataStream(QByteArray(head.tobytes() + elements.tobytes() + tail.tobytes())) >> path
    return path


def elements_of(path: QPainterPath) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """What a path consists of.

    Returns:
        Kinds, (elements,): 0 moves, 1 draws a line, 2 begins a curve, 3 is each of its other two points. Places,
        (elements, 2).
    """
    data = QByteArray()
    QDataStream(data, QIODevice.OpenModeFlag.WriteOnly) << path
    count = path.elementCount()
    elements = np.frombuffer(data.data(), _ELEMENT, count, 4 if count else 0)
    return elements["kind"].astype(np.intp), np.stack((elements["x"], elements["y"]), axis=-1).astype(np.float64)


def draw_sprites(painter: QPainter, atlas: QPixmap, centres: NDArray[Any], sprites: NDArray[Any], side: int) -> None:
    """Draw pictures of one atlas at many places, in order.

    Args:
        painter: On a surface without a device pixel ratio: everything is in device pixels.
        atlas: Squares of `side` pixels in a row.
        centres: Where, shape (sprites, 2); rounded, so that pictures stay crisp.
        sprites: Which square, shape (sprites,).
        side: Of a square, in pixels.
    """
    if len(centres) == 0:
        return
    # A QPainter.PixmapFragment is ten doubles; Qt takes the address of the first and a count.
    fragments = np.empty((len(centres), FRAGMENT_FIELDS))
    # By their corner, not their centre: the side is odd, so a centre in the middle of a pixel has its corner on one.
    fragments[:, :2] = np.round(centres - side / 2) + side / 2
    fragments[:, 2] = sprites * side
    fragments[:, 3] = 0
    fragments[:, 4:6] = side
    fragments[:, 6:8] = 1
    fragments[:, 8] = 0
    fragments[:, 9] = 1
    # The binding would build a Python object for each fragment. The array lives until the call is over, and Qt copies
    # what it needs.
    first = shiboken6.wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
    painter.drawPixmapFragments(cast("QPainter.PixmapFragment", first), len(fragments), atlas)


def image_of(colours: NDArray[np.uint32]) -> QImage:
    """A picture from packed colours (H, W), row 0 at the bottom as in every map of the program."""
    height, width = colours.shape
    flipped = np.ascontiguousarray(colours[::-1])
    # Qt does not keep the array alive: without the copy the picture would show whatever takes its memory.
    return QImage(flipped.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
