"""Pictures out: a sheet of all of them as a PNG, and arrays that `read_pictures` and numpy read back."""

from __future__ import annotations

from io import BytesIO
from math import ceil, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.interop.animation import png

_GAP = 1
_GAP_GREY = 208
MOST_SHEET_PIXELS = 2**26
ZOOMS = (4, 3, 2, 1)


def picture_sheet(pictures: NDArray[np.float64], labels: NDArray[np.int64]) -> bytes:
    """All pictures beside and below each other, class after class, ink dark on light: the bytes of a PNG.

    Args:
        pictures: (N, 1, S, S) from 0 to 1.
        labels: Class of each, (N,), by which they are ordered.

    Raises:
        ValueError: There are none, or so many that the sheet would be too large.
    """
    count, side = len(pictures), pictures.shape[-1]
    zoom = zoom_of(count, side)
    columns = ceil(sqrt(count))
    rows = ceil(count / columns)
    order = np.argsort(labels, kind="stable")
    cell = zoom * side + _GAP
    cells = np.full((rows * columns, cell, cell), _GAP_GREY, np.uint8)
    grey = np.rint(255.0 * (1.0 - np.clip(pictures[order, 0], 0.0, 1.0))).astype(np.uint8)
    cells[:count, _GAP:, _GAP:] = grey.repeat(zoom, axis=1).repeat(zoom, axis=2)
    sheet = cells.reshape(rows, columns, cell, cell).swapaxes(1, 2).reshape(rows * cell, columns * cell)
    framed = np.pad(sheet, ((0, _GAP), (0, _GAP)), constant_values=_GAP_GREY)
    return png(np.repeat(framed[..., np.newaxis], 3, axis=2))


def zoom_of(count: int, side: int) -> int:
    """How many pixels a side of a sheet has for one of a picture.

    Raises:
        ValueError: There are no pictures, or so many of that side that the sheet would be too large.
    """
    if not count:
        raise ValueError("there are no pictures to put on a sheet")
    columns = ceil(sqrt(count))
    cells = columns * ceil(count / columns)
    zoom = next((one for one in ZOOMS if cells * (one * side + _GAP) ** 2 <= MOST_SHEET_PIXELS), None)
    if zoom is None:
        raise ValueError(f"a sheet of {count:,} pictures of {side} × {side} pixels would be too large")
    return zoom


def picture_npz(
    pictures: NDArray[np.float64],
    labels: NDArray[np.int64],
    class_names: tuple[str, ...],
    is_test: NDArray[np.bool_] | None = None,
) -> bytes:
    """Pictures as arrays: `pictures` (N, S, S) float32, `labels` (N,), `class_names`; the bytes of an .npz.

    Args:
        pictures: (N, 1, S, S) from 0 to 1.
        labels: Class of each, (N,).
        class_names: By index.
        is_test: Which of them test, (N,); then the arrays come in two, `pictures_train` and `pictures_test` ...
    """
    plain, names = pictures[:, 0].astype(np.float32), np.array(class_names, np.str_)
    arrays: dict[str, NDArray[Any]] = {"pictures": plain, "labels": labels}
    if is_test is not None and is_test.any() and not is_test.all():
        arrays = {
            f"{name}_{part}": array[chosen]
            for name, array in arrays.items()
            for part, chosen in (("train", ~is_test), ("test", is_test))
        }
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, class_names=names, **arrays)
    return buffer.getvalue()
