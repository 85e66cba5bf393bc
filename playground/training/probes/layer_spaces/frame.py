"""The spaces of one frame: each layer's numbers made into a picture, scored, and joined by the way to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID, OUTPUT_UID, domain_of, inputs_of, network_scaling
from playground.document.plan import resolve
from playground.render.mesh import even_mesh
from playground.training.probes.addresses import layer_of_space, pre_activation_uid
from playground.training.probes.layer_spaces.axes import TRIANGLE
from playground.training.probes.layer_spaces.bridge import End, bridge
from playground.training.probes.layer_spaces.layer_activations import LayerActivations, Projection, Values, rows_of
from playground.training.probes.layer_spaces.pre_activations import LARGEST, LayerPart, knows, sums_of
from playground.training.probes.layer_spaces.projection import linear_view, project
from playground.training.probes.layer_spaces.score import scored
from playground.training.probes.layer_spaces.separability import Effort
from playground.training.probes.layer_spaces.sheet import colour_pixels, in_pixels
from playground.training.probes.layer_spaces.shown import Split
from playground.training.probes.layer_spaces.space import Space
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.render.mesh import Mesh
    from playground.training.probes.layer_spaces.axes import Array
    from playground.training.probes.layer_spaces.memory import KeptSpace, SpaceMemory
    from playground.training.probes.layer_spaces.pre_activations import Numbers, Part
    from playground.training.probes.layer_spaces.space import LayerSpaces

REFINED_EVERY = 3
"""While training the sheet's corners are chosen anew once in so many frames."""
SMALL_EVERY, MOST_SMALL = 3, 4
"""While training a small space is new once in so many frames, of many spaces no more than so many in each; the large
ones in all of them."""


@dataclass(frozen=True, slots=True)
class SpacesFrame:
    """All that the layers of one frame have in common."""

    document: Document
    request: LayerSpaces
    memory: SpaceMemory
    chosen: NDArray[np.int64]
    sums: Values
    mesh: Mesh
    answered: NDArray[np.float32]
    hurried: bool
    fed: Values
    numbers: Numbers

    def with_sums(self, values: dict[int, Values]) -> dict[int, Values]:
        """Values by uid on their way through the network, with the sums that are asked for in front of their layers."""
        layers = {one.uid: one for one in resolve(self.document).layers[:-1]}
        found = {}
        for uid, after in values.items():
            if uid in layers and pre_activation_uid(uid) in self.request.uids:
                before = self._entering(uid, values)
                sums = sums_of(layers[uid], self.numbers, rows_of(before))
                if sums is not None:
                    split = Split(len(before.points), before.even)
                    found[pre_activation_uid(uid)] = split.of(np.clip(sums, -LARGEST, LARGEST))
            found[uid] = after
        return found

    def _entering(self, uid: int, values: dict[int, Values]) -> Values:
        """What a layer gets."""
        order = resolve(self.document).stages
        before = order[order.index(uid) - 1]
        return self.fed if before == INPUT_UID else values[before]

    def look_at(
        self, uids: list[int], values: dict[int, Values], found: dict[int, Space], *, scored: bool
    ) -> Iterator[None]:
        """Put spaces into `found` one by one; the first is matched to the plane. They may be scored anew."""
        given = values[INPUT_UID]
        before = Projection(given.points[:, :2], given.sheet[:, :2])
        if domain_of(self.document).has_map:
            plane = self.document.dataset.section_for(self.request.section)
            before = Projection(plane.places(given.points), plane.places(given.sheet))
        boundary, bounded = self._boundary(values)
        for place, uid in enumerate(uids):
            kept = self.memory.of(uid, values[uid].width)
            if kept.shown is None or self._is_due(uid, place, len(uids)):
                if kept.score is None or (scored and (not self.hurried or self.memory.takes_turn(place, len(uids)))):
                    yield
                    self._score(uid, values[uid], kept)
                yield
                before = project(self._activations(uid, values[uid]), before, kept.view)
                line = boundary if uid in bounded else None
                kept.shown = before, self._space(uid, values[uid], before, kept, line)
            before, found[uid] = kept.shown

    def _is_due(self, uid: int, place: int, count: int) -> bool:
        every = max(SMALL_EVERY, -(-count // MOST_SMALL))
        return not self.hurried or self._is_large(uid) or self.memory.takes_turn(place, every)

    def _is_large(self, uid: int) -> bool:
        return uid in {self.request.main, self.request.towards}

    def refine(self, values: dict[int, Values]) -> float:
        """Suit the sheet to the bends and colours of the large spaces; the share of its corners that change."""
        if not domain_of(self.document).has_map:
            return 0.0
        if self.hurried and not self.memory.sheet.is_new and not self.memory.takes_turn(0, REFINED_EVERY):
            return 0.0
        large = [uid for uid in self.request.uids if self._is_large(uid) and uid in values]
        kept = [self.memory.of(uid, values[uid].width).shown for uid in large]
        pictures = [shown[0] for shown in kept if shown is not None and shown[0].view != "histogram"]
        if not pictures:
            return 0.0
        measured = [in_pixels(picture) for picture in pictures]
        targets = self.document.dataset.target(self.request.value)
        colours = colour_pixels(self.answered, float(np.abs(targets).max(initial=0.0)))
        places = np.concatenate([*(part for part, _ in measured), colours])
        return self.memory.sheet.follow(places, np.logical_or.reduce([seen for _, seen in measured]))

    def with_bridge(self, found: dict[int, Space], values: dict[int, Values]) -> dict[int, Space]:
        """The same, and the way between the two large spaces where the second follows the first."""
        first, second = self.request.main, self.request.towards
        kept = [self.memory.of(uid, values[uid].width).shown for uid in (first, second) if uid in found]
        ends = [shown[0] for shown in kept if shown is not None]
        if first is None or second is None or len(ends) < 2:
            return found
        part = self._between(first, second, values)
        if part is None:
            return found
        start = self._fed_end(ends[0]) if first == INPUT_UID else End(first, rows_of(values[first]), ends[0])
        way = bridge(part, start, End(second, rows_of(values[second]), ends[1]))
        return {**found, first: replace(found[first], bridge=way)}

    def _between(self, first: int, second: int, values: dict[int, Values]) -> LayerPart | None:
        """What lies between two spaces; None where more does than a layer, or its numbers are not all at hand."""
        uids = list(values)
        if any(values[uid].whole is not None for uid in (first, second)):
            return None
        layer = resolve(self.document).planned(layer_of_space(second))
        if layer is None or uids.index(second) != uids.index(first) + 1:
            return None
        fed = rows_of(self._entering(layer.uid, values))
        if not knows(layer, self.numbers):
            return None
        part: Part = "sums" if second != layer.uid else "rest" if first == pre_activation_uid(layer.uid) else "all"
        return LayerPart(layer, self.numbers, fed, part)

    def _fed_end(self, plane: Projection) -> End:
        """The samples as the first layer gets them: in the network's units, or as other functions of them."""
        known = inputs_of(self.document)
        columns = [known[name].column for name in self.document.inputs]
        if columns != list(range(self.document.dataset.samples.shape[1])) or plane.axes is None:
            return End(INPUT_UID, rows_of(self.fed), replace(plane, axes=None))
        scales = [network_scaling(self.document).column(index).scale for index in range(len(columns))]
        into = plane.axes / np.array(scales)[:, None]
        return End(INPUT_UID, rows_of(self.fed), replace(plane, axes=into))

    def _score(self, uid: int, values: Values, kept: KeptSpace) -> None:
        effort = Effort.LITTLE if self.hurried else Effort.SOME
        targets = self.document.dataset.targets[self.chosen]
        if not self.hurried and self.memory.may_look_on(kept.fit, values.points, targets):
            effort = Effort.FULL
        sums = self.sums.points
        kept.score, kept.fit = scored(self.document, uid, values.points, sums, kept.fit, effort)

    def _activations(self, uid: int, values: Values) -> LayerActivations:
        network = self.document.network
        last_hidden = bool(network) and uid == network[-1].uid
        view = self.request.view
        main = self.request.main
        if view in {"units", "units3"} and (main is None or layer_of_space(uid) != layer_of_space(main)):
            view = "auto"
        order = self.document.dataset.target(self.request.value)[self.chosen]
        classes = len(self.document.dataset.classes)
        units = self.request.units
        frozen = self.request.is_frozen
        return LayerActivations(
            uid, values, view, units, classes, order, self.sums, self._probabilities(uid), last_hidden, frozen
        )

    def _probabilities(self, uid: int) -> Values | None:
        if uid != OUTPUT_UID or self.answered.shape[-1] != len(TRIANGLE):
            return None
        points = answers(self.sums.points, self.document)
        return Values(points.astype(np.float64), self.answered.astype(np.float64), self.mesh.even)

    def _boundary(self, values: dict[int, Values]) -> tuple[Array | None, set[int]]:
        """The sum of the neuron asked for at the corners of the sheet, (S,), and which spaces have it."""
        neuron = self.request.unit
        uids = list(values)
        if neuron is None or neuron.uid not in uids[1:] or not domain_of(self.document).has_map:
            return None, set()
        place, before = uids.index(neuron.uid), self._entering(neuron.uid, values)
        weight, bias = (self.numbers.get((neuron.uid, f"linear.{name}")) for name in ("weight", "bias"))
        if weight is None or neuron.index >= len(weight) or weight.shape[1] != before.width:
            return None, set()
        sums = before.sheet @ weight[neuron.index] + (0.0 if bias is None else bias[neuron.index])
        return sums, set(uids[: place + 1])

    def _lit(self, uid: int, values: Values) -> NDArray[np.float32] | None:
        """What a layer has of the point asked for; None of feature maps, which are no row of numbers."""
        wanted, plan = self.request.point, resolve(self.document)
        found = np.flatnonzero(self.chosen == (-1 if wanted is None else wanted))
        layer = plan.planned(layer_of_space(uid))
        shape = plan.shape_in if layer is None else layer.shape_out
        if not len(found) or values.whole is not None or len(shape) > 1:
            return None
        return np.asarray(values.points[found[0]], dtype=np.float32)

    def _space(self, uid: int, values: Values, picture: Projection, kept: KeptSpace, boundary: Array | None) -> Space:
        mesh = self.mesh if self._is_large(uid) else even_mesh(self.mesh.cells)
        count, bend = len(mesh.steps), self.memory.bends.of(uid)
        return Space(
            uid,
            values.width,
            picture.points.astype(np.float32),
            picture.sheet[:count].astype(np.float32),
            mesh,
            kept.score or 0.0,
            picture.explained_variance,
            picture.view,
            None if picture.cut is None else picture.cut.astype(np.float32),
            self.answered[:count],
            None if picture.scores is None else picture.scores.astype(np.float32),
            bend.folded if uid != OUTPUT_UID else None,
            bend.stretch,
            None if boundary is None else boundary[:count].astype(np.float32),
            self._lit(uid, values),
            *linear_view(uid, values, picture, reads_sums=self.sums.width > 1),
        )
