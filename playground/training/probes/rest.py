"""When nothing moves: for a moment pictures are made quickly, and then once more as fine as the screen."""

from __future__ import annotations

from playground.training.probes.schedule import Calm

REST_S = 0.15
"""A hand that stands still for so long has stopped."""


class Rest:
    """Knows what has changed since the last snapshot, and when a finer one is due. On the trainer's thread."""

    def __init__(self) -> None:
        self._moved_at = 0.0
        self._has_changed = True
        self._is_rough = False

    def move(self, now: float, *, changed: bool = True) -> None:
        """Something happens at a time in seconds.

        Args:
            now: When.
            changed: Whether weights or document may be others now; not where views only ask for something else.
        """
        self._moved_at, self._is_rough = now, False
        self._has_changed = self._has_changed or changed

    def calm(self, now: float, *, hurried: bool) -> Calm:
        """How much time there is for pictures: what has moved is shown quickly first, however late that is."""
        return Calm(hurried=hurried, at_rest=self.waits(now) == (0.0,), unchanged=not self._has_changed)

    def note_shown(self, *, is_rough: bool) -> None:
        """A snapshot has been made; `is_rough` asks for a finer one."""
        self._has_changed, self._is_rough = False, is_rough

    def waits(self, now: float) -> tuple[float, ...]:
        """Seconds until a finer snapshot is due, 0 where that is now; nothing where none is."""
        return (max(self._moved_at + REST_S - now, 0.0),) if self._is_rough else ()
