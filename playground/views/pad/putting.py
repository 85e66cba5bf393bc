"""Putting a drawing into the training set, with variations of it, as one undo step with words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from playground.document.edits_pictures import add_pictures
from playground.domains.picture.variations import with_variations
from playground.views.pad.centring import reduced
from playground.widgets.format import count

if TYPE_CHECKING:
    from playground.domains.picture.strokes import Drawing
    from playground.session.session import Session

NOTHING = "Draw something first: a key puts what is drawn into its class."


def put(session: Session, drawing: Drawing, index: int, placement: str, variations: int) -> bool:
    """Put a drawing into a class, and say it in the message bar.

    Args:
        session: Its document has pictures.
        drawing: What is on the pad.
        index: Of the class.
        placement: How it is centred; "" for the usual way.
        variations: How many shifted and turned copies go in with it.

    Returns:
        Whether it was done.
    """
    data = session.document.dataset
    if not drawing.strokes:
        session.message_posted.emit(NOTHING, "info")
        return False
    name = data.classes[index].name
    pictures = with_variations(reduced(drawing, data, placement), variations, len(data))
    text = f"Put a drawing into {name}" if not variations else f"Put {count(len(pictures), 'picture')} into {name}"
    if not session.edit(text, partial(add_pictures, pictures=pictures, target=index)):
        return False
    now = session.document.dataset.counts()[index]
    where = name if name.startswith("Class ") else f"class {name}"
    session.message_posted.emit(f"Put into {where} ({count(now, 'picture')})", "info")
    return True
