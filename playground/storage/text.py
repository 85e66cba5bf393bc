"""A document as text for mail and chat, and back: one word of letters and digits that survives being wrapped."""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from playground.document.errors import DocumentError
from playground.storage.arrays import pack_arrays, unpack_arrays
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.project import MOST_HEAD, build_document, decode
from playground.storage.runs import points_of

if TYPE_CHECKING:
    from playground.document.model import Document

MARK, END = "nnplay:1:", ":"
MOST_CHARACTERS = 20_000_000
MOST_UNPACKED = 200_000_000
LINE = 76
_PACKED = re.compile(re.escape(MARK) + r"([A-Za-z0-9_=\s>-]*)" + re.escape(END))


def to_text(document: Document) -> str:
    """The document without weights; points that its generator makes anew are left out.

    The text is `nnplay:1:`, base64, `:`; unpacked it is a length (4 bytes), `document.json` without
    points, and the arrays of the points as safetensors, compressed by zlib.
    """
    head = msgspec.json.encode(document_to_dict(document, inline_points=False))
    points = b"" if _is_as_generated(document) else pack_arrays(points_of(document))
    # As short as it gets: it goes through somebody's mail.
    packed = zlib.compress(len(head).to_bytes(4, "little") + head + points, level=9)
    whole = MARK + urlsafe_b64encode(packed).decode() + END
    return "\n".join(whole[i : i + LINE] for i in range(0, len(whole), LINE)) + "\n"


def holds_document(text: str) -> bool:
    """Whether a text looks as if `to_text` had made a part of it."""
    return MARK in text[:MOST_CHARACTERS]


def from_text(text: str) -> Document:
    """The document in a text, around which there may be other words, and in it line breaks and marks of quotation.

    Raises:
        DocumentError: There is none, it is damaged, or it is cut short.
    """
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(f"the text is longer than {MOST_CHARACTERS / 1e6:,.0f} million characters")
    found = _PACKED.search(text)
    if found is None:
        raise DocumentError(f"the text is not whole: it should begin with {MARK} and end with a colon")
    data = _unpacked(re.sub(r"[\s>]", "", found.group(1)))
    length = int.from_bytes(data[:4], "little")
    if length > min(len(data) - 4, MOST_HEAD):
        raise DocumentError("the text is damaged (its parts do not fit)")
    points = unpack_arrays(memoryview(data)[4 + length :], "points")
    return build_document(decode(data[4 : 4 + length]), points)


def _unpacked(packed: str) -> bytes:
    """Base64 and zlib undone, as far as memory is not at risk."""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(urlsafe_b64decode(packed), MOST_UNPACKED)
    except (Base64Error, ValueError, zlib.error) as error:
        raise DocumentError(f"the text is damaged ({error})") from None
    if not unpacker.eof:
        raise DocumentError("the text is damaged, or unpacks to too much")
    return data


def _is_as_generated(document: Document) -> bool:
    """Whether the generator makes just these points, so that they need not be sent."""
    if document.dataset.source is None:
        return False
    bare: dict[str, Any] = document_to_dict(replace(document, extras={}), inline_points=False)
    try:
        again = document_from_dict(bare)
    except DocumentError:
        return False
    mine, theirs = points_of(document), points_of(again)
    return all(np.array_equal(mine[name], theirs[name]) for name in mine)
