"""Compiles the kernels ahead of the first start: `python -m playground.training.engines.fused.warm`."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter

from playground.render.rasters import prepare_rasters
from playground.training.emulations import EMULATIONS
from playground.training.engines.fused import DTYPES, prepare
from playground.training.engines.fused.evaluation import evaluation_kernel
from playground.training.state.order import prepare_order


def main() -> None:
    """Compile everything, or find it compiled; say how long it took.

    In two processes, as numba compiles one function at a time in each.
    """
    start = perf_counter()
    sys.stdout.write("Compiling the kernels (once, one to two minutes) ... ")
    sys.stdout.flush()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        for job in [processes.submit(_what_training_needs), processes.submit(_the_others)]:
            job.result()
    sys.stdout.write(f"ready after {perf_counter() - start:.1f} s\n")


def _what_training_needs() -> None:
    prepare(DTYPES[0])
    evaluation_kernel()


def _the_others() -> None:
    prepare_rasters()
    prepare_order()
    for dtype in DTYPES[1:]:
        prepare(dtype)
    for emulation in EMULATIONS:
        for dtype in DTYPES:
            emulation.prepare(dtype)


if __name__ == "__main__":
    main()
