"""The set-up itself, on a made-up checkout whose commands are small Python programs."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from playground import _numba_cache, _resources, _setup, _stamps
from playground import _setup_plan as planner

ROOT = Path(__file__).resolve().parents[2]


def python_step(code, **more):
    return planner.SetupStep("Doing it", (sys.executable, "-c", code), **more)


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "constraints.txt").write_text("# pins\ntorch==2.13.0\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["not-installed>=1"]\n[project.optional-dependencies]\ntest = ["pytest>=999"]\n'
    )
    return tmp_path


@pytest.fixture
def planned(monkeypatch):
    """Replaces the plan by the steps put into the returned list, and the machine by a harmless one."""
    steps = []
    monkeypatch.setattr(planner, "plan", lambda state: tuple(steps))
    monkeypatch.setattr(planner, "refusal", lambda state: None)
    return steps


def test_a_finished_set_up_is_stamped_and_not_repeated(checkout, planned):
    python = _stamps.venv_python(checkout)
    planned.append(python_step(f"import os; os.makedirs({str(python.parent)!r}); open({str(python)!r}, 'w').close()"))
    planned.append(python_step("open('.venv/pyvenv.cfg', 'w').close()"))
    assert _setup.prepare(checkout, (_stamps.PACKAGES,)) == _stamps.venv_python(checkout)
    assert _stamps.stale_needs(checkout, (_stamps.PACKAGES,)) == ()
    planned[:] = [python_step("raise SystemExit(1)")]
    _setup.prepare(checkout, (_stamps.PACKAGES,))


def test_a_failed_step_leaves_no_stamp_and_says_why(checkout, planned):
    planned.append(python_step("raise SystemExit('ERROR: the reason')"))
    with pytest.raises(_setup.SetupError, match="Doing it failed: the reason"):
        _setup.prepare(checkout, (_stamps.PACKAGES,))
    assert not _stamps.stamp_file(checkout, _stamps.PACKAGES).exists()


def test_the_second_command_saves_a_step(checkout, planned):
    (checkout / ".venv").mkdir()
    planned.append(python_step("raise SystemExit(1)", otherwise=(sys.executable, "-c", "")))
    _setup.prepare(checkout, (_stamps.PACKAGES,))
    assert _stamps.stamp_file(checkout, _stamps.PACKAGES).exists()


def test_a_step_that_may_fail_is_only_reported(checkout, planned, capfd):
    (checkout / ".venv").mkdir()
    planned.append(python_step("raise SystemExit(1)", essential=False))
    _setup.prepare(checkout, (_stamps.PACKAGES,))
    assert "Doing it failed" in capfd.readouterr().err


def test_a_refusal_comes_before_any_command(checkout, planned, monkeypatch):
    monkeypatch.setattr(planner, "refusal", lambda state: "not here")
    planned.append(python_step("open('touched', 'w').close()"))
    with pytest.raises(_setup.SetupError, match="not here"):
        _setup.prepare(checkout, (_stamps.PACKAGES,))
    assert not (checkout / "touched").exists()


def test_an_environment_that_has_everything_is_used_as_it_is(checkout):
    (checkout / "pyproject.toml").write_text(
        '[project]\ndependencies = ["pytest>=8"]\n[project.optional-dependencies]\n'
    )
    assert _setup.prepare(checkout, (_stamps.PACKAGES,)) == Path(sys.executable)
    assert not (checkout / ".venv").exists()


def test_look_reads_the_lists_of_the_needs(checkout):
    lists = {"packages": ["numpy>=1"], "test": ["pytest>=8"]}
    state = _setup.look(checkout, (_stamps.TESTS,), lists)
    assert (state.requirements, state.torch, state.venv) == (("pytest>=8",), None, "absent")
    both = _setup.look(checkout, (_stamps.PACKAGES, _stamps.TESTS), lists)
    assert (both.requirements, both.torch) == (("numpy>=1", "pytest>=8"), "torch==2.13.0")


def test_an_environment_without_python_is_broken(checkout):
    (checkout / ".venv").mkdir()
    assert _setup.look(checkout, (_stamps.TESTS,), {}).venv == "broken"


def test_half_installed_packages_are_forgotten(tmp_path):
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    for name in ("whole", "half"):
        (packages / f"{name}-1.dist-info").mkdir(parents=True)
        (packages / f"{name}-1.dist-info" / "METADATA").touch()
    (packages / "whole-1.dist-info" / "RECORD").touch()
    _setup.forget_half_installed(tmp_path)
    assert [folder.name for folder in packages.iterdir()] == ["whole-1.dist-info"]


def test_two_set_ups_take_turns(tmp_path):
    file = tmp_path / "pyproject.toml"
    file.touch()
    with _setup.one_at_a_time(file), file.open("r+b") as other:
        assert not _setup.try_lock(other)
    with file.open("r+b") as other:
        assert _setup.try_lock(other)


def test_every_requirement_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    pins = (ROOT / "packaging" / "constraints.txt").read_text()
    versions = dict(line.split("==") for line in pins.splitlines() if "==" in line and line[0] != "#")
    for requirement in (requirement for names in lists for requirement in names):
        assert planner.satisfied([requirement], versions.get), f"{requirement} has no fitting pin"


def python(*arguments):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_old_python_is_told_so():
    old = "import runpy, sys; sys.version_info = (3, 8, 0, 'final', 0)"
    run = python("-c", f"{old}; runpy.run_module('playground', run_name='x')")
    assert run.returncode == 2
    assert run.stderr == "playground: Python 3.11 or newer is needed, this is 3.8\n"


def test_a_start_loads_nothing_heavy():
    code = "import sys, playground._bootstrap; print({'subprocess', 'tomllib'} & set(sys.modules))"
    assert python("-S", "-c", code).stdout == "set()\n"


def test_the_numba_cache_is_the_users_and_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(_numba_cache, "user_cache", lambda: tmp_path)
    _numba_cache.use_user_cache()
    assert Path(os.environ["NUMBA_CACHE_DIR"]).is_relative_to(tmp_path / "playground" / "numba")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "elsewhere")
    _numba_cache.use_user_cache()
    assert os.environ["NUMBA_CACHE_DIR"] == "elsewhere"


def test_an_edited_kernel_gets_a_new_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(_numba_cache, "_PACKAGE", tmp_path)
    (tmp_path / "operations").mkdir()
    kernel = tmp_path / "operations" / "noise.py"
    kernel.write_text("MIX = 1")
    before = _numba_cache.source_key()
    kernel.write_text("MIX = 2")
    assert _numba_cache.source_key() != before


def test_resources_are_found_beside_and_inside_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(_resources, "_PACKAGE", tmp_path / "playground")
    (tmp_path / "resources").mkdir()
    assert _resources.resource_path("a", "b.svg") == tmp_path / "resources" / "a" / "b.svg"
    (tmp_path / "playground" / "resources").mkdir(parents=True)
    assert _resources.resource_path("b.svg") == tmp_path / "playground" / "resources" / "b.svg"


def test_what_changes_during_the_installation_is_installed_by_the_next_start(checkout, planned):
    python = _stamps.venv_python(checkout)
    planned.append(python_step(f"import os; os.makedirs({str(python.parent)!r}); open({str(python)!r}, 'w').close()"))
    planned.append(python_step("open('.venv/pyvenv.cfg', 'w').close()"))
    planned.append(python_step("open('pyproject.toml', 'a').write('# another package')"))
    _setup.prepare(checkout, (_stamps.PACKAGES,))
    assert _stamps.stale_needs(checkout, (_stamps.PACKAGES,)) == (_stamps.PACKAGES,)


def test_a_checkout_that_cannot_be_written_to_is_said(checkout, planned, monkeypatch):
    def refuse(self, mode="r", *rest, **more):
        if "+" in mode:
            raise PermissionError(13, "Permission denied")
        return opened(self, mode, *rest, **more)

    opened = Path.open
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(_setup.SetupError, match=r"Permission denied.*a folder of your own"):
        _setup.prepare(checkout, (_stamps.PACKAGES,))
