"""Whether the output panel has something to show, whatever kind of samples there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.probes.activations import Activations
from playground.training.probes.plane.output_map import OutputMap

if TYPE_CHECKING:
    from playground.session.session import Session


def is_answered(session: Session) -> bool:
    """Whether the first map has come, or of pictures the first answer; a network that cannot be built gives none."""
    snapshot = session.snapshot
    if snapshot is None:
        return False
    return OutputMap in snapshot.results or Activations in snapshot.results or bool(session.problems)
