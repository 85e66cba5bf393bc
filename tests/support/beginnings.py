"""What a window may begin with under the hands of the monkey, and how it is kept from leaving the program."""

from unittest.mock import patch

from PySide6.QtGui import QCursor, QDesktopServices
from PySide6.QtWidgets import QFileDialog

from playground.app.importing.place import REPLACE, placed
from playground.document.presets import first_document
from playground.interop.known_sets import KNOWN_SETS, first_view, read_known_set
from playground.interop.sources import Opened, open_source
from playground.interop.tables.importing import make_points


def opened(words):
    """What the first of the words names: a source, or a set that everybody knows.

    Args:
        words: A source, and what is to be open besides, as `set_out` takes it.
    """
    source = next((word for word in words if ":" not in word), "spiral")
    if source not in KNOWN_SETS or source == "digits":
        return open_source(source)
    made = make_points(read_known_set(source), first_view(source))
    return Opened(placed(made.dataset, REPLACE, first_document(), standardises=True), source)


def set_out(window, words):
    """Open what the words ask for: `panel:explain`, `lesson:starts`, `challenge:spiral`."""
    for word in words:
        kind, _, name = word.partition(":")
        acts = {
            "panel": window.layout_of_panels.open,
            "lesson": window.lesson_desk.open,
            "challenge": window.challenge_desk.open,
        }
        if name:
            acts[kind](name)


def harmless(folder, chance):
    """Patches of what would leave the program: files elsewhere, a browser; names are those in a folder of its own."""

    def to_open(*_, **__):
        files = sorted(folder.iterdir())
        return (str(chance.choice(files)), "") if files and chance.random() < 0.7 else ("", "")

    def to_save(*_, **__):
        suffix = chance.choice((".nnplay", ".csv", ".png", ".gif", ".py", ".txt"))
        return (str(folder / f"monkey{chance.randrange(4)}{suffix}"), "") if chance.random() < 0.7 else ("", "")

    return (
        patch.object(QFileDialog, "getOpenFileName", to_open),
        patch.object(QFileDialog, "getSaveFileName", to_save),
        patch.object(QDesktopServices, "openUrl", lambda *_: True),
        patch.object(QCursor, "setPos", lambda *_: None),
    )
