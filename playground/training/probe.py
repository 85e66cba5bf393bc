"""The pictures that visible views ask for, from one pass of a grid through the network each."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from playground.document.dataset import PLANE
from playground.document.model import all_layers, output_head, widths
from playground.layers.inputs import INPUTS, features
from playground.training.answers import answers
from playground.training.measure import MOST_HELD, logits_of
from playground.training.messages import INPUT_UID, NeuronAddress, ProbeRequest
from playground.training.spaces import SpaceMemory, spaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.training.messages import Array, Extent
    from playground.training.run import Run

WHOLE_PLANE: Extent = (-PLANE, PLANE, -PLANE, PLANE)
MOST_NEURONS = 32
"""Units of a layer that get a picture."""
FULL_COLOR_PERCENTILE = 99.0
SAMPLED_FOR_SCALE = 8192
BUDGET_S = 0.008
COARSEST = 8
LARGEST = 1e6
LEAST_MAP, LEAST_NEURON = 16, 10


def grid(extent: Extent, columns: int, rows: int) -> NDArray[np.float64]:
    """Centres of the cells that divide a part of the plane, (rows * columns, 2), row by row from the bottom."""
    left, right, bottom, top = extent
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return np.stack([np.tile(x, rows), np.repeat(y, columns)], axis=1)


def magnitude(values: NDArray[Any]) -> float:
    """What gets full colour: the 99th percentile of the magnitudes, by a sample of them; 1 where all is zero."""
    flat = np.abs(values.reshape(-1)[:: max(values.size // SAMPLED_FOR_SCALE, 1)])
    found = float(np.percentile(flat, FULL_COLOR_PERCENTILE)) if len(flat) else 0.0
    return found if np.isfinite(found) and found > 1e-9 else 1.0  # noqa: PLR2004


class Prober:
    """Fulfils requests, and remembers what makes the next ones cheaper or steadier.

    While training runs at full speed the pictures get coarser until they take no longer than `BUDGET_S`.
    """

    def __init__(self) -> None:
        self._memory = SpaceMemory()
        self._coarseness = 1
        self._inputs: Array | None = None
        self._answers: Array | None = None
        self._answers_for: object = None
        self._answers_due = 0.0

    def pictures(self, run: Run, request: ProbeRequest, *, hurried: bool) -> dict[str, Any]:
        """The picture fields of a snapshot.

        Args:
            run: With finite parameters.
            request: What to show.
            hurried: Whether time spent here is lost to training at full speed.
        """
        start = perf_counter()
        coarseness = self._coarseness if hurried else 1
        with torch.inference_mode():
            found = {
                **self._map(run, request, coarseness),
                **self._neurons(run, request, coarseness),
                **self._spaces(run, request),
                "answers": self._answers_at_points(run, request, hurried=hurried),
            }
        if hurried:
            self._adapt(perf_counter() - start)
        return found

    def inputs_only(self, request: ProbeRequest) -> dict[str, Any]:
        """What can be shown of a network that cannot be built: the inputs."""
        n = request.neuron_size
        return {"inputs": self._input_pictures(n), "scales": {INPUT_UID: 1.0}} if n else {}

    def _adapt(self, seconds: float) -> None:
        if seconds > BUDGET_S:
            self._coarseness = min(2 * self._coarseness, COARSEST)
        elif seconds < BUDGET_S / 5 and self._coarseness > 1:
            self._coarseness //= 2

    # ---- the output map --------------------------------------------------------------------------------------------

    def _map(self, run: Run, request: ProbeRequest, coarseness: int) -> dict[str, Any]:
        columns, rows = (max(side // coarseness, min(side, LEAST_MAP)) for side in request.map_size)
        if columns == 0 or rows == 0:
            return {"extent": request.extent}
        inputs = _inputs_at(run, grid(request.extent, columns, rows))
        said = answers(_calm(logits_of(run, inputs)), run.document)
        found: dict[str, Any] = {"extent": request.extent, "map": said.reshape(rows, columns, -1)}
        focus = request.focus
        values = None if focus is None else _neuron_at(run, inputs, focus)
        if focus is not None and values is not None:
            found["focus"] = focus
            found["focus_map"] = values.reshape(rows, columns).astype(np.float32)
            found["focus_scale"] = _scale(run.document, focus.uid, values)
        return found

    # ---- the neurons -----------------------------------------------------------------------------------------------

    def _neurons(self, run: Run, request: ProbeRequest, coarseness: int) -> dict[str, Any]:
        n = request.neuron_size
        if n == 0:
            return {}
        n = max(n // min(coarseness, 2), min(n, LEAST_NEURON))
        points = grid(WHOLE_PLANE, n, n)
        neurons: dict[int, Array] = {}
        scales: dict[int, float] = {INPUT_UID: 1.0}
        for uid, values in _walk(run, _inputs_at(run, points)):
            if uid == INPUT_UID:
                continue
            scales[uid] = _scale(run.document, uid, values)
            neurons[uid] = np.ascontiguousarray(values[:, :MOST_NEURONS].T, dtype=np.float32).reshape(-1, n, n)
        return {"inputs": self._input_pictures(n), "neurons": neurons, "scales": scales}

    def _input_pictures(self, n: int) -> Array:
        """All inputs, each divided by its own magnitude: x² is large and sin x small, and both are to be seen."""
        if self._inputs is None or self._inputs.shape[1] != n:
            values = features(grid(WHOLE_PLANE, n, n), tuple(INPUTS))
            scaled = [column / magnitude(column) for column in values.T]
            self._inputs = np.stack(scaled).astype(np.float32).reshape(-1, n, n)
            self._inputs.flags.writeable = False
        return self._inputs

    # ---- points and spaces -----------------------------------------------------------------------------------------

    def _answers_at_points(self, run: Run, request: ProbeRequest, *, hurried: bool) -> Array | None:
        """Of all points, test points included; while training, as often as a tenth of the time allows."""
        if not request.answers:
            return None
        start = perf_counter()
        dataset = run.document.dataset
        if hurried and self._answers_for is dataset and start < self._answers_due:
            return self._answers
        logits = np.empty((len(dataset), run.targets.shape[1]), dtype=run.dtype)
        logits[~dataset.is_test] = logits_of(run, run.features)
        logits[dataset.is_test] = logits_of(run, run.test_features)
        self._answers, self._answers_for = answers(_calm(logits), run.document), dataset
        self._answers_due = start + 10.0 * (perf_counter() - start)
        return self._answers

    def _spaces(self, run: Run, request: ProbeRequest) -> dict[str, Any]:
        if not request.space_uids or not np.isfinite(run.document.dataset.points).all():
            return {}

        def forward_layers(points: NDArray[np.float32]) -> list[NDArray[Any]]:
            inputs = torch.from_numpy(_inputs_at(run, np.asarray(points, dtype=np.float64)))
            return [values.numpy() for values in run.network.forward_layers(inputs)]

        made, points = spaces(forward_layers, run.document, request, self._memory)
        return {"spaces": made, "space_points": points}


def _calm(values: NDArray[Any]) -> NDArray[Any]:
    """Finite values, cut off at ±1e6: a network on its way to overflow is still shown."""
    return np.clip(np.nan_to_num(values), -LARGEST, LARGEST)


def _inputs_at(run: Run, points: NDArray[np.float64]) -> NDArray[Any]:
    return features(points, run.document.inputs).astype(run.dtype)


def _walk(run: Run, inputs: NDArray[Any]) -> Iterator[tuple[int, NDArray[Any]]]:
    """Uid and what leaves that layer, (M, width), inputs first; of the output, what its units answer."""
    document = run.document
    uids = (INPUT_UID, *(layer.uid for layer in all_layers(document)))
    for uid, values in zip(uids, run.network.walk(torch.from_numpy(inputs)), strict=True):
        calm = _calm(values.numpy())
        yield uid, calm if uid else output_activations(calm, document)


def output_activations(logits: NDArray[Any], document: Document) -> NDArray[Any]:
    """What each output unit shows, (M, O): the logits through the output head's own function."""
    match output_head(document).kind:
        case "softmax":
            return answers(logits, document)
        case "sigmoid":
            return 0.5 + 0.5 * np.tanh(0.5 * logits)
        case "tanh":
            return np.tanh(logits)
        case _:
            return logits


def _neuron_at(run: Run, inputs: NDArray[Any], neuron: NeuronAddress) -> NDArray[Any] | None:
    """What one neuron gives at each point, (M,); None when the network has no such neuron."""
    document = run.document
    uids = (INPUT_UID, *(layer.uid for layer in all_layers(document)))
    by_uid = dict(zip(uids, widths(document), strict=True))
    if not 0 <= neuron.index < by_uid.get(neuron.uid, 0):
        return None
    rows = max(MOST_HELD // max(widths(document)), 1)
    parts = []
    for start in range(0, len(inputs), rows):
        layers = _walk(run, inputs[start : start + rows])
        parts.append(next(values[:, neuron.index] for uid, values in layers if uid == neuron.uid))
    return np.concatenate(parts)


def _scale(document: Document, uid: int, values: NDArray[Any]) -> float:
    """The magnitude that gets full colour."""
    if uid == 0:
        return magnitude(values) if output_head(document).kind == "linear" else 1.0
    layer = next((layer for layer in document.network if layer.uid == uid), None)
    bound = None if layer is None else layer.output_scale()
    return magnitude(values) if bound is None else bound
