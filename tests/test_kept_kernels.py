"""Compiled kernels are kept between starts; a damaged, missing or full place for them costs time and nothing else."""

import importlib.util
import os
import sys
import time
from pathlib import Path

import numba
import pytest

from playground import _numba_cache
from playground._kernels import kept_njit
from playground.training.engines.kernels import kernel_wait

SOURCE = """
from playground._kernels import kept_njit

@kept_njit()
def double(x):
    return 2 * x

@kept_njit("int64(int64)")
def quadruple(x):
    return double(double(x))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "small_kernels.py").write_text(SOURCE)
    return tmp_path


def start(folder):
    """Load the kernels as a new start of the program does, and see that they work; how many came from the cache."""
    spec = importlib.util.spec_from_file_location("small_kernels", folder / "small_kernels.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.quadruple(3) == 12
    assert module.double(3.0) == 6.0
    return sum(sum(kernel.stats.cache_hits.values()) for kernel in (module.double, module.quadruple))


def kept(folder, suffix):
    return [path for path in folder.rglob(f"*{suffix}") if path.is_file()]


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def empty(path):
    path.write_bytes(b"")


def overwrite(path):
    path.write_bytes(b"\xa5" * path.stat().st_size)


def blank_a_page(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(512) + data[len(data) // 2 + 512 :])


def test_the_second_start_compiles_nothing(folder):
    assert start(folder) == 0
    assert start(folder) == 2


MADE_INSIDE = """
from numba import njit, types

from playground.simd.calls import address_of

def times(factor):
    @njit
    def scale(x):
        return factor * x
    return scale

def make(factor):
    function = times(factor)
    address_of(function, (types.float64,), f"times {factor}")
    return function
"""


def test_functions_made_inside_another_are_kept_by_their_names(folder):
    """All of them have one name in one file, and what they hold has another digest in each process."""
    (folder / "factory.py").write_text(MADE_INSIDE)
    for hits in (0, 2):
        spec = importlib.util.spec_from_file_location("factory", folder / "factory.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        double, triple = module.make(2.0), module.make(3.0)
        assert (double(5.0), triple(5.0)) == (10.0, 15.0)
        assert sum(sum(one.stats.cache_hits.values()) for one in (double, triple)) == hits


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", [truncate, empty, overwrite, blank_a_page])
def test_damage_is_mended_in_the_same_start(folder, suffix, damage):
    start(folder)
    for path in kept(folder, suffix):
        damage(path)
    start(folder)
    assert start(folder) == 2


def test_without_a_place_kernels_are_compiled_all_the_same(folder, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(folder / "small_kernels.py" / "no-folder"))
    assert start(folder) == start(folder) == 0


def test_a_full_disk_costs_the_copy_only(folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert start(folder) == 0
    assert kept(folder, ".nbc") == []


def test_a_folder_that_another_start_removes_is_made_again(folder):
    start(folder)

    @kept_njit()
    def triple(x):
        return 3 * x

    for path in sorted((folder / "cache").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert triple(2) == 6
    assert kept(folder, ".nbc")


@pytest.fixture
def versions(tmp_path, monkeypatch):
    """A cache in use, with older versions of the kernels beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    parent = tmp_path / "playground" / "numba"
    used = parent / "0a0a0a0a"
    used.mkdir(parents=True)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(used))
    monkeypatch.setattr(_numba_cache, "user_cache", lambda: tmp_path)
    return parent


def make(parent, name, days):
    path = parent / name
    path.mkdir()
    (path / "kernel.nbc").write_bytes(b"x")
    then = time.time() - days * 86400
    os.utime(path, (then, then))
    return path


def test_old_versions_are_removed_and_the_newest_stay(versions):
    old = [make(versions, f"{n:08x}", days=2 + n) for n in range(9)]
    foreign = make(versions, "somebody-else", days=900)
    _numba_cache.prune()
    assert [path.exists() for path in old] == [True] * _numba_cache.FOLDERS_KEPT + [False] * 4
    assert foreign.exists()
    assert Path(os.environ["NUMBA_CACHE_DIR"]).exists()


def test_what_other_checkouts_use_today_stays(versions):
    used = [make(versions, f"{n:08x}", days=0.5) for n in range(9)]
    _numba_cache.prune()
    assert all(path.exists() for path in used)


def test_a_folder_of_the_persons_own_is_left_alone(versions, monkeypatch):
    old = [make(versions, f"{n:08x}", days=30) for n in range(9)]
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(versions.parent / "mine"))
    _numba_cache.prune()
    assert all(path.exists() for path in old)


def test_whether_a_kernel_is_kept(versions):
    assert not _numba_cache.is_kept("kernel.train")
    assert _numba_cache.keeps()


def test_there_is_no_place_below_a_file(versions, monkeypatch):
    blocked = versions / "file"
    blocked.write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(blocked / "below"))
    assert not _numba_cache.keeps()


def test_what_is_waited_for_is_said_as_it_is(versions, monkeypatch):
    assert kernel_wait() == "Making the training kernel ready (once, one to two minutes)."
    kept_one = versions / "0a0a0a0a" / "fused_1" / f"kernel.train-1.py{sys.version_info[0]}{sys.version_info[1]}.1.nbc"
    kept_one.parent.mkdir()
    kept_one.write_bytes(b"x")
    assert kernel_wait() == "Loading the training kernel."
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    assert "at each start, as there is no folder" in kernel_wait()
