"""Training in one compiled loop on the CPU. Cheap to import: numba loads when the kernel is wanted.

The kernel (`kernel.train`) reads a table of operations, so that no network needs a new compilation. It works in place
on the flat arrays of a `Run`; one call does many batches, without Python in between and without the GIL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.plan import resolve
from playground.methods.tables import METHODS
from playground.training.engines.fused.stepper import FusedStepper, is_loaded, kernel_for, load_kinds
from playground.training.engines.fused.table import (
    entries_of,
    work_estimate,
)

if TYPE_CHECKING:
    from playground.document.model import Document

__all__ = ["FusedStepper", "covers", "prepare", "ready"]

DTYPES = ("float32", "float64")
LARGEST_WORKSPACE = 128 * 2**20
"""Numbers; half a gigabyte of float32."""


def covers(document: Document, dtype: Any = "float32") -> str | None:
    """Why the kernel cannot train a document, a sentence for the status bar; None when it can."""
    reason = _obstacle(document, np.dtype(dtype).name)
    return None if reason is None else f"The fused kernel {reason}: training with PyTorch."


def ready(dtype: Any = "float32") -> bool:
    """Whether the kernel is loaded, so that a first `advance` compiles nothing."""
    return is_loaded(np.dtype(dtype).name)


def prepare(dtype: Any = "float32") -> None:
    """Load the kernel from the user's cache, or compile it, which takes one to two minutes; blocks.

    Raises:
        Exception: numba or LLVM does not work here.
    """
    load_kinds(np.dtype(dtype).name)
    kernel_for(np.dtype(dtype).name)


def _obstacle(document: Document, dtype: str) -> str | None:
    if dtype not in DTYPES:
        return f"does not compute in {dtype}"
    try:
        entries_of(document)
    except TypeError as error:
        return f"does not know {error}"
    training = document.training
    chosen = {"loss": resolve(document).loss, "optimizer": training.optimizer, "schedule": training.schedule}
    for what, name in chosen.items():
        method = METHODS[what][name]
        if not method.is_fused:
            return f"does not know the {what} {method.title}"
    points = int(np.count_nonzero(~document.dataset.is_test))
    batch = max(min(training.batch_size or points, points), 1)
    if work_estimate(document, batch) > LARGEST_WORKSPACE:
        return f"has no room for batch normalization over {batch:,} points at once"
    return None
