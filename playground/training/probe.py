"""The pictures that visible views ask for, from one pass of a grid through the network each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import PLANE
from playground.document.model import INPUT_UID, OUTPUT_UID, network_scaling
from playground.document.plan import resolve
from playground.domains.plane.inputs import INPUTS
from playground.domains.sampling import sampled
from playground.training.frugal import COARSEST, Frugal, Piecemeal
from playground.training.probes.forward import Forward
from playground.training.probes.layer_spaces.spaces import SpaceMemory, spaces
from playground.training.probes.linear_regions import cut_regions
from playground.training.probes.statistics_pass import InsideProbe, pushes
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.training.frugal import Fields
    from playground.training.messages import Array
    from playground.training.probes.addresses import Extent, NeuronAddress
    from playground.training.probes.linear_regions import Regions
    from playground.training.probes.request import ProbeRequest
    from playground.training.state.run import Run

WHOLE_PLANE: Extent = (-PLANE, PLANE, -PLANE, PLANE)
FULL_COLOR_PERCENTILE = 99.0
BRISK_SIDE = 200
"""The most samples along a side of the map while something moves: sides of at most 2 pixels on most screens."""
LEAST_OWN_SCALE = 0.02
"""The least scale of a unit, as a share of its layer's: what is fainter still is next to nothing, and looks it."""
SCALE_SIDE = 32
"""Of the grid by which a neuron in the large map is scaled while no small pictures are wanted."""
OWN_SHARE, ANSWERING = 0.85, 0.01
SAMPLED_FOR_SCALE, SAMPLED_FOR_SCALES = 8192, 32768
"""Values by which a common scale is found, and all scales of the units of a layer together."""
MAP_BUDGET_S, NEURON_BUDGET_S, REGIONS_BUDGET_S = 0.004, 0.003, 0.003
"""Of a frame of 16 ms; half of it stays for training."""
MOST_PRODUCTS = 2_000_000_000
"""Multiplications for a picture when there is time: some 0.2 s on one core."""
CALM_S = 0.1
"""What is read rather than watched is taken ten times a second."""
MOST_GRIDS = 4


def grid(extent: Extent, columns: int, rows: int) -> NDArray[np.float64]:
    """Centres of the cells that divide a part of the plane, (rows * columns, 2), row by row from the bottom."""
    left, right, bottom, top = extent
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return np.stack([np.tile(x, rows), np.repeat(y, columns)], axis=1)


def magnitude(values: NDArray[Any]) -> float:
    """What gets full colour: the 99th percentile of the magnitudes, by a sample of them; 1 where all is zero."""
    flat = np.abs(values.reshape(-1)[sampled(values.size, SAMPLED_FOR_SCALE)])
    with np.errstate(invalid="ignore"):  # between two infinities
        found = float(np.percentile(flat, FULL_COLOR_PERCENTILE)) if len(flat) else 0.0
    return found if np.isfinite(found) and found > 1e-9 else 1.0  # noqa: PLR2004


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """The magnitudes that get full colour in pictures of a layer.

    Attributes:
        common: Of all its units.
        own: Of each unit by itself, (units,).
    """

    common: float
    own: Array


class Prober:
    """Fulfils requests, and remembers what makes the next ones cheaper or steadier.

    Attributes:
        is_rough: Whether the last pictures were coarser, or the cuts of spaces less thought over, than at rest.
    """

    def __init__(self, forward: Forward | None = None) -> None:
        self._forward = forward or Forward()
        self._memory = SpaceMemory()
        self._maps, self._cards = Frugal(0.3, MAP_BUDGET_S), Frugal(0.2, NEURON_BUDGET_S)
        self._bent, self._said = Frugal(0.2), Frugal(0.1)
        self._within, self._pushed = (Frugal(0.05, rest_s=CALM_S) for _ in range(2))
        self._cut: Piecemeal[Regions] = Piecemeal(0.05, REGIONS_BUDGET_S, CALM_S)
        self._inside = InsideProbe()
        self.is_rough = False
        self._inputs: tuple[object, Array] | None = None
        self._scales: tuple[Document | None, dict[int, Scales]] = None, {}
        self._grids: dict[tuple[object, ...], NDArray[Any]] = {}

    def pictures(
        self, run: Run, request: ProbeRequest, *, hurried: bool, at_rest: bool = True, unchanged: bool = False
    ) -> Fields:
        """The picture fields of a snapshot.

        Args:
            run: With finite parameters.
            request: What to show.
            hurried: Whether training goes on, so that a frame must not be missed.
            at_rest: Whether nothing is about to change, so that the map may be as fine as the screen.
            unchanged: Whether run and document are as they were when pictures were last taken.
        """
        self.is_rough = False
        document, size, n = run.document, request.map_size, request.neuron_size
        found: Fields = {"extent": request.extent}
        key: tuple[object, ...]
        if n:
            key, least = (document, n), least_factor(run, n * n)
            found |= self._cards.get(
                key, lambda f: self._neurons(run, n, f), hurried=hurried, least_factor=least, unchanged=unchanged
            )
        else:
            self._scales = None, {}
        if min(size):  # after the neurons, whose scales it shares
            key, least = (document, request.extent, size, request.focus), least_factor(run, size[0] * size[1])
            brisk = brisk_factor(size)
            found |= self._maps.get(
                key,
                lambda f: self._map(run, request, f),
                hurried=hurried,
                least_factor=least if at_rest else max(least, brisk),
                hurried_factor=brisk,
                unchanged=unchanged,
            )
            self.is_rough = self._maps.factor > least
        if request.space_uids and np.isfinite(document.dataset.points).all():
            key = (document, replace(request, extent=WHOLE_PLANE, map_size=(0, 0), focus=None))
            stays = unchanged and self._memory.is_settled(request.space_uids)
            found |= self._bent.get(
                key, lambda _: self._spaces(run, request, hurried=hurried), hurried=hurried, unchanged=stays
            )
            self.is_rough = self.is_rough or not self._memory.is_settled(request.space_uids)
        if request.answers:
            said = self._said.get
            found |= said((document,), lambda _: self._answers_at_points(run), hurried=hurried, unchanged=unchanged)
        if np.isfinite(document.dataset.points).all():
            found |= self._insights(run, request, hurried=hurried)
        return found

    def renew(self) -> None:
        """The next pictures are of another time; what is read rather than watched keeps its pace all the same."""
        for kind in (self._maps, self._cards, self._bent, self._said):
            kind.renew()

    def _insights(self, run: Run, request: ProbeRequest, *, hurried: bool) -> Fields:
        """What goes on inside: of the layers, of the plane, of the points."""
        document = run.document
        found: Fields = {}
        if request.inside:
            found |= self._within.get((document,), lambda _: {"inside": self._inside.look(run)}, hurried=hurried)
        if request.regions:
            shape = document.network, document.inputs, document.task, len(document.dataset.classes)
            key = (
                *shape,
                network_scaling(document),
                request.extent,
            )  # not the points: a stroke leaves the regions as they are
            found["regions"] = self._cut.get(key, lambda: _regions(run, request.extent), hurried=hurried)
        if request.pushes:
            found |= self._pushed.get((document,), lambda _: {"pushes": pushes(run)}, hurried=hurried)
        return found

    def inputs_only(self, document: Document, request: ProbeRequest) -> Fields:
        """What can be shown of a network that cannot be built: the inputs."""
        n = request.neuron_size
        return {"inputs": self._input_pictures(document, n), "scales": {INPUT_UID: 1.0}} if n else {}

    def _features(self, run: Run, extent: Extent, columns: int, rows: int) -> NDArray[Any]:
        """The network's inputs over a grid; the last few grids are kept."""
        key = (extent, columns, rows, run.document.inputs, network_scaling(run.document), run.dtype)
        if key not in self._grids:
            while len(self._grids) >= MOST_GRIDS:
                del self._grids[next(iter(self._grids))]
            self._grids[key] = network_inputs(run.document, grid(extent, columns, rows)).astype(run.dtype)
        return self._grids[key]

    # ---- the output map --------------------------------------------------------------------------------------------

    def _map(self, run: Run, request: ProbeRequest, coarseness: int) -> Fields:
        columns, rows = (-(-side // coarseness) for side in request.map_size)
        inputs = self._features(run, request.extent, columns, rows)
        focus = request.focus if request.focus is not None and _exists(run.document, request.focus) else None
        uids = (OUTPUT_UID,) if focus is None else (OUTPUT_UID, focus.uid)
        logits, *others = self._forward.layers(run, inputs, uids)
        found: Fields = {"map": answers(logits.T, run.document).reshape(rows, columns, -1)}
        if focus is not None:
            values = _shown(others[0], focus.uid, run.document)[focus.index]
            found["focus"] = focus
            found["focus_map"] = values.reshape(rows, columns).astype(np.float32)
            scales = self._scales_of(run, focus.uid)
            found["focus_own_scale"] = own = float(scales.own[focus.index])
            found["focus_scale"] = scales.common if focus.uid != INPUT_UID else own
        return found

    def _scales_of(self, run: Run, uid: int) -> Scales:
        """Of a layer over the whole plane: those of its small pictures, so that large and small agree."""
        document, known = self._scales
        if document is run.document and uid in known:
            return known[uid]
        inputs = self._features(run, WHOLE_PLANE, SCALE_SIDE, SCALE_SIDE)
        values = _shown(self._forward.layers(run, inputs, (uid,))[0], uid, run.document)
        return scales_of(run.document, uid, values)

    # ---- the neurons -----------------------------------------------------------------------------------------------

    def _neurons(self, run: Run, size: int, coarseness: int) -> Fields:
        n = -(-size // coarseness)
        neurons: dict[int, Array] = {}
        scales: dict[int, Scales] = {}
        uids = [one.uid for one in resolve(run.document).layers]
        made = self._forward.layers(run, self._features(run, WHOLE_PLANE, n, n), uids)
        for uid, layer in zip(uids, made, strict=True):
            values = _shown(layer, uid, run.document)
            scales[uid] = scales_of(run.document, uid, values)
            neurons[uid] = np.ascontiguousarray(values, dtype=np.float32).reshape(-1, n, n)
        self._scales = run.document, scales
        return {
            "inputs": self._input_pictures(run.document, n),
            "neurons": neurons,
            "scales": {INPUT_UID: 1.0, **{uid: one.common for uid, one in scales.items()}},
            "own_scales": {uid: one.own for uid, one in scales.items()},
        }

    def _input_pictures(self, document: Document, n: int) -> Array:
        """All inputs, each divided by its own magnitude: x² is large and sin x small, and both are to be seen."""
        of = n, network_scaling(document)
        if self._inputs is None or self._inputs[0] != of:
            values = network_inputs(document, grid(WHOLE_PLANE, n, n), tuple(INPUTS))
            scaled = [column / magnitude(column) for column in values.T]
            pictures = np.stack(scaled).astype(np.float32).reshape(-1, n, n)
            pictures.flags.writeable = False
            self._inputs = of, pictures
        return self._inputs[1]

    # ---- the spaces ------------------------------------------------------------------------------------------------

    def _spaces(self, run: Run, request: ProbeRequest, *, hurried: bool) -> Fields:
        def forward_layers(points: NDArray[np.float32]) -> list[NDArray[Any]]:
            inputs = network_inputs(run.document, points.astype(np.float64)).astype(run.dtype)
            uids = (INPUT_UID, *(one.uid for one in resolve(run.document).layers))
            return [values.T for values in self._forward.layers(run, inputs, uids)]

        slots = (run.layout.parameters, run.parameters), (run.layout.buffers, run.buffers)
        numbers = {slot.key: slot.view(flat) for part, flat in slots for slot in part}
        made, points = spaces(forward_layers, run.document, request, self._memory, numbers=numbers, hurried=hurried)
        return {"spaces": made, "space_points": points}

    def _answers_at_points(self, run: Run) -> Fields:
        """Answers at all points, test points included."""
        test = run.document.dataset.is_test
        logits = np.empty((len(test), run.targets.shape[1]), dtype=run.dtype)
        logits[~test] = self._forward.logits(run, run.features)
        logits[test] = self._forward.logits(run, run.test_features)
        return {"answers": answers(logits, run.document)}


def _regions(run: Run, extent: Extent) -> Iterator[Regions | None]:
    return cut_regions(run.document, run.parameters.copy(), run.buffers.copy(), extent)


def brisk_factor(size: tuple[int, int]) -> int:
    """How many times as long as asked for the cells of a map are while something moves, training or a hand."""
    return max(1, -(-max(size) // BRISK_SIDE))


def least_factor(run: Run, points: int) -> int:
    """How coarse a grid of so many points must be for a network so large that a person would wait for it."""
    factor = 1
    while factor < COARSEST and points * len(run.parameters) > MOST_PRODUCTS * factor**2:
        factor *= 2
    return factor


def _exists(document: Document, neuron: NeuronAddress) -> bool:
    uids = (INPUT_UID, *(one.uid for one in resolve(document).layers))
    return 0 <= neuron.index < dict(zip(uids, resolve(document).units, strict=True)).get(neuron.uid, 0)


def _shown(layer: NDArray[Any], uid: int, document: Document) -> NDArray[Any]:
    """A layer as neurons show it, (width, M): of the output, what its units answer."""
    return layer if uid != OUTPUT_UID else output_activations(layer.T, document).T


def output_activations(logits: NDArray[Any], document: Document) -> NDArray[Any]:
    """What each output unit shows, (M, O): the logits through the output head's own function."""
    match resolve(document).head.kind:
        case "softmax":
            return answers(logits, document)
        case "sigmoid":
            return 0.5 + 0.5 * np.tanh(0.5 * logits)
        case "tanh":
            return np.asarray(np.tanh(logits))
        case _:
            return answers(logits, document) if document.task == "regression" else logits


def scales_of(document: Document, uid: int, values: NDArray[Any]) -> Scales:
    """The magnitudes that get full colour in pictures of a layer.

    Where the activation has bounds, as tanh has, it is the bound. Elsewhere the common one is the 99th percentile of
    the layer's magnitudes, which leaves the fainter units of a ReLU layer in the dark: see `own_magnitudes`.

    Args:
        document: Has the layer.
        uid: Of the layer, of the output (0) or of the inputs (−1).
        values: What its units answer over the whole plane, (units, M).
    """
    bound = _bound(document, uid)
    if bound is not None:
        return Scales(bound, np.full(len(values), bound, dtype=np.float32))
    common = magnitude(values)
    own = own_magnitudes(values[:, sampled(values.shape[1], max(SAMPLED_FOR_SCALES // max(len(values), 1), 1))])
    own = np.where(np.isfinite(own), own, common)
    return Scales(common, np.maximum(own, LEAST_OWN_SCALE * common).astype(np.float32))


def own_magnitudes(values: NDArray[Any]) -> NDArray[Any]:
    """What gets full colour in each unit's picture by itself: the 85th percentile of the magnitudes where it answers.

    It answers where it exceeds a hundredth of its largest magnitude: a ReLU that is 0 over most of the plane shows in
    full what it does on the rest.

    Args:
        values: (units, M), M at least 1.

    Returns:
        (units,), 0 where a unit answers nothing.
    """
    ordered = np.sort(np.abs(values), axis=1)
    count = ordered.shape[1]
    silent = (ordered <= ANSWERING * ordered[:, -1:]).sum(axis=1)
    place = silent + (OWN_SHARE * (count - silent)).astype(np.intp)
    return np.take_along_axis(ordered, np.minimum(place, count - 1)[:, None], axis=1)[:, 0]


def _bound(document: Document, uid: int) -> float | None:
    """The largest magnitude that units of a layer can answer; None where there is none."""
    if uid == OUTPUT_UID:
        return None if resolve(document).head.kind == "linear" else 1.0
    layer = next((layer for layer in document.network if layer.uid == uid), None)
    return None if layer is None else layer.output_scale()
