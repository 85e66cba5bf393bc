"""The compiled rasters made ready together, by the trainer beside its own kernel and by the set-up before any start."""

from __future__ import annotations

import logging

from playground.drawing import raster, raster_edges

log = logging.getLogger(__name__)


def prepare_rasters() -> None:
    """Load the rasters from the user's cache, or compile them, which takes some seconds; blocks.

    What cannot be compiled here stays not `ready`, and is painted without it.
    """
    for one in (raster, raster_edges):
        try:
            one.prepare()
        except Exception:  # numba and LLVM fail in many ways
            log.exception("%s cannot be compiled", one.__name__)
