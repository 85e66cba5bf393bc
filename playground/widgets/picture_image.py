"""Pictures and feature maps of a network as images, in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtGui import QImage

from playground.render.colormap import pack, ramp, signed_map
from playground.widgets.theme import current

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ink_image(picture: NDArray[Any]) -> QImage:
    """A grey picture: ink on the ground of a picture well, one pixel a number.

    Args:
        picture: (height, width), row 0 at the top; 0 is no ink and 1 is all of it.
    """
    theme = current()
    table = _ink_table(theme.sunken.name(), theme.ink.name())
    return _image(table[np.rint(np.clip(picture, 0.0, 1.0) * (len(table) - 1)).astype(np.intp)])


def signed_image(values: NDArray[Any], scale: float) -> QImage:
    """A feature map, a kernel or a gradient: negative in the colour of the first class, positive in the second's.

    Args:
        values: (height, width), row 0 at the top.
        scale: The magnitude that gets full colour; above 0.
    """
    theme = current()
    negative, positive = (ramp(theme.map0.name(), theme.maps[place]) for place in (0, 1))
    return _image(signed_map(np.asarray(values, dtype=np.float32), scale, negative, positive))


@lru_cache(maxsize=4)
def _ink_table(ground: str, ink: str) -> NDArray[np.uint32]:
    return pack(ramp(ground, ink))


def _image(colours: NDArray[np.uint32]) -> QImage:
    height, width = colours.shape
    whole = np.ascontiguousarray(colours)
    return QImage(whole.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
