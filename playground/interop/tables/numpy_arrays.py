"""Arrays out of .npz and .npy files that may be hostile: every header is read within limits before room is made."""

from __future__ import annotations

import io
import lzma
import struct
import tokenize
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from math import prod
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from playground.interop.tables.csv_layout import CsvError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

MOST_MEMBERS = 200
MOST_HEADER = 16_384
MOST_NUMBERS = 50_000_000
MOST_UNPACKED = 512 * 2**20
MOST_TEXT = 4_096
"""Bytes of a text in an array of texts."""
NPY = b"\x93NUMPY"
_PIECE = 4 * 2**20
_FAULTS = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError, OverflowError, RecursionError),
    *(EOFError, SystemError, NotImplementedError, struct.error, tokenize.TokenError, zlib.error, lzma.LZMAError),
    *(OSError, zipfile.BadZipFile),
)  # fmt: skip
"""What zipfile, its unpackers and numpy raise for files that are damaged; OSError is what bz2 raises."""


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Turn whatever a damaged file makes a library raise into words.

    Raises:
        CsvError: In place of any of that.
    """
    try:
        yield
    except CsvError:
        raise
    except MemoryError:
        raise CsvError("there is not enough memory for it") from None
    except NotImplementedError:
        raise CsvError("it is packed in a way that is not read") from None
    except RuntimeError as error:
        encrypted = "encrypted" in str(error)
        raise CsvError("it is protected by a password" if encrypted else f"it is damaged, or no {what}") from None
    except _FAULTS:
        raise CsvError(f"it is damaged, or no {what}") from None


def names_in_archive(data: bytes) -> list[str]:
    """The names of the first members of a ZIP archive.

    Raises:
        CsvError: It is damaged.
    """
    with in_words("archive"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()[:1000]


def arrays_of_npz(data: bytes) -> Arrays:
    """All arrays of an .npz file by their names.

    Raises:
        CsvError: It is damaged, holds Python objects, or more than the limits allow.
    """
    arrays: Arrays = {}
    left = MOST_UNPACKED
    with in_words(".npz file"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise CsvError(f"it holds {len(members):,} arrays; {MOST_MEMBERS} are the most")
        numbers = 0
        for member in members:
            name = member.filename.removesuffix(".npy")
            with archive.open(member) as stream:
                # Within the archive's own word for the member, and within what is left for all: a header that promises
                # more is refused before room is made.
                array = _array(stream, min(left, member.file_size), name)
            left -= array.nbytes
            numbers += array.size
            if numbers > MOST_NUMBERS:
                raise CsvError(f"its arrays have more than {MOST_NUMBERS:,} numbers")
            arrays[name] = array
    return arrays


def shapes_of(data: IO[bytes]) -> dict[str, tuple[int, ...]]:
    """The shapes of the arrays of an .npz file by their names, or that of an .npy file; no array is read.

    Raises:
        CsvError: It is damaged.
    """
    with in_words(".npz file"):
        if data.read(len(NPY)) == NPY:
            data.seek(0)
            return {"": _header(data)[0]}
        shapes = {}
        with zipfile.ZipFile(data) as archive:
            for member in archive.infolist()[:MOST_MEMBERS]:
                with archive.open(member) as stream:
                    shapes[member.filename.removesuffix(".npy")] = _header(stream)[0]
        return shapes


def array_of_npy(data: bytes) -> NDArray[Any]:
    """The array of an .npy file.

    Raises:
        CsvError: As `arrays_of_npz`.
    """
    with in_words(".npy file"):
        return _array(io.BytesIO(data), len(data), "")


def _array(stream: IO[bytes], size: int, name: str) -> NDArray[Any]:
    shape, is_fortran, dtype = _header(stream)
    named = f"array '{name}'" if name else "the array"
    # Objects are pickles, and loading a pickle runs what is in it.
    if dtype.hasobject:
        raise CsvError("it holds Python objects, which are never loaded")
    if dtype.itemsize > MOST_TEXT:
        raise CsvError(f"{named} has entries of {dtype.itemsize:,} bytes; {MOST_TEXT:,} are the most")
    count = prod(shape)
    if count > MOST_NUMBERS or count * dtype.itemsize > MOST_UNPACKED:
        raise CsvError(f"its arrays have more than {MOST_NUMBERS:,} numbers")
    wanted = count * dtype.itemsize
    if wanted > size:
        raise CsvError(f"{named} is cut off")
    # Grown as the bytes come: room made by the header alone would let a few bytes ask for gigabytes.
    pieces = bytearray()
    while len(pieces) < wanted:
        piece = stream.read(min(_PIECE, wanted - len(pieces)))
        if not piece:
            raise CsvError(f"{named} is cut off")
        pieces += piece
    flat = np.frombuffer(bytes(pieces), dtype) if dtype.itemsize else np.zeros(count, dtype)
    return flat.reshape(shape, order="F" if is_fortran else "C")


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, order and type, from a header of a length that is known to be short before it is read."""
    begin = stream.read(8)
    if len(begin) < 8 or not begin.startswith(NPY):
        raise CsvError("it is damaged, or holds something else than arrays")
    wide = begin[6] != 1
    size = stream.read(4 if wide else 2)
    length = int.from_bytes(size, "little")
    if length > MOST_HEADER:
        raise CsvError(f"the header of an array has {length:,} bytes; {MOST_HEADER:,} are the most")
    whole = io.BytesIO(size + stream.read(length))
    # numpy's own parser, with a limit: the header is a Python literal, and a long one makes the parser slow, or deep.
    read: Any = np.lib.format.read_array_header_2_0 if wide else np.lib.format.read_array_header_1_0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # headers of Python 2 are read, and need no words
        shape, is_fortran, dtype = read(whole, max_header_size=MOST_HEADER)
    if any(side < 0 for side in shape) or len(shape) > 32:
        raise CsvError("an array has an impossible shape")
    return shape, is_fortran, dtype
