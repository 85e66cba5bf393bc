"""`train LINK`: every golden link, as scripts see it."""

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest

from playground.app.cli import main

GOLDEN = msgspec.json.decode((Path(__file__).parents[1] / "tf_playground" / "data" / "golden.json").read_bytes())
CHAOTIC = 2


def flat(layers):
    return np.array([value for layer in layers for neuron in layer for value in neuron])


@pytest.mark.parametrize("number", range(1, len(GOLDEN) + 1))
def test_golden_link(capsys, number):
    entry = GOLDEN[number - 1]
    assert main(["train", entry["link"], "--dtype", "float64", "--json", "--epochs", "50"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["stepper"] == "as TF Playground"
    assert (len(result["train_points"]), len(result["test_points"])) == (entry["nTrain"], entry["nTest"])
    assert np.array(result["train_points"][:3]) == pytest.approx(np.array(entry["train_first3"]), abs=1e-14)
    assert np.array(result["test_points"][-2:]) == pytest.approx(np.array(entry["test_last2"]), abs=1e-14)
    assert result["initial_parameters"] == entry["init_w_then_bias"]
    assert [row[0] for row in result["losses"]] == list(range(51))
    for key, losses in entry["loss"].items():
        loose = number == CHAOTIC and int(key) > 20
        assert result["losses"][int(key)][1:] == pytest.approx(losses, abs=1e-5 if loose else 1e-12)
    final, tolerance = flat(entry["final_w_then_bias"]), 1e-5 if number == CHAOTIC else 1e-12
    assert flat(result["final_parameters"]) == pytest.approx(final, abs=tolerance)


def test_every_epoch_is_told_however_many(capsys):
    assert main(["train", "#seed=0.5", "--epochs", "260", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["losses"]) == 261


def test_what_is_odd_goes_to_stderr_and_the_json_stays_whole(capsys):
    assert main(["train", "#seed=0.5&colour=red", "--epochs", "1", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["epochs"] == 1
    assert said.err == "playground: Keys that no link has are left out: colour.\n"


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("#networkShape=99999&seed=1", "networkShape: 99999 neurons in a layer are more than the 1,024 allowed"),
        ("#seed=0.5&x=false&y=false", "the link: No input is on"),
        ("#seed=0.5&percTrainData=0", "the link: All points are kept for testing"),
        ("https://example.org/data.csv", "not a TensorFlow Playground link"),
        ("#seed=0.5&learningRate=10&regularization=L2&regularizationRate=10", "the loss stopped being a number"),
    ],
)
def test_a_mistake_is_one_line(capsys, link, words):
    assert main(["train", link, "--epochs", "200"]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_saved_link_trains_on_exactly(capsys, tmp_path):
    saved = tmp_path / "a.nnplay"
    entry = GOLDEN[6]
    assert main(["train", entry["link"], "--dtype", "float64", "--epochs", "1", "--save", str(saved)]) == 0
    capsys.readouterr()
    assert main(["train", str(saved), "--dtype", "float64", "--epochs", "50", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["losses"][50][1:] == pytest.approx(entry["loss"]["50"], abs=1e-12)
