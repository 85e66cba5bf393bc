"""Where the morph slider stands, and how it goes by itself: to a stage, or from the input to the output and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.session.turns import AnimationPace
from playground.views.spaces.journey import Jump, MorphPlayback

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


class SliderMotion:
    """Where the slider stands, and where it goes. Times are in seconds.

    Attributes:
        position: From 0, the input, to the number of stages less one.
    """

    def __init__(self, parent: QObject) -> None:
        self.position = 0.0
        self._journey: Jump | MorphPlayback | None = None
        self._pace = AnimationPace(parent)

    @property
    def is_moving(self) -> bool:
        """Whether it goes somewhere by itself."""
        return self._journey is not None

    @property
    def is_playing(self) -> bool:
        """Whether it goes through all stages and back."""
        return isinstance(self._journey, MorphPlayback)

    def stop(self) -> None:
        """Stay where it is."""
        self._journey = None

    def go(self, stage: int, now: float) -> None:
        """Set out for a stage."""
        self._journey = Jump(self.position, float(stage), now)

    def play(self, stages: int, end: int, now: float, *, steps: bool) -> None:
        """Set out from the input to the output and back.

        Args:
            stages: How many there are.
            end: The stage where it comes to rest.
            now: The time.
            steps: Whether it stands on each stage in turn instead of moving.
        """
        self._journey = MorphPlayback(stages - 1, end, now, steps=steps)

    def advance(self, now: float, *, is_sparing: bool) -> float | None:
        """Go on to where it is now; when it has arrived, it is not moving any more.

        Args:
            now: The time.
            is_sparing: Whether others want their frames too: then it does not move in every one.

        Returns:
            The new position; None where it stays in this frame.
        """
        if self._journey is None:
            return None
        is_over = self._journey.is_over(now)
        if is_sparing and not (is_over or self._pace.is_due(now)):
            return None
        self._pace.begin(now)
        position = self._journey.at(now)
        if is_over:
            self._journey = None
        return position
