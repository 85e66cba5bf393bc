"""What the panel says of an answer and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.document.scaling import IDENTITY
from playground.widgets.format import decimal, significant

if TYPE_CHECKING:
    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.training.probes.explanation import SharedAnswer
    from playground.training.probes.fooling import FooledSample

LEAST_MISSING = 1e-4


def answer_name(document: Document, index: int) -> str:
    """The class, or the value, of an index, ready for rich text."""
    data = document.dataset
    names = [one.name for one in data.classes] or list(data.values)
    name = names[index] if index < len(names) else ""
    return name.replace("&", "&amp;").replace("<", "&lt;")


def answers_of(dataset: Dataset) -> int:
    """How many probabilities, or values, an answer to a sample has."""
    return len(dataset.classes or dataset.values)


def mend_words(document: Document, label: int, step: FooledSample | None) -> str:
    """What a sample is that is answered wrongly, and how far it lies from being answered rightly.

    Args:
        document: Names the classes.
        label: The class of the sample.
        step: The smallest that mends it; None where that is not known yet.
    """
    words = f"Wrong: it is <b>{answer_name(document, label)}</b>."
    if step is None:
        return words
    if not step.is_done:
        return f"{words} No step within reach mends it."
    return f"{words} The border is <b>{significant(step.length)}</b> away (L2): the smallest step that mends it."


def unit_words(document: Document) -> str:
    """What a step changes, and how it is measured."""
    if not domain_of(document).has_map:
        return "a pixel's ink"
    return "an input" if document.scaling == IDENTITY else "an input, in standard deviations,"


def quantity(document: Document) -> str:
    """What is shared out: log-odds of a class, its lead where sums are no logits, or the sum that gives a value."""
    if not document.dataset.classes:
        return "sum"
    return "log-odds" if resolve(document).gives_probabilities else "lead"


def way_words(document: Document, found: SharedAnswer) -> str:
    """What the colours and bars mean."""
    name, domain = answer_name(document, found.answer), domain_of(document)
    nothing = _nothing(document)
    if domain.has_map:
        more, less = ("<b>Right</b>", "<b>left</b>")
        each, a_little, grows = "input", "a little more of the input", " The arrow on the map shows which way it grows."
    else:
        more, less = ("<b>Blue</b>", "<b>orange</b>")
        each, a_little, grows = "pixel", "a little more ink", ""
    parts = {
        "gradient": f"{more}: {a_little} speaks for {name}; {less}: against.",
        "times_input": f"{more}: what the {each} adds to {name}; {less}: what it takes away.",
        "integrated": f"{more}: what the {each} adds to {name} on the way from {nothing}; {less}: takes away.",
        "occlusion": f"{more}: {name} would lose it where the {each} is covered by {nothing}; {less}: gain.",
    }
    return parts[found.way] + grows


def check_words(document: Document, found: SharedAnswer) -> str:
    """The answer as a number, and whether its parts add up to it."""
    what, name = quantity(document), answer_name(document, found.answer)
    words = f"The {what} of {name}: <b>{decimal(found.score)}</b>."
    if found.base_score is None:
        return words
    difference, total = found.score - found.base_score, float(found.terms.sum())
    missing = abs(difference - total)
    check = "nothing is missing" if missing < LEAST_MISSING else f"{significant(missing, 2)} is missing"
    nothing = _nothing(document)
    return (
        f"{words} From {nothing} it is {decimal(found.base_score)}: the parts add up to <b>{decimal(total, 4)}</b> "
        f"of {decimal(difference, 4)}, {check}."
    )


def _nothing(document: Document) -> str:
    return "the mean of the training data" if domain_of(document).has_map else "blank paper"
