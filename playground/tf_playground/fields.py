"""The keys and values of a TensorFlow Playground link, with what is odd about them in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.tf_playground.numbers import read_number, write_number

if TYPE_CHECKING:
    from collections.abc import Collection

ESCAPED = frozenset(' "<>`')
DROPPED = str.maketrans("", "", "\t\n\r")
"""What the URL standard takes out before anything else."""
FIRST_VISIBLE, DELETE = 0x20, 0x7F
MOST_LISTED, MOST_SHOWN = 6, 24


class LinkFields:
    """Looks values up as the page does; nothing is URL-decoded.

    Attributes:
        raw: The last value of each key; None for a key without `=`.
        notes: What was odd, a sentence each, in the order in which it was met.
    """

    def __init__(self, fragment: str, known: Collection[str]) -> None:
        """Take a fragment apart.

        Args:
            fragment: What follows the first `#`.
            known: Keys that mean something; others are listed in `notes`.
        """
        self.raw: dict[str, str | None] = {}
        self.notes: list[str] = []
        for piece in escape(fragment).split("&"):
            key, sign, rest = piece.partition("=")
            if key:
                self.raw[key] = rest.split("=")[0] if sign else None
        unknown = [key for key in self.raw if key not in known]
        if unknown:
            more = f" and {len(unknown) - MOST_LISTED} more" if len(unknown) > MOST_LISTED else ""
            self.notes.append(
                f"Keys that no link has are left out: {', '.join(map(shortened, unknown[:MOST_LISTED]))}{more}."
            )

    def text(self, key: str) -> str:
        """A value; empty where it is absent."""
        value = self.raw.get(key)
        return value if value is not None and value.strip() else ""

    def flag(self, key: str, *, default: bool) -> bool:
        """Anything but `false` is true."""
        value = self.text(key)
        return value != "false" if value else default

    def name(self, key: str, known: Collection[str], default: str) -> str:
        """One of a table; the default, and a note, for what is not in it."""
        value = self.text(key)
        if not value or value in known:
            return value or default
        self.notes.append(f"{key}: {shortened(value)} is not known; {default} takes its place.")
        return default

    def number(self, key: str, default: float, least: float = -math.inf, most: float = math.inf) -> float:
        """A number; what is none or out of range is replaced, and noted."""
        value = self.text(key)
        if not value:
            return default
        found = read_number(value)
        if math.isfinite(found) and least <= found <= most:
            return found
        taken = max(least, min(found, most)) if not math.isnan(found) else default
        taken = taken if math.isfinite(taken) else default
        self.notes.append(f"{key}: {shortened(value)} cannot be used; {write_number(taken)} takes its place.")
        return taken


def escape(text: str) -> str:
    """The fragment as a browser hands it to the page: blanks, some signs and all but ASCII as percent codes."""
    return "".join(map(_escaped, text.translate(DROPPED)))


def shortened(text: str) -> str:
    """A text of a stranger, short enough for a message."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _escaped(sign: str) -> str:
    if FIRST_VISIBLE <= ord(sign) < DELETE and sign not in ESCAPED:
        return sign
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
