"""What fires a feature map: the patches of training pictures that it answers most strongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.document.receptive import field_shape, receptive_fields
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.probe import READ_S, Allowance, Budget, Probe
from playground.training.probes.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.plan import Plan
    from playground.document.receptive import ReceptiveField
    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run

MOST_PICTURES, PATCHES = 400, 9
"""Training pictures that are looked at, of each class its share and always the same ones, and patches that are told."""
AT_ONCE = 50
"""Pictures of a piece: one pass of them keeps to a part of a frame."""
PICTURE_AXES = 3


@dataclass(frozen=True, slots=True, eq=False)
class FiringPatch:
    """A part of a training picture that a feature map answers.

    Attributes:
        sample: Index of the picture in the dataset.
        value: The answer: the largest one of the map in this picture.
        row, column: Where in the map.
        field: What of the picture the map looks at there; at the rim it is cut off.
        pixels: The picture in the field, (channels, height, width).
    """

    sample: int
    value: float
    row: int
    column: int
    field: ReceptiveField
    pixels: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class StrongestPatches:
    """What fires a feature map.

    Attributes:
        patches: The strongest first, each of another picture; none where the map answers the same everywhere.
        shape: Height and width of a patch that no rim cuts off.
        pictures: How many were looked at.
    """

    patches: tuple[FiringPatch, ...]
    shape: tuple[int, int]
    pictures: int


@dataclass(frozen=True, slots=True)
class FiringPatches(Request[Mapping[NeuronAddress, StrongestPatches]]):
    """The strongest patches of some feature maps; those of layers without maps are missing in the answer.

    Attributes:
        maps: A layer and a channel each.
    """

    OF_LAYERS = True

    maps: tuple[NeuronAddress, ...]

    def merged(self, other: FiringPatches) -> FiringPatches:
        """One request for the maps of both, each of them once."""
        return FiringPatches(tuple(dict.fromkeys(self.maps + other.maps)))


class FiringPatchesProbe(Probe[FiringPatches, Mapping[NeuronAddress, StrongestPatches]]):
    """Some passes over training pictures; while training goes on, each may be of later weights than the one before."""

    ALLOWANCE = Allowance(share=0.05, budget_s=0.002, rest_s=READ_S)
    IS_READ = True

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._plan: Plan | None = None
        self._shapes: dict[int, tuple[int, int]] = {}

    def can_take(self, run: Run, request: FiringPatches) -> bool:
        """Where samples are pictures, and some of them train."""
        return len(run.document.dataset.shape) == PICTURE_AXES and len(run.features) > 0 and bool(_maps(run, request))

    def pieces(
        self, run: Run, request: FiringPatches, budget: Budget
    ) -> Iterator[Mapping[NeuronAddress, StrongestPatches] | None]:
        """The largest answer of each map in each picture, some pictures at a time; then the strongest of all."""
        del budget
        maps = _maps(run, request)
        chosen = run.document.dataset.sample(MOST_PICTURES, test=False)
        features = run.features[chosen]
        seen: list[list[_Peaks]] = []
        for start in range(0, len(features), AT_ONCE):
            if start:
                yield None
            seen.append(self._peaks(run, features[start : start + AT_ONCE], maps))
        yield {
            one: self._strongest(run, one, chosen, _joined([peaks[place] for peaks in seen]))
            for place, one in enumerate(maps)
        }

    def _peaks(self, run: Run, features: NDArray[Any], maps: tuple[NeuronAddress, ...]) -> list[_Peaks]:
        plan = resolve(run.document)
        uids = tuple(dict.fromkeys(one.uid for one in maps))
        made = dict(zip(uids, self._forward.layers(run, features, uids), strict=True))
        found = []
        for one in maps:
            planned = plan.planned(one.uid)
            assert planned is not None  # noqa: S101  (`_maps` has looked)
            channels = planned.shape_out[0]
            values = made[one.uid].reshape(channels, -1, len(features))[one.index]
            found.append(_Peaks(values.max(axis=0), values.argmax(axis=0), float(values.min())))
        return found

    def _strongest(self, run: Run, of: NeuronAddress, chosen: NDArray[np.int64], peaks: _Peaks) -> StrongestPatches:
        document, plan = run.document, resolve(run.document)
        shape = self._shape(plan, of.uid)
        planned = plan.planned(of.uid)
        if planned is None or peaks.values.max() <= peaks.least:
            return StrongestPatches((), shape, len(chosen))
        training = np.flatnonzero(~document.dataset.is_test)
        # Stable: of equal answers it is the same picture every time.
        best = np.argsort(-peaks.values, kind="stable")[:PATCHES]
        patches = []
        for index in best:
            row, column = divmod(int(peaks.places[index]), planned.shape_out[2])
            field = receptive_fields(plan, of.uid, row, column)[INPUT_UID]
            sample = int(training[chosen[index]])
            picture = document.dataset.samples[sample].reshape(document.dataset.shape)
            pixels = picture[:, field.top : field.bottom + 1, field.left : field.right + 1].astype(np.float32)
            patches.append(FiringPatch(sample, float(peaks.values[index]), row, column, field, pixels))
        return StrongestPatches(tuple(patches), shape, len(chosen))

    def _shape(self, plan: Plan, uid: int) -> tuple[int, int]:
        """The field's height and width; those of the last plan are kept."""
        if plan is not self._plan:
            self._plan, self._shapes = plan, {}
        if uid not in self._shapes:
            self._shapes[uid] = field_shape(plan, uid)
        return self._shapes[uid]


@dataclass(frozen=True, slots=True, eq=False)
class _Peaks:
    """The largest answer of a map in each picture, (N,), where it is, (N,), and the least answer of all."""

    values: NDArray[Any]
    places: NDArray[np.intp]
    least: float


def _joined(parts: list[_Peaks]) -> _Peaks:
    values, places = (np.concatenate([getattr(one, name) for one in parts]) for name in ("values", "places"))
    return _Peaks(values, places, min(one.least for one in parts))


def _maps(run: Run, request: FiringPatches) -> tuple[NeuronAddress, ...]:
    """The feature maps asked for that the network has."""
    plan = resolve(run.document)
    found = []
    for one in request.maps:
        planned = plan.planned(one.uid)
        if planned is not None and len(planned.shape_out) == PICTURE_AXES and 0 <= one.index < planned.shape_out[0]:
            found.append(one)
    return tuple(found)
