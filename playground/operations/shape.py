"""What one sample looks like on its way through a network."""

Shape = tuple[int, ...]
"""Of one sample, without the batch axis: (units,), (channels, height, width), (steps, features)."""


class ShapeError(ValueError):
    """A layer cannot take what enters it; the message is a sentence for the person."""


def units_in(shape: Shape, title: str) -> int:
    """The units of a shape of one axis.

    Raises:
        ShapeError: It has more axes, or none; the layer called `title` cannot take it.
    """
    if len(shape) != 1:
        raise ShapeError(f"{title} needs numbers in a row, and gets {' × '.join(map(str, shape)) or 'one number'}.")
    return shape[0]
