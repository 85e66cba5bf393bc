"""At the start: offers what crashes have left."""

from __future__ import annotations

from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from playground.app.recovery_dialog import RecoveryDialog
from playground.app.safekeeping import Safekeeping
from playground.document.vault import abandoned
from playground.interop.sources import Opened

if TYPE_CHECKING:
    from playground.app.window import MainWindow
    from playground.document.vault import Recovered

OFFER_MS = 300
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
    QTimer.singleShot(OFFER_MS, keeping, lambda: offer_recovery(window, keeping, root))


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
        window.documents.take_recovered(_opened(chosen[1]), chosen[1].document)
        keeping.adopt(*chosen)


def _opened(found: Recovered) -> Opened:
    about, base = found.about, found.base
    path = Path(about.path) if about.path else None
    return Opened(base.document, about.name, path, base.weights, base.history, base.runs, about.digest)
