"""Documents of older versions, brought to the newest one step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MIGRATIONS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = ()
"""The first brings plain values of version 1 to version 2, and so on. A field that is new with a default, or left out,
needs none: only a changed meaning does. Whoever adds one adds a file of the version before to `tests/storage/golden`.
"""


def newest() -> int:
    """The version that this program writes."""
    return len(MIGRATIONS) + 1


def migrated(raw: dict[str, Any], version: int) -> dict[str, Any]:
    """Plain values of a version, from 1 to the newest, as plain values of the newest."""
    for migrate in MIGRATIONS[version - 1 :]:
        raw = migrate(raw)
    return raw
