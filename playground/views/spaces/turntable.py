"""How the spaces in depth are turned, by the person or gently by themselves."""

from __future__ import annotations

from math import pi

from playground.render.solid import Pose
from playground.session.plain import numbers

START = Pose(-0.55, 0.42)
SPIN = 2.0 * pi / 40.0
"""Radians a second: once around in forty."""
STEP_S = 1.0 / 35.0
"""A turning space is drawn so often, not with every frame: others want theirs."""


class Turntable:
    """One pose for all spaces."""

    def __init__(self) -> None:
        self.pose = START
        self._spun_at: float | None = None

    @property
    def spins(self) -> bool:
        """Whether it turns by itself."""
        return self._spun_at is not None

    def state(self) -> dict[str, object]:
        """The pose, to be saved with a project."""
        return {"pose": [self.pose.yaw, self.pose.pitch]}

    def recall(self, said: dict[str, object]) -> None:
        """Take a pose that was saved; frames to come show it."""
        angles = numbers(said.get("pose"), 2)
        if angles is not None and all(abs(angle) <= pi for angle in angles):
            self._spun_at = None
            self.pose = Pose().turned(*angles)

    def turn(self, yaw: float, pitch: float) -> None:
        """Turn by hand, in radians; that ends what it does by itself."""
        self._spun_at = None
        self.pose = self.pose.turned(yaw, pitch)

    def toggle(self, now: float, *, allowed: bool) -> None:
        """Turn by itself from now on, or stop."""
        self._spun_at = now if allowed and not self.spins else None

    def advance(self, now: float) -> bool:
        """Where it is at a time in seconds; whether it has moved on."""
        if self._spun_at is None or now - self._spun_at < STEP_S:
            return False
        # At most so far: after a pause, as while the window was hidden, it goes on and does not leap.
        self.pose = self.pose.turned(SPIN * min(now - self._spun_at, 10.0 * STEP_S), 0.0)
        self._spun_at = now
        return True
