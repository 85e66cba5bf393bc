"""Large files are read beside the window, on a thread that touches nothing of Qt."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from playground.interop.source_errors import SourceError
from playground.interop.sources import open_source
from playground.widgets.timers import ticking

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.interop.sources import Opened
    from playground.interop.tables.csv_layout import Progress

POLL_MS = 33
END_S = 2.0
REST_S = 0.001
"""After each piece of some milliseconds: what waits for the interpreter gets it, and keeps it for so long at least."""

log = logging.getLogger(__name__)


class Loading(QObject):
    """Reads one source at a time; a timer on the GUI thread looks how far it is, and hands over what was read."""

    began = Signal(str)
    """In words, for the progress bar."""
    progressed = Signal(float)
    """How far it is, 0 to 1."""
    failed = Signal(str)
    """One line that says what is wrong and where."""
    ended = Signal()
    """Read, failed or cancelled: nothing is being read any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: _Reading | None = None
        self._then: Callable[[Any], None] | None = None
        self._timer = ticking(self, POLL_MS, self._poll)

    @property
    def active(self) -> bool:
        """Whether something is being read."""
        return self._reading is not None

    def start(self, source: str, current: Document | None, then: Callable[[Opened], None]) -> None:
        """Begin to read; what was being read before is given up.

        Args:
            source: As for `open_source`.
            current: As for `open_source`.
            then: Called with what was opened, on the GUI thread; neither for a failure nor when cancelled.
        """
        self.read(Path(source).name, lambda watch: open_source(source, current, watch), then)

    def read(self, name: str, read: Callable[[Progress], Any], then: Callable[[Any], None]) -> None:
        """Begin to read something else than a source.

        Args:
            name: For the progress bar and for messages.
            read: Called on a thread of its own with what to tell the progress; raises SourceError.
            then: As for `start`.
        """
        self.cancel()
        self._then = then
        self._reading = _Reading(name, read)
        self._reading.start()
        self._timer.start()
        self.began.emit(f"Reading {name}")

    @Slot()
    def cancel(self) -> None:
        """Give up at once; the thread ends by itself a moment later."""
        if self._reading is not None:
            self._reading.give_up()
            self._end()

    def close(self) -> None:
        """Give up, and wait for the thread: the program is about to end."""
        reading = self._reading
        self.cancel()
        if reading is not None:
            reading.join(END_S)

    @Slot()
    def _poll(self) -> None:
        reading, then = self._reading, self._then
        if reading is None or then is None:
            return
        if reading.is_alive():
            self.progressed.emit(reading.share)
            return
        self._end()
        if reading.result is not None:
            then(reading.result)
        else:
            self.failed.emit(reading.fault)

    def _end(self) -> None:
        self._timer.stop()
        self._reading = self._then = None
        self.ended.emit()


class _GivenUpError(Exception):
    """Ends the reading of what nobody waits for any more."""


class _Reading(Thread):
    """Reads one thing. The GUI thread looks at `share` meanwhile, and at the rest when the thread has ended.

    Attributes:
        share: How far it is, 0 to 1.
        result: What was read; None after a failure.
        fault: What went wrong, in words.
    """

    def __init__(self, name: str, read: Callable[[Progress], Any]) -> None:
        super().__init__(name="loading", daemon=True)
        self._what, self._read = name, read
        self._given_up = False
        self.share = 0.0
        self.result: Any = None
        self.fault = ""

    def give_up(self) -> None:
        """End with the piece at hand."""
        self._given_up = True

    def run(self) -> None:
        """Read; every failure becomes words."""
        try:
            self.result = self._read(self._watch)
        except _GivenUpError:
            return
        except SourceError as error:
            self.fault = str(error)
        except MemoryError:
            self.fault = f"{self._what}: there is not enough memory for it"
        except Exception as error:
            log.exception("reading failed")
            self.fault = f"{self._what}: {error}"

    def _watch(self, share: float) -> None:
        if self._given_up:
            raise _GivenUpError
        self.share = share
        sleep(REST_S)
