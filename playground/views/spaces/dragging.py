"""Drags points of a space: asks for the least change of weights that brings one there, shows it, and makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.document.figures import share
from playground.document.model import INPUT_UID, domain_of
from playground.session.moved_weights import move_weights
from playground.session.selection import SampleBorder
from playground.session.session import PAST
from playground.training.probes.least_change import LeastChange, SpaceGoal
from playground.training.snapshots.snapshot import TrainerState
from playground.views.spaces.draggable import at_of
from playground.widgets.answer_words import sample_words
from playground.widgets.format import significant

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.training.probes.layer_spaces.space import Space
    from playground.training.probes.least_change import ChangedWeights
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.spaces.draggable import DraggableWell
    from playground.views.spaces.drawing.scene import SpaceScene

WANT = "drag"
MOVING = "Pause first: while the network learns, its points move by themselves"
NO_WEIGHTS = "Inputs are data: no weight moves them"
NOT_FLAT = "Choose a flat view of this space first: PCA, separating, or two neurons"
UNREACHED = "No change of this layer's weights brings the point there"


class Dragging(QObject):
    """Between the large space and the trainer.

    Args:
        session: Whose network.
        well: The large space.
    """

    def __init__(self, session: Session, well: DraggableWell) -> None:
        super().__init__(well)
        self._session, self._well = session, well
        self._frame: SpaceScene | None = None
        self._uid: int | None = None
        self._row: int | None = None
        self._point: int | None = None
        self._request: LeastChange | None = None
        self._found: ChangedWeights | None = None
        self._at = (0.0, 0.0)
        self._is_dropped = False
        well.switched.connect(self._on_switched)
        well.grabbed.connect(self._on_grabbed)
        well.dragged.connect(self._on_dragged)
        well.dropped.connect(self._on_dropped)
        well.cancelled.connect(self.let_be)
        well.drags.follow_lock(session.lessons, "drag_answer")
        session.selection.drag_asked.connect(well.drags.toggle)
        session.turns.join().connect(self._on_turn)
        session.network_changed.connect(self.let_be)
        session.dataset_changed.connect(self.let_be)
        session.state_changed.connect(self._on_state)
        session.time.changed.connect(self._on_time)

    def follow(self, frame: SpaceScene | None, uid: int | None) -> None:
        """The large space shows a stage of these spaces; None while it is on its way between two."""
        if uid != self._uid:
            self.let_be()
        self._frame, self._uid = frame, uid
        self._well.refuse(self._refusal())

    @Slot()
    def let_be(self) -> None:
        """Drag nothing any more."""
        was, self._request = self._request, None
        self._found, self._row, self._point, self._is_dropped = None, None, None, False
        if was is not None:
            self._session.want(WANT)
            self._session.selection.show_borders()
        self._well.show_dragged(None, None)

    # ---- the hand --------------------------------------------------------------------------------------------------

    @Slot(bool)
    def _on_switched(self, is_on: bool) -> None:
        self.let_be()
        if is_on and self._refusal():
            self._session.message_posted.emit(f"{self._refusal().rstrip('.')}.", "info")
        self._well.take_keyboard(on=is_on)

    @Slot()
    def _on_state(self) -> None:
        if self._session.state is TrainerState.TRAINING:
            self.let_be()
        self._well.refuse(self._refusal())

    @Slot()
    def _on_time(self) -> None:
        """Another moment is shown: what is dragged is of one that is not seen any more."""
        self.let_be()
        self._well.refuse(self._refusal())

    @Slot(object)
    def _on_grabbed(self, point: int | None) -> None:
        frame, uid = self._frame, self._uid
        if frame is None or uid is None or self._is_dropped:  # the last one is on its way
            return
        if point is None:
            row = self._row_at_hand()
            point = None if row is None else frame.place_of(row)
        space = frame.space(uid)
        if point is None or space is None:
            return
        self._point, self._row, self._at = point, frame.dataset_index(point), at_of(space.points, point)
        self._session.selection.light(self._row)
        self._well.show_dragged(point, self._at)

    def _row_at_hand(self) -> int | None:
        selection = self._session.selection
        return selection.lit if selection.points is None else int(selection.points.argmax())

    @Slot(float, float)
    def _on_dragged(self, across: float, up: float) -> None:
        space = self._space()
        if self._point is None or self._row is None or self._frame is None or space is None or self._is_dropped:
            return
        if space.axes is None or space.offset is None:
            return
        self._at = across, up
        place = self._frame.in_space(space.uid, self._at)
        goal = SpaceGoal(space.uid, place, tuple(map(tuple, space.axes.T.tolist())), tuple(space.offset.tolist()))
        sample = tuple(self._session.document.dataset.samples[self._row].tolist())
        has_map = domain_of(self._session.document).has_map
        section = self._session.selection.section if has_map else None
        self._request = LeastChange(sample, space=goal, section=section)
        self._session.want(WANT, self._request)
        self._show()

    @Slot()
    def _on_dropped(self) -> None:
        if self._request is None:
            self.let_be()
            return
        self._is_dropped = True
        self._finish()

    # ---- the trainer -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        found = snapshot.get(LeastChange)
        if found is None or self._request is None or found is self._found:
            return
        # While the hand moves, the answer for a place that it has just left is better than none.
        if found.request == self._request or not self._is_dropped:
            self._found = found
            self._show()
        self._finish()

    def _finish(self) -> None:
        """Make the change, as soon as it is known of the place where the point was let go."""
        found, row = self._found, self._row
        if not self._is_dropped or found is None or row is None or found.request != self._request:
            return
        document = self._session.document
        if found.weights is not None and document.dataset.classes and found.right is None:
            return  # what it costs is about to be known
        self.let_be()
        if found.weights is None:
            self._session.message_posted.emit(f"{UNREACHED}.", "refused")
        elif move_weights(self._session, f"Drag {sample_words(document, row)}", found.weights, None):
            self._session.message_posted.emit(f"Dragged: {', '.join(cost_lines(found))}", "info")

    def _show(self) -> None:
        found, request = self._found, self._request
        lines = () if found is None else ("Out of reach",) if found.weights is None else cost_lines(found)
        self._well.show_dragged(self._point, self._at, lines)
        if found is None or found.border is None or request is None or request.section is None:
            self._session.selection.show_borders()
        else:
            self._session.selection.show_borders(SampleBorder(found.border, request.section, is_dashed=True))

    def _space(self) -> Space | None:
        return None if self._frame is None or self._uid is None else self._frame.spaces.get(self._uid)

    def _refusal(self) -> str:
        space = self._space()
        if self._session.state is TrainerState.TRAINING:
            return MOVING
        if self._session.time.shown is not None:
            return PAST
        if self._uid == INPUT_UID:
            return NO_WEIGHTS
        return NOT_FLAT if space is None or space.axes is None else ""


def cost_lines(found: ChangedWeights) -> tuple[str, ...]:
    """What a change of weights costs: "Σ Δw² 0.042", "train 97.9 % → 96.4 %", "test 98 % → 97 %"."""
    told = [
        f"{name} {share(before, 1)} \N{RIGHTWARDS ARROW} {share(after, 1)}"
        for name, (before, after) in zip(("train", "test"), found.right or (), strict=False)
        if before is not None and after is not None
    ]
    return (f"Σ Δw² {significant(found.squares, 3)}", *told)
