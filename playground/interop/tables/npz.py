"""Arrays of numpy as a table: matrices and vectors that fit each other, x, y and label, train and test."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.interop.tables.csv_layout import MOST_COLUMNS, CsvError, shortened
from playground.interop.tables.data_table import Column, DataTable, NumberTexts
from playground.interop.tables.numpy_arrays import array_of_npy, arrays_of_npz

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Arrays = dict[str, Array]

MOST_ROWS = 10_000_000
MOST_TEXT_ROWS = 2_000_000
_ANSWERS = frozenset(
    {"y", "t", "target", "targets", "label", "labels", "class", "classes", "value", "values", "output", "outputs"}
)
_LABELS = frozenset({"label", "labels", "class", "classes"})
_VALUES = frozenset({"value", "values"})
_INPUTS = frozenset({"x", "data", "features", "inputs", "input", "points", "samples"})
_COLUMN_NAMES = frozenset({"feature_names", "columns", "column_names", "names", "features_names"})
_CLASS_NAMES = frozenset({"target_names", "class_names", "label_names"})
_SPLIT = re.compile(r"(?:(.+?)[_ -]?(train|test)|(train|test)[_ -]?(.+))", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """What is made of arrays on the way to a table."""

    columns: list[Column] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_npz(data: bytes, name: str) -> DataTable:
    """Read the arrays of an .npz that fit each other.

    Args:
        data: The file.
        name: Of it.

    Raises:
        CsvError: As `arrays_of_npz`, or there is no array that makes columns.
    """
    return _table_of(arrays_of_npz(data), name)


def read_npy(data: bytes, name: str) -> DataTable:
    """Read an .npy: a matrix with a column for each of its own, or records.

    Raises:
        CsvError: As `array_of_npy`, or it makes no columns.
    """
    array = array_of_npy(data)
    if array.ndim == 1 and not array.dtype.names:
        raise CsvError("it holds one column; points need two, x and y")
    return _table_of({"": array}, name)


def _table_of(arrays: Arrays, name: str) -> DataTable:
    found = _Found()
    arrays = _records(arrays)
    names = {key: _texts(arrays.pop(key)) for key in list(arrays) if key.casefold() in _COLUMN_NAMES | _CLASS_NAMES}
    arrays, tests = joined_splits(arrays)
    usable = _turned(_usable(arrays, found), found)
    if not usable:
        raise CsvError("there are no vectors or matrices in it that make columns")
    length = _length(usable)
    if length > MOST_ROWS:
        raise CsvError(f"there are {length:,} rows; {MOST_ROWS:,} are the most")
    for key, array in list(usable.items()):
        if len(array) != length:
            found.notes.append(f"{_array_word(key)} of {_shape(array)} does not fit the others and is left out")
            del usable[key]
    if sum(_width(array) for array in usable.values()) > MOST_COLUMNS:
        raise CsvError(f"there are more than {MOST_COLUMNS:,} columns, the most that are read")
    _add_columns(usable, names, found)
    if tests is not None and len(tests) == length:
        found.columns.append(_numbers("test", tests.astype(np.float64), "test"))
    return DataTable(name, tuple(found.columns), np.arange(1, length + 1), notes=tuple(found.notes))


# ---- which arrays ---------------------------------------------------------------------------------------------------


def _records(arrays: Arrays) -> Arrays:
    """Arrays of records as an array for each field."""
    made: Arrays = {}
    for key, array in arrays.items():
        if not array.dtype.names:
            made[key] = array
            continue
        for title in array.dtype.names:
            made[title if title not in made and title not in arrays else f"{key}.{title}"] = array[title]
    return made


def joined_splits(arrays: Arrays) -> tuple[Arrays, NDArray[np.bool_] | None]:
    """With "X_train" and "X_test" as one array; and which of its rows test, (N,), None where there is no such pair."""
    parts: dict[str, dict[str, str]] = {}
    for key in arrays:
        match = _SPLIT.fullmatch(key)
        if match is not None:
            which = (match[2] or match[3]).casefold()
            parts.setdefault(match[1] or match[4], {})[which] = key
    joined, tests = dict(arrays), None
    for title, keys in parts.items():
        if set(keys) != {"train", "test"}:
            continue
        train, test = arrays[keys["train"]], arrays[keys["test"]]
        if train.ndim < 1 or train.shape[1:] != test.shape[1:] or train.dtype.kind != test.dtype.kind:
            continue
        del joined[keys["train"]], joined[keys["test"]]
        joined[title] = np.concatenate([train, test])
        tests = np.arange(len(train) + len(test)) >= len(train)
    return joined, tests


def _usable(arrays: Arrays, found: _Found) -> Arrays:
    """The vectors and matrices of numbers or texts; words about the others."""
    usable: Arrays = {}
    for key, array in arrays.items():
        named = f"'{shortened(key)}'"
        if array.ndim == 0:
            found.notes.append(f"{named} is a single entry and is left out")
        elif array.ndim > 2 or not array.size:
            found.notes.append(f"Array {named} of {_shape(array)} is left out")
        elif array.dtype.kind not in "biufSU":
            found.notes.append(f"Array {named} holds no numbers or texts ({array.dtype}) and is left out")
        else:
            usable[key] = array
    return usable


def _turned(arrays: Arrays, found: _Found) -> Arrays:
    """With arrays that have a column for each point the other way round."""
    wide = {key: array for key, array in arrays.items() if array.ndim == 2 and array.shape[0] < array.shape[1]}
    if not wide:
        return arrays
    lengths = {len(array) for key, array in arrays.items() if key not in wide}
    points = {array.shape[1] for array in wide.values()}
    inputs = [array for key, array in wide.items() if array.shape[0] > 1]
    if len(points) != 1 or (lengths and lengths != points):
        return arrays
    # A single wide matrix may be points in columns, as MATLAB has them, or a few samples of many numbers; only two or
    # three rows tell.
    if not inputs or (not lengths and len(wide) == 1 and inputs[0].shape[0] > 3):
        return arrays
    title = next(key for key, array in wide.items() if array.shape[0] > 1)
    found.notes.append(f"{_array_word(title)} of {_shape(wide[title])} has a column for each point and is turned round")
    return {key: array.T if key in wide else array for key, array in arrays.items()}


def _length(arrays: Arrays) -> int:
    """How many rows the points have: as the inputs, else as most arrays, else as the longest."""
    for key, array in arrays.items():
        if key.casefold() in _INPUTS and array.ndim == 2:
            return len(array)
    lengths = [len(array) for array in arrays.values()]
    return max(lengths, key=lambda one: (lengths.count(one), one))


def _width(array: Array) -> int:
    return int(array.shape[1]) if array.ndim == 2 else 1


def _array_word(key: str) -> str:
    """How a message begins: that of an .npy file has no name."""
    return f"Array '{shortened(key)}'" if key else "The array"


def _shape(array: Array) -> str:
    return "shape " + " × ".join(f"{side:,}" for side in array.shape) if array.ndim else "no shape"


# ---- columns --------------------------------------------------------------------------------------------------------


def _add_columns(arrays: Arrays, names: dict[str, list[str]], found: _Found) -> None:
    lower = {key.casefold() for key, array in arrays.items() if _width(array) == 1}
    has_matrix = any(_width(array) > 1 and key.casefold() not in _ANSWERS for key, array in arrays.items())
    are_coordinates = {"x", "y"} <= lower and not has_matrix
    titles = next((texts for key, texts in names.items() if key.casefold() in _COLUMN_NAMES), [])
    classes = next((texts for key, texts in names.items() if key.casefold() in _CLASS_NAMES), [])
    for key, array in arrays.items():
        if _width(array) > 1:
            found.columns += _columns_of(key, array, titles)
            continue
        vector = array.reshape(-1)
        role = key.casefold() if are_coordinates and key.casefold() in {"x", "y"} else _role_of(key, vector)
        if not (role and classes and _name_classes(key, vector, classes, found)):
            found.columns.append(_column(key, vector, role))


def _role_of(key: str, vector: Array) -> str:
    """What the name of a vector says that it is."""
    plain = key.casefold()
    if plain not in _ANSWERS:
        return ""
    if plain in _VALUES:
        return "value"
    return "class" if plain in _LABELS and vector.dtype.kind != "f" else "target"


def _columns_of(key: str, matrix: Array, titles: list[str]) -> list[Column]:
    width = matrix.shape[1]
    named = titles if len(titles) == width else [f"{key}[{i}]" if key else f"Column {i + 1}" for i in range(width)]
    return [_column(title, matrix[:, i], "") for i, title in enumerate(named)]


def _name_classes(key: str, vector: Array, classes: list[str], found: _Found) -> bool:
    """Put the names of classes in place of their numbers; whether they are such."""
    if vector.dtype.kind not in "iu" or vector.min() < 0 or vector.max() >= len(classes):
        return False
    named = np.array(classes)[vector.astype(np.intp)]
    found.columns.append(_column(key, named, "class"))
    return True


def _column(name: str, values: Array, role: str) -> Column:
    title = shortened(name) or "Column 1"
    if values.dtype.kind in "biuf":
        return _numbers(title, values.astype(np.float64), role)
    if len(values) > MOST_TEXT_ROWS:
        raise CsvError(f"array '{title}' holds {len(values):,} texts; {MOST_TEXT_ROWS:,} are the most")
    return Column(title, tuple(text.strip() for text in _clean(values).tolist()), role=role)


def _numbers(title: str, values: NDArray[np.float64], role: str) -> Column:
    return Column(title, NumberTexts(values), role=role, exact=values)


def _texts(array: Array) -> list[str]:
    return [str(text).strip() for text in _clean(array).reshape(-1)[:MOST_COLUMNS]] if array.dtype.kind in "SU" else []


def _clean(values: Array) -> Array:
    """Texts without what no text may hold: bytes become letters, impossible ones a mark."""
    if values.dtype.kind == "S":
        return np.array([text.decode("utf-8", "replace") for text in values.reshape(-1).tolist()]).reshape(values.shape)
    if not values.dtype.itemsize:
        return np.zeros(values.shape, "U1")
    # As numbers, since Python refuses to make a text of an impossible code, and one such cell would cost the whole
    # column.
    native = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("="), copy=True)
    codes = native.view(np.uint32)
    codes[(codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))] = 0xFFFD
    return native
