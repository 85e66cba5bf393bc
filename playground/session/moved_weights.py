"""All weights of the network moved at once, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.session.session import PAST
from playground.training.loop.commands import SetParameters

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray

    from playground.session.session import Session


def move_weights(session: Session, text: str, weights: NDArray[np.floating[Any]], gesture: Hashable | None) -> bool:
    """Put numbers into all parameters as one undo step; the optimizer goes on with what it has gathered.

    Args:
        session: Whose network.
        text: Words for the undo menu.
        weights: Flat, (P,), in the order of the layout.
        gesture: Moves that name the same gesture merge into one step.

    Returns:
        Whether it could be done: a recorded state is looked at and not changed, which the message bar says.
    """
    if session.time.shown is not None:
        session.message_posted.emit(PAST, "info")
        return False
    session.do(text, session.document, lambda _: session.trainer.send(SetParameters(weights)), gesture)
    return True
