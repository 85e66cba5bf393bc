"""Which columns of a table go into a network: those called like its own, else as many in their order."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.domains import DOMAINS
from playground.domains.plane.domain import PlaneDomain
from playground.interop.tables.columns.one_hot import ONE_HOT
from playground.interop.tables.columns.roles import suggest
from playground.interop.tables.csv_layout import CsvError, listed
from playground.interop.tables.wishes import ALL, Wishes, column_called

if TYPE_CHECKING:
    from playground.document.dataset import Dataset
    from playground.interop.tables.columns.suggestion import Suggestion
    from playground.interop.tables.data_table import DataTable

MOST_NAMED = 6
OTHER_NAMES = "The columns are taken in their order: the network calls them otherwise"


def suggest_for(table: DataTable, wishes: Wishes, network: Dataset | None) -> tuple[Suggestion, tuple[str, ...]]:
    """What the columns of a table are for a network, with what is to be told of it.

    Args:
        table: Where it is to be evaluated.
        wishes: What is said of columns goes before their names.
        network: The data of the network; None for any of the plane.

    Raises:
        CsvError: The table has not the columns that the network needs.
    """
    if network is None:
        return suggest(table, wishes), ()
    if len(network.values) > 1 and not (wishes.label or wishes.value) and _by_name(table, network.values):
        wishes = replace(wishes, value=network.values)
    names, is_plane = network.columns, DOMAINS[network.domain].is_drawn
    if not (wishes.x or wishes.y or wishes.columns not in {(), ALL}):
        places = () if is_plane and names == PlaneDomain().keys(2) else _by_name(table, names)
        if places and is_plane:
            return suggest(table, replace(wishes, columns=()), {"x": places[0], "y": places[1]}), ()
        if places:
            return suggest(table, wishes, places=places), ()
        if not is_plane:
            notes = (OTHER_NAMES,) if any(column.is_named for column in table.columns) else ()
            return suggest(table, wishes, places=_in_order(table, wishes, names)), notes
    found = suggest(table, wishes)
    count = len(found.columns) or 2
    if count != len(names):
        raise CsvError(f"{count} columns are taken, and the network needs {len(names)}: {listed(names, MOST_NAMED)}")
    return found, ()


def _by_name(table: DataTable, names: tuple[str, ...]) -> tuple[int, ...]:
    """The columns of numbers of these names; none where one is not there."""
    with suppress(CsvError):
        places = tuple(column_called(table, name) for name in names if not name.strip().isdecimal())
        if len(set(places)) == len(names) and all(np.isfinite(table.columns[i].numbers).any() for i in places):
            return places
    return ()


def _in_order(table: DataTable, wishes: Wishes, names: tuple[str, ...]) -> tuple[int, ...]:
    """All columns beside label and test, or all of numbers, where they are as many as the network needs."""
    with suppress(CsvError):
        found = suggest(table, Wishes(columns=ALL, label=wishes.label, value=wishes.value))
        if len(found.columns) == len(names) and not found.questions:
            return found.columns
    numeric = tuple(i for i in table.numeric if table.columns[i].role not in {"ignore", "test", ONE_HOT})
    if len(numeric) == len(names):
        return numeric
    called = {column.name.strip().casefold() for column in table.columns}
    lacking = next((name for name in names if name.strip().casefold() not in called), names[0])
    raise CsvError(
        f"the network needs {len(names)} columns of numbers ({listed(names, MOST_NAMED)}), and there is no "
        f"{lacking}; there are: {listed((column.name for column in table.columns), MOST_NAMED)}"
    )
