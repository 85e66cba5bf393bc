"""How a window looks at its document: saved with the project, and taken up again when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.domains.plane.tools import TOOLS
from playground.session.map_overlays import NAMES
from playground.session.plain import members, number, numbers, switch, whole, words
from playground.training.probes.addresses import NeuronAddress, layer_of_space

if TYPE_CHECKING:
    from playground.app.layout import PanelLayout
    from playground.session.session import Session


def view_of(session: Session, panels: PanelLayout) -> dict[str, object]:
    """The chosen layer, space and neuron, the tool in hand, overlays, open panels, and what each panel adds."""
    chosen, hand = session.selection, session.hand
    pinned = chosen.pinned
    view: dict[str, object] = {
        "layer": chosen.layer,
        "space": chosen.space,
        "pinned": None if pinned is None else [pinned.uid, pinned.index],
        "sums": chosen.shows_sums,
        "thumbnails": chosen.shows_thumbnails,
        "common_scale": chosen.common_scale,
        "tool": hand.tool,
        "class": hand.class_index,
        "value": hand.value,
        "shown_value": chosen.value,
        "overlays": list(session.overlays.all_on()),
        "panels": {key: state for key in panels.docks if (state := panels.panel(key).view_state())},
    }
    if session.experiments.doctor.muted:
        view["doctor"] = sorted(session.experiments.doctor.muted)
    opened = panels.open_panels()
    return view if opened is None else view | {"open": opened}


def recall_view(session: Session, panels: PanelLayout, said: dict[str, object]) -> None:
    """Look at a document as a file says; what is missing, damaged or of other layers stays as it is."""
    if "open" in said:
        opened = words(said["open"], panels.docks)
        if opened:
            panels.open_only(opened)
    _recall_selection(session, said)
    _recall_hand(session, said)
    if "overlays" in said:
        session.overlays.recall(words(said["overlays"], NAMES))
    muted = said.get("doctor")
    session.experiments.doctor.mute(one for one in (muted if isinstance(muted, list) else ()) if isinstance(one, str))
    states = members(said.get("panels"))
    for key in panels.docks:
        panels.panel(key).recall_view(members(states.get(key)))


def _recall_selection(session: Session, said: dict[str, object]) -> None:
    chosen = session.selection
    chosen.show_sums(on=switch(said.get("sums"), otherwise=chosen.shows_sums))
    chosen.show_thumbnails(on=switch(said.get("thumbnails"), otherwise=chosen.shows_thumbnails))
    chosen.share_scale(on=switch(said.get("common_scale"), otherwise=chosen.common_scale))
    layer, space = whole(said.get("layer")), whole(said.get("space"))
    if layer is not None and _is_there(session, layer):
        chosen.select_layer(layer)
    if space is not None and _is_there(session, layer_of_space(space)):
        chosen.show_space(space)
    value = whole(said.get("shown_value"))
    if value is not None and 0 <= value < len(session.document.dataset.values):
        chosen.show_value(value)
    pinned = numbers(said.get("pinned"), 2)
    if pinned is not None and pinned[1] >= 0 and _is_there(session, round(pinned[0])):
        address = NeuronAddress(round(pinned[0]), round(pinned[1]))
        if address != chosen.pinned:
            chosen.pin(address)


def _recall_hand(session: Session, said: dict[str, object]) -> None:
    for tool in words([said.get("tool")], TOOLS):
        session.hand.set_tool(tool)
    index, value = whole(said.get("class")), number(said.get("value"))
    if index is not None and 0 <= index < max(len(session.document.dataset.classes), 1):
        session.hand.set_class(index)
    if value is not None:
        session.hand.set_value(value)


def _is_there(session: Session, uid: int) -> bool:
    """Whether a layer is in the document; inputs and output are."""
    return uid == INPUT_UID or resolve(session.document).layer(uid) is not None
