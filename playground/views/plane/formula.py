"""What a network is inside one of its linear regions, as a formula of x and y in the units of the points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.tasks import TASKS
from playground.widgets.format import MINUS, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.domains.section import Section

DIGITS = 3


def formula_words(
    document: Document,
    formulas: NDArray[np.float64],
    place: tuple[float, float],
    section: Section | None = None,
    value: int = 0,
) -> str:
    """The formula at a place: of the one logit or score, of a value, or of the class that wins there.

    Args:
        document: Says what the outputs mean.
        formulas: a, b, c of each of them, (O, 3).
        place: In the region.
        section: The plane of samples that is cut into regions; None for that of the first two columns.
        value: Which of the values, where the outputs are values.
    """
    classes = document.dataset.classes
    best = int((formulas @ (*place, 1.0)).argmax())
    name = "logit" if resolve(document).gives_probabilities else "score"
    if not TASKS[document.task].has_classes:
        best = min(value, len(formulas) - 1)
        name = document.dataset.values[best]
    elif len(formulas) > 1:
        name = f"{name} of {classes[best].name}"
    units, axis = document.dataset.units, document.dataset.units.value(best if not classes else 0)
    section = section or document.dataset.section()
    x, y = units.column(section.across), units.column(section.up)
    a, b, c = (formulas[best] * axis.scale).tolist()
    c += axis.centre - a * x.centre / x.scale - b * y.centre / y.scale
    names = tuple(f" {document.dataset.columns[column]}" for column in (section.across, section.up))
    return f"{name} = {linear_words([a / x.scale, b / y.scale, c], (x.scale, y.scale, 1.0), (*names, ''))}"


def linear_words(
    numbers: list[float],
    sizes: tuple[float, ...] = (1.0, 1.0, 1.0),
    names: tuple[str, ...] = (" x", " y", ""),
) -> str:
    """The sum a x + b y + c: "0.42 x − 1.1 y + 3"; what is nearly zero beside the others is left out.

    Args:
        numbers: a, b, c.
        sizes: How far x, y and 1 reach.
        names: What stands behind each number.
    """
    shares = [abs(number) * size for number, size in zip(numbers, sizes, strict=True)]
    least = 1e-6 * max(shares)
    found = zip(numbers, names, shares, strict=True)
    parts = [(number, name) for number, name, share in found if share > least]
    if not parts:
        return "0"
    words = ""
    for number, name in parts:
        sign = MINUS if number < 0.0 else "+"
        words += f" {sign} " if words else (MINUS if number < 0.0 else "")
        words += f"{plain(abs(number), DIGITS)}{name}"
    return words
