"""Add a lesson: a file in `resources/lessons` (`toys/99-a-toy.md`); nothing else."""

import shutil

from tests.recipes.conftest import ROOT, TOYS


def test_one_file_is_a_lesson(house):
    """List, panel, goals, hints, command line."""
    resources = house.root / "resources"
    resources.unlink()
    shutil.copytree(ROOT / "resources", resources)
    shutil.copy(TOYS / "99-a-toy.md", resources / "lessons")
    house.run("window_checks.py", "lesson")
