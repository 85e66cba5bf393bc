"""The export dialog offers what the document allows, says why not, and writes or copies what was chosen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from playground.app import exporting
from playground.app.export_dialog import COPY, INSET, SAVE, TEXT_GROUP, WIDTH, ExportDialog
from playground.app.exporting import Exporting
from playground.app.settings import Settings
from playground.document.edits_data import clear_points
from playground.document.presets import document_for
from playground.interop.exports.table import EXPORTS, ExportError, ExportWork, obstacle
from playground.layers import Residual
from playground.session.session import Session
from playground.training.headless import train
from playground.training.trainee.history import History
from playground.widgets.text import text_width

CIRCLE = document_for("circle", (4,))


OF_PICTURES = {"picture-sheet", "picture-arrays"}


@pytest.fixture(scope="module")
def work():
    history = History()
    report = train(CIRCLE, epochs=2, stepper="eager", on_progress=history.append)
    return ExportWork(CIRCLE, "circle", report.checkpoint.to_arrays(), history.to_arrays())


def dialog_of(work, qtbot):
    dialog = ExportDialog(work, None)
    qtbot.addWidget(dialog)
    return dialog


def test_all_is_offered_for_a_plain_trained_network(work, qtbot):
    dialog = dialog_of(work, qtbot)
    assert set(dialog.rows) == set(EXPORTS)
    assert {kind for kind, row in dialog.rows.items() if not row.isEnabled()} == OF_PICTURES
    assert dialog.rows["picture-sheet"].toolTip() == "The samples are points and no pictures."


def test_what_the_document_does_not_allow_says_why(work, qtbot):
    bent = replace(CIRCLE, network=(*CIRCLE.network, Residual(uid=9)))
    dialog = dialog_of(ExportWork(bent, "bent"), qtbot)
    off = {kind: row.toolTip() for kind, row in dialog.rows.items() if not row.isEnabled()}
    assert set(off) == {"scikit-learn", "csv", "tensorboard"} | OF_PICTURES
    assert "Residual" in off["scikit-learn"]
    assert not dialog.copies["scikit-learn"].isEnabled()


@pytest.mark.parametrize("document", [CIRCLE, clear_points(CIRCLE), replace(CIRCLE, network=(Residual(uid=1),))])
@pytest.mark.parametrize("kind", [kind for kind, one in EXPORTS.items() if not one.needs_pictures])
def test_an_obstacle_is_told_before_and_when_writing(kind, document):
    untrained = ExportWork(document, "a")
    fault = obstacle(kind, untrained)
    if not fault:
        assert EXPORTS[kind].make(untrained)
        return
    with pytest.raises(ExportError) as error:
        EXPORTS[kind].make(untrained)
    assert str(error.value) == fault


def test_a_click_chooses(work, qtbot):
    dialog = dialog_of(work, qtbot)
    dialog.show()
    qtbot.mouseClick(dialog.rows["onnx"], Qt.MouseButton.LeftButton)
    assert dialog.chosen == ("onnx", SAVE)
    dialog.show()
    qtbot.mouseClick(dialog.copies["numpy"], Qt.MouseButton.LeftButton)
    assert dialog.chosen == ("numpy", COPY)


@pytest.fixture
def session(qtbot):
    made = Session(CIRCLE)
    made.rename("circle")
    return made


def test_it_writes_where_it_is_told(session, monkeypatch, tmp_path, qtbot):
    said = []
    session.message_posted.connect(lambda text, role: said.append((text, role)))
    settings = Settings()
    monkeypatch.setattr(exporting.ExportDialog, "choose", lambda *_: ("safetensors", SAVE))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    Exporting(session, settings, {}, None).ask()
    assert (tmp_path / "out.safetensors").stat().st_size > 100
    assert settings.last_folder == tmp_path
    assert said == [("Weights (safetensors): out.safetensors", "info")]


def test_a_folder_that_is_gone_is_said(session, work, tmp_path, qtbot):
    said = []
    session.message_posted.connect(lambda text, role: said.append(role))
    Exporting(session, Settings(), {}, None).write("csv", tmp_path / "none" / "a.csv", work)
    Exporting(session, Settings(), {}, None).write("csv", tmp_path / "a.csv", replace(work, history={}))
    assert said == ["danger", "danger"]


def test_code_goes_to_the_clipboard(session, monkeypatch, qtbot):
    monkeypatch.setattr(exporting.ExportDialog, "choose", lambda *_: ("numpy", COPY))
    Exporting(session, Settings(), {}, None).ask()
    assert "def answers(points):" in QGuiApplication.clipboard().text()


def test_what_each_format_is_good_for_is_read_whole():
    for one in EXPORTS.values():
        room = WIDTH - 2 * INSET - (32 if one.group == TEXT_GROUP else 0)
        assert text_width(one.explanation, "row") <= room, one.title
