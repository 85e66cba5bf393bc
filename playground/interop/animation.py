"""Moving pictures from frames: APNG, GIF, and single PNGs. Each encoder gives its file in pieces, one a frame.

Pillow compresses and chooses colours. Its own way to write many frames keeps all of them in memory, a gigabyte for a
film of the window, so the frames are put together here, a few bytes around each.
Formats: PNG third edition (W3C 2025) with its acTL, fcTL and fdAT chunks; GIF89a (CompuServe 1990).
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image, ImageChops

from playground.storage.png import SIGNATURE, chunk, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Frame: TypeAlias = NDArray[np.uint8]
"""Colours of a frame, (H, W, 3), row 0 at the top."""
Box: TypeAlias = tuple[int, int, int, int]
"""Left, upper, right and lower edge of a part."""

PALETTE = 255
"""Colours of a GIF's frame; one more says that a pixel stays as it was."""
_STAYS = 255
_LEVEL = 6
_ONE_PIXEL: Box = (0, 0, 1, 1)


def png(frame: Frame) -> bytes:
    """One frame as a PNG."""
    return _png_of(Image.fromarray(frame))


def apng(frames: Iterable[Frame], delays_ms: Sequence[int]) -> Iterator[bytes]:
    """An animated PNG that repeats for ever; programs that do not know it show the first frame.

    Args:
        frames: Of one size.
        delays_ms: How long each of them stands, at most 65,535.
    """
    number = 0
    for (image, box), delay_ms in zip(_changes(frames), delays_ms, strict=True):
        left, top, right, bottom = box
        place = struct.pack(">IIIII", number, right - left, bottom - top, left, top)
        control = chunk(b"fcTL", place + struct.pack(">HHBB", delay_ms, 1000, 0, 0))
        parts = {
            kind: [bytes(one) for name, one in chunks(_png_of(image.crop(box))) if name == kind] for kind in _KINDS
        }
        data = b"".join(parts[b"IDAT"])
        if number == 0:
            head = SIGNATURE + chunk(b"IHDR", parts[b"IHDR"][0])
            yield head + chunk(b"acTL", struct.pack(">II", len(delays_ms), 0)) + control + chunk(b"IDAT", data)
        else:
            yield control + chunk(b"fdAT", struct.pack(">I", number + 1) + data)
        number += 1 if number == 0 else 2
    yield chunk(b"IEND", b"")


_KINDS = (b"IHDR", b"IDAT")


def gif(frames: Iterable[Frame], delays_ms: Sequence[int]) -> Iterator[bytes]:
    """A GIF that repeats for ever. Each frame has the 255 colours that suit it, and holds only what has changed.

    Colours are chosen so that none is far from its own, and then moved to where most pixels are: the usual way, which
    cuts where there are most pixels, turns the few pixels of a class's marker grey.

    Args:
        frames: Of one size.
        delays_ms: How long each of them stands; the format counts in hundredths of a second.
    """
    before: Image.Image | None = None
    for (image, box), delay_ms in zip(_changes(frames), delays_ms, strict=True):
        if before is None:
            screen = struct.pack("<HHBBB", image.width, image.height, 0x70, 0, 0)
            yield b"GIF89a" + screen + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
        part = image.crop(box)
        few = part.quantize(PALETTE, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
        if before is not None:
            stays = (np.asarray(part) == np.asarray(before.crop(box))).all(axis=2)
            few.paste(_STAYS, mask=Image.fromarray(stays))
        options = {"duration": max(delay_ms, 20), "disposal": 1, "transparency": _STAYS, "include_color_table": True}
        yield b"".join(GifImagePlugin.getdata(few, box[:2], **options))
        before = image
    yield b"\x3b"


def _changes(frames: Iterable[Frame]) -> Iterator[tuple[Image.Image, Box]]:
    """Each frame, and the smallest part of it that differs from the one before: of the first the whole."""
    before: Image.Image | None = None
    for frame in frames:
        image = Image.fromarray(frame)
        whole: Box = (0, 0, image.width, image.height)
        yield image, whole if before is None else ImageChops.difference(image, before).getbbox() or _ONE_PIXEL
        before = image


def _png_of(image: Image.Image) -> bytes:
    data = BytesIO()
    image.save(data, "PNG", compress_level=_LEVEL)
    return data.getvalue()
