"""A process that fits classical methods for a window: scikit-learn holds the GIL for nearly all of a fit.

On a thread of the window's own process each fit would make whoever draws wait at every call of Qt.
"""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from playground.experiments.classical.fitting import MethodFit
from playground.experiments.method_fitter import FitAnswer, MethodFitter
from playground.experiments.processes import begin_process, deaf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from playground.experiments.method_fitter import FitJob

NAME = "method fits"
"""Of the process, in lists of the program's children."""
NICENESS = 0
"""It stands back behind nobody: a hand waits for its maps, and with 10 other programs at work would starve it."""
MOST_FAILED_STARTS = 2
"""In a row; then no other process is begun until this has rested: a hand that drags asks many times a second."""
DIED = "The process that fits it could not begin, or died twice: this machine may be short of memory."


class FitProcess:
    """A `Fitter` that works elsewhere: the process begins with the first job; one that has died is replaced."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._number = -1
        self._failed_starts = 0
        self._is_closed = False

    def answers(self, job: FitJob) -> Iterator[FitAnswer]:
        """What each method of a job came to; a method of which the process dies twice is refused in words.

        Ends early once this is closed.
        """
        left, deaths = list(job.sides), 0
        while left and not self._is_closed:
            try:
                connection = self._send(replace(job, sides=tuple(left)))
                while left:
                    answer: FitAnswer = connection.recv()
                    left.pop(0)
                    deaths = 0
                    yield answer
            except (EOFError, OSError):
                self._end()
                deaths += 1
                if deaths > 1:
                    deaths = 0
                    yield FitAnswer(left.pop(0)[0], MethodFit(refusal=DIED))

    def rest(self) -> None:
        """End the process, until there is another job; one that could not begin is tried again then."""
        self._failed_starts = 0
        self._end()

    def close(self) -> None:
        """End the process for good, whatever it is doing; `rest` then clears away what is left of it."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                self._process.terminate()

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.join()
            process.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _send(self, job: FitJob) -> Connection:
        """Send a job to the process, which may have to begin; samples that it has are not sent again."""
        if self._connection is None:
            self._connection, self._number = self._begin(), -1
        is_known = job.number == self._number
        self._connection.send(replace(job, document=None) if is_known else job)
        self._number = job.number
        return self._connection

    def _begin(self) -> Connection:
        """Begin the process, and wait until it says that it is there."""
        if self._failed_starts >= MOST_FAILED_STARTS:
            raise OSError
        self._failed_starts += 1
        context = multiprocessing.get_context("spawn")  # a fork would copy Qt, torch and their threads half-alive
        ours, theirs = context.Pipe()
        with self._lock:
            if self._is_closed:
                raise EOFError
            process = context.Process(target=_serve, args=(theirs,), name=NAME, daemon=True)
            with deaf():
                process.start()
            self._process = process
        theirs.close()  # else a process that died would leave the pipe open
        try:
            ours.recv()
        except (EOFError, OSError):
            ours.close()
            raise
        self._failed_starts = 0
        return ours


def _serve(connection: Connection) -> None:
    """Fit what comes, until nobody is there any more."""
    begin_process(NICENESS)
    fitter = MethodFitter()
    with suppress(EOFError, OSError):
        connection.send(None)
        while True:
            for answer in fitter.answers(connection.recv()):
                connection.send(answer)
