"""What rows of the table of actions do where one call does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document import edits_network, edits_source
from playground.document.dataset import MOST_CLASSES
from playground.document.model import domain_of
from playground.session.class_choice import NO_CLASSES

if TYPE_CHECKING:
    from playground.app.shell import Shell


def add_layer(shell: Shell) -> None:
    """Put a layer behind the last one."""
    session = shell.session
    index = len(session.document.network)
    layer = edits_network.layer_to_add(session.document, index)
    session.edit("Add layer", lambda document: edits_network.insert_layer(document, index, layer))


def resample(shell: Shell) -> None:
    """Make the samples anew, or say why they cannot be."""
    session = shell.session
    source = session.document.dataset.source
    if source is None:
        session.message_posted.emit(
            f"These {domain_of(session.document).marks} were drawn or read from a file: there is nothing to resample.",
            "info",
        )
        return
    session.edit("Resample", edits_source.resample)


def no_more_classes(shell: Shell) -> str:
    """Why no class can be added; empty where one can be."""
    count = len(shell.session.document.dataset.classes)
    return "" if 0 < count < MOST_CLASSES else NO_CLASSES if not count else f"{MOST_CLASSES} classes are the most."


def switch_thumbnails(shell: Shell) -> None:
    """Show pictures in the hidden space as dots, or as they are."""
    selection = shell.session.selection
    selection.show_thumbnails(on=not selection.shows_thumbnails)


def no_thumbnails(shell: Shell) -> str:
    """Why there are no thumbnails; empty where there are."""
    return "Only pictures have thumbnails." if domain_of(shell.session.document).has_map else ""


def switch_sums(shell: Shell) -> None:
    """Show spaces before the activation, or none."""
    selection = shell.session.selection
    selection.show_sums(on=not selection.shows_sums)


def switch_scale(shell: Shell) -> None:
    """Share one colour scale a layer, or have one a unit."""
    selection = shell.session.selection
    selection.share_scale(on=not selection.common_scale)
