"""Who runs tiles: threads of this process for what trains in compiled code, processes for what holds the GIL."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from playground.experiments.outcomes import is_compiled
from playground.experiments.processes import NICENESS, begin_process, deaf
from playground.experiments.tiles import run_tile
from playground.training.engines.fused.evaluation import evaluation_kernel
from playground.training.engines.kernels import one_torch_thread, prepare_fused

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.experiments.outcomes import Measure, Outcomes
    from playground.experiments.tiles import Tile

NICENESS_ALONE = 5
"""Of processes without a window: the machine stays usable."""


class Workers(Protocol):
    """Something that runs tiles.

    Attributes:
        tile_s: How long a tile should take: short where that costs nothing, so that results come soon.
        words: Where they work, for people.
        interrupts: Whether runs at hand end soon, and hand out what is done, when an experiment is cancelled.
    """

    tile_s: float
    words: str
    interrupts: bool

    @property
    def slots(self) -> int:
        """How many tiles at a time."""
        ...

    def submit(self, tile: Tile, go_on: Callable[[], bool]) -> Future[Outcomes]:
        """Run a tile some time; `go_on` is asked where it can be, on any thread."""
        ...

    def close(self) -> None:
        """Give back what they hold; tiles that have not begun are dropped."""
        ...


class ThreadWorkers:
    """Threads over the compiled kernel, which needs the GIL hardly ever: nothing is copied, nothing starts."""

    def __init__(self, count: int | None = None, *, beside_window: bool = False) -> None:
        """Make them.

        Args:
            count: How many; None for as many as there are cores, one fewer beside a window.
            beside_window: Whether somebody is drawing in this process meanwhile.
        """
        cores = usable_cores()
        self.slots = count or max(cores - beside_window, 1)
        self.tile_s, self.interrupts = 0.25, True
        self.words = "this machine"
        begin = _be_nice if beside_window else None
        self._pool = ThreadPoolExecutor(self.slots, thread_name_prefix="experiment", initializer=begin)

    def submit(self, tile: Tile, go_on: Callable[[], bool]) -> Future[Outcomes]:
        """Run a tile on a thread."""
        return self._pool.submit(_run_on_thread, tile, go_on)

    def close(self) -> None:
        """End the threads, as soon as the tiles at hand are done."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class ProcessWorkers:
    """Processes, for what Python itself does: PyTorch, a stop rule that looks after every epoch, classical methods."""

    def __init__(self, count: int | None = None, *, beside_window: bool = False) -> None:
        """Make them; they begin with the first tile, which takes some seconds.

        Args:
            count: How many; None for as many as there are cores, one fewer beside a window.
            beside_window: Whether somebody is drawing meanwhile.
        """
        self.slots = count or max(usable_cores() - beside_window, 1)
        self.tile_s, self.interrupts = 1.0, False
        self.words = "this machine, in processes"
        self._niceness = NICENESS if beside_window else NICENESS_ALONE
        self._pool = self._new_pool()

    def submit(self, tile: Tile, go_on: Callable[[], bool]) -> Future[Outcomes]:
        """Run a tile in a process; what has begun there is not interrupted."""
        del go_on
        with deaf():
            try:
                return self._pool.submit(run_tile, tile)
            except BrokenProcessPool:  # a process has died, by the system's hand for want of memory
                self._pool = self._new_pool()
                return self._pool.submit(run_tile, tile)

    def _new_pool(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # a fork would copy Qt, torch and their threads half-alive
        return ProcessPoolExecutor(self.slots, context, initializer=_begin_process, initargs=(self._niceness,))

    def close(self) -> None:
        """End the processes, whatever they are doing: nobody waits for it any more."""
        # The pool has no public way to end a process that works; waiting for it would hold up whoever closes the
        # window.
        for number in list(getattr(self._pool, "_processes", None) or {}):
            with suppress(OSError):
                os.kill(number, signal.SIGTERM)
        # Once: a second call finds nothing to wait for, and the pool's thread would still hold its semaphores.
        self._pool.shutdown(wait=True, cancel_futures=True)
        del self._pool
        gc.collect()  # its semaphores go with it; a program that ends at once leaves them to the system, with words


def local_workers(
    document: Document, measure: Measure, *, beside_window: bool = False, fits_methods: bool = False
) -> Workers:
    """The workers of this machine that suit a document.

    Args:
        document: What is trained.
        measure: How.
        beside_window: Whether somebody is drawing meanwhile.
        fits_methods: Whether classical methods are fitted, too. scikit-learn holds the GIL for nearly all of a fit:
            on a thread it would make whoever draws wait at every call of Qt.
    """
    if is_compiled(document, measure) and not fits_methods:
        return ThreadWorkers(beside_window=beside_window)
    return ProcessWorkers(beside_window=beside_window)


def usable_cores() -> int:
    """How many cores this process may use."""
    with suppress(AttributeError, OSError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_LOADING = threading.Lock()


def load_kernels() -> None:
    """Load the kernels once for all threads of a process, and leave PyTorch one thread for each of them."""
    with _LOADING:
        one_torch_thread()
        if not prepare_fused():
            evaluation_kernel()


_HERE = threading.local()
"""What a thread has made ready, and for which document and measure; it goes with the thread."""


def _run_on_thread(tile: Tile, go_on: Callable[[], bool]) -> Outcomes:
    load_kernels()
    before = getattr(_HERE, "of", (None, None))
    if before[0] is not tile.document or before[1] is not tile.measure:
        _HERE.of, _HERE.kept = (tile.document, tile.measure), {}
    return run_tile(tile, go_on, _HERE.kept)


def _be_nice() -> None:
    """Let the thread stand back; on Linux threads have a niceness of their own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _begin_process(niceness: int) -> None:
    """Begin as all processes beside a window do, with one thread for PyTorch."""
    begin_process(niceness)
    one_torch_thread()
