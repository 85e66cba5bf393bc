"""What one sample looks like on its way through a network."""

Shape = tuple[int, ...]
"""Of one sample, without the batch axis: (units,), (channels, height, width), (steps, features)."""

PICTURE_AXES = 3


class ShapeError(ValueError):
    """A layer cannot take what enters it; the message is a sentence for the person."""


def units_in(shape: Shape, title: str) -> int:
    """The units of a shape of one axis.

    Raises:
        ShapeError: It has more axes, or none; the layer called `title` cannot take it.
    """
    if len(shape) != 1:
        way_out = ": put Flatten before it" if len(shape) == PICTURE_AXES else ""
        raise ShapeError(f"{title} needs numbers in a row, and gets {in_words(shape)}{way_out}.")
    return shape[0]


def picture_in(shape: Shape, title: str) -> tuple[int, int, int]:
    """Channels, height and width of a picture.

    Raises:
        ShapeError: It is none; the layer called `title` cannot take it.
    """
    if len(shape) != PICTURE_AXES:
        row = " numbers in a row" if len(shape) == 1 else ""
        raise ShapeError(f"{title} needs a picture, and gets {in_words(shape)}{row}.")
    channels, height, width = shape
    return channels, height, width


def in_words(shape: Shape) -> str:
    """A shape as people write it, "8 × 4 × 4"."""
    return " × ".join(map(str, shape)) or "one number"


def channels_in(shape: Shape, title: str) -> int:
    """Units of a row, or channels of a picture: what a layer treats alike, each by itself.

    Raises:
        ShapeError: It is neither; the layer called `title` cannot take it.
    """
    if len(shape) not in (1, PICTURE_AXES):
        raise ShapeError(f"{title} needs numbers in a row or a picture, and gets {in_words(shape)}.")
    return shape[0]
