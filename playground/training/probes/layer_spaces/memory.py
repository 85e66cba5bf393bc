"""What the spaces of one frame hand on to the next: axes, cuts, scores, pictures and the corners of the sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.training.probes.layer_spaces.layer_activations import Memory, Projection
from playground.training.probes.layer_spaces.sheet import Refinement
from playground.training.probes.plane.folds import Bends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.training.probes.layer_spaces.axes import Array
    from playground.training.probes.layer_spaces.score import AnyFit
    from playground.training.probes.layer_spaces.space import Space


@dataclass(slots=True)
class KeptSpace:
    """What is kept of one layer's space.

    Attributes:
        width: Of the layer.
        view: The axes that it was seen along last.
        fit: The straight cut that was found last.
        score: How well that does.
        shown: Its last picture, as it was projected and as a view gets it; None where it has to be made anew.
    """

    width: int
    view: Memory = field(default_factory=Memory)
    fit: AnyFit = None
    score: float | None = None
    shown: tuple[Projection, Space] | None = None


class SpaceMemory:
    """What the pictures of one frame hand on to the next, layer by layer. Lives on the trainer's thread."""

    def __init__(self) -> None:
        self.sheet, self.bends = Refinement(), Bends()
        self._kept: dict[int, KeptSpace] = {}
        self._frames = 0
        self._has_looked = False
        self._subject: tuple[object, ...] = ()

    def begin_frame(self, subject: tuple[object, ...]) -> None:
        """Another frame. Pictures of another subject serve as memories only, not in place of new ones."""
        self._frames += 1
        self._has_looked = False
        if subject != self._subject:
            self._subject = subject
            for kept in self._kept.values():
                kept.shown = None

    def takes_turn(self, place: int, every: int) -> bool:
        """Whether it is the turn of the layer at a place, which comes once in so many frames."""
        return (self._frames - place) % every == 0

    def may_look_on(self, fit: AnyFit, values: Array, targets: NDArray[Any]) -> bool:
        """Whether there is time for the best cut of these numbers: of one layer in a frame that shows nothing new."""
        if self._has_looked or fit is None or fit.is_thorough or not fit.is_of(values, targets):
            return False
        self._has_looked = True
        return True

    def is_settled(self, uids: Iterable[int]) -> bool:
        """Whether another look at the same weights would find no better cut in any of these spaces."""
        fits = (self._kept[uid].fit for uid in uids if uid in self._kept)
        return all(fit is None or fit.is_thorough for fit in fits)

    def of(self, uid: int, width: int) -> KeptSpace:
        """The layer's memory; an empty one when its width has changed."""
        kept = self._kept.get(uid)
        if kept is None or kept.width != width:
            kept = self._kept[uid] = KeptSpace(width)
        return kept

    def forget_others(self, uids: set[int]) -> None:
        """Drop layers that are gone."""
        self._kept = {uid: kept for uid, kept in self._kept.items() if uid in uids}
