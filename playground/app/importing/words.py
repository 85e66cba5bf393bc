"""What the import window says of the columns: what a person has to choose, and what is left out, and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from playground.domains import DOMAINS
from playground.interop.tables.columns.one_hot import ONE_HOT
from playground.interop.tables.importing import projected_columns

if TYPE_CHECKING:
    from playground.document.dataset import Dataset
    from playground.interop.tables.columns.suggestion import Suggestion
    from playground.interop.tables.data_table import DataTable
    from playground.interop.tables.importing import Choices

CONTROL_OF = {
    "style": "Numbers",
    "separator": "Separator",
    "encoding": "Encoding",
    "has_header": "Header",
    "x": "x",
    "y": "y",
    "target": "Answer",
    "meaning": "Means",
}
"""The control that answers a question."""
MOST_TOLD = 8


def asked_words(table: DataTable, choices: Choices, found: Suggestion | None, fault: str = "") -> str:
    """What has to be chosen before anything can be imported; "" where all is clear.

    Args:
        table: As it was read.
        choices: What the columns mean so far.
        found: What they most likely mean.
        fault: What is wrong with the columns that were named beforehand.
    """
    if table.doubts:
        doubt = table.doubts[0]
        return f"{doubt.text}. Choose at the left: {CONTROL_OF[doubt.about]}."
    if fault and choices.open:
        return f"{fault}. Choose at the left: {', '.join(sorted({CONTROL_OF[one] for one in choices.open}))}."
    questions = () if found is None else tuple(one for one in found.questions if one.about in choices.open)
    if not questions:
        return (
            f"Choose at the left: {', '.join(CONTROL_OF[one] for one in sorted(choices.open))}." if choices.open else ""
        )
    text = questions[0].text
    names = " and ".join(CONTROL_OF[one.about] for one in questions if one.text == text)
    pca = " Or show it as PCA or Table, which take all columns." if questions[0].about in {"x", "y"} else ""
    return f"{text}? Choose at the left: {names}.{pca}"


def left_out_lines(table: DataTable, choices: Choices, found: Suggestion) -> list[str]:
    """The columns that are not taken, each with the reason, as HTML."""
    used = {
        choices.target,
        choices.test,
        *choices.more,
        *((choices.x, choices.y) if choices.columns is None else choices.columns),
    }
    if choices.open:  # what is still to be chosen is not left out yet
        used |= {i for i in range(len(table.columns)) if i not in found.left_out}
    if choices.project:
        used |= set(projected_columns(table, choices))
    others = [
        f"{escape(column.name)} ({escape(_reason(i, found))})"
        for i, column in enumerate(table.columns)
        if i not in used and column.role != ONE_HOT
    ]
    if not others:
        return []
    more = f" and {len(others) - MOST_TOLD:,} more" if len(others) > MOST_TOLD else ""
    return [f"Columns left out: {', '.join(others[:MOST_TOLD])}{more}"]


def _reason(place: int, found: Suggestion) -> str:
    """Why a column is left out; one that was suggested for something is so because a person chose another."""
    suggested = {found.x, found.y, *found.targets, *found.columns}
    return "not chosen" if place in suggested else found.reasons[place]


def sample_of(data: Dataset) -> str:
    """What one of its samples is called."""
    return DOMAINS[data.domain].sample


def columns_words(data: Dataset) -> str:
    """How many columns a table has; "" for points of the plane."""
    return "" if DOMAINS[data.domain].is_drawn else f" of {len(data.columns)} columns"


def shown_lines(data: Dataset) -> list[str]:
    """Which two columns of a table the picture shows, as HTML; nothing for points of the plane."""
    if DOMAINS[data.domain].is_drawn:
        return []
    across, up = (escape(data.columns[column]) for column in data.shown_first)
    return [f"The picture shows {across} and {up}, each of which tells most by itself; the map shows any two"]
