"""Tables of large numbers: standardised by default, in the window and on the command line, and switched off."""

import json

import numpy as np
import pytest

from playground.app.cli import main
from playground.app.importing.dialog import ImportDialog
from playground.app.importing.place import ADD, REPLACE, placed
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.edits_scaling import standard_scaling
from playground.document.presets import document_for
from playground.interop.sources import open_source
from playground.interop.tables.text import read_text
from playground.interop.tables.wishes import Wishes
from tests.support.scaled import exam_document, house_document


@pytest.fixture
def tables(tmp_path):
    """Exam scores and house prices as files, and the four points of XOR."""
    exams, houses = exam_document(count=100).dataset, house_document(count=60).dataset
    rows = np.column_stack([exams.places, exams.targets]).tolist()
    scores = "exam1,exam2,label\n" + "".join(f"{x!r},{y!r},{int(label)}\n" for x, y, label in rows)
    rows = np.column_stack([houses.places, houses.answers]).tolist()
    prices = "area,rooms,value\n" + "".join(f"{x!r},{y!r},{value!r}\n" for x, y, value in rows)
    for name, text in (("scores", scores), ("prices", prices), ("xor", "x,y,label\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def trained(capsys, *arguments):
    assert main(["train", *map(str, arguments), "--epochs", "200", "--json"]) == 0
    out = capsys.readouterr()
    return json.loads(out.out), out.err


def test_house_prices_are_learned_on_the_command_line(tables, capsys):
    report, said = trained(capsys, tables / "prices.csv")
    assert report["test_r2"] > 0.95
    assert "playground: area, rooms and values are standardised (mean " in said


def test_exam_scores_are_learned_on_the_command_line(tables, capsys):
    report, said = trained(capsys, tables / "scores.csv")
    assert report["train_accuracy"] > 0.9
    assert report["test_accuracy"] > 0.8
    assert "playground: exam1 and exam2 are standardised (mean " in said


@pytest.mark.parametrize("option", ["--no-standardise", "--no-standardize"])
def test_the_numbers_of_a_table_can_be_trained_on_as_they_are(tables, capsys, option):
    report, said = trained(capsys, tables / "scores.csv", option)
    assert said == ""
    assert report["train_accuracy"] < 0.9
    document = open_source(str(tables / "scores.csv"), wishes=Wishes(standardise=False)).document
    assert document.scaling.is_identity
    assert document.dataset.places.max() > 90.0


def test_another_share_of_test_points_keeps_the_units(tables, capsys):
    report, _ = trained(capsys, tables / "prices.csv", "--test", "0.5")
    assert report["train_r2"] > 0.95
    document = open_source(str(tables / "prices.csv"), wishes=Wishes(test=0.5)).document
    assert document.dataset.test_count == 30
    assert document.dataset.answers.max() > 100_000.0


def test_four_points_all_train(tables, capsys):
    report, said = trained(capsys, tables / "xor.csv")
    assert report["train_accuracy"] == 1.0
    assert report["test_loss"] is None
    assert "So few points all train" in said


def test_imported_points_are_standardised_by_those_that_train():
    made = exam_document(count=100).dataset
    after = placed(made, REPLACE, document_for("spiral", (4,)), standardises=True)
    assert after.scaling == standard_scaling(after.dataset)
    assert placed(made, REPLACE, after).scaling.is_identity


def test_added_points_keep_the_scaling_at_hand():
    here = exam_document(count=100)
    after = placed(exam_document(count=30).dataset, ADD, here, standardises=True)
    assert after.scaling == here.scaling
    assert len(after.dataset) == 130


def test_points_added_to_none_are_standardised_like_any_import():
    nothing = make_dataset(np.empty((0, 2)), [], exam_document().dataset.classes)
    after = placed(exam_document().dataset, ADD, set_dataset(document_for("spiral", (4,)), nothing), standardises=True)
    assert after.scaling == standard_scaling(after.dataset)
    assert after.dataset.places.max() > 90.0


def test_the_share_of_few_points_is_not_that_of_the_next_import():
    document = document_for("spiral", (4,))
    few = placed(exam_document(count=4).dataset, REPLACE, document)
    assert few.dataset.test_count == 0
    many = placed(exam_document(count=100).dataset, REPLACE, few)
    assert many.dataset.train_fraction == 0.7
    assert many.dataset.test_count == 30


def test_the_import_window_says_when_ranges_do_not_match(qtbot):
    text = "x,y,label\n" + "".join(f"{30 + i},{100 - i},{'ab'[i % 2]}\n" for i in range(40))
    current = document_for("spiral", (4,)).dataset
    dialog = ImportDialog(read_text(text, "t.csv"), lambda _: None, current, None)
    qtbot.addWidget(dialog)
    assert dialog.choices.standardise
    assert "Have both the same unit?" not in dialog.words.text()
    dialog.place.set_current(ADD)
    dialog.place.chosen.emit(ADD)
    assert "x: from " in dialog.words.text()
    assert "and from 30 to 69 here. Have both the same unit?" in dialog.words.text()
    dialog.meaning.standardise.click()
    assert not dialog.choices.standardise


def test_a_saved_network_answers_in_the_units_of_its_table(tables, capsys):
    """Imported, trained, saved, opened again, and asked at the rows of the same file."""
    saved, out = tables / "prices.nnplay", tables / "out.csv"
    assert main(["train", str(tables / "prices.csv"), "--epochs", "200", "--save", str(saved)]) == 0
    assert main(["evaluate", str(saved), "--points", str(tables / "prices.csv"), "--out", str(out)]) == 0
    assert "R²" in capsys.readouterr().out
    rows = [line.split(",") for line in out.read_text().splitlines()]
    wanted = [line.split(",") for line in (tables / "prices.csv").read_text().splitlines()]
    assert rows[0] == ["area", "rooms", "value"]
    assert [row[:2] for row in rows[1:]] == [row[:2] for row in wanted[1:]]
    missed = [abs(float(row[2]) - float(true[2])) for row, true in zip(rows[1:], wanted[1:], strict=True)]
    assert max(missed) < 60_000.0
    assert open_source(str(saved)).document.scaling == open_source(str(tables / "prices.csv")).document.scaling
