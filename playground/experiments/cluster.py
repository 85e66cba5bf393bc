"""A cluster: the same tiles on the workers of a Dask scheduler, on this machine or on many."""

from __future__ import annotations

import platform
import sys
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from playground import __version__
from playground.experiments.tiles import run_tile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.experiments.outcomes import Outcomes
    from playground.experiments.tiles import Tile

CONNECT_S = 10.0
"""So long a scheduler may take to answer."""
LACKING = 'A cluster needs Dask: pip install "playground-nn[cluster]".'


class ClusterError(Exception):
    """A cluster cannot be used; the text is a sentence for a person."""


class ClusterWorkers:
    """Workers of a Dask scheduler. A worker that dies has its tile done by another; one that joins late gets some.

    Attributes:
        note: What may make results differ from those of this machine, a sentence; "" for nothing.
    """

    tile_s, interrupts = 2.0, False

    def __init__(self, address: str) -> None:
        """Connect, and see that all workers run this program in this version.

        Args:
            address: Of the scheduler, "tcp://host:8786".

        Raises:
            ClusterError: Dask is missing, nobody answers, there are no workers, or they run something else.
        """
        self._client = _connected(address)
        self.words = address
        try:
            found = self._client.run(versions, on_error="return")
            if not found:
                raise ClusterError(f"The scheduler at {address} has no workers yet: start some with `dask worker`.")  # noqa: TRY301
            self.note = compared(versions(), found)
        except ClusterError:
            self._client.close()
            raise

    @property
    def slots(self) -> int:
        """Threads of all workers, those that have joined since included."""
        return max(sum(map(int, self._client.nthreads().values())), 1)

    def submit(self, tile: Tile, go_on: Callable[[], bool]) -> Future[Outcomes]:
        """Run a tile on some worker; what has begun there is not interrupted."""
        del go_on
        found: Future[Outcomes] = Future()
        # pure=False: a tile that failed is to be done anew, and not to fail again from memory
        asked = self._client.submit(run_on_worker, tile, pure=False)
        asked.add_done_callback(lambda one: _hand_over(one, found))
        return found

    def close(self) -> None:
        """Leave the cluster; tiles that have not begun are dropped."""
        self._client.close()


def versions() -> dict[str, str]:
    """What results depend on, of the process that is asked."""
    from importlib.metadata import version

    libraries = {name: version(name) for name in ("numpy", "numba", "torch")}
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"playground": __version__, "python": python, "processor": _processor(), **libraries}


def compared(mine: Mapping[str, str], theirs: Mapping[str, Any]) -> str:
    """What may make results of workers differ in their last bits, as a sentence; "" for nothing.

    Args:
        mine: Of this process.
        theirs: By the addresses of workers; an exception where one could not be asked.

    Raises:
        ClusterError: A worker has no such program, or another version, so that results would differ.
    """
    notes: dict[str, None] = {}
    for address, found in theirs.items():
        if isinstance(found, BaseException):
            raise ClusterError(f"The worker at {address} does not have this program ({found}).") from None
        for name in ("playground", "python"):
            if found[name] != mine[name]:
                words = f"The worker at {address} has {name} {found[name]}, this machine {mine[name]}"
                raise ClusterError(f"{words}: results would differ.")
        notes |= dict.fromkeys(name for name in mine if found[name] != mine[name])
    if not notes:
        return ""
    return f"Workers have another {' and '.join(notes)}: results may differ from this machine's in the last digits."


def run_on_worker(tile: Tile) -> Outcomes:
    """Run a tile on a thread of a worker, with the kernels loaded once for all its threads."""
    from playground.experiments.workers import load_kernels

    load_kernels()
    return run_tile(tile)


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(LACKING) from None
    try:
        return Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ClusterError(f"No scheduler answers at {address} ({words}).") from None


def _hand_over(asked: Any, found: Future[Outcomes]) -> None:
    """Pass what came of a Dask future on, on whatever thread Dask calls."""
    if found.done():
        return
    if asked.status == "finished":
        try:
            found.set_result(asked.result())
        except Exception as error:  # noqa: BLE001 - the connection may go while the result is fetched
            found.set_exception(error)
    elif asked.status == "error":
        found.set_exception(asked.exception())
    else:
        found.set_exception(OSError(f"the cluster has given a tile up ({asked.status})"))


def _processor() -> str:
    """The kind of processor that code is compiled for."""
    return platform.machine()
