"""Add a challenge: a file in `resources/challenges` (`toys/99-a-dare.md`); nothing else."""

import shutil

from tests.recipes.conftest import ROOT, TOYS


def test_one_file_is_a_challenge(house):
    """What it says, what its known solution comes to on the command line."""
    resources = house.root / "resources"
    resources.unlink()
    shutil.copytree(ROOT / "resources", resources)
    shutil.copy(TOYS / "99-a-dare.md", resources / "challenges")
    house.run("window_checks.py", "challenge")
