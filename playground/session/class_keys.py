"""Which class a key of the keyboard means: the one that is called so, else by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.dataset import DataClass

CLASS_KEYS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""In the order of the classes that they mean where none is called by the key."""


def class_of_key(classes: Sequence[DataClass], key: str) -> int | None:
    """The class that a key means, by its index; None for none.

    Args:
        classes: Those of the dataset.
        key: A digit or a letter. Where a class has that name (letters in either case) it is meant, else the one that
            stands in the key's place: 1 the first, 0 the tenth, A the eleventh. Where digits are names, as of written
            digits, no digit means a place; nor does a letter where letters are names.
    """
    names = [one.name.upper() for one in classes]
    wanted = key.upper()
    if wanted in names:
        return names.index(wanted)
    place = CLASS_KEYS.find(wanted) if len(wanted) == 1 else -1
    if not 0 <= place < len(classes):
        return None
    is_digit = wanted.isdigit()
    are_names = any(len(name) == 1 and name in CLASS_KEYS and name.isdigit() == is_digit for name in names)
    return None if are_names else place


KEYED = 9
"""Of classes that are called otherwise, so many are taken in hand by a digit, and so many values are shown by one."""


def digit_of_class(classes: Sequence[DataClass], index: int) -> str:
    """The digit that takes a class in hand, or adds the next one; empty where none does.

    Args:
        classes: Those of the dataset.
        index: From 0; beyond the classes that there are it is one that can be added.
    """
    if index >= len(classes):
        digit = str(index + 1)
        return digit if index < KEYED and class_of_key(classes, digit) is None else ""
    named = (digit for digit in "0123456789" if digit == classes[index].name)
    placed = (str(index + 1),) if index < KEYED else ()
    return next((digit for digit in (*named, *placed) if class_of_key(classes, digit) == index), "")
