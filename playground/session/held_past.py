"""The past of a document, undo history and training, held while another document stands in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.training.timeline.commands import DropPast, HoldPast, ReturnPast

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.session.session import Session
    from playground.session.undo import HeldSteps


@dataclass(frozen=True, slots=True, eq=False)
class HeldPast:
    """What a window has of a past; what was learned in it is held by the trainer.

    Attributes:
        document: As it was left; the last step led to this very object.
        steps: Of the undo stack.
    """

    document: Document
    steps: HeldSteps


def hold_past(session: Session) -> HeldPast:
    """Hold the past of the document at hand, just before another one is loaded in its place.

    Args:
        session: Its training should rest, or what is trained until the other document comes is lost.
    """
    session.trainer.send(HoldPast())
    return HeldPast(session.document, session.undo_stack.held())


def return_past(session: Session, past: HeldPast) -> None:
    """Go on with a past: undo, redo, weights, curve and runs are as they were.

    Args:
        session: Has loaded `past.document` just now.
        past: The last that was held.
    """
    session.trainer.send(ReturnPast(past.document, session.run))
    session.undo_stack.put_back(past.steps)


def drop_past(session: Session) -> None:
    """Let the trainer hold no past any more."""
    session.trainer.send(DropPast())
