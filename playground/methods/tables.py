"""The tables of methods, by the field of `Training` that chooses from each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.methods.base import settings_of
from playground.methods.initializations import INITIALIZATIONS
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.methods.base import Method

METHODS: dict[str, Mapping[str, Method]] = {
    "optimizer": OPTIMIZERS,
    "loss": LOSSES,
    "schedule": SCHEDULES,
    "initialization": INITIALIZATIONS,
}
SETTINGS = {setting.name: setting for setting in settings_of(*METHODS.values())}
"""The settings of all kinds, by name."""


def users_of(setting: str) -> tuple[str, ...]:
    """Which field chooses the kinds that use a setting, and the names of these kinds: ("optimizer", "adam", ...)."""
    for field, table in METHODS.items():
        names = [kind.name for kind in table.values() if SETTINGS[setting] in kind.settings]
        if names:
            return field, *names
    raise KeyError(setting)
