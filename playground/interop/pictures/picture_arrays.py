"""Pictures out of .npz and .npy files: an array of pictures, or a row of pixels for each, and an array of labels."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.interop.pictures.picture_table import LEAST_SEEN, Found
from playground.interop.tables.csv_layout import CsvError, listed
from playground.interop.tables.npz import joined_splits
from playground.interop.tables.numpy_arrays import NPY, array_of_npy, arrays_of_npz

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[Any]
Arrays = dict[str, Array]

_PICTURES = ("pictures", "images", "x", "data", "samples")
_LABELS = ("labels", "targets", "y", "label", "target", "classes", "class")
_NAMES = frozenset({"class_names", "target_names", "label_names", "names"})
_CHANNELS = (1, 3, 4)
_KINDS = {"c": "complex numbers", "U": "texts", "S": "texts", "M": "dates", "m": "lengths of time", "O": "objects"}


def read_picture_arrays(data: bytes) -> Found:
    """The pictures of an .npz or .npy file: (N, H, W), with channels before or behind, or (N, pixels) of squares.

    Raises:
        CsvError: As `arrays_of_npz`, or there are no pictures, or labels without pictures.
    """
    if data.startswith(NPY):
        return Found(_pictures(array_of_npy(data), "the array"), None)
    arrays = arrays_of_npz(data)
    names = _take(arrays, _NAMES)
    arrays, is_test = joined_splits(arrays)
    key = _named(arrays, _PICTURES, _is_picture) or next((one for one in arrays if _is_picture(arrays[one])), None)
    if key is None:
        raise CsvError(_without_pictures(arrays))
    pictures = _pictures(arrays[key], f"array '{key}'")
    fits = {one: array for one, array in arrays.items() if one != key and _is_labels(array)}
    like = [one for one in fits if len(fits[one]) == len(pictures)]
    label_key = _named(fits, _LABELS, _is_labels) or (like[0] if like else None)
    labels = None if label_key is None else _labels(fits[label_key])
    left = [one for one in arrays if one not in {key, label_key}]
    notes = (f"other arrays are left out: {listed(left)}",) if left else ()
    class_names = () if names is None else tuple(str(one) for one in names.reshape(-1)[:1000].tolist())
    return Found(pictures, labels, class_names, is_test, notes)


def _take(arrays: Arrays, names: frozenset[str]) -> Array | None:
    """Remove the array of texts with one of these names, and give it."""
    for key in list(arrays):
        if key.casefold() in names and arrays[key].dtype.kind == "U":
            return arrays.pop(key)
    return None


def _named(arrays: Arrays, names: tuple[str, ...], is_right: Callable[[Array], bool]) -> str | None:
    """The array that is called by the first of these names."""
    by_name = {key.casefold(): key for key in reversed(arrays) if is_right(arrays[key])}
    return next((by_name[name] for name in names if name in by_name), None)


def _is_picture(array: Array) -> bool:
    if array.dtype.kind not in "biuf":
        return False
    if array.ndim == 2:
        return int(array.shape[1]) >= LEAST_SEEN**2 and isqrt(array.shape[1]) ** 2 == array.shape[1]
    return array.ndim in (3, 4)


def _is_labels(array: Array) -> bool:
    return array.dtype.kind in "biufSU" and array.ndim in (1, 2) and array.size > 0


def _pictures(array: Array, named: str) -> Array:
    """As (N, H, W), or (N, H, W, channels) of colours."""
    if not _is_picture(array):
        sides = " × ".join(f"{one:,}" for one in array.shape) or "one number"
        raise CsvError(f"{named} of {sides} holds no pictures: those have the sides N × height × width")
    if array.ndim == 2:
        side = isqrt(array.shape[1])
        return array.reshape(len(array), side, side)
    if array.ndim == 4:
        if array.shape[3] not in _CHANNELS and array.shape[1] in _CHANNELS:
            array = np.moveaxis(array, 1, 3)
        if array.shape[3] not in _CHANNELS:
            raise CsvError(f"{named} has {array.shape[3]:,} channels; pictures have 1, 3 or 4")
        return array[..., 0] if array.shape[3] == 1 else array
    return array


def _labels(array: Array) -> Array:
    """One for each picture; of a row of ones and zeros the place of the one."""
    if array.ndim == 1:
        return array
    if array.shape[1] == 1:
        return array[:, 0]
    if array.dtype.kind in "biuf" and bool(np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=1) == 1)):
        return np.asarray(array.argmax(axis=1))
    raise CsvError(f"its labels have {array.shape[1]:,} columns; one is needed, or a one among zeros for each class")


def _without_pictures(arrays: Arrays) -> str:
    if not arrays:
        return "there are no arrays in it"
    for key, array in arrays.items():
        kind = _KINDS.get(array.dtype.kind, f"what NumPy calls {array.dtype}")
        if array.ndim > 1 and array.dtype.kind not in "biuf":
            return f"array '{key}' holds {kind}; pictures are plain numbers, 0 to 255 or 0 to 1"
        if array.ndim > 4:
            sides = " × ".join(f"{side:,}" for side in array.shape)
            return f"array '{key}' of {sides} holds no pictures: those have the sides N × height × width"
    if any(array.ndim == 1 for array in arrays.values()):
        return f"it holds labels or columns ({listed(arrays)}), and no array of pictures"
    return f"none of its arrays ({listed(arrays)}) holds pictures: those have the sides N × height × width"
