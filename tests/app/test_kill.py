"""A killed window gives everything back, at random moments and at long work.

`python -m tests.support.kill 50` kills more; `tests.support.busy_victim` tells which work there is.
"""

import pytest

from playground.session.kept_results import KeptList
from tests.support.kill import kill_at_work, kill_once

PATIENT_S = 10.0
"""A second is what a machine promises that does nothing else; one that runs many tests at once is to find the bytes."""


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_window_gives_everything_back(tmp_path, seed):
    kill_once(tmp_path / "victim", seed, PATIENT_S)


def test_killed_at_an_experiment_in_processes_it_leaves_its_results_and_no_process(tmp_path):
    (found,) = kill_at_work(tmp_path / "victim", "processes")
    kept = KeptList()
    kept.load(found.base.results)
    assert 0 < kept.items[0].course.done < len(kept.items[0].course.experiment.grid)
    assert (found.document.dataset.samples == [1.0, 2.0]).all(axis=1).any()


def test_killed_at_a_marking_it_gives_back_the_solution_and_the_work_of_before(tmp_path):
    solution, before = kill_at_work(tmp_path / "victim", "marking")
    assert solution.document.inputs == ("xy",)
    assert (before.document.dataset.samples == [1.0, 2.0]).all(axis=1).any()
