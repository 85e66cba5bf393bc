"""What the GUI tells the trainer about the past: frozen values, sent through the same inbox as all other commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.state.recorded_state import RecordedState
    from playground.training.timeline.timeline import Branch


@dataclass(frozen=True, slots=True)
class ShowMoment:
    """Take pictures of a recorded moment, whether training goes on or not; None for the network as it is."""

    moment: RecordedState | None


@dataclass(frozen=True, slots=True)
class BeginEdit:
    """What follows, up to the next of these, is one undo step, and `Revisit` comes back to the state of now.

    Attributes:
        number: Of the step; each is greater than the one before.
        is_whole: Whether to come back even where the step itself loses nothing that was learned.
    """

    number: int
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Revisit:
    """Undo or redo a step: take its document, and where it changed what was learned the state of that time.

    Attributes:
        number: Of the step.
        is_undo: Back before the step; else forward to the last state after it.
        document: As it was there.
        run: Number of the run from now on.
    """

    number: int
    is_undo: bool
    document: Document
    run: int


@dataclass(frozen=True, slots=True)
class Park:
    """Keep the run at hand as a branch; what follows is another one.

    Attributes:
        is_swap: Whether another branch is gone on with in its place: then none yields to it.
    """

    is_swap: bool = False


@dataclass(frozen=True, slots=True)
class PutAside:
    """Keep the run at hand as a branch if it was trained for an epoch at least: it begins anew."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Train on from a moment of the run at hand, or from the end of a branch.

    Attributes:
        moment: Of the layout at hand.
        branch: The number of the branch that is gone on with; None for a new one.
    """

    moment: RecordedState
    run: int
    branch: int | None = None


@dataclass(frozen=True, slots=True)
class EditBranch:
    """Give a branch, or the run at hand, another name; None deletes a branch.

    Attributes:
        is_named: Whether a person chose the name.
    """

    number: int
    name: str | None
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class BringBack:
    """Undo that a branch was deleted."""

    number: int


@dataclass(frozen=True, slots=True)
class LoadTimeline:
    """Take saved branches and moments in place of those at hand.

    Attributes:
        number, name, is_named: Of the run at hand.
        moments: Of the run at hand, oldest first.
    """

    branches: tuple[Branch, ...] = ()
    moments: tuple[RecordedState, ...] = ()
    number: int = 1
    name: str = "Run 1"
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class HoldPast:
    """Hold the run at hand, its lines and what undo keeps, while another document takes its place."""


@dataclass(frozen=True, slots=True)
class ReturnPast:
    """Go on with what is held, in place of what is at hand; nothing where nothing is held.

    Attributes:
        document: As it was when the past was put away.
        run: Number of the run from now on.
    """

    document: Document
    run: int


@dataclass(frozen=True, slots=True)
class DropPast:
    """Hold it no more: it will not be asked for."""


TimelineCommand: TypeAlias = (
    ShowMoment
    | BeginEdit
    | Revisit
    | Park
    | PutAside
    | Resume
    | EditBranch
    | BringBack
    | LoadTimeline
    | HoldPast
    | ReturnPast
    | DropPast
)
