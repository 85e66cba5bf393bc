"""What the third column means: labels of classes, or values to be learnt."""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import MOST_CLASSES
from playground.interop.csv_columns import Columns, shortened
from playground.interop.csv_layout import CLASS_WORDS, NOT_FINITE, NUMBER, VALUE_WORDS, CsvError

Floats = NDArray[np.float64]

_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters that UTF-8 cannot write."""


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """The column with its meaning.

    Attributes:
        targets: (N,), int64 class indices or float64 values.
        task: Which of the two.
        class_names: None for regression, and where the labels are the indices themselves.
    """

    targets: NDArray[np.int64] | Floats
    task: Literal["classification", "regression"]
    class_names: tuple[str, ...] | None


def interpret(columns: Columns, name: str, has_header: bool) -> Targets:
    """Tell classes from values.

    The header decides where it says "label" or "value" (or a word like these). Else text means classes; numbers
    mean values when one of them has a fraction, and classes when all are whole and few enough.

    Args:
        columns: The columns read.
        name: The target column's.
        has_header: Whether that name stands in the file.

    Raises:
        CsvError: A field is empty or not finite, a value no number, or the classes are too many.
    """
    for label, row in zip(columns.labels, columns.first_rows, strict=True):
        if not label or NOT_FINITE.fullmatch(label):
            fault = f"'{label}' is no label and no finite number" if label else "there is nothing"
            raise CsvError(f"row {row}, column {name}: {fault}")
    word = name.casefold() if has_header else ""
    values = columns.values
    if values is None:
        if word not in VALUE_WORDS and not all(map(NUMBER.fullmatch, columns.labels)):
            return _text_classes(columns, name)
        values = columns.numbers.read(list(columns.labels), columns.first_rows, name)[columns.codes]
    if word in VALUE_WORDS or (word not in CLASS_WORDS and not _are_classes(columns, values, name)):
        return Targets(values, "regression", None)
    return _number_classes(values, name)


def _text_classes(columns: Columns, name: str) -> Targets:
    count = len(columns.labels)
    if count > MOST_CLASSES:
        texts = [
            (label, row)
            for label, row in zip(columns.labels, columns.first_rows, strict=True)
            if not NUMBER.fullmatch(label)
        ]
        if len(texts) < count:
            label, row = texts[0]
            raise CsvError(f"row {row}, column {name}: '{shortened(label)}' is not a number, other rows have one")
        raise CsvError(f"column {name} has {count:,} different labels; {MOST_CLASSES} classes are the most")
    return Targets(columns.codes, "classification", tuple(columns.labels))


def _are_classes(columns: Columns, values: Floats, name: str) -> bool:
    """Whether numbers without a telling header are class labels."""
    if (values != np.round(values)).any():
        return False
    if len(np.unique(values)) <= MOST_CLASSES:
        return True
    if any(not label.lstrip("+-").isdigit() for label in columns.labels):
        return False
    raise CsvError(
        f"column {name} has {len(np.unique(values)):,} different whole numbers; {MOST_CLASSES} classes are "
        "the most, and for a regression the header has to call the column value"
    )


def _number_classes(values: Floats, name: str) -> Targets:
    distinct, indices = np.unique(values, return_inverse=True)
    if len(distinct) > MOST_CLASSES:
        raise CsvError(
            f"column {name} has {len(distinct):,} different labels; {MOST_CLASSES} classes are the most, "
            "and for a regression the header has to call the column value"
        )
    names = tuple(str(int(value)) if value == round(value) else str(value) for value in distinct.tolist())
    are_indices = names == tuple(str(index) for index in range(len(distinct)))
    return Targets(indices.astype(np.int64), "classification", None if are_indices else names)


def class_labels(names: list[str]) -> list[str]:
    """Return what to write for each class so that reading tells them apart: the names, or else their indices."""
    stripped = [name.strip() for name in names]
    keys = {float(name.replace(",", ".")) if NUMBER.fullmatch(name) else name for name in stripped}
    unreadable = any(not name or NOT_FINITE.fullmatch(name) or _CONTROL.search(name) for name in stripped)
    distinct = len(keys) == len(names)
    return stripped if distinct and not unreadable else [str(index) for index in range(len(names))]
