"""The import window makes a table of several columns of what a file or a known set has."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from playground.app.importing import dialog as import_dialog
from playground.app.importing.dialog import ImportDialog
from playground.app.importing.imports import Imports
from playground.app.loading import Loading
from playground.document.presets import first_document
from playground.interop.known_sets import KNOWN_SETS
from playground.interop.tables.text import read_text
from playground.interop.tables.wishes import ALL, Wishes
from playground.session.session import Session
from playground.widgets.theme import current
from tests.support.wide import table_data

TEXT = "id,age,height,weight,kind\n" + "".join(
    f"{900 - 7 * i},{30 + i % 9},{150 + i * 3 % 50},{50.5 + i * 5 % 40},{'ab'[i % 2]}\n" for i in range(30)
)


@pytest.fixture
def make_dialog(qtbot):
    def make(text=TEXT, points=None, wishes=None):
        made = ImportDialog(
            read_text(text, "t.csv"),
            lambda said, watch: read_text(text, "t.csv", progress=watch, wishes=said),
            first_document().dataset if points is None else points,
            None,
            wishes=wishes or Wishes(),
        )
        qtbot.addWidget(made)
        made.show()
        return made

    return make


@pytest.fixture
def as_table(make_dialog, qtbot):
    def make(text=TEXT, points=None):
        made = make_dialog(text, points)
        press(qtbot, made.meaning.source, "table")
        return made

    return make


def press(qtbot, track, key):
    qtbot.mouseClick(track.button(key), Qt.MouseButton.LeftButton)


def names(dialog):
    return list(dialog.imported.dataset.columns) if dialog.imported is not None else None


def check(dialog, name, *, on):
    found = dialog.meaning.columns.list.findItems(name, Qt.MatchFlag.MatchExactly)
    found[0].setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def test_what_asks_for_x_and_y_can_be_a_table_of_all_columns(make_dialog, qtbot):
    dialog = make_dialog()
    assert dialog.imported is None
    assert "Or show it as PCA or Table, which take all columns" in dialog.words.text()
    press(qtbot, dialog.meaning.source, "table")
    assert names(dialog) == ["age", "height", "weight"]
    assert "30 rows</span> of 3 columns: a 15, b 15" in dialog.words.text()
    assert "the map shows any two" in dialog.words.text()
    assert "id (tells the rows apart)" in dialog.words.text()
    assert dialog.accept_button.text() == "Import 30 rows"
    heads = [dialog.model.headerData(i, Qt.Orientation.Horizontal) for i in range(5)]
    assert heads == ["id", "age  →  input", "height  →  input", "weight  →  input", "kind  →  label"]


def test_columns_are_checked_and_unchecked_one_by_one(as_table):
    dialog = as_table()
    check(dialog, "age", on=False)
    assert dialog.imported is None
    assert "A table has 3 to 64 columns of numbers, not 2 columns" in dialog.words.text()
    assert not dialog.accept_button.isEnabled()
    check(dialog, "id", on=True)
    assert names(dialog) == ["id", "height", "weight"]
    assert "Columns left out: age" in dialog.words.text()


def test_a_column_of_few_texts_can_be_checked_and_what_it_becomes_is_said(as_table):
    head, *rows = TEXT.replace("kind", "town,value").splitlines()
    dialog = as_table("\n".join([head, *(f"{row},{i}.5" for i, row in enumerate(rows))]))
    assert names(dialog) == ["age", "height", "weight", "town: a", "town: b"]
    assert "town is text and becomes 2 columns of 0 and 1 (town: a, town: b)" in dialog.words.text()
    first = dialog.model.index(0, 4)
    assert first.data() == "a"
    assert first.data(Qt.ItemDataRole.ForegroundRole) == current().ink
    check(dialog, "town", on=False)
    assert names(dialog) == ["age", "height", "weight"]
    assert "is text" not in dialog.words.text()


def test_all_and_none_of_them(as_table, qtbot):
    dialog = as_table()
    qtbot.mouseClick(dialog.meaning.columns.none, Qt.MouseButton.LeftButton)
    assert "not 0 columns" in dialog.words.text()
    qtbot.mouseClick(dialog.meaning.columns.all, Qt.MouseButton.LeftButton)
    assert names(dialog) == ["age", "height", "weight"]


def test_a_column_that_becomes_the_answer_is_no_input_any_more(as_table):
    dialog = as_table("a,b,c,d,kind\n" + "".join(f"{i},{i * 7 % 5},{i * i},{i % 3},{'pq'[i % 2]}\n" for i in range(20)))
    assert names(dialog) == ["a", "b", "c", "d"]
    dialog.meaning.target.chosen.emit(3)
    assert names(dialog) == ["a", "b", "c"]
    assert not dialog.meaning.columns.list.findItems("d", Qt.MatchFlag.MatchExactly)


def test_back_to_the_plane_asks_for_x_and_y_no_more(as_table, qtbot):
    dialog = as_table()
    press(qtbot, dialog.meaning.source, "plane")
    assert dialog.imported.dataset.domain == "plane"
    assert dialog.meaning.columns.isHidden()
    press(qtbot, dialog.meaning.source, "pca")
    assert names(dialog) == ["PC 1", "PC 2"]


def test_more_columns_than_a_table_may_have(as_table, qtbot):
    head = ",".join(f"n{i}" for i in range(70)) + ",kind\n"
    rows = "".join(",".join(str((i * 31 + j * 17) % 23) for j in range(70)) + f",{'ab'[i % 2]}\n" for i in range(30))
    dialog = as_table(head + rows)
    assert len(names(dialog)) == 64
    check(dialog, "n69", on=True)
    assert "65 columns are more than the 64" in dialog.words.text()
    qtbot.mouseClick(dialog.meaning.columns.all, Qt.MouseButton.LeftButton)
    assert len(names(dialog)) == 64


def test_what_was_said_beforehand_is_shown(make_dialog):
    assert names(make_dialog(wishes=Wishes(columns=ALL))) == ["age", "height", "weight"]
    assert names(make_dialog(wishes=Wishes(columns=("weight", "id", "age")))) == ["weight", "id", "age"]
    wrong = make_dialog(wishes=Wishes(columns=("weight", "size", "age")))
    assert wrong.imported is None
    assert "No column is called size" in wrong.words.text()
    assert "Choose at the left: x, y" in wrong.words.text()


def test_rows_are_added_to_a_table_of_the_same_columns_alone(as_table, qtbot):
    dialog = as_table(points=table_data(("weight", "age", "height")))
    press(qtbot, dialog.place, "add")
    assert dialog.accept_button.text() == "Add 30 rows"
    other = as_table(points=first_document().dataset)
    press(qtbot, other.place, "add")
    assert not other.accept_button.isEnabled()
    assert "At hand: points of the plane; here: table of several columns" in other.words.text()


# ---- known sets ------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(qapp):
    made = Session(first_document())
    yield made
    made.close()


@pytest.mark.parametrize("name", KNOWN_SETS)
def test_a_known_set_is_a_table_of_all_its_columns(name, session, qtbot, monkeypatch):
    said, seen, fitting = [], [], []
    session.message_posted.connect(lambda text, role: said.append((text, role)))
    for signal in (session.network_changed, session.document_changed, session.state_changed, session.dataset_changed):
        signal.connect(lambda: fitting.append(max(session.selection.columns) < len(session.document.dataset.columns)))
    monkeypatch.setattr(
        import_dialog.ImportDialog, "exec", lambda dialog: seen.append(dialog) or QDialog.DialogCode.Accepted
    )
    window = import_dialog.QWidget()
    qtbot.addWidget(window)
    Imports(session, Loading(window), window).read_known(name)
    document, known = session.document, KNOWN_SETS[name]
    assert document.dataset.columns == known.features
    assert document.inputs == tuple(f"c{i + 1}" for i in range(len(known.features)))
    assert len(document.scaling.columns) == len(known.features)
    assert said[-1][0].startswith(f"{len(document.dataset):,} rows are in from {known.title}. ")
    assert session.selection.columns == document.dataset.shown_first
    assert np.ptp(session.selection.seen, axis=0).min() > 1.0
    session.undo_stack.undo()
    assert (session.document.inputs, session.selection.columns) == (("x", "y"), (0, 1))
    assert len(fitting) > 4
    assert all(fitting), "views that follow one signal see a document whose columns were never chosen"


HOUSES = "size,rooms,rent,age,value\n" + "".join(
    f"{20.5 + 9 * i},{1.5 + i % 3},{300.5 + 40 * i},{60.5 - 4 * i},{0.5 + i % 5}\n" for i in range(30)
)


def test_a_window_takes_further_values(make_dialog):
    dialog = make_dialog(HOUSES, wishes=Wishes(x="size", y="rooms"))
    more = dialog.meaning.more
    assert (more.isVisible(), more.title()) == (True, "None")
    assert dialog.imported.dataset.values == ("value",)
    more.chosen.emit((2,))
    assert more.title() == "rent"
    more.chosen.emit((2, 3))
    assert dialog.imported.dataset.values == ("value", "rent", "age")
    assert "with 3 values each" in dialog.words.text()
    heads = [dialog.model.headerData(i, Qt.Orientation.Horizontal) for i in range(5)]
    assert heads == ["size  →  x", "rooms  →  y", "rent  →  value", "age  →  value", "value"]
    more.chosen.emit((3,))
    assert dialog.imported.dataset.values == ("value", "age")
    dialog.meaning.meaning.chosen.emit("classes")
    assert not more.isVisible()
    assert dialog.imported is None or dialog.imported.dataset.classes


def test_a_column_that_becomes_a_value_is_no_input_any_longer(make_dialog, qtbot):
    dialog = make_dialog(HOUSES)
    press(qtbot, dialog.meaning.source, "table")
    assert names(dialog) == ["size", "rooms", "rent", "age"]
    dialog.meaning.more.chosen.emit((3,))
    assert names(dialog) == ["size", "rooms", "rent"]
    assert dialog.imported.dataset.values == ("value", "age")


def test_values_that_are_said_beforehand_are_shown(make_dialog):
    dialog = make_dialog(HOUSES, wishes=Wishes(x="size", y="rooms", value=("age", "rent")))
    assert dialog.meaning.more.title() == "rent"
    assert dialog.imported.dataset.values == ("age", "rent")
