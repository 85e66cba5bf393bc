"""What one snapshot holds for this panel, worked out once and drawn in many wells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.views.hidden.framing import Framed, between, framed
from playground.views.hidden.painting import Colouring, colouring, fitting

if TYPE_CHECKING:
    from playground.training.messages import Snapshot, Space
    from playground.widgets.theme import Theme


class Frame:
    """The spaces of a snapshot by uid, with their colours in one theme."""

    def __init__(self, snapshot: Snapshot, theme: Theme) -> None:
        self.document = snapshot.document
        self.source = snapshot.spaces
        self.spaces: dict[int, Space] = {space.uid: _finite(space) for space in snapshot.spaces}
        chosen = snapshot.space_points
        count = len(snapshot.spaces[0].points) if snapshot.spaces else 0
        self._chosen = np.arange(count) if chosen is None else chosen
        self._theme = theme
        self._framed: dict[int, Framed] = {}
        self._colours: dict[int, Colouring] = {}

    def space(self, uid: int) -> Framed | None:
        """A space brought to the size of a picture."""
        if uid not in self._framed:
            found = self.spaces.get(uid)
            if found is None:
                return None
            self._framed[uid] = framed(found)
        return self._framed[uid]

    def between(self, first: int, second: int, share: float) -> Framed | None:
        """What lies between two spaces."""
        start, end = self.space(first), self.space(second)
        if start is None or end is None:
            return start or end
        return between(start, end, share)

    def colours(self, space: Framed) -> Colouring | None:
        """Colours as fine as a space's sheet."""
        cells = len(space.sheet) - 1
        if cells not in self._colours:
            found = self._made(cells)
            if found is None:
                return None
            self._colours[cells] = found
        return self._colours[cells]

    def _made(self, cells: int) -> Colouring | None:
        sampled = [space.answers for space in self.spaces.values() if space.answers is not None]
        exact = [answers for answers in sampled if len(answers) - 1 == cells]
        if exact or not sampled:
            return colouring(exact[0], self.document.dataset, self._chosen, self._theme) if exact else None
        finest = max(sampled, key=len)
        return fitting(colouring(finest, self.document.dataset, self._chosen, self._theme), cells)


def _finite(space: Space) -> Space:
    """The same space; one with broken numbers, which no trainer should post, with zeros in their place."""
    arrays = {name: getattr(space, name) for name in ("points", "sheet", "cut", "answers")}
    broken = {n: array for n, array in arrays.items() if array is not None and not np.isfinite(array).all()}
    if not broken and np.isfinite(space.separability):
        return space
    mended = {name: np.nan_to_num(array, nan=0.0, posinf=0.0, neginf=0.0) for name, array in broken.items()}
    return replace(space, separability=float(np.nan_to_num(space.separability)), **mended)
