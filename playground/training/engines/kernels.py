"""The compiled kernels made ready beside the trainer: how long that takes, and what waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground._numba_cache import is_kept, keeps, prune
from playground.render.rasters import prepare_rasters
from playground.training.engines.fused.evaluation import evaluation_kernel

if TYPE_CHECKING:
    from collections.abc import Callable

KERNEL = "kernel.train"
"""The fused kernel, as the cache of compiled kernels names it."""


def kernel_wait() -> str:
    """What training waits for while the kernel is being made ready, and for how long, a sentence."""
    if is_kept(KERNEL):
        return "Loading the training kernel."
    how_often = "once" if keeps() else "at each start, as there is no folder to keep it in"
    return f"Making the training kernel ready ({how_often}, one to two minutes)."


def prepare_fused() -> str:
    """Compile or load the fused kernel; blocks, one to two minutes where it has never been compiled.

    Returns:
        Why it cannot be used here; empty when it can.
    """
    try:
        from playground.training.engines import fused  # noqa: PLC0415  (numba loads when it is wanted)

        fused.prepare()
    except Exception as error:  # noqa: BLE001  (numba and LLVM fail in many ways; PyTorch trains as well)
        return f"The fused kernel cannot be used here ({error}): training with PyTorch."
    return "" if fused.ready() else "The fused kernel cannot be used here: training with PyTorch."


def one_torch_thread() -> None:
    """Let PyTorch compute on one thread for each of ours: small networks gain nothing from more of them."""
    import torch  # noqa: PLC0415 - it takes a second to load

    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)


def prepare_kernels(tell: Callable[[str], None]) -> None:
    """Load or compile all kernels; blocks, so call it on a thread of its own.

    Loaded, which takes half a second, what is seen first comes first; compiled, what Play waits for.

    Args:
        tell: Called as soon as the fused kernel is there, with "", or cannot be, with the reason.
    """
    is_quick = is_kept(KERNEL)
    if is_quick:
        prepare_rasters()
    problem = prepare_fused()
    tell(problem)
    if not is_quick:
        prepare_rasters()
    if not problem:
        evaluation_kernel()
    # Last: removing old folders must not hold up what Play waits for.
    prune()
