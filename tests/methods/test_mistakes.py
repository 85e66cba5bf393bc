"""Where the perceptron's mistakes are told: the loss panel, `train`, `evaluate`."""

import json

import pytest

from playground.app.cli import main
from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.session.session import Session
from playground.storage.codec import document_to_dict
from playground.views.loss.view import LossView


@pytest.fixture
def perceptron():
    return change_training(document_for("circle", (3,), count=60), loss="perceptron")


@pytest.fixture
def file(perceptron, tmp_path):
    path = tmp_path / "perceptron.json"
    path.write_text(json.dumps(document_to_dict(perceptron)))
    return str(path)


def told(capsys, row):
    return next(line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines() if line.startswith(row))


def test_train_counts_the_mistakes_of_both_sets(file, capsys):
    assert main(["train", file, "--epochs", "1", "--stepper", "eager", "--quiet"]) == 0
    train, test = told(capsys, "mistakes").split(", ")
    assert (train.split()[1], test.split()[1]) == ("train", "test")
    assert 0 <= int(train.split()[0]) <= 60


def test_evaluate_counts_the_mistakes_at_labelled_points(file, tmp_path, capsys):
    points = tmp_path / "points.csv"
    points.write_text("x,y,label\n0,0,Blue\n0.1,0,Orange\n0.2,0,Blue\n")
    assert main(["evaluate", file, "--points", str(points), "--out", str(tmp_path / "out.csv"), "--quiet"]) == 0
    count, _, points = told(capsys, "mistakes").partition(" of ")
    assert (count in "123", points.strip()) == (True, "3")


def test_the_loss_panel_shows_mistakes_beside_the_loss_and_accuracy_on_its_own_page(perceptron, qtbot):
    session = Session(perceptron)
    view = LossView(session)
    qtbot.addWidget(view)
    view.show()
    names = [part.accessibleName() for part in view.findChildren(object) if hasattr(part, "accessibleName")]
    assert any("Train mistakes" in name for name in names)
    session.edit("Change loss", lambda d: change_training(d, loss="hinge"))
    assert session.close(20.0)
