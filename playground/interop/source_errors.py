"""What is raised of something that cannot be opened."""

from __future__ import annotations

MOST_TOLD = 400
"""Characters of a message; a refused link alone may have thousands."""


class SourceError(ValueError):
    """Something that cannot be opened; the text is one line that says what and where.

    Names and links come from anywhere: line ends, marks that turn text around and whatever is too long are left out.
    """

    def __init__(self, text: str) -> None:
        line = "".join(letter if letter.isprintable() else " " for letter in text)
        super().__init__(line if len(line) <= MOST_TOLD else f"{line[: MOST_TOLD // 2]} … {line[-MOST_TOLD // 2 :]}")
