"""A column of few texts as columns of 0 and 1, one for each text (one-hot encoding), so that it can be an input."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import readable_name
from playground.interop.tables.columns.one_hot import ONE_HOT
from playground.interop.tables.csv_layout import CsvError, listed
from playground.interop.tables.data_table import Column, NumberTexts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from playground.interop.tables.data_table import DataTable

FEWEST_TEXTS, MOST_TEXTS = 2, 12
"""So many different texts a column can hold that becomes inputs; more of them are names rather than kinds."""


def is_text(column: Column) -> bool:
    """Whether a column holds words: most of what is in it is no number."""
    return not column.is_numeric and not np.isfinite(column.numbers).any() and column.distinct_count > 0


def can_be_input(column: Column) -> bool:
    """Whether a column of words can stand among the columns of a table."""
    return is_text(column) and column.role not in {"ignore", "test", ONE_HOT} and not text_refusal(column)


def text_refusal(column: Column) -> str:
    """Why a column of words is no input, as the end of a sentence; "" for none."""
    count = column.distinct_count
    if FEWEST_TEXTS <= count <= MOST_TEXTS:
        return ""
    if count < FEWEST_TEXTS:
        return "holds one text only, from which nothing can be learned"
    return f"holds {count:,} different texts; a column of {FEWEST_TEXTS} to {MOST_TEXTS} can become columns of 0 and 1"


def width_of(column: Column) -> int:
    """How many inputs a column becomes: one of numbers, or as many as it has texts."""
    return column.distinct_count if is_text(column) else 1


def indicator_name(column: Column, text: str) -> str:
    """What the column of a text is called: "kind: flat"."""
    return readable_name(f"{column.name}: {' '.join(text.split())}")


def with_indicators(table: DataTable, places: Sequence[int]) -> tuple[DataTable, tuple[int, ...]]:
    """The table with the columns of 0 and 1 that stand for columns of words, behind its own.

    A cell without a text is one without a number in each of them.

    Args:
        table: Where they are.
        places: The columns that are inputs, of numbers or words.

    Returns:
        That table, with a note for each column of words, and the places of the inputs, in their order.

    Raises:
        CsvError: A column of words has too few or too many of them.
    """
    columns, notes, found = list(table.columns), list(table.notes), list[int]()
    for place in places:
        column = table.columns[place]
        if not is_text(column):
            found.append(place)
            continue
        if refusal := text_refusal(column):
            raise CsvError(f"column {column.name} {refusal}")
        texts = sorted(column.labels)
        found += range(len(columns), len(columns) + len(texts))
        columns += [_indicator(column, text) for text in texts]
        names = listed((indicator_name(column, text) for text in texts), 4)
        notes.append(f"{column.name} is text and becomes {len(texts)} columns of 0 and 1 ({names})")
    return replace(table, columns=tuple(columns), notes=tuple(notes)), tuple(found)


def with_indicators_of(table: DataTable, names: Collection[str]) -> DataTable:
    """The table with the columns of 0 and 1 that a network was trained on, made of its columns of words.

    A text that the network does not know is one without a number.

    Args:
        table: What the network is to answer.
        names: The columns of the network.
    """
    called, own, made = {column.name for column in table.columns}, list(table.columns), list[Column]()
    for place, column in enumerate(table.columns):
        wanted = [name for name in names if name.startswith(f"{column.name}: ") and name not in called]
        if not wanted or not is_text(column):
            continue
        texts = {indicator_name(column, text): text for text in column.labels}
        known = {texts[name] for name in wanted if name in texts}
        made += [_indicator(column, texts.get(name), known, name) for name in wanted]
        own[place] = replace(column, role=ONE_HOT)  # it is in use, and no label
    return replace(table, columns=(*own, *made)) if made else table


def _indicator(column: Column, text: str | None, known: Collection[str] = (), name: str = "") -> Column:
    """1 where a column holds a text, 0 where it holds another one; nan where nothing, or a text that is not known."""
    kept = set(known) if name else set(column.labels)
    numbers = np.array([float(cell == text) if cell in kept else np.nan for cell in column.texts])
    return Column(name or indicator_name(column, text or ""), NumberTexts(numbers), exact=numbers)
