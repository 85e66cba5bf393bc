"""What one snapshot holds for this panel, worked out once and drawn in many wells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.views.spaces.drawing.framing import STRAIGHT_ON, Framed, ViewFit, between, crossing, fit_of, framed
from playground.views.spaces.drawing.painting import SpaceColouring, colouring, fewer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.render.solid import Pose
    from playground.training.probes.layer_spaces.space import Space
    from playground.training.snapshots.snapshot import Snapshot
    from playground.widgets.theme import Theme


class SpaceScene:
    """The spaces of a snapshot by uid, with their colours in one theme."""

    def __init__(
        self,
        snapshot: Snapshot,
        theme: Theme,
        *,
        fits: dict[int, tuple[str, ViewFit]] | None = None,
        picked: NDArray[np.bool_] | None = None,
    ) -> None:
        """Take a snapshot.

        Args:
            snapshot: With or without spaces.
            theme: Of the colours.
            fits: Scales by uid that are held still, each with the view that it is of; what is missing is added. None
                lets every space fill its picture.
            picked: Points that are selected, a mask over the dataset.
        """
        self.document = snapshot.document
        self.source = source = snapshot.get(LayerSpaces)
        self.spaces = {} if source is None else {space.uid: _finite(space) for space in source.spaces}
        self._chosen = np.empty(0, np.int64) if source is None else source.points
        self._value = 0 if source is None else source.value
        count = len(self.document.dataset)
        self._picked = picked[self._chosen] if picked is not None and len(picked) == count else None
        self._theme = theme
        self._fits = fits
        self._pose = STRAIGHT_ON
        self._framed: dict[int, Framed] = {}
        self._colours: dict[int, SpaceColouring] = {}

    def look_from(self, pose: Pose) -> None:
        """Turn the spaces that have depth."""
        if pose != self._pose:
            self._pose = pose
            self._framed = {uid: made for uid, made in self._framed.items() if not made.is_solid}

    def dataset_index(self, point: int) -> int | None:
        """Which point of the dataset a point of the spaces is."""
        return int(self._chosen[point]) if 0 <= point < len(self._chosen) else None

    def dataset_mask(self, inside: NDArray[np.bool_], count: int) -> NDArray[np.bool_] | None:
        """A mask over the spaces' points as one over the `count` points of the dataset; None where they do not fit."""
        if len(inside) != len(self._chosen) or count != len(self.document.dataset):
            return None
        mask = np.zeros(count, np.bool_)
        mask[self._chosen[inside]] = True
        return mask

    def place_of(self, index: int) -> int | None:
        """Which point of the spaces a point of the dataset is."""
        found = np.flatnonzero(self._chosen == index)
        return int(found[0]) if len(found) else None

    def space(self, uid: int) -> Framed | None:
        """A space brought to the size of a picture."""
        if uid not in self._framed:
            found = self.spaces.get(uid)
            if found is None:
                return None
            self._framed[uid] = framed(found, self._pose, self._fit(found))
        return self._framed[uid]

    def in_space(self, uid: int, at: tuple[float, float]) -> tuple[float, ...]:
        """The coordinates of a flat space, (2,), of a place in the square of `Framed`."""
        fit = self._fit(self.spaces[uid])
        return tuple((fit.middle[:2] + np.array(at) * fit.half[:2]).tolist())

    def between(self, first: int, second: int, share: float) -> Framed | None:
        """What lies between two spaces: the real way where the trainer has sent it."""
        start, end = self.space(first), self.space(second)
        if start is None or end is None:
            return start or end
        bridge = self.spaces[first].bridge
        if bridge is None or bridge.uids != (first, second) or not 0.0 < share < 1.0:
            return between(start, end, share)
        ends = self._fit(self.spaces[first]), self._fit(self.spaces[second])
        made = crossing(bridge, self.spaces[first].mesh, ends, share, self._pose)
        # a neuron's line is carried along up to where its sum is bent, not beyond
        carried = start.unit_boundary is not None and end.unit_boundary is not None and start.mesh is made.mesh
        return replace(made, unit_boundary=start.unit_boundary) if carried else made

    def _fit(self, space: Space) -> ViewFit:
        if self._fits is None:
            return fit_of(space)
        view, fit = self._fits.get(space.uid, ("", None))
        if fit is None or view != space.view:
            fit = fit_of(space)
            self._fits[space.uid] = space.view, fit
        return fit

    def colours(self, space: Framed) -> SpaceColouring | None:
        """Colours as fine as a space's sheet."""
        count = len(space.sheet)
        if count not in self._colours:
            found = self._made(count)
            if found is None:
                return None
            self._colours[count] = found
        return self._colours[count]

    def _made(self, count: int) -> SpaceColouring | None:
        """Colours of the first corners of the finest sheet: the even ones are the first of all."""
        finest = max((one.answers for one in self.spaces.values() if one.answers is not None), key=len, default=None)
        if finest is None or len(finest) < count:
            return None
        if len(finest) not in self._colours:
            args = self.document.dataset, self._chosen, self._theme, self._picked, self._value
            self._colours[len(finest)] = colouring(finest, *args)
        return fewer(self._colours[len(finest)], count)


def _finite(space: Space) -> Space:
    """The same space; one with broken numbers, which no trainer should post, with zeros in their place."""
    arrays = {
        name: getattr(space, name)
        for name in ("points", "sheet", "cut", "answers", "scores", "unit_boundary", "activations")
    }
    broken = {n: array for n, array in arrays.items() if array is not None and not np.isfinite(array).all()}
    if not broken and np.isfinite(space.separability):
        return space
    calm = float(np.nan_to_num(space.stretch))
    mended = {name: np.nan_to_num(array, nan=0.0, posinf=0.0, neginf=0.0) for name, array in broken.items()}
    return replace(space, separability=float(np.nan_to_num(space.separability)), stretch=calm, bridge=None, **mended)
