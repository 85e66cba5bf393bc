"""Tables on the command line: options decide, notes tell, and a desktop sees the import window first."""

import json

import pytest

from playground.app import launch as launch_module
from playground.app.cli import main
from playground.app.commands import window as window_command
from playground.interop.tables.wishes import Wishes

BASE = [
    (-2.5, 1.25),
    (-2.0, 0.75),
    (-1.5, 1.5),
    (-2.25, 2.0),
    (2.5, -1.25),
    (2.0, -0.75),
    (1.5, -1.5),
    (2.25, -2.0),
] * 3
WORDS = "id,x1,x2,species,island\n" + "".join(
    f"{100 + 7 * i},{x},{y},{'ab'[i % 8 > 3]},{'NS'[i % 2]}\n" for i, (x, y) in enumerate(BASE)
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "islands.csv"
    path.write_text(WORDS)
    return path


def test_what_is_not_clear_is_refused_with_the_options(capsys, table):
    assert main(["train", str(table)]) == 2
    words = capsys.readouterr().err
    assert "which column holds the label or value: species, island? Say it with --label COL or --value COL" in words


@pytest.mark.parametrize("column", ["species", "4", "SPECIES"])
def test_an_option_decides_and_the_rest_is_told(capsys, table, column):
    assert main(["train", str(table), "--label", column, "--epochs", "2"]) == 0
    told = capsys.readouterr().err
    assert "x1 is taken for x, x2 for y and species for the label; left out: id (tells the rows apart), island" in told


@pytest.mark.parametrize(
    "command",
    [
        ["render", "--view", "data", "--epochs", "0", "--out", "a.png"],
        ["export", "--as", "csv", "--out", "a.csv"],
    ],
)
def test_every_command_that_takes_a_table_has_them(capsys, table, command, tmp_path, monkeypatch, qapp):
    monkeypatch.chdir(tmp_path)
    name, *rest = command
    assert main([name, str(table), *rest]) == 2
    capsys.readouterr()
    assert main([name, str(table), *rest, "--label", "species"]) == 0
    assert "species for the label" in capsys.readouterr().err


def test_evaluate_reads_its_points_the_same_way(capsys, table, tmp_path):
    out = tmp_path / "o.csv"
    assert main(["evaluate", "circle", "--points", str(table), "--out", str(out), "--label", "island"]) == 0
    assert "x1 is taken for x, x2 for y and island for the label; left out: id" in capsys.readouterr().err
    assert out.read_text().splitlines()[1].startswith("-2.5,1.25,")


def test_the_share_that_tests(capsys, table):
    for share, words in (("0.5", 12), ("25%", 6)):
        assert main(["train", str(table), "--label", "species", "--test", share, "--epochs", "1", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["epochs"] == 1, words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--label", "q"], "no column is called q; there are: id, x1, x2, species, island"),
        (["--label", "species", "--value", "id"], "not allowed with argument"),
        (["--test", "1.5"], "is not between 0 and 0.9"),
        (["--test", "half"], "is not a share such as 0.3 or 30%"),
        (["--skip-lines", "-1"], "argument --skip-lines"),
        (["--columns", "x1,x2"], "a table has 3 to 64 columns of numbers, not 2 columns; --x and --y make a plane"),
        (["--columns", "id,,x2"], "'id,,x2' is not a list of columns such as age,height,3, or all"),
        (["--columns", "2,3", "--label", "species"], "not 2 columns"),
        (["--columns", "id,x1,x2", "--x", "x1"], "give one or the other"),
        (["--decimal", ";"], "invalid choice"),
        (["--encoding", "klingon"], "no encoding is called 'klingon'"),
        (["--separator", "#"], "is none that is known"),
    ],
)
def test_mistakes_in_options_are_one_line(capsys, table, arguments, words):
    try:
        status = main(["train", str(table), *arguments])
    except SystemExit as end:
        status = end.code
    told = capsys.readouterr().err
    assert status == 2
    assert words in told
    assert told.count("\n") == 1


def test_a_table_of_several_columns_trains_and_is_evaluated_by_its_names(capsys, table, tmp_path):
    saved, out = tmp_path / "net.nnplay", tmp_path / "o.csv"
    said = ["--columns", 'x2, "id" ,x1', "--label", "species"]
    assert main(["train", str(table), *said, "--epochs", "2", "--save", str(saved)]) == 0
    assert "3 columns are taken (x2, id, x1) and species for the label; left out: island" in capsys.readouterr().err
    assert main(["evaluate", str(saved), "--points", str(table), "--out", str(out), "--label", "species"]) == 0
    assert "accuracy" in capsys.readouterr().out
    head, first = (line.split(",") for line in out.read_text().splitlines()[:2])
    assert head == ["x2", "id", "x1", "answer", "p_0", "p_1"]
    assert first[:3] == ["1.25", "100.0", "-2.5"]


def test_options_of_tables_are_for_tables(capsys):
    assert main(["train", "circle", "--label", "x"]) == 2
    assert "circle: this is no table" in capsys.readouterr().err


@pytest.fixture
def launched(monkeypatch):
    """A desktop on which windows only say what they were to show."""
    calls = []
    monkeypatch.setattr(window_command, "has_display", lambda: True)
    monkeypatch.setattr(
        launch_module,
        "launch",
        lambda opened, large=None, points=None, wishes=None: calls.append((points, wishes)) or 0,
    )
    return calls


def test_a_table_given_to_the_window_is_shown_first(launched, table):
    assert main([str(table)]) == 0
    assert main([str(table), "--label", "species"]) == 0
    assert launched == [(str(table), Wishes()), (str(table), Wishes(label="species"))]


def test_a_picture_given_to_the_window_is_shown_first(launched, tmp_path, qapp):
    from PySide6.QtGui import QImage

    image = QImage(9, 9, QImage.Format.Format_RGB32)
    image.fill(0)
    for name in ("a.jpg", "a.png"):
        image.save(str(tmp_path / name))
        assert main([str(tmp_path / name)]) == 0
    assert [points for points, _ in launched] == [str(tmp_path / "a.jpg"), str(tmp_path / "a.png")]


def test_examples_and_missing_files_are_no_tables(launched, capsys, tmp_path):
    assert main(["circle"]) == 0
    assert main([str(tmp_path / "no.csv")]) == 2
    assert "no such file" in capsys.readouterr().err
    assert launched == [(None, None)]


MISSING = "x,y,label\n1,2,a\n,4,b\n5,NA,a\n7,8,b\n9,10,\n11,12,a\n13,14,b,c\n"


def test_rows_with_missing_numbers_are_refused_or_left_out_and_told(capsys, tmp_path):
    path = tmp_path / "holes.csv"
    path.write_text(MISSING)
    assert main(["train", str(path)]) == 2
    words = capsys.readouterr().err
    assert "1 row with more or fewer than 3 fields (the first in line 8); --drop-rows leaves out" in words
    assert main(["train", str(path), "--drop-rows", "--epochs", "2", "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["epochs"] == 2
    for words in ("with more or fewer than 3 fields", "number for x", "number for y", "without a label in label"):
        assert f"Left out: 1 row {words}" in told.err or f"Left out: 1 row without a {words}" in told.err


def test_evaluate_answers_the_rows_that_have_all_numbers(capsys, tmp_path):
    path = tmp_path / "holes.csv"
    path.write_text("x,y,label\n1,2,Blue\n,4,Blue\n5,NA,Blue\n7,8,Orange\n")
    assert main(["evaluate", "circle", "--points", str(path), "--out", "-"]) == 2
    assert "2 rows without a number for each input (the first in line 3: x)" in capsys.readouterr().err
    assert main(["evaluate", "circle", "--points", str(path), "--out", "-", "--drop-rows"]) == 0
    told = capsys.readouterr()
    assert [line.split(",")[:2] for line in told.out.splitlines()[1:]] == [["1.0", "2.0"], ["7.0", "8.0"]]
    assert "Left out: 2 rows" in told.err
    assert "points      2" in told.err


def test_a_project_is_no_table_of_points(capsys, tmp_path):
    path = str(tmp_path / "a.nnplay")
    assert main(["train", "circle", "--epochs", "1", "--save", path]) == 0
    assert main(["evaluate", path, "--points", path, "--out", "-"]) == 2
    assert "a.nnplay: this is a project of this program, and a table is needed" in capsys.readouterr().err
