"""A house with toys in it: a copy of the package with a file more for each, and a line more in its table."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOYS = Path(__file__).parent / "toys"
METHODS = {
    "optimizers": ("sign_descent", "SignDescent"),
    "losses": ("log_cosh", "LogCosh"),
    "schedules": ("triangle", "Triangle"),
    "initializations": ("checkerboard", "Checkerboard"),
}


class House:
    """The copy, in which scripts run as in the checkout.

    Attributes:
        root: Where `playground` and `resources` lie.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "playground", root / "playground", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "resources").symlink_to(ROOT / "resources")

    def add(self, package: str, toy: str, table: str, line: str) -> None:
        """Put a toy's file into a package, and its line behind the first line of the table."""
        shutil.copy(TOYS / f"{toy}.py", self.root / "playground" / package / f"{toy}.py")
        file = self.root / "playground" / package / "__init__.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(table) == 1
        name, module = line.strip("(), "), f"playground.{package.replace('/', '.')}.{toy}"
        text = text.replace(table, f"from {module} import {name}\n\n{table}\n    {line}", 1)
        file.write_text(text, encoding="utf-8")

    def run(self, script: str, *arguments: str) -> None:
        """Run a script of the toys; what it asserts fails the test."""
        environment = {**os.environ, "PYTHONPATH": str(self.root), "XDG_CACHE_HOME": str(self.root / "cache")}
        environment.pop("NUMBA_CACHE_DIR", None)  # compiled kernels of this house are its own
        command = [sys.executable, "-W", "error", str(TOYS / script), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=self.root, env=environment)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def house_of_toys(tmp_path_factory):
    """The house with a toy of each kind of method, and a task; its kernel is compiled once."""
    house = House(tmp_path_factory.mktemp("house"))
    for table, (toy, name) in METHODS.items():
        kind = {"losses": "Loss"}.get(table, table[:-1].capitalize())
        house.add(f"methods/{table}", toy, f"{table.upper()}: dict[str, {kind}] = by_name(", f"{name}(),")
    house.add("tasks", "balanced", "TASKS: dict[str, Task] = by_name(", "Balanced(),")
    return house
