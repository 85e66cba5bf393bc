"""Keeps a lesson that is being written on the disk until it is saved or given up, so that no crash takes it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.document.errors import DocumentError
from playground.lessons.kept_draft import DraftStore, left_behind
from playground.widgets.timers import ticking

if TYPE_CHECKING:
    from pathlib import Path

    from playground.app.lesson_editor.editor import LessonEditor
    from playground.lessons.kept_draft import KeptDraft

log = logging.getLogger(__name__)

LOOK_MS = 1000
"""So much of writing may be lost."""


class DraftKeeping(QObject):
    """Writes what has changed once a second while the window is open, and when it is closed.

    Args:
        editor: Of the lesson.
        folder: Where drafts are kept.

    Signals:
        failed(str): It cannot be kept; in words, once.
    """

    failed = Signal(str)

    def __init__(self, editor: LessonEditor, folder: Path) -> None:
        super().__init__(editor)
        self._editor, self._folder = editor, folder
        self._store: DraftStore | None = None
        self._kept: KeptDraft | None = None
        self._has_failed = False
        self._timer = ticking(self, LOOK_MS, self.look)
        editor.finished.connect(self.rest)

    def take_left_behind(self) -> None:
        """Go on with the newest lesson that was left behind; a damaged one is left where it is."""
        for store in left_behind(self._folder):
            try:
                kept = store.read()
            except (DocumentError, OSError):
                log.exception("a lesson that was kept cannot be read")
                store.release()
                continue
            self._store, self._kept = store, kept
            self._editor.take_up(kept)
            return

    def begin(self) -> None:
        """The window is open."""
        self._timer.start()

    @Slot()
    def rest(self) -> None:
        """It is closed, and the lesson goes on being there."""
        self._timer.stop()
        self.look()

    @Slot()
    def look(self) -> None:
        """Keep the lesson as it is now; nothing where it is saved."""
        kept = self._editor.kept()
        if kept == self._kept:
            return
        self._kept = kept
        if kept is None:
            self._forget()
            return
        try:
            self._store = self._store or DraftStore.made(self._folder)
            self._store.keep(kept)
        except OSError as error:
            if not self._has_failed:
                self._has_failed = True
                self.failed.emit(f"The lesson cannot be kept for recovery: {error.strerror or error}. Save it often.")

    def end(self) -> None:
        """The program ends: what is not saved stays, to be gone on with at the next start."""
        self.rest()
        if self._store is not None:
            self._store.release()
            self._store = None

    def _forget(self) -> None:
        if self._store is not None:
            self._store.delete()
            self._store = None
