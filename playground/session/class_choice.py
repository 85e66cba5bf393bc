"""Taking a class in hand by its number, from keys, menus and the data panel; one that is missing is added first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document import edits_data
from playground.document.model import domain_of

if TYPE_CHECKING:
    from playground.session.session import Session

NO_CLASSES = "Points of a regression have values in place of classes: set the value in the Data panel."
NO_SUCH_VALUE = "There is no value {0} yet: Add a value stands in the Data menu."
HOW_TO_NAME = "double-click it in the Data panel to name it"


def take_class(session: Session, index: int) -> None:
    """Draw with a class from now on; of a regression with several values, show and paint one of those.

    Args:
        session: Its document has the classes; its hand takes one.
        index: Place among the classes, from 0. Where there are fewer, the next one is added and named in a message.
    """
    data = session.document.dataset
    count = len(data.classes)
    if not count and len(data.values) > 1:
        if index < len(data.values):
            session.selection.show_value(index)
        else:
            session.message_posted.emit(NO_SUCH_VALUE.format(index + 1), "info")
    elif not count:
        session.message_posted.emit(NO_CLASSES, "info")
    elif index < count:
        session.hand.set_class(index)
    elif session.lessons.allows("add_class"):
        add_class(session)


def add_class(session: Session) -> None:
    """Add the next class as an undo step of its own, and take it in hand."""
    if session.edit("Add class", edits_data.add_class):
        last = len(session.document.dataset.classes) - 1
        session.hand.set_class(last)
        name = session.document.dataset.classes[last].name
        marks = domain_of(session.document).marks
        # A name that is the number alone says nothing yet: then it is said how to give it one.
        has_name = str(last + 1) not in name.split()
        words = f" as class {last + 1}: draw its {marks}." if has_name else f": draw its {marks}; {HOW_TO_NAME}."
        session.time.tell_of_step(f"{name} is added{words}")
