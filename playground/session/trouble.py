"""What is wrong with the training at hand, for whoever says it over the picture of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from playground.session.session import Session


def problem_in_words(session: Session) -> str:
    """The first reason why the document cannot be trained, or why training failed; empty where there is none.

    That there is no sample yet is said by whoever shows where to draw.
    """
    if session.problems and len(session.document.dataset):
        return session.problems[0].text
    snapshot = session.snapshot
    return snapshot.message if session.state is TrainerState.FAILED and snapshot is not None else ""


def diverged_epochs(session: Session) -> tuple[int | None, int | None] | None:
    """The epoch at which the loss stopped being a number, and that of the last good weights; None while it is one.

    Either epoch is None where it is not known.
    """
    snapshot = session.snapshot
    if session.state is not TrainerState.DIVERGED or snapshot is None:
        return None
    return snapshot.diverged_epoch, snapshot.last_finite_epoch
