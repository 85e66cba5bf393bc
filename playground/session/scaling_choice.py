"""Standardising for the network, as menus and the data panel switch it, and what becomes of the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_scaling import has_drifted, keeps_function, scaling_words, standardise, unscale
from playground.document.model import domain_of

if TYPE_CHECKING:
    from playground.session.session import Session

KEPT = "What was learned is kept."
CHANGED = "The weights now mean another function: Reset begins anew."
NO_POINTS = "There are no points to standardise yet."
NOT_MOVED = "The points have the mean and the standard deviation that the network is told."


def switch_standardise(session: Session) -> None:
    """Give the network standardised numbers, or those of the points as they are."""
    if session.document.scaling.is_identity:
        _edit(session, "Standardise")
    elif session.edit("Do not standardise", unscale, is_whole=True):
        _tell(session, "The network gets the numbers of the points as they are.")


def standardise_anew(session: Session) -> None:
    """Standardise by the training points as they are now."""
    _edit(session, "Standardise anew")


def standardise_refusal(session: Session) -> str:
    """Why there is nothing to standardise, in words; empty where there is."""
    domain = domain_of(session.document)
    if not domain.has_map:
        return f"A network gets {domain.samples} as they are: their numbers run from 0 to 1."
    return "" if len(session.document.dataset) else NO_POINTS


def anew_refusal(session: Session) -> str:
    """Why there is nothing to standardise anew, in words; empty where the points have moved away."""
    if not domain_of(session.document).has_map:
        return standardise_refusal(session)
    if session.document.scaling.is_identity:
        return "The network gets the numbers of the points as they are."
    return "" if has_drifted(session.document) else NOT_MOVED


def _edit(session: Session, text: str) -> None:
    if refusal := standardise_refusal(session):
        session.message_posted.emit(refusal, "info")
    elif session.edit(text, standardise, is_whole=True):
        _tell(session, scaling_words(session.document))


def _tell(session: Session, words: str) -> None:
    """Say what is done, and what becomes of a network that has learned."""
    learned = session.snapshot is not None and session.snapshot.batch > 0
    outcome = KEPT if keeps_function(session.document) else CHANGED
    session.message_posted.emit(f"{words} {outcome}" if learned else words, "info")
