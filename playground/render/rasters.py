"""The compiled rasters and contours made ready: by the trainer beside its own kernel, by the set-up before a start."""

from __future__ import annotations

import logging

from playground.render import contours, depth, raster, raster_edges

log = logging.getLogger(__name__)


def prepare_rasters() -> None:
    """Load the rasters and contours from the user's cache, or compile them, which takes some seconds; blocks.

    What cannot be compiled here stays not `ready`, and is painted without it, or computed with numpy.
    """
    for one in (raster, raster_edges, contours, depth):
        try:
            one.prepare()
        except Exception:  # numba and LLVM fail in many ways
            log.exception("%s cannot be compiled", one.__name__)
