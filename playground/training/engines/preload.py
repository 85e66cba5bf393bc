"""Loading PyTorch's library without holding up the window."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def preload_torch() -> None:
    """Map the large library of PyTorch's CPU build into the process while other Python threads go on.

    `import torch` does so itself, but under the interpreter's lock: a gap of a quarter of a second in the window. A
    plain C call to the system's loader gives the lock away. Where the call fails, or the build is another (those for
    CUDA load their libraries in an order of their own), nothing is lost: the import does the work.
    """
    found = find_spec("torch")
    if os.name != "posix" or found is None or found.origin is None:
        return
    folder = Path(found.origin).parent / "lib"
    suffix = "dylib" if sys.platform == "darwin" else "so"
    library = folder / f"libtorch_cpu.{suffix}"
    if not library.exists() or (folder / "libtorch_cuda.so").exists():
        return
    loader = ctypes.CDLL(None)
    loader.dlopen.argtypes, loader.dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    loader.dlopen(os.fsencode(library), os.RTLD_NOW | os.RTLD_LOCAL)
