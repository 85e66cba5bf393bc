"""The command line as scripts use it: what it prints, what it writes, and one line with status 2 for a mistake."""

import json

import pytest
from PySide6.QtGui import QImage

from playground.app.cli import main, meant_command
from playground.app.commands import COMMANDS

KEYS = {
    "epochs",
    "batches",
    "seconds",
    "epochs_per_second",
    "stepper",
    "device",
    "parameters",
    "train_loss",
    "test_loss",
    "train_accuracy",
    "test_accuracy",
    "losses",
}


def test_train_prints_one_json_object(capsys):
    assert main(["train", "circle", "--epochs", "20", "--stepper", "eager", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) >= KEYS
    assert (result["epochs"], result["parameters"], result["device"]) == (20, 25, "CPU")
    assert result["losses"][0][0] == 0
    assert result["losses"][-1][0] == 20


def test_the_same_seed_gives_the_same_losses_and_another_does_not(capsys):
    results = []
    for seed in ("3", "3", "4"):
        assert main(["train", "xor", "--epochs", "5", "--seed", seed, "--dtype", "float64", "--json"]) == 0
        results.append(json.loads(capsys.readouterr().out)["losses"])
    assert results[0] == results[1] != results[2]


def test_what_is_trained_and_saved_can_be_evaluated(capsys, tmp_path):
    saved, points, out = tmp_path / "a.nnplay", tmp_path / "points.csv", tmp_path / "out.csv"
    points.write_text("x,y\n0,0\n4,4\n-4,3\n")
    assert main(["train", "circle", "--epochs", "60", "--save", str(saved)]) == 0
    assert "accuracy" in capsys.readouterr().out
    assert main(["evaluate", str(saved), "--points", str(points), "--out", str(out), "--layers"]) == 0
    rows = [line.split(",") for line in out.read_text().splitlines()]
    assert rows[0][:3] == ["x", "y", "answer"]
    assert "layer_1.unit_1" in rows[0]
    assert len(rows) == 4
    assert [row[2] for row in rows[1:]] == ["Blue", "Orange", "Orange"]


@pytest.mark.parametrize("view", ["window", "boundary", "loss"])
def test_render_writes_a_picture_of_the_size_asked_for(tmp_path, qapp, view):
    out = tmp_path / "a.png"
    assert main(["render", "circle", "--epochs", "3", "--view", view, "--size", "1280x800", "--out", str(out)]) == 0
    assert (QImage(str(out)).width(), QImage(str(out)).height()) == (1280, 800)


def test_lists(capsys):
    assert main(["examples"]) == 0
    assert "spiral" in capsys.readouterr().out
    assert main(["info"]) == 0
    assert "device CPU" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["trian", "circle"], "did you mean 'train'"),
        (["train", "cirle"], "did you mean 'circle'"),
        (["train", "missing.csv"], "missing.csv: no such file"),
        (["train", "."], ".: there are no pictures in it"),
        (["train", "circle", "--save", "a.txt"], "project files end in .nnplay"),
        (["train", "circle", "--save", "no/such/a.nnplay"], "there is no folder no/such"),
        (["evaluate", "circle", "--points", "none.csv", "--out", "o.csv"], "none.csv"),
        (["render", "circle", "--view", "loss", "--out", "a.jpg"], ".png"),
        (["render", "circle", "--view", "loss", "--out", "no/such/a.png"], "there is no folder"),
        (["render", "digits", "--view", "map", "--out", "a.png"], "--view map: pictures have no such view"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(capsys, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    epochs = ["--epochs", "1"] if arguments[0] == "train" else []
    assert main([*arguments, *epochs]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("playground: ")
    assert captured.err.count("\n") == 1
    assert words in captured.err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "x,y,label\n1,2,0\n1,nan,1\n", "line 3"),
        ("a.json", '{"network": [{"kind": "dense", "units": 0}]}', "network[0].units: 0 is outside 1 to 1024"),
        ("a.json", '{"dataset": {"classes": []}}', "dataset.classes"),
        ("a.nnplay", "not a zip", "not a project file"),
    ],
)
def test_a_bad_file_says_what_and_where(capsys, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_text(content)
    assert main(["train", str(path), "--epochs", "1"]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["train"],
        ["train", "circle", "--epochs", "0"],
        ["render", "circle"],
        ["bench", "--seconds", "-1"],
        ["train", "xor", "--seed", "2147483648"],
    ],
)
def test_a_missing_or_wrong_argument_is_one_line_too(capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_untrainable_document_is_said(capsys, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("x,y,label\n1,2,0\n2,3,0\n")
    assert main(["train", str(path), "--epochs", "1"]) == 2
    assert "second class" in capsys.readouterr().err


def test_every_command_explains_itself(capsys):
    for name in COMMANDS:
        with pytest.raises(SystemExit) as caught:
            main([name, "--help"] if name != "window" else ["--help"])
        assert caught.value.code == 0
        assert "usage" in capsys.readouterr().out


def test_a_document_as_text_is_too_long_for_a_file_and_no_command():
    assert meant_command("window", ["nnplay:1:" + 5000 * "x"]) == ""
    assert meant_command("window", ["trian"]) == "train"
