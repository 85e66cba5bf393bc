"""When the next snapshot is taken, and how much time it has: while training, while a hand moves, and at rest."""

from __future__ import annotations

from math import inf

from playground.training.probes.schedule import AT_REST, Calm

FRAME_S = 1 / 60
REST_S = 0.15
"""A hand that stands still for so long has stopped."""
DRAG_S = 0.5
"""What is set again sooner is dragged. Longer than a rest: pictures in full may keep a hand waiting, once."""
TRAINING_SHARE = 0.5
"""Of the time, at least: each snapshot is followed by training for as long."""
CREDIT_S = 0.03
"""The most time that a costly snapshot may draw on of what cheap ones before it have left, so that the costly parts of
pictures do not make frames uneven."""
QUICK_S = FRAME_S / 2
"""An answer to a hand that takes no longer does not wait for training at all."""


class SnapshotClock:
    """Knows what has changed since the last snapshot, and when the next one may come. On the trainer's thread.

    What moves is shown quickly; when it has stood still for `REST_S`, a finer snapshot is due once.
    """

    def __init__(self) -> None:
        self._moved_at = self._next = 0.0
        self._has_changed = True
        self._is_rough = self._is_asked = self._has_answered = False
        self._answer_s, self._asked_at = inf, -inf
        self._is_in_motion = self._is_dragged = False
        self._set: tuple[object, float] = None, -inf

    def move(self, now: float, *, changed: bool = True) -> None:
        """Something happens at a time in seconds.

        Args:
            now: When.
            changed: Whether weights or document may be others now; not where views only ask for something else.
        """
        self._moved_at, self._is_rough = now, False
        self._has_changed = self._has_changed or changed

    def drag(self, what: object, now: float) -> None:
        """A hand sets something; where it has just set the same, it drags, and may go on.

        Args:
            what: Is set: points, a weight, the moment that is shown.
            now: Seconds.
        """
        before, at = self._set
        self._is_dragged = what == before and now - at < DRAG_S
        self._set = what, now

    def is_dragged(self, now: float) -> bool:
        """Whether a hand drags at a time in seconds, so that more is to be shown at once."""
        return self._is_dragged and now - self._set[1] < REST_S

    def hasten(self, now: float) -> None:
        """Views ask for something else, as when a hand moves: it is shown before training has had its share of a frame.

        Where the last such answer was a quick one, it is shown at once.

        Args:
            now: Seconds.
        """
        self._is_asked = self._answer_s < QUICK_S or self._next - now < FRAME_S
        # A hand asks with every move. The film and the doctor ask now and then, alone: no picture need wait for them.
        self._is_in_motion = now - self._asked_at < REST_S
        self._asked_at = now

    def calm(self, now: float, *, trains: bool) -> Calm:
        """How much time there is for pictures: what has moved is shown quickly first, however late that is.

        While training goes on a hand is answered alone, and where all pictures are due with every other snapshot a
        part of them: the hand would wait for all. What is dragged while it rests gets pictures as in training, which
        are several times as quick, and all of them in full when it is let go.
        """
        answers = trains and self._is_asked and not (now >= self._next and self._has_answered)
        in_parts = trains and not answers and self._is_in_motion and now - self._asked_at < REST_S
        hurried = trains or self.is_dragged(now)
        return Calm(hurried, self.is_finer_due(now), not self._has_changed, answers, in_parts)

    def may_take(self, now: float, *, trains: bool, is_taken: bool) -> bool:
        """Whether a snapshot may be taken: one at a time while training, a frame after the last when paused.

        Args:
            now: Seconds.
            trains: Whether training goes on.
            is_taken: Whether the window has taken the last one.
        """
        is_due = now >= self._next or self._is_asked
        return (is_taken and is_due) if trains else (is_taken or is_due)

    @property
    def is_asked(self) -> bool:
        """Whether a hand waits for an answer that comes before training."""
        return self._is_asked

    def note_taken(self, start: float, end: float, calm: Calm = AT_REST, *, trains: bool, is_rough: bool) -> None:
        """A snapshot has been taken.

        Args:
            start: When it was begun.
            end: When it was done.
            calm: What it was taken with: where it only answered a hand, everything else is as old as it was.
            trains: Whether training goes on.
            is_rough: Whether a finer one of the same could be had.
        """
        was_dragged = calm.hurried and not trains
        self._has_changed = self._has_changed and (calm.answers or calm.in_parts or was_dragged)
        self._is_rough, self._is_asked = (is_rough or was_dragged) and not trains, False
        self._has_answered = calm.answers
        if calm.answers:
            self._answer_s = end - start
        if trains:
            # From when it was due and not from when it came: cheap snapshots leave credit for a costly one, so that
            # frames stay even.
            self._next = max(self._next, start - CREDIT_S) + (end - start) / TRAINING_SHARE
        else:
            self._next = end + FRAME_S

    def give_up(self) -> None:
        """A snapshot failed: nothing is due until something moves or is asked for."""
        self._is_rough = self._is_asked = False

    def is_finer_due(self, now: float) -> bool:
        """Whether what was shown roughly has stood still for long enough."""
        return self.waits(now) == (0.0,)

    def waits(self, now: float) -> tuple[float, ...]:
        """Seconds until a finer snapshot is due, 0 where that is now; nothing where none is."""
        return (max(self._moved_at + REST_S - now, 0.0),) if self._is_rough else ()
