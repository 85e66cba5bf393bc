"""Follows what no network of the document's shape can do: found on a thread, a moment after the last edit."""

from __future__ import annotations

import logging
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiments.shape_limits import shape_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.experiments.shape_limits import ShapeLimit
    from playground.session.frame_pump import FramePump
    from playground.training.loop.trainer import Trainer

log = logging.getLogger(__name__)

REST_S = 0.3
"""So long nothing may be edited before it is looked into, so that a stroke costs nothing."""


class ShapeWatch(QObject):
    """Knows one document at a time; the thread ends when it has an answer.

    Attributes:
        limit: What the document's network cannot do; None where nothing is proved, or not yet.

    Signals:
        changed(): `limit` is another.
    """

    changed = Signal()

    def __init__(
        self, trainer: Trainer, pump: FramePump, parent: QObject, clock: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(parent)
        self.limit: ShapeLimit | None = None
        self._trainer, self._pump, self._clock = trainer, pump, clock
        self._document: Document | None = None
        self._asked: Document | None = None
        self._due, self._listens = 0.0, False
        self._thread: Thread | None = None
        self._answers: SimpleQueue[tuple[Document, ShapeLimit | None]] = SimpleQueue()

    def follow(self, document: Document) -> None:
        """Look into a document soon; what was known of another network is forgotten at once."""
        before, self._document = self._document, document
        if before is not None and _are_alike(before, document):
            return
        self._asked = document if shape_of(document) is not None else None
        if self._asked is None or before is None or before.network is not document.network:
            self._set(None)
        self._due = self._clock() + REST_S
        if self._asked is not None and not self._listens:
            self._listens = True
            self._pump.ticked.connect(self._on_tick)

    def close(self) -> None:
        """Wait for the thread, which takes some tenths of a second at most."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # ---- inside ----------------------------------------------------------------------------------------------------

    @Slot()
    def _on_tick(self) -> None:
        self._take()
        if self._asked is None and self._thread is None:
            self._listens = False
            self._pump.ticked.disconnect(self._on_tick)
        elif self._asked is not None and self._thread is None and self._trainer.is_ready and self._clock() >= self._due:
            document, self._asked = self._asked, None
            self._thread = Thread(target=self._work, args=(document,), name="shape", daemon=True)
            self._thread.start()

    def _take(self) -> None:
        try:
            document, limit = self._answers.get_nowait()
        except Empty:
            return
        self.close()
        if self._document is not None and _are_alike(document, self._document):
            self._set(limit)

    def _work(self, document: Document) -> None:
        from playground.experiments.shape_limits import limit_of  # noqa: PLC0415 - scipy is not for a start

        try:
            limit = limit_of(document)
        except Exception:
            log.exception("what the network cannot do was not found out")
            limit = None
        self._answers.put((document, limit))

    def _set(self, limit: ShapeLimit | None) -> None:
        if limit != self.limit:
            self.limit = limit
            self.changed.emit()


def _are_alike(one: Document, other: Document) -> bool:
    """Whether two documents differ in nothing that a limit follows from."""
    parts = ("dataset", "network", "inputs", "task", "scaling")
    return all(getattr(one, part) is getattr(other, part) for part in parts)
