"""What the GUI tells the trainer about the past: frozen values, sent through the same inbox as all other commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.training.moment import Moment
    from playground.training.past.timeline import Branch


@dataclass(frozen=True, slots=True)
class ShowMoment:
    """Take pictures of a recorded moment, whether training goes on or not; None for the network as it is."""

    moment: Moment | None


@dataclass(frozen=True, slots=True)
class Park:
    """Keep the run at hand as a branch; what follows is another one."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Train on from a moment of the run at hand, or from the end of a branch.

    Attributes:
        moment: Of the layout at hand.
        branch: The number of the branch that is gone on with; None for a new one.
    """

    moment: Moment
    run: int
    branch: int | None = None


@dataclass(frozen=True, slots=True)
class EditBranch:
    """Give a branch, or the run at hand, another name; None deletes a branch."""

    number: int
    name: str | None


@dataclass(frozen=True, slots=True)
class BringBack:
    """Undo that a branch was deleted."""

    number: int


@dataclass(frozen=True, slots=True)
class LoadTimeline:
    """Take saved branches and moments in place of those at hand.

    Attributes:
        number, name: Of the run at hand.
        moments: Of the run at hand, oldest first.
    """

    branches: tuple[Branch, ...] = ()
    moments: tuple[Moment, ...] = ()
    number: int = 1
    name: str = "Run 1"
