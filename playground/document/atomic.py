"""Writing a file whole or not at all."""

import errno
import os
import secrets
import shutil
from contextlib import suppress
from glob import escape
from pathlib import Path
from time import time

LEFT_OVER_S = 3600.0


def atomic_write(path: Path, data: bytes) -> None:
    """Put `data` into the file `path`, so that at every moment it holds all old bytes or all new ones.

    The bytes go to a new file in the same folder, are forced to the disk, and the file then takes the old
    one's name. On failure the new file is removed and the old one has not been touched. A link is followed;
    the permissions of an old file are kept.

    Raises:
        OSError: the folder is missing or not writable, the disk is full, `path` is a folder ... It names `path`.
    """
    target = path.resolve()
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"there is no folder {target.parent}", str(path))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        _write_through(beside, data)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    _remove_left_over(target)


def _remove_left_over(target: Path) -> None:
    """What writes to the same file left that were killed: by their age no write that is still going on."""
    limit = time() - LEFT_OVER_S
    with suppress(OSError):
        for path in target.parent.glob(f".{escape(target.name[:80])}.????????.tmp"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows cannot open folders, and need not."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
