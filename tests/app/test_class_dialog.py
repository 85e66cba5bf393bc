"""A folder of hand-ins in the window: dropped, marked row by row, saved; closing gives up what is left."""

import csv

import pytest
from PySide6.QtWidgets import QFileDialog

from playground.app.class_dialog import NO_CHALLENGE, ClassDialog
from playground.challenges.class_marks import ClassStop, mark_folder
from playground.challenges.hand_in import HandIn, pack_hand_in
from playground.challenges.library import known_solution, shipped_challenge, shipped_challenges, start_of
from playground.challenges.reading import parse_challenge
from playground.storage.project import Project, pack_project
from tests.support.dropping import drop

WAIT_MS = 60_000
CHALLENGE = shipped_challenge("one-input-for-xor")
TEXT = shipped_challenges()["one-input-for-xor"].read_text()


@pytest.fixture
def folder(tmp_path):
    """One that passes, one that does not, one that is none."""
    for name, document in (("ada", known_solution(CHALLENGE)), ("bela", start_of(CHALLENGE))):
        said = HandIn(CHALLENGE.key, name.title(), predicted=5, predicted_of=5)
        (tmp_path / f"{name}.nnplay").write_bytes(pack_hand_in(Project(document), said))
    (tmp_path / "notes.txt").write_text("?")
    return tmp_path


@pytest.fixture
def dialog(qtbot, folder):
    made = ClassDialog(folder, lambda: True, None)
    qtbot.addWidget(made)
    yield made
    made.reject()


def text(dialog, row, column):
    return dialog.model.item(row, column).text()


def test_hand_ins_are_marked_row_by_row_and_saved(dialog, qtbot, tmp_path, monkeypatch):
    qtbot.waitUntil(dialog.save.isEnabled, timeout=WAIT_MS)
    assert [text(dialog, row, 1) for row in range(3)] == ["passed", "failed", "unreadable"]
    assert (text(dialog, 0, 0), text(dialog, 0, 2), text(dialog, 0, 6)) == (
        "Ada",
        "20 of 20",
        "100\N{NARROW NO-BREAK SPACE}%",
    )
    assert dialog.words.text() == "1 of 3 passed."
    dialog.table.selectRow(1)
    assert "works for 0 of 20" in dialog.reason.text()
    path = tmp_path / "marks.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    dialog.save.click()
    assert [row["name"] for row in csv.DictReader(path.read_text().splitlines())] == ["Ada", "Bela", "notes"]
    dialog.write(tmp_path / "none" / "marks.csv")
    assert "Could not write marks.csv" in dialog.words.text()


def test_a_folder_that_says_no_challenge_is_told(qtbot, tmp_path):
    (tmp_path / "plain.nnplay").write_bytes(pack_project(Project(start_of(CHALLENGE))))
    dialog = ClassDialog(tmp_path, lambda: True, None)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.words.text() == NO_CHALLENGE, timeout=WAIT_MS)
    assert not dialog.save.isEnabled()
    dialog.reject()


def test_closing_gives_up_what_is_left(folder):
    stop = ClassStop()
    stop.stop()
    assert not list(mark_folder(folder, CHALLENGE, 20, stop=stop))


def test_what_is_dropped_is_marked_or_opened(window, folder, monkeypatch):
    marked, opened = [], []
    monkeypatch.setattr(window.challenge_desk, "mark_class", marked.append)
    monkeypatch.setattr(window.documents, "choose", opened.append)
    own = folder / "my-own.md"
    own.write_text(TEXT)
    for path in (folder, folder / "ada.nnplay", folder / "notes.txt", own):
        drop(window, path)
    assert marked == [folder]
    assert opened == [str(folder / "ada.nnplay"), str(folder / "notes.txt")]
    assert window.session.challenges.challenge.key == "my-own"
    own.write_text(TEXT.replace("test accuracy", "test acuracy"))
    drop(window, own)
    assert "my-own.md, line 5: there is no quantity 'test acuracy'" in window.toast.bar.text()


def test_a_class_is_marked_with_the_challenge_at_hand(qtbot, tmp_path):
    own = parse_challenge(TEXT, "my-own", "my-own.md")
    (tmp_path / "ada.nnplay").write_bytes(pack_hand_in(Project(known_solution(CHALLENGE)), HandIn("my-own", "Ada")))
    dialog = ClassDialog(tmp_path, lambda: True, None, own)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.save.isEnabled, timeout=WAIT_MS)
    assert text(dialog, 0, 1) == "passed"
    dialog.reject()
