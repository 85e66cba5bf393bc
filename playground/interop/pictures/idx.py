"""IDX files, the format of MNIST (LeCun, Cortes and Burges 1998): a picture file, and a label file found by its name.

Two zero bytes, one for the type of the numbers, one for how many sides the array has; each side in four bytes, the
highest first; then the numbers.
"""

from __future__ import annotations

import struct
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.interop.pictures.picture_table import Found, check_size
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.file_bytes import GZIP, bytes_of, gunzipped
from playground.interop.tables.numpy_arrays import MOST_NUMBERS

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_NAMES = (("images", "labels"), ("idx3", "idx1"))
_PARTS = (("train", False), ("t10k", True), ("test", True))
"""What the names of files begin with, and whether their pictures test."""


def is_idx(begin: bytes) -> bool:
    """Whether a file's first four bytes, unpacked, are those of an IDX file."""
    return len(begin) >= 4 and begin[:2] == b"\0\0" and begin[2] in _TYPES and begin[3] in (1, 3, 4)


def array_of_idx(data: bytes) -> NDArray[Any]:
    """The array of an IDX file, packed with gzip or not.

    Raises:
        CsvError: It is none, is cut off or longer than it says, or holds more than `MOST_NUMBERS` numbers.
    """
    data = gunzipped(data) if data.startswith(GZIP) else data
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in _TYPES:
        said = data[:4].hex(" ") or "nothing"
        raise CsvError(f"it is no IDX file: it begins with {said}, and not with 00 00, a type and a number of sides")
    sides = data[3]
    begin = 4 + 4 * sides
    if len(data) < begin:
        raise CsvError(f"it is cut off within its head of {begin} bytes")
    if not 1 <= sides <= 4:
        raise CsvError(f"it holds an array of {sides} sides; labels have one and pictures three")
    shape = struct.unpack(f">{sides}I", data[4:begin])
    dtype = np.dtype(_TYPES[data[2]])
    words = " × ".join(f"{side:,}" for side in shape)
    if prod(shape) > MOST_NUMBERS:
        raise CsvError(f"it says that it holds {words} numbers; {MOST_NUMBERS:,} are the most")
    there, wanted = len(data) - begin, prod(shape) * dtype.itemsize
    if there < wanted:
        raise CsvError(f"it is cut off: {words} numbers need {wanted:,} bytes, and there are {there:,}")
    if there > wanted:
        raise CsvError(f"it is longer than it says: {words} numbers need {wanted:,} bytes, and there are {there:,}")
    return np.frombuffer(data, dtype, offset=begin).reshape(shape).astype(dtype.newbyteorder("="))


def read_idx(path: Path) -> Found:
    """Pictures with their labels; of the two files either may be named.

    Raises:
        CsvError: As `array_of_idx`, there are labels without pictures, or their counts differ.
        OSError: A file cannot be read.
    """
    array = _array(path)
    if array.ndim == 1:
        pictures = _partner(path, "pictures")
        if pictures is None:
            raise CsvError("it holds labels, and there is no file of pictures beside it whose name is like it")
        return _paired(_array(pictures), array)
    labels = _partner(path, "labels")
    return _paired(array, None if labels is None else _array(labels))


def idx_pairs(folder: Path) -> dict[str, bool]:
    """The files of pictures of MNIST in a folder, and whether they test: one for training, one for tests."""
    found: dict[str, bool] = {}
    for begin, is_test in _PARTS:
        named = (one.name for one in folder.glob(f"{begin}*images*idx3*") if one.is_file())
        for name in sorted(named)[:1]:
            if is_test not in found.values():
                found[name] = is_test
    return found


def read_idx_folder(folder: Path) -> Found:
    """What `idx_pairs` finds, together.

    Raises:
        CsvError: As `read_idx`; the file's name stands before it. Or training and test pictures differ in size.
        OSError: A file cannot be read.
    """
    parts: list[tuple[Found, bool]] = []
    for name, tests in idx_pairs(folder).items():
        try:
            parts.append((read_idx(folder / name), tests))
        except CsvError as error:
            raise CsvError(f"{name}: {error}") from None
    if len({one.pictures.shape[1:] for one, _ in parts}) > 1:
        raise CsvError("its training and test pictures are of different sizes")
    if any(one.labels is None for one, _ in parts):
        raise CsvError("it holds pictures without the file of their labels")
    labels = np.concatenate([one.labels for one, _ in parts if one.labels is not None])
    if len(parts) == 1:  # one file alone is to be split as any other
        return Found(parts[0][0].pictures, labels)
    is_test = np.concatenate([np.full(len(one.pictures), tests) for one, tests in parts])
    return Found(np.concatenate([one.pictures for one, _ in parts]), labels, is_test=is_test)


def _array(path: Path) -> NDArray[Any]:
    return array_of_idx(bytes_of(path))


def _partner(path: Path, wanted: str) -> Path | None:
    """The file whose name says labels where this one says images, or the other way round; packed or not."""
    name = path.name
    for images, labels in _NAMES:
        name = name.replace(images, labels) if wanted == "labels" else name.replace(labels, images)
    if name == path.name:
        return None
    plain = name.removesuffix(".gz")
    return next((one for one in (path.with_name(plain), path.with_name(plain + ".gz")) if one.is_file()), None)


def _paired(pictures: NDArray[Any], labels: NDArray[Any] | None) -> Found:
    if pictures.ndim == 1:
        raise CsvError("both files hold labels, and none of them pictures")
    if pictures.ndim == 4 and 1 not in (pictures.shape[1], pictures.shape[3]):
        raise CsvError("its pictures have several channels; grey ones are read")
    if pictures.ndim == 2:
        raise CsvError("it holds rows of numbers and no pictures")
    if pictures.ndim == 4:
        pictures = pictures.squeeze(1 if pictures.shape[1] == 1 else 3)
    check_size(*pictures.shape[1:])
    if labels is not None and labels.ndim != 1:
        raise CsvError("the file of its labels holds no labels")
    if labels is not None and len(labels) != len(pictures):
        raise CsvError(f"there are {len(pictures):,} pictures and {len(labels):,} labels; each picture needs one")
    return Found(pictures, labels)
