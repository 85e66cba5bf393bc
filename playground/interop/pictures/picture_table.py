"""What every reader of pictures gives, and how pictures of any size, ground and range of values become it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import MOST_CLASSES
from playground.domains.picture.sizes import LEAST_SIDE, MOST_PICTURES, MOST_SIDE, USUAL_SIDE
from playground.domains.picture.warp import enlarged
from playground.domains.sampling import sampled
from playground.interop.tables.csv_layout import CsvError, listed, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]
Array = NDArray[Any]

LUMA = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in a grey (ITU-R BT.601)."""
LEAST_SEEN = 3
"""Pixels of the narrower side of a picture that is worth reading."""
MOST_SOURCE_SIDE = 2048
_USUAL_MOST = (1.0, 16.0, 255.0, 65535.0)
"""What ink counts at most in the ways in which pictures are usually written."""
_LIGHT = 0.5
_AT_ONCE = 2_000


@dataclass(frozen=True, eq=False)
class PictureTable:
    """Pictures with the class of each, as they were found.

    Attributes:
        pictures: (N, 1, S, S), from 0 for the ground to 1 for ink, read-only.
        labels: Indices of `class_names`, (N,).
        class_names: At most `MOST_CLASSES`.
        is_test: Which pictures test, (N,), where the source says it; None where it does not.
        notes: What was done to them, or left out, a sentence each.
        is_labelled: Whether anything says their classes.
    """

    pictures: Floats
    labels: NDArray[np.int64]
    class_names: tuple[str, ...]
    is_test: NDArray[np.bool_] | None = None
    notes: tuple[str, ...] = ()
    is_labelled: bool = True

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for array in (self.pictures, self.labels, self.is_test):
            if array is not None:
                array.flags.writeable = False


@dataclass(frozen=True, eq=False)
class Found:
    """Pictures of one size as a file holds them.

    Attributes:
        pictures: (N, H, W), of any numbers, or (N, H, W, 3) or 4 with colours.
        labels: Of each picture, (N,), numbers or texts; None where there are none.
        class_names: What the labels 0, 1, ... are called; empty where they speak for themselves.
        is_test: (N,); None where nothing is said.
        notes: Of the reader.
    """

    pictures: Array
    labels: Array | None
    class_names: tuple[str, ...] = ()
    is_test: NDArray[np.bool_] | None = None
    notes: tuple[str, ...] = ()


def table_of(found: Found, side: int | None, name: str) -> PictureTable:
    """Make pictures of one size and one ground out of what was found.

    Args:
        found: By a reader.
        side: Pixels along each side, 8 to 32; None for those of the source where it is square and so large, else 16.
        name: What a class is called where there are no labels.

    Raises:
        CsvError: There are none, they are too small or too large, hold what is no number, or have too many classes.
    """
    count, height, width = found.pictures.shape[:3]
    if not count:
        raise CsvError("there are no pictures in it")
    check_size(height, width)
    if found.labels is not None and len(found.labels) != count:
        raise CsvError(f"there are {count:,} pictures and {len(found.labels):,} labels; each picture needs one")
    notes = list(found.notes)
    labels, names = _classes(found, name, notes)
    # Before anything is converted: as float64 each byte of a file takes eight.
    rows = sampled(count, MOST_PICTURES, labels)
    if len(rows) < count:
        notes.append(f"{len(rows):,} of {count:,} pictures are taken, of each class its share")
    is_test = None if found.is_test is None else found.is_test[rows]
    side = side or (width if width == height and LEAST_SIDE <= width <= MOST_SIDE else USUAL_SIDE)
    grey = _grey(found.pictures[rows], notes)
    if (height, width) != (side, side):
        notes.append(f"pictures of {width} × {height} were brought to {side} × {side}")
    pictures = np.concatenate([fitted(grey[at : at + _AT_ONCE], side) for at in range(0, len(grey), _AT_ONCE)])
    is_labelled = found.labels is not None
    return PictureTable(pictures[:, np.newaxis], labels[rows], names, is_test, tuple(notes), is_labelled)


def check_size(height: int, width: int) -> None:
    """Refuse pictures that are too small to show something, or needlessly large.

    Raises:
        CsvError: In words.
    """
    if min(height, width) < LEAST_SEEN:
        raise CsvError(f"its pictures are {width:,} × {height:,} pixels; {LEAST_SEEN} × {LEAST_SEEN} are the least")
    if max(height, width) > MOST_SOURCE_SIDE:
        words = f"{MOST_SOURCE_SIDE:,} × {MOST_SOURCE_SIDE:,} are the most"
        raise CsvError(f"its pictures are {width:,} × {height:,} pixels; {words}")


def check_classes(names: Sequence[str]) -> None:
    """Refuse more classes than a document has.

    Raises:
        CsvError: In words.
    """
    if len(names) > MOST_CLASSES:
        raise CsvError(f"there are {len(names):,} classes ({listed(names, 4)}); {MOST_CLASSES} are the most")


def fitted(pictures: Floats, side: int) -> Floats:
    """Pictures of any proportions in the middle of a square, reduced by areas or enlarged: (N, side, side).

    Args:
        pictures: (N, H, W), ground 0.
        side: Of the square.
    """
    height, width = pictures.shape[1:]
    longer = max(height, width)
    above, left = (longer - height) // 2, (longer - width) // 2
    margins = ((0, 0), (above, longer - height - above), (left, longer - width - left))
    return np.clip(enlarged(np.pad(pictures, margins), side), 0.0, 1.0)


def has_light_ground(pictures: Floats) -> bool:
    """Whether most of the outermost pixels are light, so that ink is what is dark."""
    edges = (pictures[:, 0], pictures[:, -1], pictures[:, :, 0], pictures[:, :, -1])
    return bool(np.median(np.concatenate([edge.ravel() for edge in edges])) > _LIGHT)


def _grey(pictures: Array, notes: list[str]) -> Floats:
    """Numbers from 0 for the ground to 1 for ink, (N, H, W)."""
    values = pictures.astype(np.float64)
    if not np.isfinite(values).all():
        row = int(np.argmin(np.isfinite(values).reshape(len(values), -1).all(axis=1)))
        raise CsvError(f"picture {row + 1:,} holds something that is no number")
    if values.ndim == 4:
        # Of four channels the last one is opacity.
        values = values[..., :3] @ np.array(LUMA)
        notes.append("colours became greys")
    low, high = float(values.min()), float(values.max())
    if low < 0.0:
        notes.append(f"numbers from {low:g} to {high:g} became 0 to 1")
        # Standardised ones, or from -1 to 1: nothing but their own range says what is most. The least is for pictures
        # that are all one number.
        values = (values - low) / max(high - low, 1e-300)
    else:
        most = next((most for most in _USUAL_MOST if high <= most), high)
        # By what their way of writing counts at most and not by the greatest there is: a set that is faint stays so.
        values /= most
    if has_light_ground(values):
        notes.append("the ground is light, so light and dark were changed")
        values = 1.0 - values
    return values


# ---- classes --------------------------------------------------------------------------------------------------------


def _classes(found: Found, name: str, notes: list[str]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """An index for each picture, and what the classes are called."""
    if found.labels is None:
        notes.append(f"there are no labels, so that all are of the class “{shortened(name)}”")
        return np.zeros(len(found.pictures), np.int64), (name,)
    labels = found.labels
    if found.class_names and labels.dtype.kind in "iu" and labels.min() >= 0 and labels.max() < len(found.class_names):
        check_classes(found.class_names)
        return labels.astype(np.int64), found.class_names
    if labels.dtype.kind == "f":
        if not np.isfinite(labels).all():
            raise CsvError(f"the label of picture {int(np.argmin(np.isfinite(labels))) + 1:,} is no number")
        if np.array_equal(labels, np.floor(labels)):
            # A class would else be called "3.0".
            labels = labels.astype(np.int64)
    values, indices = np.unique(labels, return_inverse=True)
    names = tuple(shortened(_text(value)) or "unnamed" for value in values[: MOST_CLASSES + 1].tolist())
    if len(values) > MOST_CLASSES:
        words = "; these may be values rather than classes" if labels.dtype.kind == "f" else ""
        raise CsvError(f"there are {len(values):,} classes ({listed(names, 4)}){words}; {MOST_CLASSES} are the most")
    return indices.reshape(-1).astype(np.int64), names


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
