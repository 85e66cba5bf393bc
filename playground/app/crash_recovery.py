"""Tells the keeper what happens in the window, and the person when it cannot write."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.session.autosave import AutosaveContent, AutosaveThread
from playground.storage.recovery_store import About, RecoveryStore, is_open_elsewhere
from playground.storage.saved_timeline import to_saved
from playground.widgets.timers import ticking

if TYPE_CHECKING:
    from pathlib import Path

    from playground.app.documents import Documents
    from playground.session.session import Session
    from playground.storage.arrays import Arrays
    from playground.storage.recovery_store import Recovered
    from playground.training.snapshots.snapshot import Snapshot

LOOK_MS = 1000
KEPT_BYTES = 3_000_000
"""Of all recorded runs: a quarter of what a saved file holds, so that packing it costs a frame or two at most."""
ASK_S = 1.0
"""How long to wait for the trainer's state, before trying again later."""


class Safekeeping(QObject):
    """From the window's start to its end; ended by a crash, what it kept is offered at the next start.

    Attributes:
        vault: The folder in which it is kept.
    """

    def __init__(self, session: Session, documents: Documents, root: Path) -> None:
        """Begin to keep the work of a window.

        Raises:
            OSError: There is no place to keep it.
        """
        super().__init__(documents)
        self._session, self._documents, self._root = session, documents, root
        self.vault = RecoveryStore.create(root)
        self._keeper = self._make_keeper()
        self._trained_to = self._lines = 0
        self._edited = session.document
        self._is_touched = False
        self._fault = ""
        self._view: dict[str, object] = {}
        self._timer = ticking(self, LOOK_MS, self.look)
        session.document_changed.connect(self._on_document)
        session.undo_stack.indexChanged.connect(self._on_step)
        session.snapshot_arrived.connect(self._on_snapshot)
        session.experiments.arrived.connect(self._on_results)
        session.experiments.kept.changed.connect(self._on_results)
        documents.settled.connect(self._settle)
        documents.path_changed.connect(self._on_path)
        session.name_changed.connect(self._on_name)

    def start(self) -> None:
        """Begin with the document at hand as one that nobody has worked on."""
        self._keeper.start()
        self._timer.start()
        self._settle()
        self._on_path()

    @property
    def is_at_rest(self) -> bool:
        """Whether all that was worked on has been kept."""
        return self._keeper.is_at_rest

    @property
    def fault(self) -> str:
        """Why the last try to keep something failed, in words; empty when it did not."""
        return self._keeper.fault

    def adopt(self, vault: RecoveryStore, found: Recovered) -> None:
        """Go on in the folder that a crash left, with what was found in it: it stays until newer work is there."""
        try:
            vault.resume(found)
        except OSError:
            vault.release()  # what was shown is kept anew, and offered again at the next start
            return
        self._keeper.stop()
        self.vault.delete()
        self.vault = vault
        self._keeper = self._make_keeper()
        self._keeper.resume(found.document)
        self._keeper.start()

    def end(self) -> None:
        """The window is closed in order: nothing has to be recovered."""
        self._timer.stop()
        self._keeper.stop()
        self.vault.delete()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _make_keeper(self) -> AutosaveThread:
        session = self._session
        timeline = session.time.timeline
        work = AutosaveContent(
            lambda: session.document,
            self._weights,
            session.history.to_arrays,
            lambda document: to_saved(timeline, document, KEPT_BYTES),
            lambda: (timeline.lines_version, timeline.moments),
            lambda: self._view,
            session.experiments.kept.to_saved,
            lambda: session.experiments.kept.version,
        )
        return AutosaveThread(self.vault, work)

    def _weights(self) -> Arrays | None:
        session = self._session
        if not session.trainer.is_ready:
            return None
        checkpoint = session.trainer.checkpoint(ASK_S)
        if checkpoint is None:
            # Nothing to keep, as against no answer yet: the one is a state worth writing, the other means to try again.
            return {} if any(problem.panel == "network" for problem in session.problems) else None
        return checkpoint.to_arrays()

    def _about(self) -> About:
        path = self._documents.path
        # The real path, since another window may have come to the file through a link.
        return About(self._session.name, None if path is None else os.path.realpath(path), self._documents.digest)

    @Slot()
    def _settle(self) -> None:
        snapshot = self._session.snapshot
        self._trained_to = snapshot.batch if snapshot is not None and snapshot.run == self._session.run else 0
        self._lines = self._session.time.timeline.lines_version
        self._edited = self._session.document
        self._is_touched = False
        self._keeper.settle(self._session.document, self._about())

    @Slot()
    def _on_document(self) -> None:
        self._is_touched = True
        self._keeper.notice(self._session.document)

    @Slot()
    def _on_step(self) -> None:
        """An undo step that left the document alone has set a weight."""
        self._is_touched = True
        if self._session.document is self._edited:
            self._keeper.notice_training()
        self._edited = self._session.document

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        # Told by a version and not by the lines: this is asked with every snapshot.
        lines = self._session.time.timeline.lines_version
        if not self._is_touched and not self._documents.modified:
            self._trained_to, self._lines = snapshot.batch, lines  # what was opened is on its way to the trainer
            return
        self._is_touched = True
        if (snapshot.batch, lines) != (self._trained_to, self._lines):
            self._trained_to, self._lines = snapshot.batch, lines
            self._keeper.notice_training()

    @Slot()
    def _on_results(self) -> None:
        if self._session.experiments.kept.is_new:
            self._keeper.notice_results()

    @Slot()
    def _on_name(self) -> None:
        """Points from elsewhere have another name; what is found after a crash is called by that."""
        self._keeper.describe(self._about())

    @Slot()
    def _on_path(self) -> None:
        self._keeper.describe(self._about())
        path = self._documents.path
        if path is not None and is_open_elsewhere(self._root, path, self.vault.folder):
            text = f"{path.name} is open in another window too. Whoever saves later is asked before overwriting."
            self._session.message_posted.emit(text, "warn")

    @Slot()
    def look(self) -> None:
        """Note how the window looks at the document; say once that the disk does not take what should be kept."""
        self._view = self._documents.view_state()
        fault = self.fault
        if bool(fault) == bool(self._fault):
            return
        if fault:
            self._session.message_posted.emit(_not_kept(fault), "warn")
        else:
            self._session.message_withdrawn.emit(_not_kept(self._fault))
        self._fault = fault


def _not_kept(fault: str) -> str:
    return f"Work is not being kept for recovery: {fault}. Save to be safe."
