"""A zip archive of stored members, read without trusting a word of it."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any
from zlib import crc32

from playground.document.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MOST_MEMBERS = 16
MOST_NAMED = 40
"""Signs of a name that is refused; messages are one line."""
EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)
"""The same document gives the same bytes, so no member carries the time of saving."""

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_UTF8 = 0x800
"""The one flag that may be set: names are UTF-8."""


def pack_members(members: Mapping[str, bytes]) -> bytes:
    """An archive of the members that are not empty, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            if content:
                archive.writestr(zipfile.ZipInfo(name, EPOCH_OF_ZIP), content)
    return buffer.getvalue()


def unpack_members(data: bytes, allowed: Collection[str]) -> dict[str, memoryview]:
    """The members by name, as views of `data`: nothing is allocated, whatever the archive says of itself.

    Args:
        data: The whole file.
        allowed: Names that a member may have.

    Raises:
        DocumentError: It is no such archive, damaged, compressed, or holds what does not belong in it.
    """
    view = memoryview(data)
    try:
        return _unpack(view, allowed)
    except struct.error:
        raise DocumentError("not a project file, or damaged (it ends too early)") from None


def _unpack(view: memoryview, allowed: Collection[str]) -> dict[str, memoryview]:
    if len(view) < _END.size:
        raise DocumentError("not a project file, or damaged (it is too short)")
    # Only at the very end: a comment behind it would have readers search for the table of contents, and two of them may
    # find different ones.
    mark, *_, count, size, start, comment = _END.unpack(view[-_END.size :])
    if mark != b"PK\x05\x06" or comment:
        raise DocumentError("not a project file, or damaged (its table of contents is missing)")
    if count > MOST_MEMBERS or start + size != len(view) - _END.size:
        raise DocumentError("not a project file, or damaged (its table of contents is wrong)")
    members: dict[str, memoryview] = {}
    reached, place = 0, start
    for _ in range(count):
        fields = _CENTRAL.unpack_from(view, place)
        name, begin, end = _member(view, fields, place + _CENTRAL.size, allowed)
        if name in members:
            raise DocumentError("the file holds a member twice")
        # Overlapping members are how a small archive unpacks to a huge one (Fifield 2019, "A better zip bomb"), and
        # each of ours lies behind the one before.
        if begin < reached or end > start:
            raise DocumentError("not a project file, or damaged (its members overlap)")
        content = view[begin:end]
        if crc32(content) != fields[7]:
            raise DocumentError(f"{name}: damaged (its checksum is wrong)")
        members[name], reached = content, end
        place += _CENTRAL.size + sum(fields[10:13])
    return members


def _member(view: memoryview, fields: tuple[Any, ...], place: int, allowed: Collection[str]) -> tuple[str, int, int]:
    """Name, begin and end of one member.

    Args:
        view: The whole file.
        fields: The member's entry in the table of contents.
        place: Where its name begins there.
        allowed: Names that a member may have.
    """
    mark, flags, method, packed, size, name_size, offset = (fields[i] for i in (0, 3, 4, 8, 9, 10, 16))
    if mark != b"PK\x01\x02":
        raise DocumentError("not a project file, or damaged (its table of contents is wrong)")
    # A name of 64 KB is cut before it is looked up, and before it could get into a message.
    name = bytes(view[place : place + min(name_size, 200)]).decode("utf-8", "replace")
    if name not in allowed:
        raise DocumentError(f"the file holds {name[:MOST_NAMED]!r}, which does not belong in a project")
    if method != zipfile.ZIP_STORED or packed != size or flags & ~_UTF8:
        raise DocumentError("a member is compressed; project files are stored as they are")
    local = _LOCAL.unpack_from(view, offset)
    begin = offset + _LOCAL.size + local[9] + local[10]
    # Both places tell the name; programs that trust the other one would see other members in the same file.
    same_name = bytes(view[offset + _LOCAL.size : offset + _LOCAL.size + local[9]]) == name.encode()
    if local[0] != b"PK\x03\x04" or not same_name or begin + size > len(view):
        raise DocumentError(f"{name}: damaged (it is not where it should be)")
    return name, begin, begin + size
