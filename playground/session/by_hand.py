"""One update of the network on chosen samples, taken by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.session.session import PAST
from playground.training.loop.commands import TakeUpdate

if TYPE_CHECKING:
    from playground.session.session import Session


def take_update(session: Session, rows: tuple[int, ...]) -> bool:
    """Train the network for one update on a batch of exactly these samples, as one undo step.

    Where they are the run's next batch, the pass goes on behind them; else it stays where it is.

    Args:
        session: Whose network.
        rows: Of the dataset.

    Returns:
        Whether it could be done: a recorded state is looked at and not changed, which the message bar says.
    """
    if session.time.shown is not None:
        session.message_posted.emit(PAST, "info")
        return False
    text = "Step by hand on a sample" if len(rows) == 1 else f"Step by hand on {len(rows)} samples"
    session.do(text, session.document, lambda _: session.trainer.send(TakeUpdate(rows)))
    return True
