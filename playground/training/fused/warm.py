"""Compiles the kernel ahead of the first start: `python -m playground.training.fused.warm`."""

from __future__ import annotations

import sys
from time import perf_counter

from playground.training.fused import DTYPES, prepare


def main() -> None:
    """Compile for both dtypes, or find them compiled, and say how long it took."""
    start = perf_counter()
    sys.stdout.write("Compiling the training kernel (once, about a minute) ... ")
    sys.stdout.flush()
    for dtype in DTYPES:
        prepare(dtype)
    sys.stdout.write(f"ready after {perf_counter() - start:.1f} s\n")


if __name__ == "__main__":
    main()
