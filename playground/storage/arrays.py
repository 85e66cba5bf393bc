"""Arrays by name as safetensors, written and read by hand.

Read, so that a lie is found before it costs room; written, because the format's own library ends the process where
memory is short, and needs twice as much. The bytes are those that it would write.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from playground.document.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

Arrays = dict[str, np.ndarray[Any, Any]]

DTYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "BOOL": "|b1"}
_NAMES = {np.dtype(code): name for name, code in DTYPES.items()}
_ORDER = ("BOOL", "I32", "F32", "F64", "I64")
"""The order of safetensors' own table of types."""
MOST_HEADER, MOST_ARRAYS, MOST_AXES = 65_536, 64, 4
HEADER_OF_ONE = 256
"""Of an array in the header, where more than the usual number of them may be."""


class _Entry(msgspec.Struct):
    """One array in the header of a safetensors file."""

    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def pack_arrays(arrays: Mapping[str, np.ndarray[Any, Any]]) -> bytes:
    """Arrays as bytes, the same for the same arrays; nothing for none.

    The widest numbers come first, then the names in order, as safetensors sorts them.

    Raises:
        ValueError: Numbers of a type that a project cannot hold.
        MemoryError: There is no room for the bytes.
    """
    if not arrays:
        return b""
    header: dict[str, dict[str, Any]] = {}
    parts: list[memoryview] = []
    end = 0
    for name, values in sorted(arrays.items(), key=lambda item: (-_rank(item[1].dtype), item[0])):
        packed = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        begin, end = end, end + packed.nbytes
        header[name] = {
            "dtype": _NAMES[np.dtype(packed.dtype.str)],
            "shape": list(values.shape),
            "data_offsets": [begin, end],
        }
        parts.append(packed.reshape(-1).view(np.uint8).data)
    head = msgspec.json.encode(header)
    # As safetensors pads: numbers begin at a multiple of eight, where they can be mapped as they lie.
    head += b" " * (-len(head) % 8)
    return b"".join((len(head).to_bytes(8, "little"), head, *parts))


def _rank(dtype: np.dtype[Any]) -> int:
    """Where a type of numbers stands among all; wider ones come first.

    Raises:
        ValueError: A project cannot hold it.
    """
    name = _NAMES.get(dtype.newbyteorder("<") if dtype.itemsize > 1 else dtype)
    if name is None:
        raise ValueError(f"numbers of the type {dtype} do not belong in a project")
    return _ORDER.index(name)


def unpack_arrays(data: bytes | memoryview, place: str, most: int = MOST_ARRAYS) -> Arrays:
    """The inverse of `pack_arrays`; the arrays are copies.

    Args:
        data: What was packed; may be empty.
        place: Where it was found, for the words of an error.
        most: As many arrays as there may be.

    Raises:
        DocumentError: It is damaged, or says more than it holds.
    """
    if not data:
        return {}
    # Every size that the file tells is compared with what is there before anything is made by it: a header of a few
    # bytes can announce terabytes.
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(max(MOST_HEADER, HEADER_OF_ONE * most), len(data) - 8):
        raise DocumentError(f"{place}: damaged (its header does not fit)")
    body = memoryview(data)[8 + length :]
    entries = _entries(bytes(data[8 : 8 + length]), place, most)
    _check_places([entry.data_offsets for entry in entries.values()], len(body), place)
    return {name: _array(body, entry, f"{place}: {name[:40]!r}") for name, entry in entries.items()}


def _entries(header: bytes, place: str, most: int) -> dict[str, _Entry]:
    try:
        raw = msgspec.json.decode(header, type=dict[str, Any])
        raw.pop("__metadata__", None)
        entries = msgspec.convert(raw, dict[str, _Entry])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(f"{place}: damaged ({error})") from None
    if len(entries) > most:
        raise DocumentError(f"{place}: {len(entries):,} arrays are more than the {most} allowed")
    return entries


def _check_places(places: list[tuple[int, int]], size: int, place: str) -> None:
    """Arrays lie one behind the other, without a gap, to the end."""
    reached = 0
    for begin, end in sorted(places):
        # Arrays that share bytes would multiply what a small file unpacks to; a gap could carry what nobody looks at,
        # and the same arrays would no longer give the same bytes.
        if begin != reached or end < begin:
            raise DocumentError(f"{place}: damaged (its arrays overlap or leave a gap)")
        reached = end
    if reached != size:
        raise DocumentError(f"{place}: damaged ({size:,} bytes of numbers, {reached:,} announced)")


def _array(body: memoryview, entry: _Entry, place: str) -> np.ndarray[Any, Any]:
    if entry.dtype not in DTYPES:
        raise DocumentError(f"{place}: numbers of the type {entry.dtype[:20]!r} do not belong in a project")
    if len(entry.shape) > MOST_AXES or any(not 0 <= side < 2**40 for side in entry.shape):
        raise DocumentError(f"{place}: damaged (its shape is impossible)")
    begin, end = entry.data_offsets
    dtype = np.dtype(DTYPES[entry.dtype])
    # `math.prod`, in Python's integers: numpy's would overflow and make an impossible shape fit.
    if prod(entry.shape) * dtype.itemsize != end - begin:
        raise DocumentError(f"{place}: damaged (its shape does not fit its size)")
    raw = body[begin:end]
    # numpy takes any byte for a truth without looking: a 2 is neither equal to True nor to False, and counts as two in
    # sums.
    if dtype.kind == "b" and max(raw, default=0) > 1:
        raise DocumentError(f"{place}: damaged (neither true nor false)")
    values = np.frombuffer(raw, dtype=dtype) if len(raw) else np.empty(0, dtype)
    # A copy, or the smallest array would keep the whole file in memory; and in this machine's order of bytes, which
    # torch asks for.
    return values.reshape(entry.shape).astype(dtype.newbyteorder("="))
