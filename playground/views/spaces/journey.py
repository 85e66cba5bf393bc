"""Where the morph slider is while it moves by itself: pure functions of time."""

from __future__ import annotations

from dataclasses import dataclass

JUMP_S = 0.24
STAGE_S = 0.9
NEAR = 0.04
"""A stage that is dropped this near to snaps in."""


@dataclass(frozen=True, slots=True)
class Jump:
    """From one position to another, fast at first."""

    start: float
    end: float
    begin: float

    def at(self, now: float) -> float:
        """The position at a time in seconds."""
        left = 1.0 - min(max((now - self.begin) / JUMP_S, 0.0), 1.0)
        return self.end + (self.start - self.end) * left**3

    def is_over(self, now: float) -> bool:
        """Whether it has arrived."""
        return now - self.begin >= JUMP_S


@dataclass(frozen=True, slots=True)
class MorphPlayback:
    """From the input to the output and back, then to where it began.

    Attributes:
        last: Number of stages less one.
        end: Where the slider comes to rest.
        steps: Stand on each stage in turn instead of moving.
    """

    last: int
    end: float
    begin: float
    steps: bool = False

    def at(self, now: float) -> float:
        """The position at a time in seconds."""
        if self.is_over(now):
            return self.end
        passed = max(now - self.begin, 0.0) / STAGE_S
        stage = int(passed)
        share = 0.0 if self.steps else smoothstep(passed - stage)
        way = stage + share
        return way if way <= self.last else 2 * self.last - way

    def is_over(self, now: float) -> bool:
        """Whether it is back."""
        return now - self.begin >= 2 * self.last * STAGE_S


def smoothstep(share: float) -> float:
    """Slow, fast, slow; 0 to 1."""
    return share * share * (3.0 - 2.0 * share)


def snapped(position: float, legs: tuple[float, ...] = ()) -> float:
    """The stage itself, or the end of a leg on the way from one to the next, when the position is close to it."""
    whole = float(int(position))
    stops = (whole, whole + 1.0, *(whole + share for share in legs))
    nearest = min(stops, key=lambda stop: abs(stop - position))
    return nearest if abs(position - nearest) <= NEAR else position
