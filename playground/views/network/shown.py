"""What each column of the network shows of its layer: a tile for each unit or feature map, or that numbers pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.document.model import INPUT_UID, domain_of
from playground.document.plan import resolve

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.plan import Plan, PlannedLayer
    from playground.layers import Layer


@dataclass(frozen=True, slots=True)
class ShownUnits:
    """Of one column.

    Attributes:
        count: Tiles that it has: units, or the channels of maps.
        passes: Whether it has no tiles because it lays the numbers of maps out in a row, or only hands such a row on.
    """

    count: int
    passes: bool = False


def shows_pictures(document: Document) -> bool:
    """Whether units show what they make of the picture at hand, rather than a map of all samples."""
    return not domain_of(document).has_map


def shown_units(plan: Plan) -> dict[int, ShownUnits]:
    """What the column of each uid shows, the inputs and the output included."""
    before = ShownUnits(plan.shape_in[0])
    found = {INPUT_UID: before}
    for one in plan.layers:
        before = found[one.uid] = _shown(one, before)
    return found


def picture_title(layer: Layer) -> str:
    """What a card says of its layer where samples are pictures: the kind, of a convolution with its kernel."""
    return layer.title if layer.short_title == layer.caption() else layer.short_title


def _shown(one: PlannedLayer, before: ShownUnits) -> ShownUnits:
    layer, shape = one.layer, one.shape_out
    if len(shape) > 1:
        return ShownUnits(shape[0])
    keeps = not (layer.makes_units or layer.has_weights or layer.is_mixing)
    lays_out = len(one.shape_in) > 1 and one.units > before.count
    if keeps and (lays_out or (before.passes and one.shape_in == shape)):
        return ShownUnits(before.count, passes=True)
    return ShownUnits(one.own_units)


def own_shown(document: Document) -> list[ShownUnits]:
    """The same of the hidden layers, in their order."""
    plan = resolve(document)
    found = shown_units(plan)
    return [found[one.uid] for one in plan.layers[:-1]]


def maps_before(plan: Plan, uid: int) -> tuple[int, ...]:
    """(height, width) of the maps whose numbers a column lays out in a row, or hands on; empty where there are none."""
    stages = plan.stages
    place, found = stages.index(uid), shown_units(plan)
    while found[stages[place]].passes:
        planned = plan.layers[place - 1]
        if len(planned.shape_in) > 1:
            return planned.shape_in[1:]
        place -= 1
    return ()
