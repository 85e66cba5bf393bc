"""Pruning with rewinding: the largest weights are kept, go back to where the run began, and train again alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.figures import share as percent
from playground.document.plan import resolve
from playground.session.new_start import begin_anew
from playground.training.timeline.recorder import checkpoint_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from playground.document.layout import Key, Layout, Slot
    from playground.session.session import Session
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.recorded_state import RecordedState

SHARES = (0.5, 0.2, 0.1)
"""Of the weights of each layer, that menus offer to keep."""
PRUNE_HINT = (
    "Keeps the largest weights of each layer, puts them back to where the run began, and cuts all others. "
    "Train again to see whether what is left learns as well. The run of now stays in the loss panel."
)
UNTRAINED = "Train first: it is by their size after training that weights are kept."
NO_START = (
    "The first weights of this run are not recorded for the layers that it has now: Reset (R), train, then prune."
)
LOOKING_BACK = "This is the past: go back to live (Ctrl+End), or continue from here, before pruning."


def prune(session: Session, share: float) -> None:
    """Keep the largest weights of each layer, put them back to the run's start, and cut all others, as one undo step.

    The run as it was stays in the loss panel. Frankle & Carbin 2019, "The Lottery Ticket Hypothesis". Where it cannot
    be done, the message bar says why.

    Args:
        session: Whose network.
        share: Of the weights of each layer, above 0 up to 1.
    """
    if refusal := prune_refusal(session):
        session.message_posted.emit(refusal, "refused")
        return
    start, snapshot = _start(session), session.snapshot
    if start is None or snapshot is None:
        return
    layout = resolve(session.document).layout
    kept = largest(layout, snapshot.parameters, share)
    checkpoint = rewound(start, layout, kept)
    after = replace(session.document, training=replace(session.document.training, keeps_zeros=True))
    begin_anew(session, prune_text(share), after, checkpoint)


def prune_text(share: float) -> str:
    """As menus say it: "Keep the largest 20 %"."""
    return f"Keep the largest {percent(share)}"


def prune_refusal(session: Session) -> str:
    """Why the network cannot be pruned now, in words; empty where it can."""
    if session.problems:
        return session.problems[0].text
    if session.time.shown is not None:
        return LOOKING_BACK
    if not session.has_learned:
        return UNTRAINED
    return NO_START if _start(session) is None else ""


def largest(layout: Layout, parameters: Mapping[Key, NDArray[np.floating]], share: float) -> NDArray[np.bool_]:
    """Which parameters stay: of each layer's weights those of the largest magnitude, and all that are no weights.

    Layers are gone through from the last to the first, and weights of units that no kept weight reads any more come
    after all others: a small network would else be cut in two. Frozen layers stay whole. Of each other matrix one
    weight at least stays, and none that is zero already.

    Args:
        layout: Of the network.
        parameters: By key, as trained.
        share: Of each layer's weights, above 0 up to 1.

    Returns:
        True on what stays, (P,).
    """
    kept = np.ones(layout.parameter_size, dtype=np.bool_)
    read: set[object] = set()
    known: set[object] = set()
    for slot in reversed(layout.parameters):
        if slot.role != "weight" or slot.size == 0:
            continue
        made, entering = (slot.columns, slot.rows) if slot.turned else (slot.rows, slot.columns)
        units, sources = [_unit(slot.key[0], name) for name in made], [_unit(slot.key[0], name) for name in entering]
        is_read = np.array([unit in read or unit not in known for unit in units])
        stays = np.ones(slot.shape, dtype=np.bool_)
        if not slot.frozen:
            stays = _largest_of(slot, parameters[slot.key], is_read, share)
            kept[slot.offset : slot.offset + slot.size] = stays.reshape(-1)
        entered = np.moveaxis(stays, 0 if slot.turned else 1, 0).reshape(stays.shape[0 if slot.turned else 1], -1)
        reads = [bool(kept_here.any()) for kept_here in entered]
        read |= {source for source, is_kept in zip(sources, reads, strict=False) if is_kept}
        known |= set(sources)
    return kept


def _largest_of(
    slot: Slot, weights: NDArray[np.floating], is_read: NDArray[np.bool_], share: float
) -> NDArray[np.bool_]:
    """Which weights of a layer stay, in its shape; those of units that are read come first."""
    sizes = np.abs(weights)
    reach = is_read.reshape((1, -1) if slot.turned else (-1, 1))
    reach = np.broadcast_to(reach.reshape(*reach.shape, *[1] * (sizes.ndim - 2)), sizes.shape)
    order = np.lexsort((-sizes.reshape(-1), ~reach.reshape(-1)))
    stays = np.zeros(slot.size, dtype=np.bool_)
    stays[order[: max(round(share * slot.size), 1)]] = True
    return np.asarray(stays.reshape(sizes.shape) & (sizes > 0.0))


def _unit(uid: int, name: object) -> object:
    """A unit by the layer that made it and its place there; of a number of a map the channel."""
    if isinstance(name, int):
        return uid, name
    while isinstance(name, tuple) and name and isinstance(name[0], tuple):
        name = name[0]
    return name


def rewound(start: RecordedState, layout: Layout, kept: NDArray[np.bool_]) -> Checkpoint:
    """The run's start with zeros in place of the weights that do not stay.

    A weight that stays and began with exactly zero begins next to it: else it would count as pruned.
    """
    from playground.training.state.held import NEXT_TO_NOTHING  # noqa: PLC0415 - a start loads what it shows

    found = checkpoint_of(start)
    weights = layout.mask(lambda slot: slot.role == "weight")
    zero_at_first = weights & kept & (found.parameters == 0.0)
    parameters = np.where(kept, found.parameters, 0.0).astype(found.parameters.dtype)
    parameters[zero_at_first] = NEXT_TO_NOTHING
    return replace(found, parameters=parameters)


def _start(session: Session) -> RecordedState | None:
    """The first recorded state of the run at hand, where it is its beginning and has the layers of now."""
    moments = session.time.timeline.moments
    if not moments or moments[0].position > 0.0:
        return None
    return moments[0] if resolve(moments[0].document).layout == resolve(session.document).layout else None
