"""A window killed at a random moment gives everything back. `python -m tests.support.kill 50` kills more."""

import pytest

from tests.support.kill import kill_once

PATIENT_S = 10.0
"""A second is what a machine promises that does nothing else; one that runs many tests at once is to find the bytes."""


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_window_gives_everything_back(tmp_path, seed):
    kill_once(tmp_path / "victim", seed, PATIENT_S)
