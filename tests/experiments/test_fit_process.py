"""Classical methods fitted in a process: the same answers, a dead one replaced or told of, none left behind."""

import multiprocessing
import os
import pickle
import signal
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.experiments.fit_process import DIED, MOST_FAILED_STARTS, NAME, FitProcess
from playground.experiments.live_fits import FitOrder, LiveFits
from playground.experiments.method_fitter import FitJob, MethodFitter

WAIT_S = 60
SIDES = (("tree", 8), ("bayes", 0))


def children():
    return [child for child in multiprocessing.active_children() if child.name == NAME]


@pytest.fixture(scope="module")
def moons():
    return document_for("moons", (4,), count=60)


def test_a_process_answers_as_this_one_and_a_killed_one_is_replaced(moons):
    away, job = FitProcess(), FitJob(SIDES, 0, moons)
    here, found = list(MethodFitter().answers(job)), list(away.answers(job))
    (first,) = children()
    os.kill(first.pid, signal.SIGTERM)
    assert wait([first.sentinel], WAIT_S)
    again = list(away.answers(job))
    # The samples are sent once to each process.
    third = list(away.answers(FitJob(SIDES[:1], 0, moons)))
    away.close()
    away.rest()
    assert [one.name for one in found] == [one.name for one in again] == ["tree", "bayes"]
    for one, other in zip((*here, *here, here[0]), (*found, *again, *third), strict=True):
        assert one.fit.test_score == other.fit.test_score
        assert (one.map is None) == (other.map is None)
        assert one.map is None or np.array_equal(one.map, other.map)
    assert not children()
    assert not list(away.answers(job)), "closed, it begins no other process"


def test_a_process_that_cannot_begin_is_told_of(moons, monkeypatch):
    tries = []

    def fail(process):
        tries.append(process)
        raise OSError

    monkeypatch.setattr(SpawnProcess, "start", fail)
    away, job = FitProcess(), FitJob(SIDES, 0, moons)
    for _ in range(3):
        assert [(one.name, one.fit.refusal) for one in away.answers(job)] == [("tree", DIED), ("bayes", DIED)]
    assert len(tries) == MOST_FAILED_STARTS, "who drags asks on and on, and each try costs seconds of work"
    away.rest()
    list(away.answers(job))
    assert len(tries) == 2 * MOST_FAILED_STARTS


def test_a_process_that_ends_as_it_begins_is_told_of(moons, monkeypatch):
    monkeypatch.setattr("playground.experiments.fit_process._serve", bool)  # which ends at once
    (answer,) = FitProcess().answers(FitJob(SIDES[:1], 0, moons))
    assert (answer.name, answer.fit.refusal) == ("tree", DIED)
    assert not children()


def test_it_ends_when_nothing_is_wanted_and_when_the_window_closes(moons):
    fits = LiveFits(keep_s=0.0)
    for name in ("tree", "bayes"):
        fits.order(FitOrder(moons, (name,), None, 8))
        assert fits.done.get(timeout=WAIT_S).name == name
        (child,) = children()
        if name == "tree":
            sentinel = child.sentinel
            fits.order(None)
            assert wait([sentinel], WAIT_S)
    fits.order(FitOrder(moons, ("gaussian-process",), None, 48))
    fits.close()
    assert not children()


def test_what_is_counted_beside_the_samples_is_not_sent(moons):
    before = len(pickle.dumps(moons))
    assert moons.dataset.places.shape == (60, 2)
    assert moons.dataset.farthest > 0
    assert len(pickle.dumps(moons)) == before
