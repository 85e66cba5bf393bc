"""Writing a file whole or not at all."""

import errno
import os
import secrets
import stat
from contextlib import suppress
from glob import escape
from pathlib import Path
from time import time

LEFT_OVER_S = 3600.0
MOST_NAME = 100
"""Bytes of the file's name that the new file carries while it is written: some file systems allow 143 in all."""
ANY_MODE = 0o666
"""What a file may be that was not there before; the person's umask takes from it."""


def atomic_write(path: Path, data: bytes) -> None:
    """Put `data` into the file `path`, so that at every moment it holds all old bytes or all new ones.

    The bytes go to a new file in the same folder, are forced to the disk, and the file then takes the old
    one's name. On failure the new file is removed and the old one has not been touched. A link is followed;
    the new file has the permissions of the old one before it holds a byte. Once it has its name, it is written:
    a folder that cannot be forced to the disk (some network and shared folders) is no failure.

    Raises:
        OSError: the folder is missing or not writable, the disk is full, `path` is a folder, a device or a loop of
            links ... It names `path`.
    """
    # A rename over a link would replace the link by a file: who keeps projects elsewhere and links to them would lose
    # that.
    target = resolved(path)
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"there is no folder {target.parent}", str(path))
    mode = _mode_of(target, path)
    # In the same folder: a rename is one step only within a file system. Hidden, and with a random part, as two
    # programs may save the same file at once.
    beside = target.with_name(f".{_short(target.name)}.{secrets.token_hex(4)}.tmp")
    try:
        # The bytes before the name: file systems may order the rename before the data, and a power cut would then leave
        # an empty file under the old name (the trouble with delayed allocation that ext4 met in 2009).
        write_through(beside, data, mode)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    # Ctrl+C as well: what is half written is never left under a name that somebody sees.
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    # The folder's own entry is another write. It may fail where folders cannot be opened; the file is there all the
    # same, and saving must not be called a failure.
    with suppress(OSError):
        sync_folder(target.parent)
    _remove_left_over(target)


def resolved(path: Path) -> Path:
    """Where a path leads, all links followed; the file itself need not be there.

    Raises:
        OSError: The links lead back to themselves.
    """
    try:
        found = path.resolve()
    except RuntimeError:  # before Python 3.13
        raise _loop(path) from None
    if found.is_symlink():
        raise _loop(path)
    return found


def _loop(path: Path) -> OSError:
    return OSError(errno.ELOOP, "its links lead back to themselves", str(path))


def _mode_of(target: Path, path: Path) -> int | None:
    """The permissions of the old file; None where there is none."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
    return stat.S_IMODE(mode)


def _short(name: str) -> str:
    """The beginning of a name, cut between characters."""
    return name.encode("utf-8", "surrogateescape")[:MOST_NAME].decode("utf-8", "ignore")


def _remove_left_over(target: Path) -> None:
    """What writes to the same file left that were killed: by their age no write that is still going on."""
    limit = time() - LEFT_OVER_S
    with suppress(OSError):
        for path in target.parent.glob(f".{escape(_short(target.name))}.????????.tmp"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)


def write_through(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write a new file to the disk."""
    # O_EXCL: nobody can have put a link of that name there, through which we would write.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    # Never readable by more people than the old file was, not for a moment: it begins with what its owner may do, and
    # gets the rest by chmod, from which no umask takes.
    descriptor = os.open(path, flags, ANY_MODE if mode is None else mode & 0o600)
    with open(descriptor, "wb", closefd=True) as file:  # noqa: PTH123  (a descriptor, not a path)
        if mode is not None:
            path.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows cannot open folders, and need not."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
