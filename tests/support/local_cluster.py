"""Two Dask workers on this machine, one of which is killed: `python -m tests.support.local_cluster FOLDER`."""

import json
import sys
from pathlib import Path

import numpy as np
from distributed import LocalCluster

from playground.app.cli import main
from playground.document.presets import document_for
from playground.experiments.bench_cluster import cluster_row
from playground.experiments.cluster import ClusterWorkers
from playground.experiments.experiment import Experiment, run_experiment
from playground.experiments.outcomes import Measure
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid
from playground.experiments.workers import ThreadWorkers


def with_a_death(cluster):
    """Compare an experiment on threads with one on the cluster whose first worker is killed on the way."""
    document = document_for("xor", (4,), count=60)
    experiment = Experiment(document, KnobGrid((), 200, 0), Measure(40, looks=6, map_side=4))
    here, there = ExperimentResults(experiment), ExperimentResults(experiment)
    threads = ThreadWorkers(1)
    assert run_experiment(experiment, threads, here.put)
    threads.close()
    workers, killed = ClusterWorkers(cluster.scheduler_address), []

    def put(outcomes):
        there.put(outcomes)
        if not killed:
            killed.append(next(iter(cluster.workers.values())))
            killed[0].process.process.kill()

    assert run_experiment(experiment, workers, put)
    workers.close()
    same = np.array_equal(here.curves, there.curves, equal_nan=True) and np.array_equal(here.maps, there.maps)
    return {"killed": len(killed), "note": workers.note, "same": same}


def by_command(cluster, folder):
    """A sweep on the cluster, and one on a cluster that is not there."""
    out = folder / "a.npz"
    command = ["sweep", "gauss", "--over", "layer1.units=1,2", "--seeds", "3", "--epochs", "3", "--out", str(out)]
    assert main([*command, "--cluster", cluster.scheduler_address]) == 0
    with np.load(out) as file:
        done = int((file["verdict"] != 0).sum())
    return {"done": done, "mistake": main([*command, "--cluster", "tcp://127.0.0.1:9"])}


if __name__ == "__main__":
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(**options) as made:
        found = with_a_death(made) | by_command(made, Path(sys.argv[1]))
    row = cluster_row(document_for("xor", (4,), count=60), Measure(2), runs=8, rounds=1)
    found["compared"] = row["ratio"] == row["one"] / row["two"]
    sys.stdout.write(json.dumps(found) + "\n")
