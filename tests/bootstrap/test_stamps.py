"""Which needs a command line has, and when a stamp is believed."""

import sys

import pytest

from playground import _stamps as stamps
from playground._stamps import CHECKS, PACKAGES, TESTS, WAYLAND, X11


@pytest.mark.parametrize(
    ("arguments", "environment", "platform", "needs"),
    [
        ((), {}, "linux", (PACKAGES,)),
        ((), {"DISPLAY": ":0"}, "linux", (PACKAGES, X11)),
        (("file.nnplay",), {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", (PACKAGES, WAYLAND)),
        (("train", "circle"), {"DISPLAY": ":0"}, "linux", (PACKAGES,)),
        (("--help",), {"DISPLAY": ":0"}, "linux", (PACKAGES,)),
        ((), {"DISPLAY": ":0"}, "darwin", (PACKAGES,)),
        (("test", "-q"), {"DISPLAY": ":0"}, "linux", (PACKAGES, TESTS)),
        (("lint",), {}, "win32", (PACKAGES, TESTS, CHECKS)),
    ],
)
def test_needs_of(arguments, environment, platform, needs):
    assert stamps.needs_of(arguments, environment, platform) == needs


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose environment is complete for the program, not for its tests."""
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "constraints.txt").write_text("numpy==2.0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    python = stamps.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / ".venv" / "pyvenv.cfg").touch()
    stamps.stamp_file(tmp_path, PACKAGES).write_text(stamps.fingerprint(tmp_path))
    return tmp_path


def test_a_stamp_vouches_for_its_own_need_only(checkout):
    assert stamps.stale_needs(checkout, (PACKAGES, TESTS)) == (TESTS,)


@pytest.mark.parametrize("name", ["pyproject.toml", "packaging/constraints.txt"])
def test_a_changed_list_makes_the_stamp_stale(checkout, name):
    (checkout / name).write_text("changed\n")
    assert stamps.stale_needs(checkout, (PACKAGES,)) == (PACKAGES,)


def test_another_python_makes_the_stamp_stale(checkout, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert stamps.stale_needs(checkout, (PACKAGES,)) == (PACKAGES,)


@pytest.mark.parametrize("lost", ["pyvenv.cfg", "python"])
def test_a_damaged_environment_is_stale_whatever_the_stamp_says(checkout, lost):
    (checkout / ".venv" / "pyvenv.cfg" if lost == "pyvenv.cfg" else stamps.venv_python(checkout)).unlink()
    assert stamps.stale_needs(checkout, (PACKAGES,)) == (PACKAGES,)
