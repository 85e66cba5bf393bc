"""How many threads the products of numpy may use: one. Standard library only: numpy reads this when it is imported."""

import os

VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What the libraries for products (OpenBLAS, MKL, Accelerate) and PyTorch look for."""


def use_one_thread() -> None:
    """Let products of matrices be computed on the thread that asks for them, unless somebody has said otherwise.

    Those of this program are small. Shared out, their threads wait for each other at full load, on the processors that
    the window and the trainer need: on two of them the hidden spaces of pictures took twenty times as long. And the
    order of sums would depend on the machine.
    """
    if not any(os.environ.get(name) for name in VARIABLES):
        os.environ.update(dict.fromkeys(VARIABLES, "1"))
