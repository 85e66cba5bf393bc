"""Pictures on their way into the window: one beside those at hand, and whole folders, each as one undo step."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QWidget

from playground.app.documents import Documents
from playground.app.importing import imports as imports_file
from playground.app.importing.imports import Imports
from playground.app.importing.picture_dialog import PictureImportDialog
from playground.app.loading import Loading
from playground.app.settings import Settings
from playground.document.presets import first_document
from playground.interop.sources import open_source
from playground.session.session import Session


@pytest.fixture
def session(qapp):
    made = Session(open_source("bars").document)
    yield made
    made.close()


@pytest.fixture
def imports(qtbot, session):
    window = QWidget()
    qtbot.addWidget(window)
    return Imports(session, Loading(window), window)


def answered(monkeypatch, act=lambda dialog: None, code=QDialog.DialogCode.Accepted):
    def answer(dialog):
        act(dialog)
        return code

    monkeypatch.setattr(PictureImportDialog, "exec", answer)


def photo(folder, name="wave.jpg"):
    """Dark ink on a light ground, in colour, of no square size."""
    pixels = np.full((60, 40, 3), 240, np.uint8)
    pixels[20:40, 15:25] = (20, 40, 120)
    Image.fromarray(pixels).save(folder / name)
    return folder / name


def test_a_dropped_picture_joins_those_at_hand_under_the_class_in_hand(session, imports, tmp_path, monkeypatch):
    before = session.document
    answered(monkeypatch)
    session.hand.set_class(1)
    imports.read_file(str(photo(tmp_path)))
    data = session.document.dataset
    assert len(data) == len(before.dataset) + 1
    assert data.targets[-1] == 1
    picture = data.shaped[-1, 0]
    assert picture[8, 8] > 0.7
    assert picture[0, 0] < 0.2
    assert session.undo_stack.undoText() == "Add wave.jpg"
    session.undo_stack.undo()
    assert session.document is before


def test_a_class_of_its_own_is_called_like_the_file(session, imports, tmp_path, monkeypatch):
    answered(monkeypatch, lambda dialog: dialog.label.set_value(-1))
    count = len(session.document.dataset.classes)
    imports.read_file(str(photo(tmp_path)))
    data = session.document.dataset
    assert data.classes[-1].name == "wave"
    assert data.targets[-1] == count


def test_light_and_dark_can_be_changed_back(session, imports, tmp_path, monkeypatch):
    answered(monkeypatch, lambda dialog: dialog.turned.click())
    imports.read_file(str(photo(tmp_path)))
    assert session.document.dataset.shaped[-1, 0, 8, 8] < 0.3


def test_cancelled_it_changes_nothing(session, imports, tmp_path, monkeypatch):
    before = session.document
    answered(monkeypatch, code=QDialog.DialogCode.Rejected)
    imports.read_file(str(photo(tmp_path)))
    assert session.document is before


def test_the_window_says_what_was_done_to_it(session, imports, tmp_path, monkeypatch):
    said = []
    answered(monkeypatch, lambda dialog: said.append(dialog.words.text()))
    imports.read_file(str(photo(tmp_path)))
    assert "Light and dark were changed" in said[0]
    assert "Brought to 16 × 16" in said[0]


def test_it_says_how_large_the_file_is_and_that_nothing_is_on_it(session, imports, tmp_path, monkeypatch):
    said = []
    answered(monkeypatch, lambda dialog: said.extend((dialog.source.accessibleName(), dialog.words.text())))
    Image.new("RGBA", (900, 3)).save(tmp_path / "clear.png")
    imports.read_file(str(tmp_path / "clear.png"))
    assert said[0] == "Picture, 900 × 3"
    assert "It is empty" in said[1]
    assert "Colours" not in said[1]


def test_a_copied_picture_is_pasted_as_one_that_is_opened(session, imports, monkeypatch):
    said = []
    answered(monkeypatch, lambda dialog: said.append(dialog.source.accessibleName()))
    image = QImage(700, 350, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    data = QMimeData()
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
    before = len(session.document.dataset)
    imports.paste()
    assert said == ["Picture, 700 × 350"]
    assert len(session.document.dataset) == before + 1


def test_several_pictures_join_those_at_hand_together(session, imports, tmp_path, monkeypatch):
    said = []
    answered(monkeypatch, lambda dialog: said.extend((dialog.windowTitle(), dialog.words.text())))
    names = [str(photo(tmp_path, name)) for name in ("a.png", "b.png", "c.png")]
    (tmp_path / "b.png").write_text("no picture")
    before = len(session.document.dataset)
    imports.take_files(names)
    assert len(session.document.dataset) == before + 2
    assert said[0] == "2 pictures from 3 files"
    assert "All of 2 pictures: brought to 16 × 16" in said[1]
    assert "1 file cannot be read and is left out: b.png: this is not a picture" in said[1]
    session.undo_stack.undo()
    assert len(session.document.dataset) == before


def test_of_other_files_the_first_is_opened_and_that_is_said(session, imports, tmp_path, monkeypatch):
    said, opened = [], []
    session.message_posted.connect(lambda text, _role: said.append(text))
    imports.file_taken.connect(opened.append)
    names = [str(tmp_path / name) for name in ("a.csv", "b.png")]
    imports.take_files(names)
    assert opened == names[:1]
    assert said[0].startswith("Of 2 files a.csv is opened: one at a time")
    monkeypatch.setattr(imports_file, "MOST_AT_ONCE", 1)
    imports.take_files([str(tmp_path / name) for name in ("a.png", "b.png")])
    assert said[1].startswith("2 pictures are too many to be shown at once")
    monkeypatch.undo()
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_text("no picture")
    imports.take_files([str(tmp_path / name) for name in ("a.png", "b.png")])
    assert said[2].startswith("None of 2 pictures can be read: a.png: this is not a picture")


def test_a_picture_dragged_out_of_another_program_has_no_file(session, imports, monkeypatch):
    said = []
    session.message_posted.connect(lambda text, _role: said.append(text))
    imports.take_image(None, "another program")
    assert said == ["The picture from another program cannot be read."]
    answered(monkeypatch)
    before, image = len(session.document.dataset), QImage(20, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    imports.take_image(image, "another program")
    assert len(session.document.dataset) == before + 1


@pytest.mark.parametrize(
    ("name", "arrays", "words"),
    [
        ("text.png", None, "text.png: this is not a picture that can be read"),
        ("odd.csv", None, "odd.csv: its lines have 51 columns, which are no square pictures"),
        ("deep.npz", {"x": np.zeros((4, 8, 9, 2, 2))}, "deep.npz: array 'x' of 4 × 8 × 9 × 2 × 2 holds no pictures"),
        ("words.npz", {"x": np.zeros((4, 8, 8), "U2")}, "words.npz: array 'x' holds texts"),
        ("hole.npz", {"x": np.full((4, 8, 8), np.nan)}, "hole.npz: picture 1 holds something that is no number"),
    ],
)
def test_what_is_no_picture_is_refused_in_words_and_nothing_changes(qtbot, session, tmp_path, name, arrays, words):
    window, said = QWidget(), []
    qtbot.addWidget(window)
    if arrays is not None:
        np.savez(tmp_path / name, **arrays)
    else:
        head = ",".join(["label", *(f"pixel{place}" for place in range(50))])
        (tmp_path / name).write_text(f"{head}\n" + ",".join("0" * 51) + "\n")
    session.message_posted.connect(lambda text, _role: said.append(text))
    documents, before = Documents(session, Settings(), lambda: b"", window), session.document
    imports = Imports(session, documents.loading, window)
    documents.points_chosen.connect(imports.read_file)
    documents.choose(str(tmp_path / name))
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said[0].startswith(words)
    assert session.document is before
    documents.loading.close()


def test_a_folder_takes_the_place_of_the_points_as_one_undo_step(qtbot, qapp, tmp_path):
    session, window = Session(first_document()), QWidget()
    qtbot.addWidget(window)
    try:
        for name in ("ring", "bar"):
            (tmp_path / "mine" / name).mkdir(parents=True)
            photo(tmp_path / "mine" / name)
        before = session.document
        documents = Documents(session, Settings(), lambda: b"", window)
        documents.choose(str(tmp_path / "mine"))
        qtbot.waitUntil(lambda: session.document is not before, timeout=20_000)
        assert session.document.dataset.domain == "picture"
        assert [one.name for one in session.document.dataset.classes] == ["bar", "ring"]
        assert session.undo_stack.undoText() == "Import mine"
        session.undo_stack.undo()
        assert session.document is before
        documents.loading.close()
    finally:
        session.close()
