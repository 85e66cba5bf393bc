"""Compiles the kernels ahead of the first start: `python -m playground.training.engines.fused.warm`."""

from __future__ import annotations

import sys
from time import perf_counter

from playground.render.rasters import prepare_rasters
from playground.training.emulations import EMULATIONS
from playground.training.engines.fused import DTYPES, prepare
from playground.training.engines.fused.evaluation import evaluation_kernel
from playground.training.state.order import prepare_order


def main() -> None:
    """Compile everything, or find it compiled; say how long it took."""
    start = perf_counter()
    sys.stdout.write("Compiling the kernels (once, one to three minutes) ... ")
    sys.stdout.flush()
    prepare_rasters()
    prepare_order()
    for dtype in DTYPES:
        prepare(dtype)
        for emulation in EMULATIONS:
            emulation.prepare(dtype)
    evaluation_kernel()
    sys.stdout.write(f"ready after {perf_counter() - start:.1f} s\n")


if __name__ == "__main__":
    main()
