"""Add a program to train as: a file (`toys/abacus.py`), a line in its table, a switch among the settings."""

import shutil

from tests.recipes.conftest import TOYS, House

SWITCH = """\
    as_abacus: bool = _option(
        START,
        False,
        "As Abacus",
        "Weights and order of points as it has them.",
        engine="A line through the points, the last of them first",
    )
    device: str"""


def put(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_file_a_line_and_a_switch_are_a_program(tmp_path):
    """Links in and out, engine, obstacles, files, script, menu, form, glossary."""
    house = House(tmp_path)
    package = house.root / "playground"
    shutil.copy(TOYS / "abacus.py", package / "abacus.py")
    table, line = package / "training" / "emulations.py", "(TfPlayground(),)"
    put(table, line, "(TfPlayground(), Abacus())")
    put(table, "from playground.tf_playground", "from playground.abacus import Abacus\nfrom playground.tf_playground")
    put(package / "document" / "training.py", "    device: str", SWITCH)
    house.run("abacus_checks.py")
