"""The window of still pictures: what can be ticked, what is shown, what is written, and what goes wrong."""

import errno
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog

from playground.app.cli import main
from playground.app.pictures import dialog as picture_dialog
from playground.app.pictures.choices import PictureChoices, choices_from
from playground.app.pictures.dialog import NOTHING, PictureDialog
from playground.app.pictures.views import Subject
from playground.storage import atomic
from playground.widgets.theme import DARK, current


@pytest.fixture
def make_dialog(window):
    made = []

    def make(**choices):
        window.settings.picture = PictureChoices(**({"scale": 1} | choices)).to_text()
        dialog = PictureDialog(Subject(window, window.docks), window.session, window.settings, window.documents.project)
        made.append(dialog)
        return dialog

    yield make
    for dialog in made:
        dialog.deleteLater()


def answer(monkeypatch, name):
    asked = []

    def ask(_parent, _title, suggested, kind):
        asked.append((Path(suggested).name, kind))
        return str(name), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return asked


@pytest.mark.parametrize(
    ("form", "begin"), [("png", b"\x89PNG"), ("tiff", b"II*"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_every_format_is_written_with_its_suffix(make_dialog, window, monkeypatch, tmp_path, form, begin):
    dialog = make_dialog(views=("network", "boundary"), form=form, colours="light")
    asked = answer(monkeypatch, tmp_path / "figure")
    dialog.save()
    assert asked == [(f"{window.session.name}.{form}", picture_dialog.FILTERS[form])]
    assert (tmp_path / f"figure.{form}").read_bytes().startswith(begin)
    assert window.toast.bar.text() == f"Picture: figure.{form}"
    assert window.settings.last_folder == tmp_path
    assert current() is DARK


def test_what_was_chosen_is_chosen_the_next_time(make_dialog, window):
    dialog = make_dialog(views=("map", "curves"), form="pdf", colours="light")
    dialog.form.chips["curves"].click()
    dialog.reject()
    assert choices_from(window.settings.picture) == PictureChoices(("map",), "pdf", 1, "light", carries=True)


def test_nothing_ticked_cannot_be_saved_and_says_why(make_dialog):
    dialog = make_dialog(views=("map",))
    assert dialog.save_button.isEnabled()
    dialog.form.chips["map"].click()
    assert not dialog.save_button.isEnabled()
    assert dialog.save_button.toolTip() == NOTHING
    dialog.form.chips["loss"].click()
    assert dialog.save_button.isEnabled()


def test_panels_that_are_closed_cannot_be_ticked(make_dialog):
    dialog = make_dialog(views=("inside", "map"))
    assert not dialog.form.chips["inside"].isEnabled()
    assert "Ctrl+9" in dialog.form.chips["inside"].toolTip()
    assert dialog.form.choices().views == ("map",)


def test_the_preview_is_of_what_will_be_saved(make_dialog, qtbot):
    dialog = make_dialog(views=("network", "loss"))
    with qtbot.waitSignal(dialog.preview.wanted, timeout=10_000):
        dialog.show()
    size = dialog.form.size_wanted()
    image = dialog.preview.image()
    assert image.width() / image.height() == pytest.approx(size.width() / size.height(), rel=0.02)
    dialog.form.width_field.value_changed.emit(dialog.form.width_field.value())
    with qtbot.waitSignal(dialog.preview.wanted, timeout=10_000):
        dialog.form.chips["loss"].click()
    assert dialog.form.size_wanted() != size
    dialog.close()


def test_the_size_is_the_persons(make_dialog, monkeypatch, tmp_path):
    dialog = make_dialog(views=("network",), scale=2)
    answer(monkeypatch, tmp_path / "a.png")
    dialog.form.width_field.set_value(700)
    dialog.form.height_field.set_value(410)
    dialog.save()
    assert QImage(str(tmp_path / "a.png")).size().toTuple() == (1400, 820)
    fixed = make_dialog(views=("window",))
    assert not fixed.form.width_field.isEnabled()


def test_a_full_disk_is_said_and_the_window_stays_open(make_dialog, window, monkeypatch, tmp_path):
    dialog = make_dialog(views=("map",), form="svg")
    answer(monkeypatch, tmp_path / "a.svg")

    def fail(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", fail)
    dialog.save()
    assert window.toast.bar.text() == "Could not write a.svg: No space left on device"
    assert list(tmp_path.iterdir()) == []
    assert dialog.form.isEnabled()


def test_a_name_without_suffix_replaces_no_file_unasked(make_dialog, monkeypatch, tmp_path):
    dialog = make_dialog(views=("map",), form="svg")
    (tmp_path / "a.svg").write_text("mine")
    asked = []

    def ask(_parent, _title, suggested, kind):
        asked.append(suggested)
        return (str(tmp_path / "a") if len(asked) == 1 else "", kind)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialog.save()
    assert asked[1:] == [str(tmp_path / "a.svg")]
    assert (tmp_path / "a.svg").read_text() == "mine"


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_panel_that_floats_can_be_taken(make_dialog, window, monkeypatch, tmp_path):
    window.docks["loss"].setFloating(True)
    dialog = make_dialog(views=("loss", "network"), form="svg")
    answer(monkeypatch, tmp_path / "a.svg")
    dialog.save()
    assert b'aria-label="Test loss"' in (tmp_path / "a.svg").read_bytes()
    window.docks["loss"].setFloating(False)


def test_cancel_while_writing_leaves_no_file(make_dialog, monkeypatch, tmp_path):
    dialog = make_dialog(views=("window",), scale=3)
    answer(monkeypatch, tmp_path / "a.png")
    begun = []
    monkeypatch.setattr(
        picture_dialog, "taken", lambda *_: lambda: (begun.append(1), _until(lambda: dialog.is_cancelled))[1]
    )
    ending = QTimer(dialog)
    ending.setInterval(5)
    ending.timeout.connect(lambda: dialog.progress.cancelled.emit() if begun else None)
    ending.start()
    dialog.save()
    ending.stop()
    assert list(tmp_path.iterdir()) == []
    assert dialog.save_button.isEnabled()


def _until(done):
    while not done():
        pass
    return b"unwanted"


def test_enter_saves_and_escape_closes(make_dialog):
    dialog = make_dialog()
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    assert dialog.save_button.isDefault()
    assert not cancel.autoDefault()
    dialog.show()
    for widget in (dialog.save_button, dialog.form.form, cancel, dialog.form.scale):
        widget.setFocus()
        assert dialog.save_button.isDefault()
    dialog.close()


@pytest.mark.parametrize(
    ("arguments", "name", "begin"),
    [
        (["--view", "map", "--view", "curves", "--theme", "light"], "a.svg", b"<?xml"),
        (["--view", "inside", "--size", "400x500"], "a.pdf", b"%PDF"),
        (["--view", "map", "--size", "200x200"], "a.tiff", b"II*"),
        (["--view", "map", "--film", "gif", "--frames", "3"], "a.gif", b"GIF89a"),
    ],
)
def test_the_command_line_writes_the_same(tmp_path, qapp, arguments, name, begin):
    assert main(["render", "xor", "--epochs", "3", *arguments, "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(begin)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "a.bmp"], "named .png, .tiff, .svg or .pdf"),
        (["--out", "a.png", "--film", "gif"], "ends in .gif"),
        (["--out", "missing/a.svg"], "there is no folder"),
        (["--out", "a.gif", "--film", "gif", "--frames", "301"], "more than 300"),
    ],
)
def test_what_cannot_be_rendered_is_said_in_a_line(capsys, arguments, words):
    try:
        status = main(["render", "xor", "--view", "map", *arguments])
    except SystemExit as end:
        status = end.code
    assert status == 2
    assert words in capsys.readouterr().err
