"""A house with toys in it: a copy of the package with a file more for each, and a line more in its table."""

import os
import runpy
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOYS = Path(__file__).parent / "toys"
LONGEST_S = 420
"""A kernel is compiled on the way, which takes a minute or two on a busy machine."""
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
        cache: Where compiled kernels are kept.
    """

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root, self.cache = root, cache or root / "cache"
        shutil.copytree(ROOT / "playground", root / "playground", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "resources").symlink_to(ROOT / "resources")

    def add(self, package: str, toy: str, name: str, behind: str, line: str, table: str = "") -> None:
        """Put a toy's file into a package, and a line of its name behind the first line of a table.

        Args:
            package: Below `playground`, where the file goes.
            toy: The file in `toys`, without its ending.
            name: What the file has for the table.
            behind: The first line of the table, as it stands there.
            line: The toy's line; the table begins with it.
            table: The file with the table, below `playground`; the package's own when it is not said.
        """
        shutil.copy(TOYS / f"{toy}.py", self.root / "playground" / package / f"{toy}.py")
        module = f"playground.{package.replace('/', '.')}.{toy}"
        imported = f"from {module} import {name}" if name else f"from {module.rpartition('.')[0]} import {toy}"
        self.write(table or f"{package}/__init__.py", behind, line, imported)

    def write(self, table: str, behind: str, line: str, imported: str = "") -> None:
        """Write a line behind the first line of a table, and above the table what it imports."""
        file = self.root / "playground" / table
        text = file.read_text(encoding="utf-8")
        assert text.count(behind) == 1
        file.write_text(text.replace(behind, f"{imported}\n\n{behind}\n    {line}", 1), encoding="utf-8")

    def run(self, script: str, *arguments: str) -> None:
        """Run a script of the toys; what it asserts fails the test."""
        environment = {**os.environ, "PYTHONPATH": str(self.root), "QT_QPA_PLATFORM": "offscreen"}
        environment |= {f"XDG_{name}_HOME": str(self.root / name.lower()) for name in ("CONFIG", "DATA")}
        environment["XDG_CACHE_HOME"] = str(self.cache)
        key = kernels_of(self.root)
        if key != kernels_of(ROOT):  # else those that the checkout has compiled are its kernels
            compiled = environment.pop("NUMBA_CACHE_DIR", None)
            if compiled and sources_of(self.root) == sources_of(ROOT):
                borrow(Path(compiled) / "playground_operations", self.cache / "playground" / "numba" / key)
        command = [sys.executable, "-W", "error", str(TOYS / "start.py"), script, *arguments]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, cwd=self.root, env=environment, timeout=LONGEST_S
        )
        assert done.returncode == 0, done.stderr


def kernels_of(root):
    """The key of the sources that end up in compiled kernels."""
    return runpy.run_path(str(root / "playground" / "_numba_cache.py"))["source_key"]()


def sources_of(root):
    """What the code of operations is compiled from: operations import nothing beside short vectors."""
    package = root / "playground"
    found = [package / "_kernels.py", *package.glob("simd/*.py"), *package.glob("operations/*.py")]
    return {one.relative_to(root): one.read_bytes() for one in found}


def borrow(compiled, cache):
    """Let a house have the code of operations that the checkout has compiled: most of what its kernel would take."""
    if not compiled.is_dir() or (cache / compiled.name).exists():
        return
    cache.mkdir(parents=True, exist_ok=True)
    copy = shutil.copytree(compiled, cache / f"{compiled.name}-{os.getpid()}")
    with suppress(OSError):  # another test process was quicker
        copy.rename(cache / compiled.name)


@pytest.fixture(scope="session")
def house_of_toys(tmp_path_factory):
    """The house with a toy of each kind of method, and a task; its kernel is compiled once for all test processes."""
    house = House(tmp_path_factory.mktemp("house"), tmp_path_factory.getbasetemp().parent / "compiled kernels")
    for table, (toy, name) in METHODS.items():
        kind = {"losses": "Loss"}.get(table, table[:-1].capitalize())
        house.add(f"methods/{table}", toy, name, f"{table.upper()}: dict[str, {kind}] = by_name(", f"{name}(),")
    house.add("tasks", "balanced", "Balanced", "TASKS: dict[str, Task] = by_name(", "Balanced(),")
    return house


@pytest.fixture
def house(tmp_path):
    """A house without toys, for a test that adds its own."""
    return House(tmp_path)
