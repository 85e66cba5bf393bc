"""Points from files and the clipboard: seen first, taken as one undo step, refused in words without a trace."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from playground.app.importing import dialog as import_dialog
from playground.app.importing import imports as imports_module
from playground.app.importing.dialog import ImportDialog
from playground.app.importing.imports import Imports
from playground.app.loading import Loading
from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset
from playground.document.presets import first_document
from playground.interop import sources
from playground.interop.tables.data_table import NumberStyle
from playground.interop.tables.text import read_text
from playground.session.session import Session

NOTHING = make_dataset(np.zeros((0, 2)), [], default_classes(2))
HALF = "1,2,Orange\n3,4,cat\n"


@pytest.fixture
def session(qapp):
    made = Session(first_document())
    yield made
    made.close()


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def loading(window):
    return Loading(window)


@pytest.fixture
def imports(session, loading, window):
    return Imports(session, loading, window)


@pytest.fixture
def messages(session):
    said = []
    session.message_posted.connect(lambda text, role: said.append((text, role)))
    return said


@pytest.fixture
def answer(monkeypatch):
    """What the person does in the window: set `answer[0]` to a function of the dialog that says accepted or not."""
    act = [lambda _: True]

    def execute(dialog):
        return QDialog.DialogCode.Accepted if act[0](dialog) else QDialog.DialogCode.Rejected

    monkeypatch.setattr(import_dialog.ImportDialog, "exec", execute)
    return act


def copy(text):
    QGuiApplication.clipboard().setText(text)


@pytest.fixture
def make_dialog(qtbot):
    def make(text, points=NOTHING):
        made = ImportDialog(
            read_text(text, "t.csv"),
            lambda wishes, watch: read_text(text, "t.csv", progress=watch, wishes=wishes),
            points,
            None,
        )
        qtbot.addWidget(made)
        return made

    return make


def test_pasted_cells_become_points_in_one_undo_step(imports, session, messages, answer):
    before = session.document
    copy("x\ty\tlabel\n1,5\t2\trot\n3\t−4,25\tblau\n")
    imports.paste()
    data = session.document.dataset
    assert data.samples.tolist() == [[1.5, 2.0], [3.0, -4.25]]
    assert [one.name for one in data.classes] == ["rot", "blau"]
    assert data.train_fraction == 1.0
    assert session.undo_stack.undoText() == "Import the clipboard"
    ((words, role),) = messages
    assert words.startswith("2 points are in from the clipboard. So few points all train: none is kept for testing.")
    assert words.endswith("x and y are standardised. Undo brings the old ones back.")
    assert role == "info"
    session.undo_stack.undo()
    assert session.document is before


def test_cancel_changes_nothing(imports, session, messages, answer):
    before = session.document
    answer[0] = lambda _: False
    copy("1,2,0\n3,4,1\n")
    imports.paste()
    assert session.document is before
    assert session.undo_stack.count() == 0
    assert messages == []


EMPTY = "The clipboard holds no text and no picture. Copy cells of a spreadsheet: x, y, label or value."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The clipboard holds no text and no picture"),
        (" \n ", "The clipboard holds no text and no picture"),
        ("hello", "The clipboard: there is only one column"),
        ("1\n2\n3", "The clipboard: there is only one column"),
    ],
)
def test_a_paste_that_is_no_table_is_refused_in_words(imports, session, messages, text, words):
    before = session.document
    copy(text)
    imports.paste()
    assert session.document is before
    assert len(messages) == 1
    assert messages[0][0].startswith(words)


def test_an_empty_clipboard_is_said_to_be_empty(imports, session, messages):
    before = session.document
    QGuiApplication.clipboard().clear()
    imports.paste()
    assert session.document is before
    assert [words for words, _ in messages] == [EMPTY]


def test_a_copied_file_is_opened_like_one_that_was_dropped(imports, tmp_path, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.csv"))])
    QGuiApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(imports.file_taken, timeout=0) as caught:
        imports.paste()
    assert caught.args == [str(tmp_path / "a.csv")]


def test_a_file_with_many_faults_says_them(imports, session, messages, answer, tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("x;y;label\n1;2;a\nnan;2;a\n1;2\n3;4;b\n", encoding="cp1252")
    seen = []
    answer[0] = lambda dialog: seen.append(dialog.words.text()) or True
    imports.read_file(str(path))
    assert "2 points" in seen[0]
    assert "1 row with more or fewer than 3 fields (the first in line 4)" in seen[0]
    assert "1 row without a number for x (the first in line 3)" in seen[0]
    assert len(session.document.dataset) == 2


@pytest.mark.parametrize("name", ["missing.csv", "missing.npz"])
def test_a_missing_file_is_said(imports, messages, tmp_path, name):
    imports.read_file(str(tmp_path / name))
    assert messages == [(f"{name}: No such file or directory", "danger")]


@pytest.mark.usefixtures("answer")
def test_a_large_file_is_read_beside_the_window(imports, loading, session, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(sources, "LARGE_BYTES", 1)
    path = tmp_path / "a.csv"
    path.write_text("1,2,0\n3,4,1\n")
    with qtbot.waitSignal(loading.ended, timeout=20_000):
        imports.read_file(str(path))
        assert loading.active
    assert len(session.document.dataset) == 2


def test_a_thousand_labels_wait_for_an_answer(make_dialog):
    random = np.random.default_rng(0)
    dialog = make_dialog("x,y,k\n" + "\n".join(f"{x:.3f},{x:.2f},k{i}" for i, x in enumerate(random.random(1000))))
    assert not dialog.accept_button.isEnabled()
    assert "1,000 different labels" in dialog.words.text()
    dialog.meaning.many.chosen.emit("other")
    assert dialog.accept_button.isEnabled()
    assert dialog.accept_button.text() == "Import 1,000 points"
    assert len(dialog.imported.dataset.classes) == 36


def test_a_doubt_is_shown_and_can_be_settled(make_dialog):
    dialog = make_dialog("1,234;2,345;a\n5;6,789;b\n")
    assert "1,234 is read as 1.234; it may also be 1234. Choose at the left: Numbers." in dialog.words.text()
    assert not dialog.accept_button.isEnabled()
    assert dialog.reading.button("style").value() is None
    dialog.reading.button("style").chosen.emit(NumberStyle.POINT_GROUPED)
    assert dialog.accept_button.isEnabled()
    assert dialog.reading.button("style").value() is NumberStyle.POINT_GROUPED
    assert dialog.table.columns[0].numbers.tolist() == [1234, 5]


def test_a_wrong_separator_is_refused_and_the_right_one_taken_again(make_dialog):
    dialog = make_dialog("1.5,2,0\n3,4,1\n")
    dialog.reading.button("separator").chosen.emit(";")
    assert not dialog.accept_button.isEnabled()
    assert dialog.imported is None
    dialog.reading.button("separator").chosen.emit(",")
    assert dialog.accept_button.isEnabled()


def test_names_stand_above_their_numbers(make_dialog):
    model = make_dialog("a,b,label\n1,2,u\n4,5,v\n2,2,u\n").model
    qt = import_dialog.Qt
    role, across = qt.ItemDataRole.TextAlignmentRole, qt.Orientation.Horizontal
    sides = [model.headerData(i, across, role) & qt.AlignmentFlag.AlignHorizontal_Mask for i in range(3)]
    assert sides == [qt.AlignmentFlag.AlignRight, qt.AlignmentFlag.AlignRight, qt.AlignmentFlag.AlignLeft]


def test_columns_can_be_chosen_and_projected(make_dialog):
    dialog = make_dialog("a,b,c,d\n1,2,3,u\n4,5,7,v\n2,2,1,u\n")
    assert "which two columns are x and y: a, b, c? choose" in dialog.words.text().casefold()
    assert not dialog.accept_button.isEnabled()
    dialog.meaning.x_column.chosen.emit(2)
    assert "choose at the left: y" in dialog.words.text().casefold()
    dialog.meaning.y_column.chosen.emit(0)
    assert dialog.imported.dataset.places[:, 0].tolist() == [3, 7, 1]
    assert "Columns left out: b (not needed)" in dialog.words.text()
    assert dialog.model.headerData(2, import_dialog.Qt.Orientation.Horizontal) == "c  →  x"
    dialog.meaning.source.button("pca").click()
    assert "Two components of 3 columns" in dialog.words.text()
    dialog.meaning.target.chosen.emit(-1)
    assert dialog.imported.dataset.classes[0].name == "Points"


def test_points_are_copied_as_a_table_and_pasted_back_exactly(imports, session, messages, answer):
    before = session.document.dataset
    imports.copy_points()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("x\ty\tlabel\n")
    assert messages[0][0] == f"{len(before)} points are on the clipboard, as a table."
    imports.paste()
    assert np.array_equal(session.document.dataset.samples, before.samples)
    assert np.array_equal(session.document.dataset.targets, before.targets)
    assert session.document.dataset.classes == before.classes


def test_only_the_selected_points_are_copied(imports, session):
    mask = np.zeros(len(session.document.dataset), np.bool_)
    mask[3:5] = True
    session.selection.select_points(mask)
    imports.copy_points()
    assert QGuiApplication.clipboard().text().count("\n") == 3


def test_a_known_set_is_shown_and_taken(imports, session, answer):
    seen = []
    answer[0] = lambda dialog: seen.append(dialog) or True
    imports.read_known("iris")
    assert seen[0].choices.columns == (0, 1, 2, 3)
    assert len(session.document.dataset) == 150
    assert [one.name for one in session.document.dataset.classes] == ["setosa", "versicolor", "virginica"]


def test_a_known_set_that_is_missing_is_said(imports, messages, monkeypatch):
    from playground.domains import scikit_sets

    monkeypatch.setattr(scikit_sets, "find_spec", lambda _: None)
    imports.read_known("wine")
    assert "scikit-learn, which is not installed" in messages[0][0]


def test_points_can_be_added_in_one_undo_step(imports, session, messages, answer):
    before = session.document
    shown = []

    def add(dialog):
        dialog.place.chosen.emit("replace")
        dialog.place.set_current("add")
        dialog.place.chosen.emit("add")
        shown.append((dialog.words.text(), dialog.accept_button.text()))
        return True

    answer[0] = add
    copy(HALF)
    imports.paste()
    data = session.document.dataset
    assert len(data) == len(before.dataset) + 2
    assert [one.name for one in data.classes] == ["Orange", "Blue", "cat"]
    assert data.targets[-2:].tolist() == [0, 2]
    assert np.array_equal(data.is_test[:-2], before.dataset.is_test)
    assert "With the 280 at hand that makes 282 in 3 classes" in shown[0][0]
    assert shown[0][1] == "Add 2 points"
    assert session.undo_stack.undoText() == "Add the clipboard"
    assert messages == [("2 points from the clipboard are added to 280. Undo takes them away.", "info")]
    session.undo_stack.undo()
    assert session.document is before


def test_what_cannot_be_added_is_said_and_can_still_replace(make_dialog):
    full = make_dataset(np.zeros((36, 2)), np.arange(36), default_classes(36))
    dialog = make_dialog(HALF, full)
    assert dialog.accept_button.isEnabled()
    dialog.place.set_current("add")
    dialog.place.chosen.emit("add")
    assert not dialog.accept_button.isEnabled()
    assert "36 classes and 1 new are 37; 36 are the most: merge some first" in dialog.words.text()
    dialog.place.set_current("replace")
    dialog.place.chosen.emit("replace")
    assert dialog.accept_button.isEnabled()
    assert dialog.accept_button.text() == "Import 2 points"


@pytest.mark.usefixtures("answer", "messages")
def test_a_large_paste_is_read_beside_the_window(imports, loading, session, qtbot, monkeypatch):
    monkeypatch.setattr(imports_module, "LARGE_BYTES", 10)
    copy(HALF)
    with qtbot.waitSignal(loading.ended, timeout=20_000):
        imports.paste()
        assert loading.active
    assert len(session.document.dataset) == 2
    failed = []
    loading.failed.connect(failed.append)
    copy("alone\n" * 3)
    with qtbot.waitSignal(loading.ended, timeout=20_000):
        imports.paste()
    qtbot.waitUntil(lambda: bool(failed))
    assert failed[0].startswith("The clipboard: there is only one column")


def test_a_paste_that_is_too_large_is_refused(imports, session, messages, monkeypatch):
    monkeypatch.setattr(imports_module, "MOST_BYTES", 10)
    before = session.document
    copy(HALF)
    imports.paste()
    assert messages == [("The clipboard: 0 MB are too much; 0 are the most", "danger")]
    assert session.document is before


ADS = "User ID,Gender,Age,Salary,Purchased\n" + "".join(
    f"156{i},{'MF'[i % 2]},{30 + i * 1.5},{9000 + 37 * i},{i // 10}\n" for i in range(20)
)


def test_what_is_not_clear_is_asked_and_the_answer_settles_the_rest(make_dialog):
    dialog = make_dialog(ADS)
    assert (
        "Which column holds the label or value: Gender, Purchased? Choose at the left: Answer." in dialog.words.text()
    )
    assert "Columns left out: User ID (tells the rows apart)" in dialog.words.text()
    assert not dialog.accept_button.isEnabled()
    assert dialog.meaning.target.value() is None
    dialog.meaning.target.chosen.emit(4)
    assert dialog.accept_button.isEnabled()
    assert (dialog.choices.x, dialog.choices.y, dialog.choices.target) == (2, 3, 4)
    assert "Gender (not needed)" in dialog.words.text()
    assert dialog.imported.dataset.places[0].tolist() == [30.0, 9000.0]


def test_the_control_that_is_asked_about_has_the_focus(make_dialog, qtbot):
    for text, control in (
        (ADS, lambda dialog: dialog.meaning.target),
        ("a,b,c,d\n1,2,3,u\n4,5,7,v\n2,2,1,u\n", lambda dialog: dialog.meaning.x_column),
        ("1,234;2,345;a\n5;6,789;b\n", lambda dialog: dialog.reading.button("style")),
        ("1,2,a\n3,4,b\n", lambda dialog: dialog.accept_button),
    ):
        dialog = make_dialog(text)
        assert dialog.focusWidget() is control(dialog)


def test_what_columns_are_taken_for_is_said_with_the_reason(make_dialog):
    dialog = make_dialog("id,x,y,kind\n11,2,3,a\n12,4,5,b\n13,1,1,a\n")
    header = dialog.model.headerData
    role = import_dialog.Qt.ItemDataRole.ToolTipRole
    tips = [header(i, import_dialog.Qt.Orientation.Horizontal, role) for i in range(4)]
    assert tips[0] == "id\nLeft out: numbers the rows"
    assert tips[1] == "x\nx: by its name"
    assert tips[3] == "kind\nlabel: by its name"


def test_lines_above_the_table_can_be_skipped(make_dialog):
    dialog = make_dialog("7\nx,y,label\n1.5,2,a\n3,4.5,b\n1,2,a\n")
    dialog.reading.skip.set_value(1)
    dialog.reading.skip.edit_finished.emit()
    assert dialog.accept_button.text() == "Import 3 points"
    assert dialog.reading.header.isChecked()


def test_a_column_of_train_and_test_is_kept(imports, session, answer):
    copy(
        "x,y,kind,split\n"
        + "".join(f"{i / 3},{i % 5},{'ab'[i % 2]},{'train' if i % 4 else 'test'}\n" for i in range(40))
    )
    imports.paste()
    assert session.document.dataset.is_test.tolist() == [i % 4 == 0 for i in range(40)]
