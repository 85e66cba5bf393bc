"""Every kind of layer with what it can take: numbers in a row, or pictures, or both."""

from playground.layers import LAYER_KINDS
from playground.operations.shape import ShapeError

ROW, PICTURE = (5,), (2, 6, 5)


def takes(layer, shape):
    """Whether a layer can take what has this shape."""
    try:
        layer.shape_out(shape)
    except ShapeError:
        return False
    return True


def shapes_for(layer):
    """Of the two shapes those that a layer can take."""
    return [shape for shape in (ROW, PICTURE) if takes(layer, shape)]


ROW_KINDS = tuple(sorted(name for name, kind in LAYER_KINDS.items() if takes(kind(), ROW)))
PICTURE_KINDS = tuple(sorted(set(LAYER_KINDS) - set(ROW_KINDS)))
"""Those that take nothing but pictures."""
PLACED_KINDS = tuple((name, shape) for name in sorted(LAYER_KINDS) for shape in shapes_for(LAYER_KINDS[name]()))
"""Every kind with each shape that it can take."""
