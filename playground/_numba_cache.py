"""Where compiled kernels are kept between starts. Standard library only: numba comes later."""

import os
import shutil
import sys
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_COMPILED = (
    "_kernels.py",
    "training/engines/fused/*.py",
    "*/kernel.py",
    "training/state/order*.py",
    "methods/*.py",
    "methods/*/*.py",
    "simd/*.py",
    "operations/*.py",
    "render/raster*.py",
    "render/contours*.py",
    "render/depth*.py",
)
"""Sources that end up in compiled kernels, constants included, and the one that says how they are kept."""
_KEY_SIGNS = 8
FOLDERS_KEPT = 5
"""Of older versions of the kernels, the newest; each takes some 7 MB."""
RECENT_S = 24 * 3600
"""What another checkout has used within a day is kept whatever its age."""


def use_user_cache() -> None:
    """Point numba at a per-user folder, so that kernels compile once and the checkout stays clean.

    Must run before numba is imported. Does nothing where ``NUMBA_CACHE_DIR`` is set already.
    """
    if "NUMBA_CACHE_DIR" not in os.environ:
        with suppress(RuntimeError):  # a user without a home
            os.environ["NUMBA_CACHE_DIR"] = str(_versions() / source_key())


def user_cache() -> Path:
    """The folder in which this platform keeps a user's disposable files.

    Raises:
        RuntimeError: The user has no home.
    """
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def keeps() -> bool:
    """Whether there is a folder in which compiled kernels can be kept."""
    folder = os.environ.get("NUMBA_CACHE_DIR")
    if not folder:
        return False
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def is_kept(kernel: str) -> bool:
    """Whether a kernel, ``module.function``, was compiled by an earlier start: loading it takes half a second.

    A file that turns out to be damaged counts, too.
    """
    folder = os.environ.get("NUMBA_CACHE_DIR")
    version = f"py{sys.version_info[0]}{sys.version_info[1]}"
    return folder is not None and any(Path(folder).glob(f"*/{kernel}-*.{version}*.nbc"))


def prune() -> None:
    """Mark the folder in use as used now, and remove those of older versions of the kernels.

    Another process may do the same at the same time.
    """
    with suppress(OSError, RuntimeError):
        used = Path(os.environ.get("NUMBA_CACHE_DIR", ""))
        if used.parent != _versions():
            return
        os.utime(used)
        others = [folder for folder in used.parent.iterdir() if folder != used and _is_version(folder)]
        ages = sorted((time.time() - folder.stat().st_mtime, folder) for folder in others)
        for age, folder in ages[FOLDERS_KEPT:]:
            if age > RECENT_S:
                shutil.rmtree(folder, ignore_errors=True)


def _versions() -> Path:
    return user_cache() / "playground" / "numba"


def _is_version(folder: Path) -> bool:
    return len(folder.name) == _KEY_SIGNS and not folder.name.strip("0123456789abcdef") and folder.is_dir()


def source_key() -> str:
    """Changes with any kernel source: numba notices edits of the file it caches, not of those it calls."""
    key = 0
    for pattern in _COMPILED:
        for file in sorted(_PACKAGE.glob(pattern)):
            key = zlib.crc32(file.read_bytes(), key)
    return f"{key:0{_KEY_SIGNS}x}"
