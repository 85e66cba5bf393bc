"""What a command tells the person at the terminal while it works: notes, and a line with the time left."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

LEAST_GAP_S = 0.2
"""Between two paintings of the line."""
TRUSTED_S = 1.0
"""From then on what is done so far tells how long the rest takes."""
CLEAR = "\r\x1b[K"


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """The option that silences both."""
    parser.add_argument("--quiet", action="store_true", help="no notes and no progress on stderr; mistakes are told")


class Progress:
    """Writes to stderr: notes always, the line only where it is a terminal. Quiet, it writes nothing."""

    def __init__(
        self, *, quiet: bool = False, stream: TextIO | None = None, clock: Callable[[], float] = perf_counter
    ) -> None:
        self._stream = stream or sys.stderr
        self._quiet, self._clock = quiet, clock
        self._shows_line = not quiet and self._stream.isatty()
        self._begun = self._painted = -LEAST_GAP_S
        self._has_line, self._waits_for = False, ""

    def begin(self) -> None:
        """What takes long begins now: times are counted from here."""
        self._begun = self._clock()

    def note(self, text: str) -> None:
        """A sentence that stays."""
        if not self._quiet:
            self.clear()
            self._stream.write(f"playground: {text}\n")

    def notes(self, texts: Iterable[str]) -> None:
        """Write several sentences, each on a line that stays."""
        for text in texts:
            self.note(text)

    def wait(self, text: str) -> None:
        """Show a line for what tells nothing of how far it is."""
        if text != self._waits_for:
            self._waits_for = text
            self._paint(text)

    def show(self, share: float, text: str) -> None:
        """Show how far it is, not oftener than can be read.

        Args:
            share: 0 to 1.
            text: "Epoch 1,200 of 3,000".
        """
        now = self._clock()
        if now - self._painted < LEAST_GAP_S:
            return
        self._painted, spent = now, now - self._begun
        self._waits_for = ""
        left = ""
        if 0.0 < share < 1.0 and spent >= TRUSTED_S:
            left = f", {duration(spent * (1.0 - share) / share)} left"
        self._paint(f"{text} ({share:.0%}{left})")

    def clear(self) -> None:
        """Take the line away."""
        if self._has_line:
            self._has_line, self._waits_for = False, ""
            self._stream.write(CLEAR)
            self._stream.flush()

    def _paint(self, text: str) -> None:
        if self._shows_line:
            self._has_line = True
            self._stream.write(f"{CLEAR}{text}")
            self._stream.flush()


def duration(seconds: float) -> str:
    """8 s, 3 min 20 s, 2 h 5 min."""
    whole = max(round(seconds), 1)
    minutes, rest = divmod(whole, 60)
    hours, minutes_rest = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes_rest} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
