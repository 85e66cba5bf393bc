"""Moving pictures: what other readers make of them is what went in."""

from io import BytesIO

import numpy as np
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

from playground.interop.animation import apng, gif, png


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


def test_a_png_is_the_frame_to_the_bit():
    (frame, *_) = frames()
    assert np.array_equal(array_of(QImage.fromData(png(frame), "PNG")), frame)


def test_an_apng_holds_every_frame_to_the_bit():
    given_frames = frames()
    data = b"".join(apng(iter(given_frames), [40, 40, 40, 1040]))
    assert np.array_equal(array_of(QImage.fromData(data, "PNG")), given_frames[0])
    found = Image.open(BytesIO(data))
    assert (found.n_frames, found.info["loop"]) == (4, 0)
    for index, expected in enumerate(given_frames):
        found.seek(index)
        assert np.array_equal(np.asarray(found.convert("RGB")), expected)
        assert found.info["duration"] == (1040 if index == 3 else 40)


def test_an_apng_holds_only_what_changes():
    (frame, *_) = frames(height=300, width=400)
    alone = len(b"".join(apng(iter([frame]), [40])))
    assert len(b"".join(apng(iter([frame] * 10), [40] * 10))) < 1.5 * alone


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
    (found, *_), _, _ = read_all(b"".join(gif(iter([frame]), [50])), b"gif")
    assert np.array_equal(found, frame)


def test_the_few_pixels_of_a_marker_keep_their_colour():
    """Among many blues and greys, as the window of digits has them."""
    across, down = np.meshgrid(np.arange(320), np.arange(200))
    frame = np.stack([across // 8, across // 4 + down // 8, 40 + down], axis=2).astype(np.uint8)
    colours = [(255, 159, 67), (46, 204, 154), (200, 77, 163), (255, 235, 87), (124, 92, 255), (232, 61, 31)]
    for place, colour in enumerate(colours):
        frame[20 * place : 20 * place + 5, 10:14] = colour
    (found, *_), _, _ = read_all(b"".join(gif(iter([frame]), [50])), b"gif")
    assert np.abs(found.astype(int) - frame).max() < 32


def test_a_frame_that_changes_nothing_is_there_all_the_same():
    (frame, *_) = frames()
    for encode, kind in ((gif, "GIF"), (apng, "PNG")):
        found = Image.open(BytesIO(b"".join(encode(iter([frame, frame, frame]), [50] * 3))))
        assert (found.format, found.n_frames) == (kind, 3)
