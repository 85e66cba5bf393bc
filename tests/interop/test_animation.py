"""Moving pictures: what other readers make of them is what went in."""

import struct
from zlib import decompress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

from playground.interop.animation import apng, gif, lzw, png, quantized


def frames(count=4, height=31, width=45, seed=0):
    """A ramp on which a square moves."""
    ramp = np.add.outer(np.arange(height) * 3, np.arange(width) * 2) % 256
    found = []
    for index in range(count):
        frame = np.stack([ramp, 255 - ramp, np.full_like(ramp, 40)], axis=2).astype(np.uint8)
        frame[5:12, 3 * index : 3 * index + 8] = (250, 120, 10)
        found.append(frame)
    return found


def array_of(image):
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def read_all(data, kind):
    held = QByteArray(data)  # the buffer does not keep it
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, kind)
    found = []
    while reader.canRead():
        image = reader.read()
        if image.isNull():
            break
        found.append(array_of(image))
    return found, reader.nextImageDelay(), reader.loopCount()


def chunks(data):
    place = 8
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length


def test_a_png_is_the_frame_to_the_bit():
    (frame, *_) = frames()
    assert np.array_equal(array_of(QImage.fromData(png(frame), "PNG")), frame)


def test_an_apng_holds_every_frame_in_order():
    given_frames = frames()
    data = b"".join(apng(iter(given_frames), [40, 40, 40, 1040]))
    assert np.array_equal(array_of(QImage.fromData(data, "PNG")), given_frames[0])
    parts = list(chunks(data))
    kinds = [kind for kind, _ in parts]
    assert kinds == [b"IHDR", b"acTL", b"fcTL", b"IDAT", *[b"fcTL", b"fdAT"] * 3, b"IEND"]
    numbers = [struct.unpack(">I", content[:4])[0] for kind, content in parts if kind in (b"fcTL", b"fdAT")]
    assert numbers == list(range(len(numbers)))
    assert struct.unpack(">II", dict(parts)[b"acTL"]) == (4, 0)
    controls = [content for kind, content in parts if kind == b"fcTL"]
    assert [struct.unpack(">HH", content[20:24]) for content in controls] == [(40, 1000)] * 3 + [(1040, 1000)]
    height, width, _ = given_frames[0].shape
    for expected, content in zip(given_frames[1:], [c for kind, c in parts if kind == b"fdAT"], strict=True):
        rows = np.frombuffer(decompress(content[4:]), np.uint8).reshape(height, 1 + 3 * width)
        assert (rows[:, 0] == 2).all()
        assert np.array_equal(np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).reshape(expected.shape), expected)


def test_a_gif_is_read_by_others_frame_by_frame():
    given_frames = frames()
    found, delay, loops = read_all(b"".join(gif(iter(given_frames), [50] * 4)), b"gif")
    assert len(found) == len(given_frames)
    assert (delay, loops) == (50, -1)
    for expected, frame in zip(given_frames, found, strict=True):
        assert np.abs(expected.astype(int) - frame).mean() < 6.0
        assert np.abs(expected[7, :, :].astype(int) - frame[7, :, :]).max() < 30


def test_a_hundred_frames_of_noise_are_read():
    random = np.random.default_rng(0)
    noise = [random.integers(0, 256, (20, 30, 3), dtype=np.uint8) for _ in range(100)]
    found, _, _ = read_all(b"".join(gif(iter(noise), [20] * 100)), b"gif")
    assert len(found) == 100


def test_few_colours_are_kept_exactly():
    frame = np.zeros((6, 6, 3), np.uint8)
    frame[:3] = (10, 200, 30)
    frame[:, 4:] = (255, 255, 255)
    palette, indices = quantized(frame)
    assert np.array_equal(palette[indices], frame)


def unpacked(data):
    """The decoder of the format's own description."""
    clear, end = 256, 257
    position, size, table, previous, out = 0, 9, {}, None, bytearray()
    bits = int.from_bytes(data, "little")
    while True:
        code = bits >> position & (1 << size) - 1
        position += size
        if code == clear:
            table, size, previous = {i: bytes([i]) for i in range(256)}, 9, None
            following = 258
            continue
        if code == end:
            return bytes(out)
        if previous is None:
            entry = table[code]
        else:
            entry = table[code] if code in table else previous + previous[:1]
            if following < 4096:
                table[following] = previous + entry[:1]
                following += 1
                size = min(size + (following == 1 << size), 12)
        out += entry
        previous = entry


@given(st.binary(max_size=3000))
def test_compression_loses_nothing(data):
    assert unpacked(lzw(data)) == data


@pytest.mark.parametrize("data", [b"a" * 100_000, bytes(range(256)) * 300])
def test_compression_of_long_data_starts_anew(data):
    packed = lzw(data)
    assert unpacked(packed) == data
    assert len(packed) < len(data)


def test_random_data_fills_the_table_many_times():
    data = np.random.default_rng(1).integers(0, 256, 30_000, dtype=np.uint8).tobytes()
    assert unpacked(lzw(data)) == data
