"""Which way to look at one layer, decided by its width, its place and what the person asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.render.ties import tied_lines, tied_points
from playground.training.probes.layer_spaces.axes import (
    NOTHING,
    SMOOTHING,
    TRIANGLE,
    Array,
    centred_rows,
    discriminant_axes,
    dot_histogram,
    explained_variance,
    jitter,
    orthonormal,
    principal_axes,
    procrustes,
    readout_axes,
    readout_weights,
    steady_axes,
    triangle,
    turn_towards,
)
from playground.training.probes.layer_spaces.layer_activations import LayerActivations, Memory, Projection

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.training.probes.layer_spaces.layer_activations import Values


LEAST_SPAN = 1e-6
LEAST_SPREAD = 0.02
"""What spreads less across than this part of its length is a line."""
MOST_JUMP = 2.0
"""A span that grows or shrinks by more than this between two pictures is of another network, and is not followed."""
STRAIGHT = 1e-3
"""A view that misses less than this share of the output weights shows the border as a straight line."""
ALL = 1.0 - 1e-9
"""A view that keeps this share of the variance misses nothing."""
BINARY = 2
FLAT, SOLID = 2, 3
"""Layers of these widths need no projection: they are shown as they are, in two and in three dimensions."""


def project(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    """The picture of a stage, turned to match the one before it."""
    view = choose_view(stage)
    reads_sums = view == "readout" and stage.sums.width > 1
    memory.begin(view, (stage.sums if reads_sums else stage.values).width)
    return _PROJECTIONS[view](stage, before, memory)


def linear_view(
    uid: int, values: Values, picture: Projection, *, reads_sums: bool
) -> tuple[Array | None, Array | None]:
    """Axes, (width, 2), and offset, (2,), of a flat view that is linear in all of a layer's numbers; else twice None.

    Args:
        uid: The layer, or the output.
        values: What leaves it.
        picture: As it is seen.
        reads_sums: Whether its read-out shows the output's sums.
    """
    axes = picture.axes
    is_of_others = uid <= INPUT_UID or values.whole is not None or (reads_sums and picture.view == "readout")
    if axes is None or is_of_others or axes.shape != (values.width, FLAT):
        return None, None
    return axes.copy(), np.zeros(FLAT) if picture.offset is None else picture.offset + np.zeros(FLAT)


def choose_view(stage: LayerActivations) -> str:
    """The name of the view, of those in `space.Space`."""
    width = stage.values.width
    if width == 1:
        return "histogram"
    if stage.uid == INPUT_UID and width == FLAT:
        return "plane"
    if stage.uid == OUTPUT_UID:
        return "triangle" if stage.probabilities is not None else "logits"
    if _can_be_seen(stage, stage.view):
        return stage.view
    if stage.last_hidden and _has_readout(stage) and (width > SOLID or stage.view == "readout"):
        return "readout"
    return {FLAT: "units", SOLID: "space"}.get(width, "pca")


def _can_be_seen(stage: LayerActivations, view: str) -> bool:
    """Whether a stage of two units or more has a view that a person asked for."""
    if view in {"units3", "pca3"}:
        return stage.values.width >= SOLID
    return view in {"units", "pca"} or (view == "lda" and stage.classes > 1 and len(stage.values.points) > 0)


def _has_readout(stage: LayerActivations) -> bool:
    """Whether the read-out fills two dimensions.

    With four classes and more no plane shows all borders straight; that takes asking for it. And the sums of more
    outputs than one may all lie on a line, as after a class was added to two.
    """
    if stage.sums.width > 1 and _is_line(stage.sums.points if len(stage.sums.points) else stage.sums.some_sheet()):
        return False
    return stage.classes <= len(TRIANGLE) or stage.view == "readout"


def _is_line(sums: Array) -> bool:
    """Whether the differences between outputs, all that decides a class, (M, outputs), have but one direction."""
    rows = sums - sums.mean(axis=1, keepdims=True)
    # Centred twice: what all outputs share decides no class, and a mean is no spread.
    spreads = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False)
    return len(spreads) < FLAT or bool(spreads[1] < LEAST_SPREAD * spreads[0])


def _plane(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    del before, memory
    return Projection(stage.values.points, stage.values.sheet, axes=np.eye(FLAT))


def _units(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    del before, memory
    return _as_they_are(stage, (0, 1) if stage.view != "units" else stage.units[:FLAT], "units")


def _three_units(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    del before, memory
    return _as_they_are(stage, (*stage.units, *range(SOLID))[:SOLID], "units3")


def _space(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    del before, memory
    return _as_they_are(stage, tuple(range(SOLID)), "space")


def _as_they_are(stage: LayerActivations, units: tuple[int, ...], view: str) -> Projection:
    within = [min(max(unit, 0), stage.values.width - 1) for unit in units]
    if stage.values.whole is not None:
        seen = stage.values.of_units(within)
        return Projection(seen.points, seen.sheet, view)
    axes = np.eye(stage.values.width)[:, within]
    return _through(stage, _cloud(stage), axes, view, centre=np.zeros(len(units)))


def _pca(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    cloud = _cloud(stage)
    if stage.frozen and memory.axes is not None:
        axes = memory.axes
    else:
        axes = principal_axes(cloud.rows, memory.axes)
        axes = _followed(stage, axes, before, memory, _pace(cloud, axes))
    return _through(stage, cloud, axes, "logits" if stage.uid == OUTPUT_UID else "pca", memory=memory)


def _pca_in_space(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    del before
    cloud = _cloud(stage)
    if not stage.frozen or memory.axes is None:
        axes = principal_axes(cloud.rows, memory.axes, SOLID)
        memory.axes = axes if memory.axes is None else steady_axes(axes, memory.axes, _pace(cloud, axes))
    return _through(stage, cloud, memory.axes, "pca3", memory=memory)


def _lda(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    cloud = _cloud(stage)
    axes = memory.axes
    if not stage.frozen or axes is None:
        found = discriminant_axes(stage.values.points, stage.order.astype(np.int64), stage.classes, cloud.rows)
        # of two classes the one direction that counts stays level
        follow = _followed_upright if stage.classes == BINARY else _followed
        axes = follow(stage, found, before, memory)
    return _through(stage, cloud, axes, "lda", memory=memory)


def _pace(cloud: _Cloud, axes: Array) -> float:
    """How fast new axes are followed: at once where nothing lies beside them, for they cannot swap with others."""
    return 1.0 if explained_variance(cloud.rows, axes) > ALL else SMOOTHING


def _followed(
    stage: LayerActivations, axes: Array, before: Projection, memory: Memory, share: float = SMOOTHING
) -> Array:
    """New axes, turned to match the last ones and the stage before, and remembered."""
    if memory.axes is None:
        axes = axes @ procrustes(_seen(stage, axes), _joined(before, stage))
    else:
        axes = steady_axes(axes, memory.axes, share)
        axes = axes @ turn_towards(_seen(stage, axes), _joined(before, stage))
    memory.axes = axes
    return axes


def _followed_upright(stage: LayerActivations, axes: Array, before: Projection, memory: Memory) -> Array:
    """New axes, each mirrored to match the last one or the stage before, never turned into each other."""
    if memory.axes is None:
        seen, target = _seen(stage, axes), _joined(before, stage)
        sides = ((seen - seen.mean(axis=0)) * (target - target.mean(axis=0))).sum(axis=0)
        axes = axes * np.where(sides < 0.0, -1.0, 1.0)
    else:
        axes = axes * np.where((axes * memory.axes).sum(axis=0) < 0.0, -1.0, 1.0)
        axes = orthonormal((1.0 - SMOOTHING) * memory.axes + SMOOTHING * axes)
    memory.axes = axes
    return axes


def _readout(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    if stage.classes == len(TRIANGLE):
        return _logit_plane(stage)
    if stage.sums.width > 1:
        return _logits_by_pca(stage, before, memory)
    cloud = _cloud(stage)
    if cloud.read is None:
        return _pca(stage, before, memory)
    axes = memory.axes
    if not stage.frozen or axes is None:
        axes = readout_axes(cloud.rows, cloud.read.weights[:, 0], memory.axes)
        if memory.axes is None:
            up = _seen(stage, axes)[:, 1]
            axes[:, 1] *= -1.0 if (up - up.mean()) @ _joined(before, stage)[:, 1] < 0.0 else 1.0
        memory.axes = axes
    return _through(stage, cloud, axes, "readout", memory=memory)


def _logit_plane(stage: LayerActivations) -> Projection:
    """Sums of three classes on the plane in which only their differences count: borders are three rays."""
    points, sheet = stage.sums.points @ TRIANGLE, stage.sums.sheet @ TRIANGLE
    reach = 1.2 * float(np.abs(np.concatenate((points, sheet))).max())
    rays = np.stack((np.zeros((3, 2)), -reach * TRIANGLE), axis=1)
    rows, seen = _cloud(stage).rows, centred_rows(points, stage.values.thinned(sheet))[1]
    axes = np.linalg.qr(np.column_stack([readout_weights(rows, seen[:, i]) for i in range(2)]))[0]
    return Projection(points, sheet, "readout", _explained(stage, axes), rays)


def _logits_by_pca(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    output = replace(stage, uid=OUTPUT_UID, values=stage.sums, last_hidden=False)
    # Its axes are of the sums and not of the layer's own numbers, through which a way to it would go.
    return replace(_pca(output, before, memory), view="readout", axes=None)


def _histogram(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    del before
    shown = (stage.values.points if len(stage.values.points) else stage.values.sheet)[:, 0]
    thresholds = _thresholds(stage)
    low, high = float(shown.min()), float(shown.max())
    if stage.uid == OUTPUT_UID and len(thresholds):
        low, high = min(low, thresholds[0]), max(high, thresholds[0])
    if high - low < LEAST_SPAN:
        low, high = low - 0.5, high + 0.5
    if memory.span is not None and stage.frozen:
        low, high = memory.span
    elif memory.span is not None and 1.0 / MOST_JUMP < (high - low) / (memory.span[1] - memory.span[0]) < MOST_JUMP:
        # Smoothed, or the whole histogram would breathe with its single greatest value.
        low, high = (old + SMOOTHING * (new - old) for old, new in zip(memory.span, (low, high), strict=True))
    memory.span = (low, high)
    points = dot_histogram(stage.values.points[:, 0], stage.order, memory.span)
    baseline = np.clip(stage.values.sheet[:, 0], low, high)
    sheet = np.column_stack((baseline, np.zeros(len(baseline))))
    cut = np.array([[[at, 0.0], [at, 0.9 * (high - low)]] for at in thresholds]) if len(thresholds) else None
    return Projection(points, sheet, "histogram", 1.0, cut)


def _thresholds(stage: LayerActivations) -> Array:
    """The values at which the answer changes from one class to another, (T,)."""
    if stage.classes == 0:
        return np.zeros(0)
    if stage.uid == OUTPUT_UID:
        return np.zeros(1)
    read = _cloud(stage).read
    return np.zeros(0) if read is None else tied_points(read.seen(np.eye(1), np.zeros(1)))


def _triangle(stage: LayerActivations, before: Projection, memory: Memory) -> Projection:
    del before, memory
    probabilities = stage.probabilities or stage.values
    # Trained to the end, all points of a class lie in one corner, exactly.
    points = triangle(probabilities.points) + jitter(len(probabilities.points))
    rays = np.stack((np.zeros((3, 2)), -0.5 * TRIANGLE), axis=1)
    return Projection(points, triangle(probabilities.sheet), "triangle", 1.0, rays)


_PROJECTIONS: dict[str, Callable[[LayerActivations, Projection, Memory], Projection]] = {
    "plane": _plane,
    "units": _units,
    "units3": _three_units,
    "space": _space,
    "pca": _pca,
    "pca3": _pca_in_space,
    "lda": _lda,
    "readout": _readout,
    "histogram": _histogram,
    "triangle": _triangle,
    "logits": _pca,
}


@dataclass(frozen=True, slots=True)
class _Cloud:
    """What linear views need to know of a stage.

    Attributes:
        mean: Of points and sheet, (width,).
        rows: Centred, as `centred_rows` gives them.
        read: How the output reads the stage; None where it does not.
    """

    mean: Array
    rows: Array
    read: _Read | None


@dataclass(frozen=True, slots=True)
class _Read:
    """The output's sums as linear functions of a stage.

    Attributes:
        weights: (width, O).
        bias: (O,).
    """

    weights: Array
    bias: Array

    def is_straight(self, axes: Array) -> bool:
        """Whether borders are straight through axes, (width, d): differences between classes are all in the picture."""
        shared = self.weights.mean(axis=1, keepdims=True) if self.weights.shape[1] > 1 else 0.0
        weights = self.weights - shared
        return bool(np.linalg.norm(weights - axes @ (axes.T @ weights)) <= STRAIGHT * np.linalg.norm(weights))

    def seen(self, axes: Array, offset: Array) -> Array:
        """A score for each class in a picture, (K, d + 1): a gradient and the value at its origin."""
        flat = axes.T @ self.weights
        scores = np.column_stack((flat.T, self.bias + offset @ flat))
        return scores if len(scores) > 1 else np.concatenate((np.zeros_like(scores), scores))


def _cloud(stage: LayerActivations) -> _Cloud:
    mean, rows = centred_rows(stage.values.points, stage.values.some_sheet())
    if not stage.last_hidden or stage.values.whole is not None:  # the weights of numbers that are not seen are missing
        return _Cloud(mean, rows, None)
    sum_mean, sum_rows = centred_rows(stage.sums.points, stage.sums.some_sheet())
    weights = readout_weights(rows, sum_rows)
    reads = bool(np.linalg.norm(weights) > NOTHING)
    return _Cloud(mean, rows, _Read(weights, sum_mean - mean @ weights) if reads else None)


def _through(
    stage: LayerActivations,
    cloud: _Cloud,
    axes: Array,
    view: str,
    *,
    centre: Array | None = None,
    memory: Memory | None = None,
) -> Projection:
    """A linear view: activations times axes; the mean lies at the origin unless `centre` says what does.

    While the axes are frozen, what lay at the origin stays there; `memory` knows.
    """
    offset = cloud.mean @ axes if centre is None else centre
    if memory is not None:
        if stage.frozen and memory.offset is not None:
            offset = memory.offset
        memory.offset = offset
    points, sheet = stage.values.points @ axes - offset, stage.values.sheet @ axes - offset
    cut = scores = None
    if cloud.read is not None and stage.classes > 0 and cloud.read.is_straight(axes):
        scores = cloud.read.seen(axes, offset)
        if axes.shape[1] == FLAT:
            cut, scores = _lines_across(scores, np.concatenate((points, sheet))), None
    return Projection(points, sheet, view, _explained(stage, np.linalg.qr(axes)[0]), cut, scores, axes, offset)


def _explained(stage: LayerActivations, axes: Array) -> float:
    """Share of the points' variance that lies in the span of orthonormal axes; of the sheet's where there are none."""
    values = stage.values.points if len(stage.values.points) > 1 else stage.values.some_sheet()
    return explained_variance(values - values.mean(axis=0), axes)


def _lines_across(scores: Array, picture: Array) -> Array | None:
    """The straight pieces of the border across a picture, (lines, 2, 2); None where one class has all of it."""
    middle = 0.5 * (picture.min(axis=0) + picture.max(axis=0))
    found = tied_lines(scores, middle, 1.5 * float(np.abs(picture - middle).max()) + NOTHING)
    return found if len(found) else None


def _joined(picture: Projection, stage: LayerActivations) -> Array:
    """Two dimensions of it: the stage that comes next is turned to match them."""
    return np.concatenate((picture.points, stage.values.thinned(picture.sheet)))[:, :FLAT]


def _seen(stage: LayerActivations, axes: Array) -> Array:
    return np.concatenate((stage.values.points, stage.values.some_sheet())) @ axes
