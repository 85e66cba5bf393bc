"""Projects inside pictures: a PNG keeps one in a chunk of its own, which every other program leaves unread."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from zlib import crc32

from playground.document.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE_SUFFIX = ".png"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNK = b"nnPy"
"""By its letters' case: not needed to show the picture, private, and safe to copy by programs that do not know it."""
MOST_BYTES = 1_000_000_000
_HEAD = struct.Struct(">I4s")
_CHECK = struct.Struct(">I")


def with_project(png: bytes, project: bytes) -> bytes:
    """The same picture with a project in it, in place of one that it may hold.

    Args:
        png: A whole PNG.
        project: What `pack_project` made; nothing to leave it out.

    Raises:
        DocumentError: It is no PNG.
    """
    parts = [SIGNATURE]
    for kind, content in chunks(png):
        if kind == b"IEND" and project:
            parts.append(chunk(CHUNK, project))
        if kind != CHUNK:
            parts.append(chunk(kind, content))
    return b"".join(parts)


def project_in(png: bytes) -> bytes | None:
    """The project that a picture holds, unchecked but for its checksum; None when it holds none.

    Raises:
        DocumentError: It is no PNG, or damaged.
    """
    return next((bytes(content) for kind, content in chunks(png) if kind == CHUNK), None)


def chunk(kind: bytes, content: bytes | memoryview) -> bytes:
    """A part of a PNG with its length and checksum."""
    check = _CHECK.pack(crc32(content, crc32(kind)))
    return b"".join((_HEAD.pack(len(content), kind), content, check))


def chunks(png: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Every chunk's kind and content, as views, up to the end of the picture."""
    if png[: len(SIGNATURE)] != SIGNATURE:
        raise DocumentError("not a PNG picture")
    view, place = memoryview(png), len(SIGNATURE)
    while place + _HEAD.size + _CHECK.size <= len(view):
        length, kind = _HEAD.unpack_from(view, place)
        begin = place + _HEAD.size
        if begin + length + _CHECK.size > len(view):
            break
        content = view[begin : begin + length]
        if _CHECK.unpack_from(view, begin + length)[0] != crc32(content, crc32(kind)):
            raise DocumentError("the picture is damaged (a checksum is wrong)")
        yield kind, content
        if kind == b"IEND":
            return
        place = begin + length + _CHECK.size
    raise DocumentError("the picture is damaged (it ends too early)")
