"""Files that say what their columns are before the rows begin: ARFF, KEEL, and Orange's three rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from playground.interop.tables.csv_layout import MOST_COLUMNS, CsvError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_HEAD = 20_000
"""Lines that are looked through for the row in which the data begin."""
_ATTRIBUTE = re.compile(r"@attribute\s+('(?:[^'\\]|\\.)*'|\"[^\"]*\"|[^\s{]+)\s*(.*)", re.IGNORECASE)
_ORANGE_TYPES = frozenset({"c", "d", "s", "t", "continuous", "discrete", "string", "time", "basket", "n", "numeric"})
_ORANGE_FLAGS = {"class": "target", "meta": "ignore", "m": "ignore", "ignore": "ignore", "i": "ignore"}
_ORANGE_NAME = re.compile(r"([cmiw]?)([CDSTN]?)#(.+)")


@dataclass(frozen=True, slots=True)
class Declared:
    """Columns as a file declares them.

    Attributes:
        names: Of the columns.
        roles: As `Column.role`, one for each name.
        skip: Lines above the first row.
        separators: Those that may stand between the fields.
    """

    names: tuple[str, ...]
    roles: tuple[str, ...]
    skip: int
    separators: tuple[str, ...]


def declared_head(lines: Sequence[str]) -> Declared | None:
    """What the first lines declare; None where they declare nothing.

    Args:
        lines: All lines, or so many that the rows have begun.

    Raises:
        CsvError: A declaration that cannot be read.
    """
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("%")), "")
    if first.lstrip().casefold().startswith(("@relation", "@attribute")):
        return _attributes(lines)
    return _orange(lines)


# ---- ARFF and KEEL --------------------------------------------------------------------------------------------------


def _attributes(lines: Sequence[str]) -> Declared:
    names: list[str] = []
    kinds: list[str] = []
    outputs: list[str] = []
    for number, line in islice(_declarations(lines), MOST_HEAD):
        word = line.split(maxsplit=1)[0].casefold()
        if word == "@attribute":
            name, kind = _attribute(line, number)
            names.append(name)
            kinds.append(kind)
        elif word in {"@output", "@outputs"}:
            outputs += [name.strip() for name in line.partition(" ")[2].split(",")]
        elif word == "@data":
            _check_body(names, lines[number:])
            roles = _roles_of(names, kinds, outputs)
            return Declared(tuple(names), tuple(roles), number, (",", "\t", " "))
    raise CsvError("it declares attributes, and has no line @data")


def _declarations(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        if stripped.startswith("@"):
            yield number, stripped


def _attribute(line: str, number: int) -> tuple[str, str]:
    match = _ATTRIBUTE.match(line)
    if match is None:
        raise CsvError(f"line {number}: an attribute without a name")
    name, kind = match[1], match[2].strip().casefold()
    return name.strip("'\"").strip(), "nominal" if kind.startswith("{") else kind.split("[")[0].split(" ")[0]


def _check_body(names: list[str], body: Sequence[str]) -> None:
    if not names:
        raise CsvError("it declares no columns before its line @data")
    if len(names) > MOST_COLUMNS:
        raise CsvError(f"it declares {len(names):,} columns; {MOST_COLUMNS:,} are the most")
    first = next((line.strip() for line in body if line.strip() and not line.lstrip().startswith("%")), "")
    if first.startswith("{"):
        raise CsvError("its rows are sparse ({place value, …}), which is not read")


def _roles_of(names: list[str], kinds: list[str], outputs: list[str]) -> list[str]:
    """The outputs of KEEL are the answer; in ARFF the last attribute is by custom, where it is nominal."""
    roles = ["nominal" if kind == "nominal" else "ignore" if kind in {"string", "date"} else "" for kind in kinds]
    called = [i for i, name in enumerate(names) if name in outputs]
    custom = [len(kinds) - 1] if kinds and kinds[-1] == "nominal" else []
    for i in called or custom:
        roles[i] = "class" if kinds[i] == "nominal" else "value" if kinds[i] == "real" else "target"
    return roles


# ---- Orange ---------------------------------------------------------------------------------------------------------


def _orange(lines: Sequence[str]) -> Declared | None:
    """Names, types and flags in three rows, separated by tabs."""
    heads = [line.rstrip("\r\n").split("\t") for line in lines[:3]]
    if len(heads) < 3 or len(heads[0]) < 2 or not (_are_types(heads[1]) and _are_flags(heads[2])):
        return None
    names = [name.strip() for name in heads[0]]
    types = _padded([kind.strip() for kind in heads[1]], len(names))
    flags = _padded(heads[2], len(names))
    roles = [_role_of(kind, flag) for kind, flag in zip(types, flags, strict=True)]
    return Declared(tuple(names), tuple(roles), 3, ("\t",))


def _padded(cells: list[str], length: int) -> list[str]:
    return (cells + [""] * length)[:length]


def _are_types(cells: list[str]) -> bool:
    """Whether a row names a type for each column; a list of values, "a b c", is a discrete one."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and sum(cell.casefold() in _ORANGE_TYPES for cell in filled) * 2 >= len(filled)


def _are_flags(cells: list[str]) -> bool:
    words = [word.casefold() for cell in cells for word in cell.split()]
    return all(word in _ORANGE_FLAGS or "=" in word for word in words)


def _role_of(kind: str, flags: str) -> str:
    words = [word.casefold() for word in flags.split()]
    said = next((_ORANGE_FLAGS[word] for word in words if word in _ORANGE_FLAGS), "")
    is_nominal = bool(kind) and kind.casefold() not in _ORANGE_TYPES - {"d", "discrete"}
    if said == "target":
        return (
            "class" if is_nominal else "value" if kind.casefold() in {"c", "continuous", "n", "numeric"} else "target"
        )
    return said or ("nominal" if is_nominal else "")


def orange_name(cell: str) -> tuple[str, str] | None:
    """Name and role of a header cell such as "cD#kind"; None where it has no such flags."""
    match = _ORANGE_NAME.fullmatch(cell.strip())
    if match is None or not (match[1] or match[2]):
        return None
    flag, kind, name = match.groups()
    if flag == "c":
        return name, "class" if kind == "D" else "value" if kind in {"C", "N"} else "target"
    return name, "ignore" if flag in {"m", "i", "w"} or kind == "S" else "nominal" if kind == "D" else ""
