"""What a person has said about a table beforehand, in the words of the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.interop.tables.csv_layout import SEPARATORS, CsvError, listed

if TYPE_CHECKING:
    from playground.interop.tables.data_table import DataTable
    from playground.interop.tables.number_style import NumberStyle

SEPARATOR_WORDS = {
    **{word: key for key, word in SEPARATORS.items()},
    "\\t": "\t", "space": " ", "spaces": " ", "blank": " ", "whitespace": " ", "pipe": "|",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """Each is empty, or None, where nothing is said and the reader decides or asks.

    Attributes:
        x: Column of x: its name, or its number from 1.
        y: Column of y.
        columns: In place of x and y the columns of a table, 3 to 64; ("all",) for every column of numbers.
        label: Column of the class of each point.
        value: Columns of the values of each point, 1 to 16.
        separator: A key of `SEPARATORS` or its word.
        decimal: "." or ",".
        style: How numbers are written, where more than the decimal mark is said.
        encoding: As Python names it.
        skip_lines: Lines to leave out at the top.
        header: Whether the first row names the columns.
        sheet: Sheet of a workbook.
        test: Share of the points that test, 0 to 1.
        standardise: Whether the network gets the numbers standardised, or as they are.
        drop_rows: Whether rows that make no point are left out without asking.
    """

    x: str = ""
    y: str = ""
    columns: tuple[str, ...] = ()
    label: str = ""
    value: tuple[str, ...] = ()
    separator: str = ""
    decimal: str = ""
    style: NumberStyle | None = None
    encoding: str = ""
    skip_lines: int | None = None
    header: bool | None = None
    sheet: str = ""
    test: float | None = None
    standardise: bool = True
    drop_rows: bool = False

    @property
    def separator_key(self) -> str:
        """The separator as a key of `SEPARATORS`; "" for none.

        Raises:
            CsvError: It is none of them.
        """
        if not self.separator or self.separator in SEPARATORS:
            return self.separator
        found = SEPARATOR_WORDS.get(self.separator.strip().casefold())
        if found is None:
            words = ", ".join(f"'{key}' or {word}" if key.strip() else word for key, word in SEPARATORS.items())
            raise CsvError(f"--separator {self.separator!r} is none that is known: {words}")
        return found


NO_WISHES = Wishes()
ALL = ("all",)
"""Of `Wishes.columns`."""


def column_called(table: DataTable, text: str) -> int:
    """The place of a column by its name, in any case where that is clear, or by its number from 1.

    Raises:
        CsvError: There is none, or there are several.
    """
    names = [column.name for column in table.columns]
    for found in (
        [i for i, name in enumerate(names) if name == text],
        [i for i, name in enumerate(names) if name.casefold() == text.strip().casefold()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            numbers = ", ".join(str(i + 1) for i in found)
            raise CsvError(f"{len(found)} columns are called {text}; say which by its number: {numbers}")
    if text.strip().isdecimal() and 1 <= int(text) <= len(names):
        return int(text) - 1
    raise CsvError(f"no column is called {text}; there are: {listed(names, 20)}")
