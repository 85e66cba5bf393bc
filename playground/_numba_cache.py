"""Where compiled training kernels are kept between starts. Standard library only: numba comes later."""

import os
import sys
import zlib
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_COMPILED = (
    "training/fused/*.py",
    "training/tf_kernel.py",
    "training/order*.py",
    "training/schedules.py",
    "layers/*.py",
    "drawing/raster*.py",
    "drawing/contours*.py",
)
"""Sources that end up in compiled kernels, constants included."""


def use_user_cache() -> None:
    """Point numba at a per-user folder, so that kernels compile once and the checkout stays clean.

    Must run before numba is imported. Does nothing where ``NUMBA_CACHE_DIR`` is set already.
    """
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = str(user_cache() / "playground" / "numba" / _source_key())


def user_cache() -> Path:
    """The folder in which this platform keeps a user's disposable files."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _source_key() -> str:
    """Changes with any kernel source: numba notices edits of the file it caches, not of those it calls."""
    key = 0
    for pattern in _COMPILED:
        for file in sorted(_PACKAGE.glob(pattern)):
            key = zlib.crc32(file.read_bytes(), key)
    return f"{key:08x}"
