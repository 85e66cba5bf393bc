"""Keeps what a crash would lose: a thread that writes edits within a second and training every few seconds."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.storage.project import Project, check_weights
from playground.storage.recovery_store import RESULTS, RUNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playground.document.model import Document
    from playground.storage.arrays import Arrays
    from playground.storage.recovery_store import About, RecoveryStore
    from playground.storage.runs import SavedRun
    from playground.storage.saved_results import SavedResults

EDIT_S = 0.25
"""Between two entries of the journal, however fast edits come."""
STATE_S = 4.0
"""Between two copies of what training has made."""
SHARE = 0.05
"""The part of the time that copies may take: those of a huge network come more seldom."""
RUNS_S, RUNS_BYTES_PER_S = 10.0, 500_000
"""Between two copies of what was recorded, and how much they may write; a line that begins or ends does not wait."""
RETRY_S = 0.1
END_S = 1.5

Lines: TypeAlias = tuple[int, object]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AutosaveContent:
    """What the keeper asks for, on its own thread.

    Attributes:
        document: The newest document, whether the trainer knows it yet or not.
        weights: A checkpoint's arrays after all commands sent so far; empty where there is no network, None when the
            trainer has no answer yet.
        history: The loss curve's columns.
        runs: What was recorded, as far as it fits a document.
        lines: A number that changes where a run begins, ends or gets another name, and what is another object as soon
            as more was recorded.
        view: How the window looks at the document.
        results: What came of experiments.
        results_version: Another one as soon as that has changed.
    """

    document: Callable[[], Document]
    weights: Callable[[], Arrays | None]
    history: Callable[[], Arrays]
    runs: Callable[[Document], tuple[SavedRun, ...]] = lambda _: ()
    lines: Callable[[], Lines] = lambda: (0, None)
    view: Callable[[], dict[str, object]] = dict
    results: Callable[[], tuple[SavedResults, ...]] = tuple
    results_version: Callable[[], int] = int


class AutosaveThread:
    """All methods may be called from the GUI thread and return at once, but for `stop`; the disk is another thread's.

    Attributes:
        fault: Why the last try to write failed, in words; empty when it did not.
    """

    def __init__(self, vault: RecoveryStore, work: AutosaveContent) -> None:
        self.fault = ""
        self._vault, self._work = vault, work
        self._changed = Condition()
        self._stopping = False
        self._newest: Document | None = None
        self._settled: Document | None = None
        self._about: About | None = None
        self._forget = self._trained = False
        self._last_edit = self._next_state = self._next_runs = 0.0
        self._kept_runs: tuple[Lines, Document] | None = None
        self._runs_wait = False
        self._kept_results, self._next_results = 0, 0.0
        self._results_wait = False
        self._thread = Thread(target=self._run, name="keeper", daemon=True)

    @property
    def folder(self) -> Path:
        """Where it writes."""
        return self._vault.folder

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing waits to be written."""
        with self._changed:
            return self._rest_s() is None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> bool:
        """End; what waits is not written. False when the thread did not end in time."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(END_S)
        return not self._thread.is_alive()

    def settle(self, document: Document, about: About) -> None:
        """The document is as its file is, or nobody has worked on it yet: what was kept before is not needed."""
        with self._changed:
            self._settled = self._newest = document
            self._about, self._forget, self._trained = about, True, False
            self._changed.notify()

    def resume(self, document: Document) -> None:
        """The vault holds this document already."""
        self._newest = self._settled = document

    def describe(self, about: About) -> None:
        """Note that the document has another name or file."""
        with self._changed:
            self._about = about
            self._changed.notify()

    def notice(self, document: Document) -> None:
        """The document has changed, and the trainer has been told."""
        with self._changed:
            self._newest = document
            self._changed.notify()

    def notice_training(self) -> None:
        """Weights have changed, by training or by hand."""
        # Asked without the lock, with every snapshot: a flag that is up already needs none, and one that goes down just
        # now is set again by the next snapshot.
        if not self._trained:
            with self._changed:
                self._trained = True
                self._changed.notify()

    def notice_results(self) -> None:
        """More has come of an experiment, or results have gone."""
        if not self._results_wait:
            with self._changed:
                self._results_wait = True
                self._changed.notify()

    # ---- the thread ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                # A loop, since a condition may wake for nothing, and since what is due may have changed meanwhile.
                while not self._stopping and (rest := self._rest_s()) != 0.0:
                    self._changed.wait(rest)
                if self._stopping:
                    return
            try:
                self._turn()
                self.fault = ""
            except OSError as error:
                self.fault = error.strerror or str(error)
                # A full disk stays full for a while; tried at once, it would be tried thousands of times a second.
                self._next_state = monotonic() + STATE_S
                self._last_edit = monotonic() + RETRY_S * 5
            except Exception as error:
                log.exception("keeping work for recovery failed")
                self.fault = str(error) or type(error).__name__
                self._next_state = self._last_edit = monotonic() + STATE_S

    def _rest_s(self) -> float | None:
        """How long nothing is due; None until something happens."""
        if self._forget or self._about is not None:
            return 0.0
        waits = []
        if self._newest is not self._settled:
            waits.append(self._last_edit + EDIT_S)
        if self._trained or self._vault.wants_base:
            waits.append(self._next_state)
        for waits_for_side, due in ((self._runs_wait, self._next_runs), (self._results_wait, self._next_results)):
            if waits_for_side:
                waits.append(max(self._next_state, due))
        return max(min(waits) - monotonic(), 0.0) if waits else None

    def _turn(self) -> None:
        with self._changed:
            # What to do is taken under the lock and done without it: a disk may take seconds, and the GUI thread must
            # not wait for it to say that something has changed.
            forget, about, newest = self._forget, self._about, self._newest
            edited = newest is not self._settled and monotonic() >= self._last_edit + EDIT_S
            self._forget, self._about = False, None
        if forget:
            self._vault.clear()
            self._kept_runs, self._runs_wait = None, False
            self._kept_results = 0
        if about is not None:
            self._vault.describe(about)
        if edited and newest is not None:
            self._write(newest)
        now = monotonic()
        waits = self._trained or self._vault.wants_base or (self._runs_wait and now >= self._next_runs)
        waits = waits or (self._results_wait and now >= self._next_results)
        if waits and now >= self._next_state:
            self._keep_state()

    def _write(self, document: Document) -> None:
        if self._vault.is_empty:
            self._vault.keep(Project(document))
            self._kept_runs, self._kept_results = None, 0
            self._trained = True  # the weights follow as soon as the trainer has them
        else:
            self._vault.note(document)
        self._last_edit = monotonic()
        with self._changed:
            # A document that was opened meanwhile has settled itself.
            if not self._forget:
                self._settled = document

    def _keep_state(self) -> None:
        """Write document and weights together, if no edit came between them."""
        # Document, weights and document again: the trainer answers on its own thread, and an edit between them would
        # pair the weights of one network with the layers of another.
        begun, told = monotonic(), self._newest
        before = self._work.document()
        with self._changed:
            # Before the weights are asked for, not after: training that goes on meanwhile sets it again, and nothing is
            # missed.
            self._trained = False
        lines = self._work.lines()
        due = self._runs_are_due(lines, before)
        runs = self._work.runs(before) if due else ()
        weights, history = self._work.weights(), self._work.history()
        after = self._work.document()
        is_one_network = told is not None and _are_one_network(told, before, after)
        if not is_one_network or self._work.lines()[0] != lines[0] or not _fit(weights, after):
            self._trained, self._next_state = True, monotonic() + RETRY_S
            return
        # Another document was opened while this was gathered: what is in hand belongs to no file any more.
        if self._forget:
            return
        version = self._work.results_version()
        with_results = version != self._kept_results and monotonic() >= self._next_results
        results, view = self._work.results() if with_results else (), self._work.view()
        project = Project(after, weights, history, runs=runs, view=view, results=results)
        sizes = self._vault.keep(project, with_runs=due, with_results=with_results)
        now = monotonic()
        self._next_state = now + max(STATE_S, (now - begun) / SHARE)
        if due:
            self._kept_runs = lines, after
            self._next_runs = now + max(RUNS_S, sizes[RUNS] / RUNS_BYTES_PER_S)
        if with_results:
            self._kept_results = version
            self._next_results = now + max(RUNS_S, sizes[RESULTS] / RUNS_BYTES_PER_S)
        self._see_what_waits(lines, with_runs=due)

    def _see_what_waits(self, lines: Lines, *, with_runs: bool) -> None:
        """Whether runs or results are there that were not written with the last base."""
        self._runs_wait = not with_runs and self._kept_runs is not None and self._kept_runs[0] != lines
        self._results_wait = self._work.results_version() != self._kept_results

    def _runs_are_due(self, lines: Lines, document: Document) -> bool:
        """Whether those written last do not belong to the next base, or are old."""
        if self._kept_runs is None:
            return True
        (number, recorded), kept_with = self._kept_runs
        if number != lines[0] or resolve(kept_with).function != resolve(document).function:
            return True
        return recorded is not lines[1] and monotonic() >= self._next_runs


def _are_one_network(*documents: Document) -> bool:
    """Whether the same weights give the same answers in all of them."""
    first, *others = (resolve(document).function for document in documents)
    return all(other == first for other in others)


def _fit(weights: Arrays | None, document: Document) -> TypeGuard[Arrays]:
    if weights is None:
        return False
    try:
        check_weights(weights, document)
    except DocumentError:
        return False
    return True
