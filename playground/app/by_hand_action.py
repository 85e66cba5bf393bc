"""The row of the table of actions that works one step of training out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.action_info import ActionInfo

if TYPE_CHECKING:
    from playground.app.shell import Shell


def _toggle(shell: Shell) -> None:
    selection = shell.session.selection
    if not selection.by_hand:
        shell.layout_of_panels.open("network")
    selection.work_by_hand(on=not selection.by_hand)


BY_HAND = ActionInfo(
    "Train",
    "One step by hand",
    _toggle,
    ("Ctrl+Shift+B",),
    "sigma",
    "Forwards, the loss, backwards by the chain rule, and each weight's step, with their numbers; pauses training.",
    is_on=lambda s: s.session.selection.by_hand,
)
