"""Every layer's space in two or three dimensions: points, the bent sheet, and how well a straight cut does there."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID, OUTPUT_UID, domain_of
from playground.document.plan import resolve
from playground.training.probes.layer_spaces.frame import SpacesFrame
from playground.training.probes.layer_spaces.pre_activations import exact_values, rough_values
from playground.training.probes.layer_spaces.shown import Split, first_mesh, points_shown, sheet_samples
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.training.probes.layer_spaces.layer_activations import Values
    from playground.training.probes.layer_spaces.memory import SpaceMemory
    from playground.training.probes.layer_spaces.pre_activations import ForwardLayers, Numbers
    from playground.training.probes.layer_spaces.space import LayerSpaces, Space

MOST_PASSES, FEW_PASSES, SETTLED = 7, 3, 0.03
"""A new sheet is refined so often at once, another one while there is time, or until no more than this share of its
corners changes."""


def even_cells(request: LayerSpaces) -> int:
    """Equal cells along a side of every sheet; the large one is refined from there."""
    cells = request.strip_cells or request.cells // 2
    return max(cells - cells % 2, 2)


def space_pieces(
    forward_layers: ForwardLayers,
    document: Document,
    request: LayerSpaces,
    memory: SpaceMemory,
    *,
    numbers: Numbers | None = None,
    hurried: bool = False,
) -> Iterator[tuple[tuple[Space, ...], NDArray[np.int64]] | None]:
    """The spaces that views asked for, a piece at a time where no sheet is bent: None after each, and they last.

    One pass of the network over data points and sheet serves all of them. Each layer's picture is turned to
    match the one before it, beginning with the plane, and follows its own last picture smoothly.

    Args:
        forward_layers: From samples, (M, D), to activations: the inputs, after each hidden layer,
            the output's sums; each (M, width), finite.
        document: What is trained.
        request: Which spaces, and how fine.
        memory: From frame to frame.
        numbers: Parameters and running statistics by key, for the way between two spaces, for a neuron's line and
            for the sums before an activation; without them there is none of these.
        hurried: Whether more frames follow at once: then the small spaces are not all new in each of them.

    Yields:
        Last one space for each of `request.uids` that exists, in their order, and the indices of the points.
    """
    chosen = points_shown(document)
    if not request.uids or max(request.cells, request.strip_cells) < 1:
        yield (), chosen
        return
    evaluate = partial(_evaluated, forward_layers, document, request, memory, chosen, numbers or {}, hurried=hurried)
    frame, values = evaluate()
    memory.forget_others(set(values))
    memory.begin_frame((document, _asked(request)))
    wanted = [uid for uid in values if uid in request.uids]
    if has_sheet := domain_of(document).has_map:
        plane = document.dataset.section_for(request.section)
        exact = partial(exact_values, document, request.uids, numbers or {}, plane)
        rough = partial(rough_values, forward_layers, document, plane)
        mark = tuple((uid, float(one.sheet[: one.even].sum())) for uid, one in values.items())
        memory.bends.renew(exact, rough, mark, resolve(document).parameter_count, hurried=hurried)
    found: dict[int, Space] = {}
    yield from (None for _ in frame.look_at(wanted, values, found, scored=True) if not has_sheet)
    passes = MOST_PASSES if memory.sheet.is_new else 0 if hurried else FEW_PASSES
    while frame.refine(values) > SETTLED and passes > 0:
        passes -= 1
        frame, values = evaluate()
        deque(frame.look_at(wanted, values, found, scored=False), maxlen=0)
    found = frame.with_bridge(found, values)
    yield tuple(found[uid] for uid in request.uids if uid in found), chosen


def _evaluated(  # noqa: PLR0913  (what a frame is made of)
    forward_layers: ForwardLayers,
    document: Document,
    request: LayerSpaces,
    memory: SpaceMemory,
    chosen: NDArray[np.int64],
    numbers: Numbers,
    *,
    hurried: bool,
) -> tuple[SpacesFrame, dict[int, Values]]:
    """What the network makes of points and sheet."""
    mesh = first_mesh(document, memory.sheet, even_cells(request), (request.cells + 1) ** 2)
    section = document.dataset.section_for(request.section)
    samples = np.concatenate((document.dataset.samples[chosen], sheet_samples(document, section, mesh, chosen)))
    layers = forward_layers(np.ascontiguousarray(samples, dtype=np.float32))
    split = Split(len(chosen), mesh.even)
    values = {uid: split.of(layer) for uid, layer in zip(resolve(document).stages, layers, strict=True)}
    sums, fed = values[OUTPUT_UID], values[INPUT_UID]
    values[INPUT_UID] = split.of(samples)
    shown = slice(None) if document.dataset.classes else [min(request.value, len(document.dataset.values) - 1)]
    answered = answers(sums.sheet, document)[:, shown]
    frame = SpacesFrame(document, request, memory, chosen, sums, mesh, answered, hurried, fed, numbers)
    return frame, frame.with_sums(values)


def _asked(request: LayerSpaces) -> tuple[object, ...]:
    """What the pictures depend on beside the weights."""
    ways = request.uids, request.main, request.towards, request.view, request.units
    return (*ways, request.unit, request.point, request.cells, request.strip_cells, request.value)
