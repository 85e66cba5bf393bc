"""The machine code of each kind of operation, and its addresses in the records that drive the kernel."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import from_dtype

from playground.operations import OPERATIONS
from playground.simd.calls import address_of
from playground.training.engines.fused.passes import backward_arguments, forward_arguments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from playground.operations import Operation
    from playground.operations.base import FusedCode


def link(operations: NDArray[Any], kinds: Iterable[str], dtype: str) -> None:
    """Write into each record where the code of its kind lies; a kind that is not loaded yet is loaded, or compiled.

    Args:
        operations: Of the dtype `records.OPERATION`.
        kinds: The kind of each.
        dtype: "float32" or "float64".
    """
    for record, name in zip(operations, kinds, strict=True):
        record["forward"], record["backward"] = _addresses(OPERATIONS[name], dtype)


def link_all(dtype: str) -> None:
    """Load or compile all kinds for a dtype, so that no network has to wait for one."""
    for kind in OPERATIONS.values():
        if kind.has_fused():
            _addresses(kind, dtype)


_LOCK = Lock()
"""The thread that makes kernels ready and the one that trains may ask for the same kind."""
_CODE: dict[type[Operation], FusedCode] = {}
"""Machine code lies where it does as long as these functions live."""
_ADDRESSES: dict[tuple[type[Operation], str], tuple[int, int]] = {}


def _addresses(kind: type[Operation], dtype: str) -> tuple[int, int]:
    """Where the code of a kind lies: forward, backward."""
    with _LOCK:
        if (kind, dtype) not in _ADDRESSES:
            if kind not in _CODE:
                _CODE[kind] = kind.fused()
            code, scalar = _CODE[kind], from_dtype(np.dtype(dtype))
            forward = address_of(code.forward, forward_arguments(scalar), f"{kind.name}.forward.{dtype}")
            backward = address_of(code.backward, backward_arguments(scalar), f"{kind.name}.backward.{dtype}")
            _ADDRESSES[kind, dtype] = forward, backward
        return _ADDRESSES[kind, dtype]
