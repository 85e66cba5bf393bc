"""The course of an experiment: results as they come, on threads and processes, paused, cancelled, gone on with."""

from concurrent.futures import Future
from dataclasses import replace
from threading import Event, Thread

import numpy as np
import pytest

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment, ExperimentControl, ExperimentError, run_experiment
from playground.experiments.outcomes import Measure
from playground.experiments.ranges import parse_axis
from playground.experiments.results import ExperimentResults, description
from playground.experiments.tiles import run_tile
from playground.experiments.variations import KnobGrid
from playground.experiments.workers import ProcessWorkers, ThreadWorkers, local_workers


class Here:
    """Runs every tile at once, on the caller's thread."""

    slots, tile_s, words, interrupts = 1, 0.01, "here", False

    def __init__(self, fail=0):
        self.tiles, self.fail = [], fail

    def submit(self, tile, go_on):
        future = Future()
        self.tiles.append(tile)
        if self.fail:
            self.fail -= 1
            future.set_exception(OSError("a worker has died"))
        else:
            future.set_result(run_tile(tile, go_on))
        return future

    def close(self):
        pass


@pytest.fixture
def experiment():
    document = document_for("xor", (4,), count=40)
    axes = parse_axis(document, "learning_rate=1e-3:1:log:3"), parse_axis(document, "layer1.units=0,2,4")
    return Experiment(document, KnobGrid(axes, 2, 5), Measure(6, looks=3))


def finished(experiment, workers, **options):
    results = ExperimentResults(experiment)
    try:
        assert run_experiment(experiment, workers, results.put, **options)
    finally:
        workers.close()
    assert results.is_complete
    return results


def same(one, other):
    for name in set(one.columns) - {"seconds"}:
        assert np.array_equal(one.columns[name], other.columns[name], equal_nan=True)
    assert np.array_equal(one.curves, other.curves, equal_nan=True)
    assert one.refusals == other.refusals
    return True


def test_threads_and_processes_give_the_same_bits(experiment):
    here = finished(experiment, Here())
    assert same(finished(experiment, ThreadWorkers(2)), here)
    assert same(finished(experiment, ProcessWorkers(1)), here)


def test_no_worker_is_given_all_that_is_left(experiment):
    here = Here()
    here.tile_s, here.slots = 0.05, 2  # time enough for all of them
    finished(experiment, here)
    sizes = [len(tile.places) for tile in here.tiles]
    assert sum(sizes) == len(experiment.grid) == 18
    assert max(sizes) < 9


def test_results_are_those_of_their_cells(experiment):
    results = finished(experiment, Here())
    assert results.by_cell("verdict").shape == (3, 3, 2)
    units = results.settings()["layer1.units"]
    refused = results.columns["verdict"] == 1
    assert [value == 0 for value in units] == refused.tolist()
    assert set(results.refusals) == set(np.flatnonzero(refused))
    assert results.settings()["seed"] == [5] * 9 + [6] * 9
    cell = 4
    assert results.solved(cell).of == 2
    assert results.spread("train_loss", cell).count == 2
    assert results.columns["train_loss"][4] == results.by_cell("train_loss")[1, 1, 0]


def test_what_is_done_is_not_done_again(experiment):
    workers = Here()
    results = ExperimentResults(experiment)
    assert run_experiment(experiment, workers, results.put, done=range(10))
    assert sorted(place for tile in workers.tiles for place in tile.places) == list(range(10, 18))


def test_runs_that_are_looked_at_come_first(experiment):
    workers, control = Here(), ExperimentControl()
    control.prefer([17, 12, 99])
    finished(experiment, workers, control=control)
    places = [place for tile in workers.tiles for place in tile.places]
    assert places[:2] == [17, 12]
    assert sorted(places) == list(range(18))


def test_a_cancelled_experiment_keeps_what_is_done(experiment):
    control, results = ExperimentControl(), ExperimentResults(experiment)

    def put(outcomes):
        results.put(outcomes)
        control.cancel()

    workers = ThreadWorkers(2)
    assert not run_experiment(experiment, workers, put, control=control)
    workers.close()
    assert 0 < len(results.done) < 18
    rest = ExperimentResults(experiment)
    assert run_experiment(experiment, Here(), rest.put, done=results.done.tolist())
    assert set(results.done) | set(rest.done) == set(range(18))


def test_a_tile_that_is_cancelled_before_its_first_run_tells_of_nothing(experiment):
    control, told = ExperimentControl(), []

    class Late(Here):
        def submit(self, tile, go_on):
            control.cancel()
            return super().submit(replace(tile, places=(), variations=()), go_on)

    assert not run_experiment(experiment, Late(), told.append, control=control)
    assert told == []


def test_a_paused_experiment_stands_until_it_goes_on(experiment):
    control, results, stood = ExperimentControl(), ExperimentResults(experiment), Event()

    def put(outcomes):
        results.put(outcomes)
        if not stood.is_set():
            control.pause()
            stood.set()

    workers = ThreadWorkers(1)
    thread = Thread(target=run_experiment, args=(experiment, workers, put), kwargs={"control": control})
    thread.start()
    assert stood.wait(60)
    assert control.is_paused
    assert not results.is_complete
    control.go_on()
    thread.join(60)
    workers.close()
    assert results.is_complete


def test_a_tile_whose_worker_dies_is_done_again(experiment):
    assert same(finished(experiment, Here(fail=2)), finished(experiment, Here()))


def test_a_worker_that_always_dies_ends_it_in_words(experiment):
    with pytest.raises(ExperimentError, match="a worker has died"):
        run_experiment(experiment, Here(fail=100), lambda _: None)


def test_what_holds_the_interpreter_goes_to_processes(experiment):
    document, measure = experiment.document, experiment.measure
    threads = local_workers(document, measure)
    eager = local_workers(change_training(document, stepper="eager"), measure)
    ruled = local_workers(change_training(document, stop_patience=5), Measure())
    fitting = local_workers(document, measure, fits_methods=True)
    kinds = (threads, ThreadWorkers), (eager, ProcessWorkers), (ruled, ProcessWorkers), (fitting, ProcessWorkers)
    for workers, kind in kinds:
        assert type(workers) is kind
        workers.close()


def test_experiments_are_told_apart(experiment):
    again = Experiment(experiment.document, experiment.grid, experiment.measure)
    longer = Experiment(experiment.document, experiment.grid, Measure(7, looks=3))
    assert description(experiment) == description(again)
    assert description(experiment) != description(longer)
