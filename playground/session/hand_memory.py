"""What a person has set the tools to, as text to be remembered; what a text says wrongly is passed over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playground.domains.plane.symmetry import KINDS, LEAST_FOLDS, MOST_FOLDS, Symmetry
from playground.domains.plane.tool_options import ActionOption, AmountOption, ChoiceOption, Option
from playground.domains.plane.tools import TOOLS
from playground.session.hand import PENS
from playground.session.plain import members, number

if TYPE_CHECKING:
    from playground.session.hand import Hand

LONGEST = 20_000
"""Characters; all options of all tools are a tenth of it."""


def remembered(hand: Hand) -> str:
    """Brush size, options that are not as at first, symmetry and pen, as JSON."""
    options = {
        f"{tool.name}.{option.name}": hand.option(tool.name, option.name)
        for tool in TOOLS.values()
        for option in tool.options
        if not isinstance(option, ActionOption) and hand.option(tool.name, option.name) != option.start
    }
    symmetry = {"kind": hand.symmetry.kind, "folds": hand.symmetry.folds}
    return json.dumps({"radius": hand.radius, "options": options, "symmetry": symmetry, "pen": hand.pen})


def recall(hand: Hand, text: str) -> None:
    """Set a hand to what was remembered; what is missing, of another kind or out of range stays as at first."""
    said = _object(text)
    radius = number(said.get("radius"))
    if radius is not None:
        hand.set_radius(radius)
    symmetry = members(said.get("symmetry"))
    folds = number(symmetry.get("folds"))
    kind = next((kind for kind in KINDS if kind == symmetry.get("kind")), hand.symmetry.kind)
    folds = hand.symmetry.folds if folds is None else min(max(folds, LEAST_FOLDS), MOST_FOLDS)
    hand.set_symmetry(Symmetry(kind, round(folds)))
    hand.set_pen(next((pen for pen in PENS if pen == said.get("pen")), hand.pen))
    options = members(said.get("options"))
    for tool in TOOLS.values():
        for option in tool.options:
            value = _fitting(option, options.get(f"{tool.name}.{option.name}"))
            if value is not None:
                hand.set_option(tool.name, option.name, value)


def _fitting(option: Option, value: object) -> float | str | bool | None:
    """The value if the option can have it, brought into its range; else None."""
    if isinstance(option, ActionOption):
        return None
    if isinstance(option, AmountOption):
        found = number(value)
        return None if found is None else min(max(found, option.least), option.most)
    if isinstance(option, ChoiceOption):
        return next((way.name for way in option.ways if way.name == value), None)
    return value if isinstance(value, bool) else None


def _object(text: str) -> dict[str, object]:
    try:
        return members(json.loads(text)) if len(text) <= LONGEST else {}
    except (ValueError, RecursionError):
        return {}
