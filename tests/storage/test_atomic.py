"""A file is written whole or not at all."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from playground.storage import atomic
from playground.storage.atomic import atomic_write


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_and_an_old_one_hold_the_bytes(tmp_path):
    path = tmp_path / "a.nnplay"
    atomic_write(path, b"one")
    assert path.read_bytes() == b"one"
    atomic_write(path, b"")
    assert path.read_bytes() == b""
    assert names(tmp_path) == ["a.nnplay"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_bytes_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "a.nnplay"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(atomic.os, "fsync", fail)
    else:
        monkeypatch.setattr(atomic.Path, "replace", fail)
    with pytest.raises(OSError, match="No space left") as caught:
        atomic_write(path, b"new")
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.nnplay"]


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        atomic_write(tmp_path / "folder", b"new")
    assert names(tmp_path) == ["folder"]


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no folder") as caught:
        atomic_write(tmp_path / "missing" / "a", b"new")
    assert caught.value.filename == str(tmp_path / "missing" / "a")


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_permissions_are_kept_and_links_followed(tmp_path):
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    atomic_write(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_very_long_name_works(tmp_path):
    path = tmp_path / ("n" * 250)
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"


KILLED = """
import os, signal, sys
from pathlib import Path
from playground.storage import atomic

step, path = sys.argv[1], Path(sys.argv[2])

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def half(path, data, *_):
    path.write_bytes(data[:3])
    die()

match step:
    case "before": atomic.write_through = die
    case "half": atomic.write_through = half
    case "fsync": os.fsync = die
    case "replace": Path.replace = die
    case "folder": atomic.sync_folder = die
atomic.atomic_write(path, b"new content")
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("step", ["before", "half", "fsync", "replace", "folder"])
def test_killed_at_any_step_the_file_is_old_or_new_and_the_next_write_tidies_up(tmp_path, step):
    path = tmp_path / "a[1].nnplay"
    path.write_bytes(b"old")
    run = subprocess.run([sys.executable, "-c", KILLED, step, str(path)], check=False)
    assert run.returncode == -signal.SIGKILL
    assert path.read_bytes() == (b"new content" if step == "folder" else b"old")
    for left in tmp_path.glob(".*.tmp"):
        os.utime(left, (0, 0))
    atomic_write(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert names(tmp_path) == ["a[1].nnplay"]


def test_a_write_that_is_still_going_on_is_left_alone(tmp_path):
    going_on = tmp_path / ".a.nnplay.12345678.tmp"
    going_on.write_bytes(b"half")
    atomic_write(tmp_path / "a.nnplay", b"new")
    assert going_on.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux")
def test_a_disk_that_is_full_at_any_byte_leaves_the_old_bytes(tmp_path):
    import resource

    path = tmp_path / "a.nnplay"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for room in range(len(b"new content")):
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
            with pytest.raises(OSError, match="File too large"):
                atomic_write(path, b"new content")
            assert path.read_bytes() == b"old"
            assert names(tmp_path) == ["a.nnplay"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_new_file_is_never_more_open_than_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o600)
    seen = []
    fsync = os.fsync

    def look(descriptor):
        seen.extend(stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob(".*.tmp"))
        fsync(descriptor)

    opened = os.open

    def open_and_look(*args, **options):
        descriptor = opened(*args, **options)
        seen.extend(stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob(".*.tmp"))
        return descriptor

    monkeypatch.setattr(atomic.os, "open", open_and_look)
    monkeypatch.setattr(atomic.os, "fsync", look)
    atomic_write(path, b"new")
    assert seen
    assert set(seen) == {0o600}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("mode", [0o666, 0o444, 0o755])
def test_modes_beyond_the_umask_are_kept(tmp_path, mode):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("number", [22, 5, 13])
def test_a_folder_that_cannot_be_forced_to_the_disk_is_no_failure(tmp_path, monkeypatch, number):
    path = tmp_path / "a.nnplay"
    path.write_bytes(b"old")

    def refuse(_folder):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic, "sync_folder", refuse)
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.nnplay"]


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_links_that_lead_back_to_themselves_are_an_error_in_words(tmp_path):
    path, other = tmp_path / "a.nnplay", tmp_path / "b.nnplay"
    path.symlink_to(other)
    other.symlink_to(path)
    with pytest.raises(OSError, match="lead back to themselves") as caught:
        atomic_write(path, b"new")
    assert caught.value.filename == str(path)
    assert names(tmp_path) == ["a.nnplay", "b.nnplay"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_what_is_no_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no ordinary file"):
        atomic_write(tmp_path / "pipe", b"new")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="a dangling link")
def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    atomic_write(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"new"


@pytest.mark.parametrize("count", [59, 60, 61, 62])
def test_names_of_many_signs_of_four_bytes_work(tmp_path, count):
    path = tmp_path / ("🙂" * count + ".nnplay")
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == [path.name]
