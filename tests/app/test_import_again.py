"""The import window where the table is read once more, or columns were named that cannot be had: nothing is stuck."""

import threading

import pytest
from PySide6.QtCore import QTimer

from playground.app.importing import rereading
from playground.app.importing.dialog import ImportDialog
from playground.document.presets import document_for
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.text import read_text
from playground.interop.tables.wishes import NO_WISHES, Wishes

TEXT = "x,y,label\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n"
WAIT_S = 60.0


@pytest.fixture
def make(qtbot):
    def opened(text=TEXT, read_anew=None, wishes=NO_WISHES):
        table = read_text(text, "t.csv")
        read = read_anew or (lambda wishes, watch: read_text(text, "t.csv", progress=watch, wishes=wishes))
        made = ImportDialog(table, read, document_for("xor", (3,)).dataset, None, wishes=wishes)
        qtbot.addWidget(made)
        made.show()
        return made

    return opened


@pytest.mark.parametrize("cancel", ["button", "escape"])
def test_reading_once_more_can_be_cancelled(make, monkeypatch, cancel):
    monkeypatch.setattr(rereading, "LONG_MS", 0)
    go_on = threading.Event()

    def slowly(wishes, watch):
        while not go_on.wait(0.001):
            watch(0.5)
        return read_text(TEXT, "t.csv", wishes=wishes)

    dialog = make(read_anew=slowly)

    def act():
        if not dialog.rereading.isVisible():
            return
        assert dialog.rereading.words() == "Reading t.csv"
        assert not dialog.accept_button.isEnabled()
        assert not dialog.meaning.isEnabled()
        look.stop()
        dialog.rereading.cancel.click() if cancel == "button" else dialog.reject()

    look = QTimer(dialog)
    look.timeout.connect(act)
    look.start(1)
    dialog.reading.header.click()
    go_on.set()
    assert dialog.isVisible(), "only the reading was cancelled"
    assert not dialog.rereading.isVisible()
    assert dialog.reading.header.isChecked(), "as the table at hand was read"
    assert dialog.accept_button.text() == "Import 4 points"
    dialog.accept_button.click()
    assert len(dialog.imported.dataset) == 4


def test_what_cannot_be_read_is_said_and_another_way_can_be_taken(make):
    def refuses(wishes, watch):
        if wishes.header is False:
            raise CsvError("line 2 has too many fields")
        return read_text(TEXT, "t.csv", progress=watch, wishes=wishes)

    dialog = make(read_anew=refuses)
    dialog.reading.header.click()
    assert "Line 2 has too many fields." in dialog.words.text()
    assert not dialog.accept_button.isEnabled()
    dialog.reading.header.click()
    assert dialog.accept_button.isEnabled()


@pytest.mark.parametrize(
    ("wishes", "words", "asked"),
    [
        (
            Wishes(label="nosuch"),
            "No column is called nosuch; there are: x, y, label. Choose at the left: Answer.",
            "target",
        ),
        (Wishes(x="label"), "Column label holds no numbers, as --x needs. Choose at the left: x.", "x"),
        (Wishes(y="q", label="label"), "No column is called q; there are: x, y, label. Choose at the left: y.", "y"),
    ],
)
def test_a_column_that_cannot_be_had_is_said_and_another_chosen(make, wishes, words, asked):
    dialog = make(wishes=wishes)
    assert words in dialog.words.text()
    assert not dialog.accept_button.isEnabled()
    assert dialog.meaning.isEnabled()
    assert dialog.meaning.control(asked).value() is None, "Choose …"
    dialog.meaning.control(asked).chosen.emit({"x": 0, "y": 1, "target": 2}[asked])
    assert dialog.accept_button.text() == "Import 4 points"
    assert dialog.accept_button.isEnabled()


def test_two_uses_of_one_column_are_both_chosen_anew(make):
    dialog = make(wishes=Wishes(x="y", y="y"))
    assert "--x and --y both name column y; a column has one use. Choose at the left: x, y." in dialog.words.text()
    assert dialog.choices.open == {"x", "y"}


def test_a_sheet_and_an_encoding_can_be_chosen(qtbot, tmp_path):
    from playground.interop.tables.kinds import read_table
    from tests.support.workbooks import ROWS, workbook

    path = tmp_path / "b.xlsx"
    path.write_bytes(workbook(sheets={"A": ROWS, "B": ROWS[:6]}))
    dialog = ImportDialog(
        read_table(path), lambda wishes, watch: read_table(path, watch, wishes), document_for("xor", (3,)).dataset, None
    )
    qtbot.addWidget(dialog)
    dialog.reading.button("sheet").chosen.emit("B")
    assert dialog.accept_button.text() == "Import 5 points"
    path = tmp_path / "c.csv"
    path.write_bytes("编号,密度,含糖率,好瓜\n1,0.55,0.43,是\n2,0.6,0.4,是\n3,0.65,0.37,否\n".encode("gb18030"))
    dialog = ImportDialog(
        read_table(path), lambda wishes, watch: read_table(path, watch, wishes), document_for("xor", (3,)).dataset, None
    )
    qtbot.addWidget(dialog)
    assert "Choose at the left: Encoding" in dialog.words.text()
    dialog.reading.button("encoding").chosen.emit("gb18030")
    assert [one.name for one in dialog.imported.dataset.classes] == ["是", "否"]
