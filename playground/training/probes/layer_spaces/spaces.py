"""Every layer's space in two or three dimensions: points, the bent sheet, and how well a straight cut does there."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID, OUTPUT_UID, domain_of, inputs_of, network_scaling
from playground.document.plan import resolve
from playground.render.mesh import even_mesh
from playground.training.probes.addresses import layer_of_space, pre_activation_uid
from playground.training.probes.layer_spaces.axes import TRIANGLE
from playground.training.probes.layer_spaces.bridge import End, bridge
from playground.training.probes.layer_spaces.layer_activations import (
    LayerActivations,
    Memory,
    Projection,
    Values,
    rows_of,
)
from playground.training.probes.layer_spaces.pre_activations import (
    LARGEST,
    LayerPart,
    exact_values,
    knows,
    rough_values,
    sums_of,
)
from playground.training.probes.layer_spaces.projection import linear_view, project
from playground.training.probes.layer_spaces.score import AnyFit, scored
from playground.training.probes.layer_spaces.separability import Effort
from playground.training.probes.layer_spaces.sheet import Refinement, colour_pixels, in_pixels
from playground.training.probes.layer_spaces.shown import Split, first_mesh, points_shown, sheet_samples
from playground.training.probes.layer_spaces.space import Space
from playground.training.probes.plane.folds import Bends
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playground.document.model import Document
    from playground.render.mesh import Mesh
    from playground.training.probes.layer_spaces.axes import Array
    from playground.training.probes.layer_spaces.pre_activations import ForwardLayers, Numbers, Part
    from playground.training.probes.layer_spaces.space import LayerSpaces

MOST_PASSES, FEW_PASSES, SETTLED = 7, 3, 0.03
"""A new sheet is refined so often at once, another one while there is time, or until no more than this share of its
corners changes."""
REFINED_EVERY = 3
"""While training the sheet's corners are chosen anew once in so many frames."""
SMALL_EVERY, MOST_SMALL = 3, 4
"""While training a small space is new once in so many frames, of many spaces no more than so many in each; the large
ones in all of them."""


@dataclass(slots=True)
class _Kept:
    width: int
    view: Memory = field(default_factory=Memory)
    fit: AnyFit = None
    score: float | None = None
    shown: tuple[Projection, Space] | None = None


class SpaceMemory:
    """What the pictures of one frame hand on to the next, layer by layer. Lives on the trainer's thread."""

    def __init__(self) -> None:
        self.sheet, self.bends = Refinement(), Bends()
        self._kept: dict[int, _Kept] = {}
        self._frames = 0
        self._has_looked = False
        self._subject: tuple[object, ...] = ()

    def begin_frame(self, subject: tuple[object, ...]) -> None:
        """Another frame. Pictures of another subject serve as memories only, not in place of new ones."""
        self._frames += 1
        self._has_looked = False
        if subject != self._subject:
            self._subject = subject
            for kept in self._kept.values():
                kept.shown = None

    def takes_turn(self, place: int, every: int) -> bool:
        """Whether it is the turn of the layer at a place, which comes once in so many frames."""
        return (self._frames - place) % every == 0

    def may_look_on(self, fit: AnyFit, values: Array, targets: NDArray[Any]) -> bool:
        """Whether there is time for the best cut of these numbers: of one layer in a frame that shows nothing new."""
        if self._has_looked or fit is None or fit.is_thorough or not fit.is_of(values, targets):
            return False
        self._has_looked = True
        return True

    def is_settled(self, uids: Iterable[int]) -> bool:
        """Whether another look at the same weights would find no better cut in any of these spaces."""
        fits = (self._kept[uid].fit for uid in uids if uid in self._kept)
        return all(fit is None or fit.is_thorough for fit in fits)

    def of(self, uid: int, width: int) -> _Kept:
        """The layer's memory; an empty one when its width has changed."""
        kept = self._kept.get(uid)
        if kept is None or kept.width != width:
            kept = self._kept[uid] = _Kept(width)
        return kept

    def forget_others(self, uids: set[int]) -> None:
        """Drop layers that are gone."""
        self._kept = {uid: kept for uid, kept in self._kept.items() if uid in uids}


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
) -> tuple[_Frame, dict[int, Values]]:
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
    frame = _Frame(document, request, memory, chosen, sums, mesh, answered, hurried, fed, numbers)
    return frame, frame.with_sums(values)


def _asked(request: LayerSpaces) -> tuple[object, ...]:
    """What the pictures depend on beside the weights."""
    ways = request.uids, request.main, request.towards, request.view, request.units
    return (*ways, request.unit, request.point, request.cells, request.strip_cells, request.value)


def even_cells(request: LayerSpaces) -> int:
    """Equal cells along a side of every sheet; the large one is refined from there."""
    cells = request.strip_cells or request.cells // 2
    return max(cells - cells % 2, 2)


@dataclass(frozen=True, slots=True)
class _Frame:
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

    def _score(self, uid: int, values: Values, kept: _Kept) -> None:
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

    def _space(self, uid: int, values: Values, picture: Projection, kept: _Kept, boundary: Array | None) -> Space:
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
