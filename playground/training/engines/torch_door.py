"""PyTorch where it cannot be loaded, in words; and on Windows the order in which its libraries come. Loads nothing."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

RUNTIME_LIBRARIES = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll")
"""Microsoft's Visual C++ runtime: PyTorch's wheels do not bring it, PySide's bring a copy that may be older."""
FIRST_LIBRARY = "c10.dll"
RUNTIME_SIGNS = ("WinError 126", "WinError 127", "WinError 193", "WinError 1114", *RUNTIME_LIBRARIES, FIRST_LIBRARY)
LONGEST_REASON = 300

_ADD_DLL_DIRECTORY = getattr(os, "add_dll_directory", None)
_opened_folders: list[Any] = []


class TorchUnavailableError(Exception):
    """PyTorch cannot be loaded; the text says why and what to do."""


def require_torch() -> None:
    """Load PyTorch, which takes a second or two.

    Raises:
        TorchUnavailableError: It cannot be loaded.
    """
    try:
        import torch  # noqa: F401, PLC0415
    except Exception as error:
        raise TorchUnavailableError(in_words(error)) from error


def in_words(error: Exception) -> str:
    """Why PyTorch cannot be loaded, and what to do, as sentences for a person."""
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        return "PyTorch is not installed, so nothing can be trained: install the package torch and start again."
    reason = " ".join(str(error).split())[:LONGEST_REASON].rstrip(".") or type(error).__name__
    return f"PyTorch cannot be loaded, so nothing can be trained. {_advice(reason)} The reason: {reason}."


def _advice(reason: str) -> str:
    if any(sign.lower() in reason.lower() for sign in RUNTIME_SIGNS):
        return "Install Microsoft's Visual C++ Redistributable (x64), which it needs, and start again."
    return "Installing the package torch anew may mend it."


def load_before_qt(
    platform: str = sys.platform,
    find: Callable[[str], Any] = find_spec,
    load: Callable[[str], object] = ctypes.CDLL,
    open_folder: Callable[[str], object] | None = _ADD_DLL_DIRECTORY,
) -> None:
    """On Windows, load the Visual C++ runtime and PyTorch's first library; to be called before Qt is loaded.

    Windows gives every library of a process the runtime that was loaded first. Where that is an older copy from
    another package's folder, PyTorch fails later with "WinError 1114 ... c10.dll" (pytorch/pytorch#166628, #169429).
    What cannot be loaded here fails again when PyTorch is imported, and is said then.

    Args:
        platform: As `sys.platform`.
        find: As `importlib.util.find_spec`.
        load: Loads a library by name or path; raises OSError.
        open_folder: As `os.add_dll_directory`.
    """
    if platform != "win32":
        return
    found = find("torch")
    if found is None or found.origin is None:
        return
    folder = Path(found.origin).parent / "lib"
    if open_folder is not None and folder.is_dir():
        _opened_folders.append(open_folder(str(folder)))  # closed, the folder would be forgotten
    for library in (*RUNTIME_LIBRARIES, str(folder / FIRST_LIBRARY)):
        try:
            load(library)
        except OSError:
            continue
