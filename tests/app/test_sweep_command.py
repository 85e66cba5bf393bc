"""`sweep` and `train --seeds`: what they print and keep, Ctrl+C, going on, a disk that is full."""

import json

import numpy as np
import pytest

from playground.app import experiment_course
from playground.app.cli import main
from playground.app.experiment_course import Store
from playground.app.progress import Progress
from playground.experiments import results_file
from playground.interop.source_errors import SourceError
from tests.support.terminal import run_on_terminal

RANGES = ["--over", "learning_rate=1e-3:1:log:3", "--over", "layer1.units=0,2,4", "--seeds", "2", "--epochs", "5"]


def sweep(*arguments):
    return main(["sweep", "gauss", *RANGES, *map(str, arguments)])


def columns(path):
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files if name not in ("seconds", "about")}


def same(one, other):
    assert one.keys() == other.keys()
    for name, column in one.items():
        is_float = column.dtype.kind == "f"
        assert np.array_equal(column, other[name], equal_nan=is_float), name
    return True


def test_a_sweep_tells_what_came_of_it(tmp_path, capsys):
    assert sweep("--out", tmp_path / "a.npz", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["runs"], told["done"], told["cells"], told["refused"]) == (18, 18, 9, 6)
    assert told["solved"] + told["stuck"] + told["diverged"] == 12
    assert told["axes"]["layer1.units"] == [0, 2, 4]
    assert told["best"]["solved"] == 2
    assert told["refusals"] == ["Units: 0 is outside 1 to 1024."]
    assert columns(tmp_path / "a.npz")["verdict"].shape == (18,)


def test_a_sweep_as_text(tmp_path, capsys):
    assert sweep("--out", tmp_path / "a.csv") == 0
    told = capsys.readouterr().out
    assert "18 of 18" in told
    assert "6: Units: 0 is outside" in told
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 19


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--over", "wibble=1:2", "--out", "a.npz"], "'wibble' is no knob"),
        (["--over", "layer1.unit=1:2", "--out", "a.npz"], "did you mean 'layer1.units'"),
        (["--over", "l2=0:1", "--over", "l2=0:2", "--out", "a.npz"], "l2 twice"),
        (["--over", "l2=0:1", "--out", "a.txt"], ".npz or .csv"),
        (["--over", "l2=0:1", "--out", "no/where.npz"], "there is no folder"),
        (["--over", "l2=0:1", "--out", "a.npz", "--resume"], "nothing to resume"),
        (["--over", "l2=0:1:4096", "--over", "l1=0:1:4096", "--out", "a.npz"], "more than the 1,000,000"),
    ],
)
def test_mistakes_are_one_line(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", "gauss", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.npz", "a.csv"])
def test_ctrl_c_keeps_what_is_done_and_resume_goes_on_to_the_same_bits(tmp_path, name):
    command = ["sweep", "spiral", "--over", "learning_rate=1e-3:1:log:8", "--seeds", "20", "--epochs", "400"]
    seen = run_on_terminal([*command, "--out", name], tmp_path, until=" solved")
    assert seen.status == 130
    assert "--resume goes on" in seen.err
    part = columns(tmp_path / (name if name.endswith("npz") else f"{name}.part.npz"))
    assert 0 < (part["verdict"] != 0).sum() < 160
    assert main([*command, "--out", str(tmp_path / name), "--resume", "--quiet"]) == 0
    assert main([*command, "--out", str(tmp_path / f"whole-{name}"), "--quiet"]) == 0
    if name.endswith("npz"):
        assert same(columns(tmp_path / name), columns(tmp_path / f"whole-{name}"))
    else:
        assert len((tmp_path / name).read_text().splitlines()) == 161


def test_another_sweep_is_not_gone_on_with(tmp_path, capsys):
    assert sweep("--out", tmp_path / "a.npz") == 0
    assert sweep("--out", tmp_path / "a.npz", "--epochs", "6", "--resume") == 2
    assert "another experiment" in capsys.readouterr().err


def test_what_a_table_lacks_to_be_gone_on_with_is_said(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("name,price\na,1\n")
    assert sweep("--out", path, "--resume") == 2
    assert "it holds no results of this experiment" in capsys.readouterr().err
    assert path.read_text() == "name,price\na,1\n"
    assert sweep("--out", path) == 0
    assert sweep("--out", path, "--resume") == 2
    assert "it is complete" in capsys.readouterr().err
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-2]))
    assert sweep("--out", path, "--resume") == 2
    assert "it holds 16 of 18 runs, and a.csv.part.npz is gone" in capsys.readouterr().err


class Full:
    """A disk without room for one folder."""

    def __init__(self, folder):
        self.folder, self.store = folder, results_file.store

    def __call__(self, results, path):
        if self.folder in path.parents:
            raise OSError(28, "No space left on device", str(path))
        self.store(results, path)


def test_a_full_disk_loses_nothing(tmp_path, monkeypatch, capsys):
    place = tmp_path / "full"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(experiment_course, "store", Full(place))
    monkeypatch.setattr(experiment_course, "STORE_S", 0.0)
    assert sweep("--out", place / "a.npz") == 2
    said = capsys.readouterr().err
    assert said.count("The runs go on; it is tried again") == 1
    assert "No space left on device; what is done is in " in said
    kept = next(tmp_path.glob("playground-*/a.npz"))
    assert (columns(kept)["verdict"] != 0).all()
    assert columns(place / "a.npz")["verdict"].shape == (18,)


def test_where_nothing_can_be_written_both_places_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(experiment_course, "store", Full(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SourceError, match=r"nor could .*playground-"):
        Store(None, tmp_path / "a.npz", Progress(quiet=True)).at_end()


def test_seeds_tell_how_many_succeed(capsys):
    assert main(["train", "gauss", "--seeds", "6", "--seed", "3", "--epochs", "10", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["seed"] for row in told["runs"]] == [3, 4, 5, 6, 7, 8]
    assert told["solved"] == sum(row["verdict"] == "solved" for row in told["runs"]) == 6
    assert told["solved_low"] == pytest.approx(0.6097, abs=1e-3)
    losses = sorted(row["test_loss"] for row in told["runs"])
    assert told["test_loss"]["median"] == pytest.approx((losses[2] + losses[3]) / 2)
    assert set(told["test_accuracy"]) == {"median", "low", "high", "count"}


def test_seeds_as_text(capsys):
    assert main(["train", "plane", "--seeds", "3", "--epochs", "4", "--threshold", "0.5"]) == 0
    told = capsys.readouterr().out
    assert "reach R² 0.5" in told
    assert "(44 to 100 %)" in told


@pytest.mark.parametrize("option", [["--save", "a.nnplay"], ["--dtype", "float64"]])
def test_what_goes_with_one_seed_only_is_said(tmp_path, monkeypatch, capsys, option):
    monkeypatch.chdir(tmp_path)
    assert main(["train", "gauss", "--seeds", "2", *option]) == 2
    assert option[0] in capsys.readouterr().err
