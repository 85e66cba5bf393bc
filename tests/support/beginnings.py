"""What a window may begin with under the hands of the monkey: a document, and what is open over it."""

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
