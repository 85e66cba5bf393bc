"""What every method of training has in common: a name, words, settings, and perhaps code for the fused kernel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A field of `Training` that only some kinds use; its row in the form follows from it.

    Kinds that mean the same by it share one object (`settings.py`). A setting that no field of `Training` is written
    out for becomes one by itself.

    Attributes:
        name: Of the field, in files too.
        default: Its type is the field's: bool, int or float.
        label: Of the row.
        help: One sentence of what it does to learning.
        limits: As for `layers.base.setting`: `min`, `max`, `log`, `zero` ...
    """

    name: str
    default: bool | int | float
    label: str
    help: str
    limits: Mapping[str, Any] = field(default_factory=dict)


class Method:
    """A kind of optimizer, loss, schedule or initialization. It has no state: the table holds one object of each.

    Attributes:
        name: In files and on the command line.
        title: On screen.
        sentence: What it does, for menus and the glossary: one sentence without a full stop.
        settings: The fields of `Training` that it uses.
        usual: What it is meant to be used with where that is not the setting's default, by the name of the setting.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    sentence: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]] = ()
    usual: ClassVar[Mapping[str, bool | int | float]] = {}

    def fused(self) -> Any:
        """The compiled function that the fused kernel calls; a kind without one trains with PyTorch.

        It is asked for once, when the kernel loads, and imports numba and `playground.simd` then. It is called with
        numbers and flat arrays, allocates nothing, and reads settings as fields of the kernel's plan.
        """
        raise NotImplementedError(f"{self.title} has no fused code")

    @property
    def is_fused(self) -> bool:
        """Whether there is code for the fused kernel."""
        return type(self).fused is not Method.fused


Kind = TypeVar("Kind", bound=Method)


def by_name(*kinds: Kind) -> dict[str, Kind]:
    """A table of kinds.

    Raises:
        ValueError: Two kinds have the same name.
    """
    table = {kind.name: kind for kind in kinds}
    if len(table) < len(kinds):
        raise ValueError(f"two methods have the same name: {', '.join(kind.name for kind in kinds)}")
    return table


def titles(table: Mapping[str, Method]) -> dict[str, str]:
    """Names and titles of a table's kinds, as forms and menus take them."""
    return {name: kind.title for name, kind in table.items()}


def codes(table: Mapping[str, Method]) -> dict[str, int]:
    """The numbers by which the fused kernel calls the kinds that have code for it."""
    return {kind.name: number for number, kind in enumerate(kind for kind in table.values() if kind.is_fused)}


def settings_of(*tables: Mapping[str, Method]) -> tuple[Setting, ...]:
    """All settings of the kinds of some tables, each once, in the order of the tables."""
    return tuple(dict.fromkeys(one for table in tables for kind in table.values() for one in kind.settings))
