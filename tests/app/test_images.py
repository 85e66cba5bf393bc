"""Pictures from files and the clipboard: measured before they are decoded, then points in one undo step."""

import struct
import zlib

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from playground.app.importing import image_reading
from playground.app.importing.image_dialog import ImageDialog
from playground.app.importing.image_reading import carries_project, read_image
from playground.app.importing.imports import Imports
from playground.app.loading import Loading
from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset
from playground.document.png import with_project
from playground.document.presets import first_document
from playground.interop.sources import SourceError
from playground.session.session import Session

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
    return Imports(session, Loading(window), window)


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
        (huge_png(30_000, 30_000), "30,000 × 30,000 pixels are too many; 100 million are the most"),
        (b"hello", "this is not a picture that can be read"),
        (b"", "this is not a picture that can be read"),
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
    monkeypatch.setattr(image_reading.QImageReader, "read", lambda _: pytest.fail("decoded"))
    path = tmp_path / "huge.png"
    path.write_bytes(huge_png(30_000, 30_000))
    with pytest.raises(SourceError):
        read_image(path)


def test_large_pictures_are_scaled_down(tmp_path):
    path = tmp_path / "large.png"
    flag().scaled(1800, 1200, Qt.AspectRatioMode.IgnoreAspectRatio).save(str(path))
    assert read_image(path).shape == (341, 512, 4)


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
    dialog = ImageDialog(read_image(path), "flag.png", NOTHING, None)
    qtbot.addWidget(dialog)
    dialog.way.chosen.emit("paint")
    assert dialog.dataset.classes == ()
    assert "dark −1, bright 1" in dialog.words.text()
    dialog.count.value_changed.emit(50.0)
    assert dialog.accept_button.text() == "Import 50 points"
    dialog.way.chosen.emit("colours")
    dialog.background.toggled.emit(True)
    assert len(dialog.dataset.classes) == 3


def test_a_blank_picture_cannot_be_imported(qtbot, tmp_path):
    image = QImage(9, 9, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.save(str(tmp_path / "blank.png"))
    dialog = ImageDialog(read_image(tmp_path / "blank.png"), "blank.png", NOTHING, None)
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    assert "one colour only" in dialog.words.text()
    dialog.way.chosen.emit("paint")
    assert dialog.accept_button.isEnabled()


def test_a_channel_can_be_painted(qtbot, tmp_path):
    path = tmp_path / "flag.png"
    flag().save(str(path))
    dialog = ImageDialog(read_image(path), "flag.png", NOTHING, None)
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
    dialog = ImageDialog(read_image(path), "flag.png", SOME, None)
    qtbot.addWidget(dialog)
    dialog.place.set_current("add")
    dialog.place.chosen.emit("add")
    assert dialog.accept_button.text() == "Add 1,000 points"
    assert "With the 7 at hand that makes 1,007" in dialog.words.text()
    dialog.way.chosen.emit("paint")
    assert "they can only replace them" in dialog.words.text()
    assert not dialog.accept_button.isEnabled()
