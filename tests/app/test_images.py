"""Pictures from files and the clipboard: measured before they are decoded, then points in one undo step."""

import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from playground.app.importing.image_dialog import ImageDialog
from playground.app.importing.imports import Imports
from playground.app.loading import Loading
from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset
from playground.document.presets import first_document
from playground.interop.image_files import IMAGE_SUFFIXES, carries_project, find_image
from playground.interop.source_errors import SourceError
from playground.session.session import Session
from playground.storage.png import with_project

NOTHING = make_dataset(np.zeros((0, 2)), [], default_classes(2))
SOME = make_dataset(np.zeros((7, 2)), [0] * 7, default_classes(2))


def flag(width=60, height=40):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(10, 10, 15, 20, QColor(220, 40, 40))
    painter.fillRect(35, 10, 15, 20, QColor(40, 90, 240))
    painter.end()
    return image


@pytest.fixture
def session(qapp):
    made = Session(first_document())
    yield made
    made.close()


@pytest.fixture
def imports(qtbot, session, monkeypatch):
    monkeypatch.setattr(ImageDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    window = QWidget()
    qtbot.addWidget(window)
    yield Imports(session, Loading(window), window)
    QGuiApplication.clipboard().clear()  # a picture on it outlives the application, and ends the process badly


@pytest.fixture
def said(session):
    texts = []
    session.message_posted.connect(lambda text, role: texts.append(text))
    return texts


def test_a_dropped_picture_becomes_points(imports, session, said, tmp_path):
    path = tmp_path / "flag.png"
    flag().save(str(path))
    before = session.document
    imports.read_file(str(path))
    data = session.document.dataset
    assert len(data) == 1000
    assert {one.name for one in data.classes} == {"Red", "Blue"}
    assert said == ["1,000 points are in from flag.png. Undo brings the old ones back."]
    session.undo_stack.undo()
    assert session.document is before


def test_a_pasted_picture_becomes_points(imports, session):
    data = QMimeData()
    data.setImageData(flag())
    QGuiApplication.clipboard().setMimeData(data)
    imports.paste()
    assert len(session.document.dataset) == 1000


def huge_png(width, height):
    """The head of a picture whose size alone is true."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (huge_png(30_000, 30_000), "the picture is too large: 30,000 × 30,000 pixels; 67 million are the most"),
        (b"hello", "this is not a picture that can be read; PNG, JPEG, WebP, BMP, GIF and TIFF are"),
        (b"", "this is not a picture that can be read; PNG, JPEG, WebP, BMP, GIF and TIFF are"),
    ],
    ids=["huge", "text", "empty"],
)
def test_what_is_no_picture_is_refused(imports, session, said, tmp_path, content, words):
    path = tmp_path / "a.png"
    path.write_bytes(content)
    before = session.document
    imports.read_file(str(path))
    assert said == [f"a.png: {words}"]
    assert session.document is before


def test_nothing_of_a_huge_picture_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(PngImageFile, "load", lambda _: pytest.fail("decoded"))
    path = tmp_path / "huge.png"
    path.write_bytes(huge_png(30_000, 30_000))
    with pytest.raises(SourceError):
        find_image(path)


def test_large_pictures_are_scaled_down(tmp_path):
    path = tmp_path / "large.png"
    flag().scaled(1800, 1200, Qt.AspectRatioMode.IgnoreAspectRatio).save(str(path))
    assert find_image(path).pixels.shape == (341, 512, 4)


def test_a_picture_with_a_project_is_no_drawing(tmp_path):
    path = tmp_path / "a.png"
    flag().save(str(path))
    assert not carries_project(path)
    path.write_bytes(with_project(path.read_bytes(), b"project"))
    assert carries_project(path)
    assert not carries_project(tmp_path / "missing.png")


def test_choices_change_the_points(qtbot, tmp_path):
    path = tmp_path / "flag.png"
    flag().save(str(path))
    dialog = ImageDialog(find_image(path).pixels, "flag.png", NOTHING, None)
    qtbot.addWidget(dialog)
    dialog.way.chosen.emit("paint")
    assert dialog.dataset.classes == ()
    assert "dark −1, bright 1" in dialog.words.text()
    dialog.count.value_changed.emit(50.0)
    assert dialog.accept_button.text() == "Import 50 points"
    dialog.way.chosen.emit("colours")
    dialog.background.click()
    assert len(dialog.dataset.classes) == 3


def test_a_blank_picture_cannot_be_imported(qtbot, tmp_path):
    image = QImage(9, 9, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.save(str(tmp_path / "blank.png"))
    dialog = ImageDialog(find_image(tmp_path / "blank.png").pixels, "blank.png", NOTHING, None)
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    assert "one colour only" in dialog.words.text()
    dialog.way.chosen.emit("paint")
    assert dialog.accept_button.isEnabled()


def test_a_channel_can_be_painted(qtbot, tmp_path):
    path = tmp_path / "flag.png"
    flag().save(str(path))
    dialog = ImageDialog(find_image(path).pixels, "flag.png", NOTHING, None)
    qtbot.addWidget(dialog)
    assert dialog.channel.isHidden()
    dialog.way.chosen.emit("paint")
    assert not dialog.channel.isHidden()
    assert "three networks" in dialog.summary.text()
    bright, picture = dialog.dataset.targets, dialog.source.pixmap().toImage()
    dialog.channel.chosen.emit("red")
    assert "no red −1, full red 1" in dialog.words.text()
    assert not np.array_equal(dialog.dataset.targets, bright)
    assert dialog.source.pixmap().toImage() != picture


def test_a_picture_is_added_to_the_points(qtbot, tmp_path):
    path = tmp_path / "flag.png"
    flag().save(str(path))
    dialog = ImageDialog(find_image(path).pixels, "flag.png", SOME, None)
    qtbot.addWidget(dialog)
    dialog.place.set_current("add")
    dialog.place.chosen.emit("add")
    assert dialog.accept_button.text() == "Add 1,000 points"
    assert "With the 7 at hand that makes 1,007" in dialog.words.text()
    dialog.way.chosen.emit("paint")
    assert "they can only replace them" in dialog.words.text()
    assert not dialog.accept_button.isEnabled()


SVG_BOMB = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><defs>
<g id="a"><rect width="1" height="1"/></g><g id="b"><use xlink:href="#a"/><use xlink:href="#a"/></g></defs>
<use xlink:href="#b"/></svg>"""


@pytest.mark.parametrize("suffix", IMAGE_SUFFIXES)
def test_an_svg_is_no_picture_whatever_it_is_called(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(SVG_BOMB)
    with pytest.raises(SourceError, match="not a picture that can be read"):
        find_image(path)


@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "bmp", "gif", "tiff"])
def test_pictures_of_every_kind_are_read_and_a_cut_one_is_damaged(tmp_path, kind):
    noise = np.random.default_rng(0).integers(0, 256, (96, 128, 4), dtype=np.uint8)
    image = QImage(noise.tobytes(), 128, 96, QImage.Format.Format_RGBA8888).convertToFormat(QImage.Format.Format_RGB32)
    path = tmp_path / f"a.{kind}"
    if kind == "tiff":
        Image.fromarray(noise[..., :3]).save(path, compression="tiff_lzw")
    elif kind == "gif":
        Image.fromarray(noise[..., :3]).save(path)
    else:
        assert image.save(str(path))
    whole = path.read_bytes()
    assert find_image(path).pixels.shape[2] == 4
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(SourceError, match="damaged"):
            find_image(path)


def test_a_jpeg_whose_end_is_only_that_of_its_small_picture_is_damaged(tmp_path):
    path = tmp_path / "a.jpg"
    flag(300, 200).save(str(path))
    whole = path.read_bytes()
    small = b"Exif\0\0" + whole[:200] + b"\xff\xd9"
    told = b"\xff\xd8\xff\xe1" + (len(small) + 2).to_bytes(2, "big") + small
    path.write_bytes(told + whole[2:])
    assert find_image(path).pixels.shape == (200, 300, 4)
    path.write_bytes(told + whole[2:-400])
    with pytest.raises(SourceError, match="damaged: its end is missing"):
        find_image(path)


def test_pictures_of_deep_colours_keep_their_levels(tmp_path):
    levels = (np.arange(64, dtype=np.uint16) * 1000).reshape(8, 8)
    Image.fromarray(levels).save(tmp_path / "a.tiff")
    found = find_image(tmp_path / "a.tiff").pixels
    np.testing.assert_array_equal(found[..., 0], levels // 257)
    Image.fromarray(levels.astype(np.float32) / 7).save(tmp_path / "b.tif")
    ink = find_image(tmp_path / "b.tif").pixels[..., 1]
    assert (ink.min(), ink.max()) == (0, 255)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names there")
def test_a_pipe_is_no_picture(tmp_path):
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(SourceError, match="no ordinary file"):
        find_image(tmp_path / "a.png")
    assert not carries_project(tmp_path / "a.png")
