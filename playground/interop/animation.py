"""Moving pictures from frames: APNG, GIF, and single PNGs. Each encoder gives its file in pieces, one a frame.

Formats: PNG third edition (W3C 2025) with its acTL, fcTL and fdAT chunks; GIF89a (CompuServe 1990).
"""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import compress

import numpy as np
from numpy.typing import NDArray

from playground.storage.png import SIGNATURE, chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Frame = NDArray[np.uint8]
"""Colours of a frame, (H, W, 3), row 0 at the top."""

PALETTE = 255
"""Colours of a GIF's frame; one more says that a pixel stays as it was."""
_STAYS = 255
_CODE_BITS, _MOST_CODES = 8, 4096
_BLOCK = 255
_LEVEL = 6
_COARSE = 3
"""Low bits that do not count when colours are counted."""


def png(frame: Frame) -> bytes:
    """One frame as a PNG."""
    return b"".join((SIGNATURE, _head(frame), chunk(b"IDAT", _packed(frame)), chunk(b"IEND", b"")))


def apng(frames: Iterable[Frame], delays_ms: Sequence[int]) -> Iterator[bytes]:
    """An animated PNG that repeats for ever; programs that do not know it show the first frame.

    Args:
        frames: Of one size.
        delays_ms: How long each of them stands, at most 65,535.
    """
    number = 0
    for index, (frame, delay_ms) in enumerate(zip(frames, delays_ms, strict=True)):
        height, width, _ = frame.shape
        control = struct.pack(">IIIIIHHBB", number, width, height, 0, 0, delay_ms, 1000, 0, 0)
        number += 1
        if index == 0:
            head = SIGNATURE + _head(frame) + chunk(b"acTL", struct.pack(">II", len(delays_ms), 0))
            yield head + chunk(b"fcTL", control) + chunk(b"IDAT", _packed(frame))
        else:
            yield chunk(b"fcTL", control) + chunk(b"fdAT", struct.pack(">I", number) + _packed(frame))
            number += 1
    yield chunk(b"IEND", b"")


def gif(frames: Iterable[Frame], delays_ms: Sequence[int]) -> Iterator[bytes]:
    """A GIF that repeats for ever. Each frame has the 255 colours that suit it, and holds only what has changed.

    Args:
        frames: Of one size.
        delays_ms: How long each of them stands; the format counts in hundredths of a second.
    """
    before: Frame | None = None
    for frame, delay_ms in zip(frames, delays_ms, strict=True):
        height, width, _ = frame.shape
        if before is None:
            screen = struct.pack("<HHBBB", width, height, 0x70, 0, 0)
            yield b"GIF89a" + screen + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
        palette, indices = quantized(frame)
        if before is not None:
            indices[(frame == before).all(axis=2)] = _STAYS
        control = struct.pack("<BBBBHBB", 0x21, 0xF9, 4, 0x05, max(delay_ms // 10, 2), _STAYS, 0)
        image = struct.pack("<BHHHHB", 0x2C, 0, 0, width, height, 0x87)
        colours = np.zeros((PALETTE + 1, 3), np.uint8)
        colours[: len(palette)] = palette
        yield control + image + colours.tobytes() + bytes([_CODE_BITS]) + _blocks(lzw(indices.tobytes()))
        before = frame
    yield b"\x3b"


def quantized(frame: Frame) -> tuple[Frame, NDArray[np.uint8]]:
    """The most frequent colours of a frame, and which of them each pixel gets.

    Returns:
        Palette (C, 3), at most 255, each the mean of the like colours that it stands for; indices (H, W).
    """
    flat = frame.reshape(-1, 3)
    coarse = flat >> _COARSE
    bits = 8 - _COARSE
    keys = (coarse[:, 0].astype(np.int32) << 2 * bits) | (coarse[:, 1].astype(np.int32) << bits) | coarse[:, 2]
    counts = np.bincount(keys, minlength=1 << 3 * bits)
    used = np.flatnonzero(counts)
    sums = np.stack([np.bincount(keys, flat[:, k], len(counts))[used] for k in range(3)], axis=1)
    means = sums / counts[used][:, None]
    chosen = np.argsort(-counts[used], kind="stable")[:PALETTE]
    palette = means[chosen]
    nearest = np.empty(len(used), np.uint8)
    for start in range(0, len(used), 1024):
        part = means[start : start + 1024]
        nearest[start : start + 1024] = ((part[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
    lookup = np.zeros(len(counts), np.uint8)
    lookup[used] = nearest
    return np.rint(palette).astype(np.uint8), lookup[keys].reshape(frame.shape[:2])


def lzw(values: bytes) -> bytes:
    """GIF's variant of Lempel-Ziv-Welch over bytes: codes of 9 to 12 bits, low bits first."""
    clear, end = 1 << _CODE_BITS, (1 << _CODE_BITS) + 1
    codes: list[tuple[int, int]] = [(clear, _CODE_BITS + 1)]
    table: dict[int, int] = {}
    size, following = _CODE_BITS + 1, end + 1
    prefix = -1
    for value in values:
        if prefix < 0:
            prefix = value
            continue
        key = prefix << 8 | value
        known = table.get(key)
        if known is not None:
            prefix = known
            continue
        codes.append((prefix, size))
        if following < _MOST_CODES:
            table[key] = following
            size += following == 1 << size
            following += 1
        else:
            codes.append((clear, size))
            table.clear()
            size, following = _CODE_BITS + 1, end + 1
        prefix = value
    if prefix >= 0:
        codes.append((prefix, size))
    codes.append((end, size))
    return _bits(codes)


def _bits(codes: Sequence[tuple[int, int]]) -> bytes:
    """Codes and their widths as bytes, low bits first."""
    packed = bytearray()
    held = width = 0
    for code, size in codes:
        held |= code << width
        width += size
        while width >= 8:
            packed.append(held & 0xFF)
            held >>= 8
            width -= 8
    if width:
        packed.append(held)
    return bytes(packed)


def _blocks(data: bytes) -> bytes:
    """Data in blocks of at most 255 bytes, as GIF has it."""
    edges = [*range(0, len(data), _BLOCK), len(data)]
    return b"".join(bytes([stop - start]) + data[start:stop] for start, stop in pairwise(edges)) + b"\x00"


def _head(frame: Frame) -> bytes:
    height, width, _ = frame.shape
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def _packed(frame: Frame) -> bytes:
    """Rows as differences to the row above (filter 2), compressed."""
    height, width, _ = frame.shape
    rows = np.empty((height, 1 + 3 * width), np.uint8)
    rows[:, 0] = 2
    flat = frame.reshape(height, -1)
    rows[0, 1:] = flat[0]
    rows[1:, 1:] = flat[1:] - flat[:-1]
    return compress(rows.tobytes(), _LEVEL)
