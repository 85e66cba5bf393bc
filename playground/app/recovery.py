"""At the start: offers what crashes have left."""

from __future__ import annotations

from functools import partial
from time import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from playground.app.crash_recovery import Safekeeping
from playground.app.last_session import LONG_S, opened_of
from playground.app.recovery_dialog import RecoveryDialog
from playground.storage.recovery_store import abandoned
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from pathlib import Path

    from playground.app.window import MainWindow

OFFER_MS, LATER_MS = 300, 400
"""After the start, so that the window is there behind the question."""


def keep_safe(window: MainWindow, root: Path) -> None:
    """Keep the window's work from now on; once it is shown, offer what crashes have left."""
    try:
        keeping = Safekeeping(window.session, window.documents, root)
    except OSError as error:
        text = f"Work cannot be kept for recovery in {root}: {error.strerror or error}. Save often."
        window.session.message_posted.emit(text, "warn")
        return
    keeping.start()
    window.closed.connect(keeping.end)
    QTimer.singleShot(OFFER_MS, keeping, lambda: _offer(window, keeping, root))


def _offer(window: MainWindow, keeping: Safekeeping, root: Path) -> None:
    """What crashes have left is asked about; the last session is only spoken of, in a window that shows an example."""
    offer_recovery(window, keeping, root)
    if window.documents.path is None and not window.documents.modified:
        offer_last_session(window)


def offer_last_session(window: MainWindow) -> None:
    """Say once that the last session can be reopened, if it was more than a moment's training."""
    documents = window.documents
    about = documents.last_session.offer()
    if about is not None and (about.is_edited or about.trained_s >= LONG_S):
        text = f"Your last session, {about.name}, was not saved; it is kept."
        window.toast.offer(text, "info", (("Reopen", documents.reopen_last_session),))


def keep_lessons(window: MainWindow, folder: Path) -> None:
    """Keep lessons that are written in the window from now on; once it is shown, offer one that was left behind."""
    window.lesson_desk.keep_drafts(folder)
    window.closed.connect(window.lesson_desk.end)
    later = one_shot(window, LATER_MS, partial(offer_lesson, window))
    window.closed.connect(later.stop)
    later.start()


def offer_lesson(window: MainWindow) -> None:
    """Say that a lesson that was being written can be gone on with, beside what is offered already."""
    title = window.lesson_desk.left_behind()
    if title:
        text = f"The lesson {title} that you were writing was not saved; it is kept."
        window.toast.offer_too(text, "info", (("Go on writing", partial(_go_on_writing, window)),))


def _go_on_writing(window: MainWindow) -> None:
    window.toast.dismiss()
    window.lesson_desk.write(window)


def offer_recovery(window: MainWindow, keeping: Safekeeping, root: Path) -> None:
    """Ask what to do with what was found; nothing is deleted but by the person's word."""
    vaults = list(abandoned(root))
    if not vaults:
        return
    dialog = RecoveryDialog(vaults, time(), window)
    dialog.exec()
    chosen = dialog.chosen
    dialog.deleteLater()
    for vault in vaults:
        if chosen is None or vault is not chosen[0]:
            vault.release()
    if chosen is not None:
        window.documents.take_recovered(opened_of(chosen[1]), chosen[1].document)
        keeping.adopt(*chosen)
