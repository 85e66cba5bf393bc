"""Tiles on a Dask cluster of this machine: the same bits as on threads, whoever dies; words where it cannot be."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from playground.app.cli import main
from playground.experiments.cluster import LACKING, ClusterError, compared, versions
from tests.support.terminal import ROOT, environment_of

MINE = {"playground": "1", "python": "3.11", "processor": "x86_64", "numpy": "2.0"}


def test_alike_workers_need_no_words():
    assert compared(MINE, {"tcp://a": dict(MINE), "tcp://b": dict(MINE)}) == ""
    assert compared(versions(), {"tcp://a": versions()}) == ""


@pytest.mark.parametrize("name", ["playground", "python"])
def test_another_version_is_refused(name):
    with pytest.raises(ClusterError, match=f"tcp://b has {name} 9"):
        compared(MINE, {"tcp://a": dict(MINE), "tcp://b": MINE | {name: "9"}})


def test_a_worker_without_the_program_is_refused():
    with pytest.raises(ClusterError, match="does not have this program"):
        compared(MINE, {"tcp://a": ModuleNotFoundError("No module named 'playground'")})


def test_another_library_is_said():
    note = compared(MINE, {"tcp://a": MINE | {"numpy": "1.0"}, "tcp://b": MINE | {"processor": "arm64"}})
    assert "numpy and processor" in note


def test_without_dask_it_says_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    ranges = ["--over", "l2=0,1", "--epochs", "1", "--out", str(tmp_path / "a.npz")]
    assert main(["sweep", "gauss", *ranges, "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert LACKING in capsys.readouterr().err


@pytest.mark.skipif(find_spec("distributed") is None, reason="the extra `cluster` is not installed")
def test_a_cluster_gives_the_same_bits_even_when_a_worker_dies(tmp_path):
    command = [sys.executable, "-m", "tests.support.local_cluster", str(tmp_path)]
    seen = subprocess.run(command, cwd=ROOT, env=environment_of(), capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stderr
    told = json.loads(seen.stdout.splitlines()[-1])
    assert told == {"killed": 1, "note": "", "same": True, "done": 6, "mistake": 2, "compared": True}
