"""How a kernel comes into memory: from the user's cache, or compiled on the spot."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from numba.core.caching import FunctionCache


def load_compiled(kernel: Any, signature: Any) -> Any:
    """A jitted function, compiled for one signature; kept on disk wherever there is a folder to write to."""
    with suppress(RuntimeError):
        kernel.enable_caching()
    try:
        kernel.compile(signature)
    except Exception:  # noqa: BLE001 - a damaged cache raises anything; an error of the kernel itself comes again below
        FunctionCache(kernel.py_func).flush()
        kernel.compile(signature)
    return kernel
