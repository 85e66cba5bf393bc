"""Looking closer: where a person rests on a part of the phase map, that part is swept again, finer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Slot

from playground.experiments.ranges import closer_grid
from playground.views.experiments.phase_layers import does_for, layer_over, layers_of
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from playground.experiments.experiment import Experiment
    from playground.experiments.variations import KnobGrid
    from playground.session.course import Course
    from playground.session.session import Session
    from playground.views.experiments.phase_layers import PhaseLayer
    from playground.views.experiments.phase_place import PhasePlace

REST_MS = 400
"""So long the map stands still before more is trained."""
MARGIN = 0.1
"""Of what is in sight, swept beyond each of its ends: a small step aside finds something there."""
MOST_SEEDS = 256
MOST_LAYERS = 8
"""Finer parts that are kept; the oldest goes before another one comes."""
LEAST_DONE = 0.5
"""A part of which less is done when somebody looks elsewhere is not kept."""
TITLE = "Closer"


class CloserLook(QObject):
    """Knows the layers of the map, and adds a finer one where the part in sight could be shown better.

    Args:
        session: Whose experiments.
        kind: Of the sweeps.
        place: Where the map is drawn.
        parent: Qt parent.

    Attributes:
        is_on: Whether it adds any by itself.
    """

    def __init__(self, session: Session, kind: str, place: PhasePlace, parent: QObject) -> None:
        super().__init__(parent)
        self.is_on = True
        self._session, self._kind, self._place = session, kind, place
        self._ground: Course | None = None
        self._is_own = False
        self._added: list[Experiment] = []
        self._timer = one_shot(self, REST_MS, self.look)
        place.zoomed.connect(self._timer.start)
        session.experiments.changed.connect(self._timer.start)

    def begin(self) -> None:
        """The sweep that begins next has a map of its own, though another one may reach farther."""
        self._ground = None
        self._is_own = True

    def is_part(self, course: Course) -> bool:
        """Whether a sweep was added to the map, and lies on what is shown already."""
        return course.experiment in self._added

    def layers(self, course: Course) -> tuple[PhaseLayer, ...]:
        """The layers of the map that a sweep is on, the widest first.

        Args:
            course: Over two knobs; the sweep that was begun last, or that somebody wants to see.
        """
        kept = [item.course for item in self._session.experiments.kept.items if item.kind == self._kind]
        others = [course, *(one for one in kept if one is not course)]
        if self._ground is not None:
            found = layers_of(self._ground, others)
            if any(layer.course is course for layer in found):
                return found
        maps = [layers_of(one, others) for one in ([course] if self._is_own else others)]
        on_it = [found for found in maps if any(layer.course is course for layer in found)]
        found = max(on_it, key=lambda layers: _reach(course, layers))
        self._ground, self._is_own = found[0].course, False
        return found

    @Slot()
    def look(self) -> None:
        """Sweep over the part in sight, if somebody sees it, and it could be shown finer or more surely."""
        experiments, ground = self._session.experiments, self._ground
        course = experiments.course(self._kind)
        if not self._may_look() or ground is None or ground.is_at_work or course is None:
            return
        sight = self._place.plot.visible()
        grid = self._closer(ground, sight)
        box = None if grid is None else layer_over(ground, grid)
        if grid is None or box is None or any(does_for(one, grid, box, sight) for one in self.layers(course)):
            return
        experiments.cancel()
        self._make_room()
        self._added.append(replace(ground.experiment, grid=grid))
        experiments.start(self._kind, self._added[-1], TITLE)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _may_look(self) -> bool:
        """Whether it is on, a part of the map is in sight, and no other kind of experiment is at work."""
        is_seen = self.is_on and self._place.isVisible() and self._place.is_loaded
        return is_seen and self._place.plot.is_zoomed and self._session.experiments.at_work in {"", self._kind}

    def _closer(self, ground: Course, sight: QRectF) -> KnobGrid | None:
        """What could be swept; None where nothing of the map is in sight."""
        experiment = ground.experiment
        rows, columns = experiment.grid.shape
        if not sight.intersects(QRectF(0.0, 0.0, columns, rows)):
            return None
        wide, high = MARGIN * sight.width(), MARGIN * sight.height()
        part = sight.adjusted(-wide, -high, wide, high)
        across, up = (part.left(), part.right()), (part.top(), part.bottom())
        return closer_grid(experiment.document, experiment.grid, across, up, MOST_SEEDS)

    def _make_room(self) -> None:
        """Let parts go that were hardly begun, and the oldest where there are many; those with a name stay."""
        kept = self._session.experiments.kept
        mine = [item for item in kept.items if item.course.experiment in self._added and not item.is_named]
        begun = [item for item in mine if item.course.share >= LEAST_DONE]
        staying = begun[-(MOST_LAYERS - 1) :]
        kept.delete(*(item for item in mine if item not in staying))
        self._added = [item.course.experiment for item in staying]


def _reach(course: Course, layers: tuple[PhaseLayer, ...]) -> float:
    """How many times as much as a sweep the map reaches whose layer it is."""
    box = next(layer.box for layer in layers if layer.course is course)
    return layers[0].box.width() * layers[0].box.height() / (box.width() * box.height())
