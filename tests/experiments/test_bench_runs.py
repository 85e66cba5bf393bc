"""`bench --experiments`: its figures, as one object and in words; a cluster only where Dask is installed."""

import json
import sys

import pytest

from playground.app.cli import main
from playground.experiments import bench_runs
from playground.experiments.cluster import LACKING
from playground.training import bench


@pytest.fixture
def short(monkeypatch):
    for name, value in {"SEEDS": 4, "EPOCHS": 2, "MAP_SIDE": 2, "SAMPLE": 4}.items():
        monkeypatch.setattr(bench_runs, name, value)
    monkeypatch.setattr(bench, "CASES", {name: bench.CASES[name] for name in ("2-4-2-1", "2-8-8-8-1")})
    monkeypatch.setattr(bench, "engine_table", lambda seconds, tell: {})
    monkeypatch.setitem(sys.modules, "distributed", None)


def test_seeds_maps_and_many_runs_have_their_figures(short, capsys):
    assert main(["bench", "--experiments", "--json", "--quiet"]) == 0
    table = json.loads(capsys.readouterr().out)["experiments"]
    assert table["seeds"]["ratio"] == pytest.approx(table["seeds"]["seconds"] / table["seeds"]["single"])
    assert table["seeds"]["train_ratio"] == pytest.approx(table["seeds"]["seconds"] / table["seeds"]["train"])
    assert (table["seeds"]["runs"], table["phase_map"]["runs"], table["many"]["estimated_from"]) == (4, 4, 4)
    assert table["cluster"] == {"skipped": LACKING}


def test_words_say_what_could_not_be_measured(short, capsys):
    assert main(["bench", "--experiments", "--quiet"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("4 seeds of 2-4-2-1")
    assert lines[-1].endswith(f"not measured. {LACKING}")
