"""What is said of a picture at hand, and of the network's answer to a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.figures import share
from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.widgets.format import decimal, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.model import Document

LEAST = 0.005
"""Probabilities below it, and as near to 1, are told as less than 1 %, and more than 99 %."""
OWN, NONE = "Your drawing", "No picture yet"
_SPOKEN_VOWELS = frozenset("AEFHILMNORSX8")
"""Letters and digits whose names begin with a vowel."""


def with_article(name: str) -> str:
    """A name of a class with its article: "a 7", "an 8", "a circle", "an arrow".

    Names in the plural and proper names, which people give to classes of their own, have none: "cats", "Class 11".
    """
    is_plural = name.endswith("s") and not name.endswith("ss")
    if len(name) > 1 and (is_plural or name[0].isupper()):
        return name
    first = name[:1].upper()
    is_vowel = first in _SPOKEN_VOWELS if len(name) == 1 else first in "AEIOU" or name in {"11", "18"}
    return f"{'an' if is_vowel else 'a'} {name}"


def picture_words(document: Document, row: int | None, *, is_drawn: bool, title: str = "") -> str:
    """Which picture is at hand: "Test picture 12, a 7", "Your drawing".

    Args:
        document: Has the picture.
        row: Its row in the dataset; None where it is drawn or there is none.
        is_drawn: Whether a person has drawn it.
        title: What a drawn one is called otherwise.
    """
    if is_drawn:
        return title or OWN
    return NONE if row is None else sample_words(document, row)


def sample_words(document: Document, row: int) -> str:
    """Which sample of the dataset it is: "Test picture 12, a 7", "Training point 3, Blue"."""
    data, domain = document.dataset, domain_of(document)
    kind = "Test" if data.is_test[row] else "Training"
    name = data.classes[int(data.targets[row])].name if data.classes else ""
    label = with_article(name) if name and not domain.has_map else name
    return f"{kind} {domain.sample} {row + 1}{f', {label}' if label else ''}"


def answer_words(document: Document, answer: Sequence[float], value: int) -> str:
    """What the network says, in short: "7, 98 %", or one of the values."""
    classes = document.dataset.classes
    if not classes:
        return significant(float(document.dataset.units.value(value).to_units(answer[value])))
    best = max(range(len(classes)), key=lambda index: answer[index])
    return f"{classes[best].name}, {answer_text(document, answer[best])}"


def answer_text(document: Document, number: float) -> str:
    """A class's probability as percent, never as certain, or its score as a number."""
    if not resolve(document).gives_probabilities:
        return decimal(number)
    if 0.0 <= number < LEAST:
        return f"< {share(0.01)}"
    return f"> {share(0.99)}" if number > 1.0 - LEAST else share(number)
