"""`evaluate` says what it evaluates, and how good the answers are where it can know."""

import io

import pytest

from playground.app.cli import main

LABELLED = "x,y,label\n0,0,Blue\n0.2,0.1,Blue\n4,4,Orange\n-4,3,Orange\n4,-4,Blue\n"


@pytest.fixture
def trained(tmp_path, capsys):
    path = tmp_path / "a.nnplay"
    assert main(["train", "circle", "--epochs", "60", "--save", str(path), "--quiet"]) == 0
    capsys.readouterr()
    return str(path)


def evaluate(tmp_path, source, table, *options, out="o.csv"):
    points = tmp_path / "points.csv"
    points.write_text(table)
    out = out if out == "-" else str(tmp_path / out)
    return main(["evaluate", source, "--points", str(points), "--out", out, *options])


def test_labelled_points_give_loss_and_accuracy(tmp_path, trained, capsys):
    assert evaluate(tmp_path, trained, LABELLED) == 0
    told = capsys.readouterr()
    assert "accuracy    80.0%" in told.out
    assert "loss" in told.out
    assert "not trained" not in told.err


def test_points_alone_give_answers_alone(tmp_path, trained, capsys):
    assert evaluate(tmp_path, trained, "x,y\n0,0\n4,4\n") == 0
    assert capsys.readouterr().out == ""


def test_labels_that_the_network_does_not_know_are_named(tmp_path, trained, capsys):
    assert evaluate(tmp_path, trained, LABELLED + "1,1,Green\n") == 0
    told = capsys.readouterr().out
    assert "points of Green" in told
    assert "points      5" in told


def test_a_regression_gives_r2(tmp_path, capsys):
    path = tmp_path / "r.nnplay"
    assert main(["train", "plane", "--epochs", "30", "--save", str(path), "--quiet"]) == 0
    capsys.readouterr()
    assert evaluate(tmp_path, str(path), "x,y,value\n0,0,0\n1,1,0.3\n-3,2,-0.1\n") == 0
    assert "R²" in capsys.readouterr().out


def test_an_untrained_network_is_named_as_such(tmp_path, capsys):
    assert evaluate(tmp_path, "circle", "x,y\n0,0\n") == 0
    assert "circle was not trained" in capsys.readouterr().err
    assert evaluate(tmp_path, "circle", "x,y\n0,0\n", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_the_table_can_go_to_standard_output(tmp_path, trained, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert evaluate(tmp_path, trained, LABELLED, out="-") == 0
    told = capsys.readouterr()
    assert told.out.startswith("x,y,answer,p_0,p_1\n")
    assert told.out.count("\n") == 6
    assert "accuracy" in told.err
    assert not (tmp_path / "-").exists()


def test_labels_of_other_names_altogether_are_told(tmp_path, trained, capsys):
    assert evaluate(tmp_path, trained, "x,y,label\n0,0,cat\n1,1,dog\n") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "There is no score: the network knows Orange, Blue, and the labels are cat, dog." in told.err
    assert evaluate(tmp_path, trained, "x,y,value\n0,0,0.5\n1,1,0.25\n") == 0
    assert "the points have values, and the network answers classes" in capsys.readouterr().err


@pytest.mark.parametrize("labels", ["1100", "1111", "0000"])
def test_numbers_are_the_classes_that_training_made_of_them(tmp_path, labels, capsys):
    path = tmp_path / "n.csv"
    path.write_text("x,y,label\n" + "".join(f"{i},{i % 3},{i % 2}\n{-i - 9},{i % 3},{2}\n" for i in range(12)))
    project = str(tmp_path / "n.nnplay")
    assert main(["train", str(path), "--epochs", "2", "--save", project, "--quiet"]) == 0
    capsys.readouterr()
    rows = "".join(f"{i},{i},{label}\n" for i, label in enumerate(labels))
    assert evaluate(tmp_path, project, f"x,y,label\n{rows}") == 0
    told = capsys.readouterr()
    assert "points      4" in told.out
    assert "left out" not in told.out


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_points_come_through_a_pipe(name, trained, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x,y\n0,0\n4,4\n")))
    assert main(["evaluate", trained, "--points", name, "--out", "-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_standard_input_is_read_for_one_thing(capsys):
    assert main(["evaluate", "-", "--points", "/dev/stdin", "--out", "-"]) == 2
    assert "standard input can be read once" in capsys.readouterr().err


@pytest.mark.parametrize("source", ["", "  "])
def test_a_source_without_a_name_is_told(source, capsys):
    assert main(["train", source]) == 2
    assert capsys.readouterr().err == "playground: SOURCE is empty; name a file, an example or a link\n"
