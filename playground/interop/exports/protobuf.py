"""Just enough of the protocol buffers wire format to write messages: ONNX models and TensorBoard events are such.

A message is its fields one after the other, each a key (number and wire type) and a value:
https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import struct

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def varint(value: int) -> bytes:
    """A whole number, 7 bits a byte, least first; negative ones as 64-bit two's complement."""
    value &= 0xFFFFFFFFFFFFFFFF
    parts = bytearray()
    while value >= 0x80:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*parts, value))


def whole(number: int, value: int) -> bytes:
    """An int32, int64 or enum field."""
    return varint(number << 3 | VARINT) + varint(value)


def text(number: int, value: str) -> bytes:
    """A string field."""
    return message(number, value.encode())


def message(number: int, *content: bytes) -> bytes:
    """A bytes field, or a message within a message."""
    value = b"".join(content)
    return varint(number << 3 | BYTES) + varint(len(value)) + value


def single(number: int, value: float) -> bytes:
    """A float field."""
    return varint(number << 3 | FIXED32) + struct.pack("<f", value)


def double(number: int, value: float) -> bytes:
    """A double field."""
    return varint(number << 3 | FIXED64) + struct.pack("<d", value)
