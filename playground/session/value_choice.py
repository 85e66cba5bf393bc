"""The values of a regression, from menus and the data panel: one more, one fewer, another name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from playground.document import edits_values
from playground.document.dataset import MOST_VALUES

if TYPE_CHECKING:
    from playground.session.session import Session

CLASSES = "Classes have no values: use the points as regression first."


def value_words(session: Session) -> tuple[str, str]:
    """What the value in hand is called, and its tooltip."""
    tip = "What the network is to answer where you paint"
    if len(session.document.dataset.values) == 1:
        return "Value", f"Value\n{tip}"
    name = session.selection.value_name
    return name, f"{name}\n{tip}: the value that the map shows. The others of a new point are 0"


def add_refusal(session: Session) -> str:
    """Why there can be no more values; empty where there can."""
    data = session.document.dataset
    if data.classes:
        return CLASSES
    return "" if len(data.values) < MOST_VALUES else f"{MOST_VALUES} values are the most."


def remove_refusal(session: Session) -> str:
    """Why the value that is shown cannot go; empty where it can."""
    data = session.document.dataset
    return CLASSES if data.classes else "" if len(data.values) > 1 else "One value is the least."


def add_value(session: Session) -> None:
    """Give every point one more value, 0 at first, and show it, to be painted."""
    if session.edit("Add a value", edits_values.add_value):
        last = len(session.document.dataset.values) - 1
        session.selection.show_value(last)
        name = session.selection.value_name
        session.time.tell_of_step(
            f"Every point has another value, {name}, which is 0: paint it, or type it in the table."
        )


def remove_value(session: Session) -> None:
    """Take the value that is shown from every point."""
    name, index = session.selection.value_name, session.selection.value
    session.edit(f"Remove the value {name}", partial(edits_values.remove_value, index=index))


def rename_value(session: Session, name: str) -> None:
    """Call the value that is shown by another name; one that another has is refused in words."""
    if name in session.document.dataset.values and name != session.selection.value_name:
        session.message_posted.emit(f"Another value is called {name}.", "refused")
        return
    session.edit(f"Rename to {name}", partial(edits_values.rename_value, index=session.selection.value, name=name))
