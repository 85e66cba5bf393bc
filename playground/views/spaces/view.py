"""The hidden space panel: how every layer bends the plane, live, and the way from one to the next."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot

from playground.document.model import domain_of
from playground.render import depth, raster
from playground.session.turns import ReadingPace
from playground.tasks import TASKS
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.snapshots.snapshot import TrainerState
from playground.views.spaces.body import Body
from playground.views.spaces.dragging import Dragging
from playground.views.spaces.drawing.scene import SpaceScene
from playground.views.spaces.film_strip import FilmStrip
from playground.views.spaces.header import Header
from playground.views.spaces.slider_motion import SliderMotion
from playground.views.spaces.stages import axis_names, chip_text, document_shown, stage_of, stages_of, why_empty
from playground.views.spaces.turntable import Turntable
from playground.widgets.panel import Panel
from playground.widgets.theme import current, px, reduced_motion, theme_signals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.spaces.drawing.framing import ViewFit
    from playground.views.spaces.stages import MorphStop

MAIN_CELLS, RESTING_CELLS, STRIP_CELLS = 54, 84, 28
"""So many equal cells along a side have the corners that the large sheet may have at most while it trains, and when
there is time; and cells along a side of the small ones."""
STAGGER, MOST_DRAWN = 4, 3
"""While it trains, a small space is drawn with every fourth picture, another one each time; of many no more than three
with each picture."""
FULL_TITLE = 440
"""In a panel narrower than that the controls keep their words for it."""


class HiddenView(Panel):
    """The strip of stages, the morph slider and the large space.

    A click on a stage, here or in the network, brings the slider to it; the slider moves freely between them.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Hidden space", parent=parent)
        self._session = session
        self._stages = self._stages_now()
        self._frame: SpaceScene | None = None
        self._in_large: SpaceScene | None = None
        self._in_strip: SpaceScene | None = None
        self._motion = SliderMotion(self)
        self._leads, self._turn, self._waits_for_raster = False, 0, False
        self._reading = ReadingPace()
        self._turntable = Turntable()
        self._fits: dict[int, tuple[str, ViewFit]] | None = None
        self._tools = Header(self, session.selection, session.lessons)
        self._body = Body(FilmStrip(session), session.lessons)
        self._dragging = Dragging(session, self._body.large)
        self.remember(self._tools, self._turntable)
        self.add(self._body, stretch=1)
        self._body.strip.set_titles([stage.titles for stage in self._stages])
        self._tools.show_sums(on=session.selection.shows_sums)
        self._connect()
        self._on_network_changed()

    def sizeHint(self) -> QSize:
        """As in a window of 1440 x 900."""
        return QSize(px(744), px(360))

    def minimumSizeHint(self) -> QSize:
        """Two small spaces beside a large one of the same height."""
        return QSize(px(360), px(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many words in the header as there is room for."""
        super().resizeEvent(event)
        self.set_title("Hidden space" if self.width() >= px(FULL_TITLE) else "Space")
        self._tools.fit(self.width())

    # ---- what moves it ---------------------------------------------------------------------------------------------

    def move_to(self, position: float) -> None:
        """Show a place between the stages, as the slider does when it is dragged: 0 is the input."""
        self._motion.stop()
        self._set_position(position)
        self._lead(round(self._motion.position))

    def play(self) -> None:
        """Morph from the input to the output and back, once."""
        self._motion.play(len(self._stages), self._chosen(), perf_counter(), steps=reduced_motion())

    @Slot()
    def toggle(self) -> None:
        """Play the morph, or stop it where it is."""
        if self._motion.is_playing:
            self.move_to(self._motion.position)
        elif self.isVisible():
            self.play()
        self._body.strip.show_playing(on=self._motion.is_playing)

    def position(self) -> float:
        """Where the slider stands."""
        return self._motion.position

    def advance(self, now: float) -> None:
        """Move what moves by itself to where it is at a time in seconds."""
        turns = self._body.large.is_turned() and self.isVisible()
        if turns and self._turntable.advance(now) and not self._motion.is_moving:
            self._refresh_large()
        self._session.turns.moving = self._motion.is_moving and self._session.playing
        position = self._motion.advance(now, is_sparing=self._session.playing)
        if position is None:
            return
        if not self._motion.is_moving:
            self._body.strip.show_playing(on=False)
        self._set_position(position)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, body, selection = self._session, self._body, self._session.selection
        session.turns.join().connect(self._on_large_turn)
        session.turns.join().connect(self._on_strip_turn)
        session.network_changed.connect(self._on_network_changed)
        session.time.changed.connect(self._on_time_changed)
        for changed in (session.dataset_changed, session.state_changed, session.lessons.changed):
            changed.connect(self._refresh_words)
        asks = selection.neuron_changed, selection.section_changed, selection.value_changed, session.state_changed
        for said in (*asks, self._tools.view_changed):
            said.connect(self._ask)
        selection.space_changed.connect(self._on_space_changed)
        selection.sums_changed.connect(self._on_sums_changed)
        self._tools.sums_switched.connect(lambda on: selection.show_sums(on=on))
        session.pump.ticked.connect(self._on_tick)
        theme_signals().changed.connect(self._renew)
        self._tools.parts_changed.connect(self._redraw)
        self._tools.frozen_changed.connect(self._on_frozen_changed)
        selection.lit_changed.connect(self._on_lit_changed)
        selection.points_changed.connect(self._renew)
        body.large.turned.connect(self._on_turned)
        body.large.spin_asked.connect(self._on_spin_asked)
        for source in (body.large, body.strip):
            source.brushed.connect(self._on_brushed)
            source.point_hovered.connect(self._light_up)
        body.strip.stage_chosen.connect(self._on_stage_chosen)
        body.strip.slider.moved.connect(self.move_to)
        for asked in (body.strip.slider.play_asked, body.strip.play.clicked, session.selection.morph_asked):
            asked.connect(self.toggle)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for pictures; the trainer's thread may still be loading the raster."""
        super().showEvent(event)
        self._waits_for_raster = not (raster.ready() and depth.ready())
        self._ask()
        if self._session.snapshot is not None:
            self._on_large_turn(self._session.snapshot)
            self._on_strip_turn(self._session.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing."""
        super().hideEvent(event)
        self._ask()

    def _chosen(self) -> int:
        return stage_of(document_shown(self._session), self._stages, self._session.selection.space)

    def _ends(self) -> tuple[int, int, float]:
        """The uids that the position lies between, and how far."""
        position = self._motion.position
        left = min(int(position), len(self._stages) - 1)
        right = min(left + 1, len(self._stages) - 1)
        return self._stages[left].uid, self._stages[right].uid, position - left

    def _set_position(self, position: float) -> None:
        self._motion.position = shown = min(max(position, 0.0), float(len(self._stages) - 1))
        self._body.strip.slider.set_position(shown)
        self._body.reveal(shown)
        self._ask()
        self._refresh_large()

    def _stand_on(self, index: int) -> None:
        self._body.strip.choose(index)
        self._suit_header(index)
        self._set_position(float(index))
        self._refresh_words()

    def _suit_header(self, index: int) -> None:
        last_hidden = 0 < index == len(self._stages) - 2
        has_classes = TASKS[document_shown(self._session).task].has_classes
        # of the stage and not of the newest picture, which may be of the document before
        self._tools.suit(self._stages[index].units, has_readout=last_hidden, has_classes=has_classes)

    def _lead(self, index: int) -> None:
        """Say which stage is at hand, without being sent to it."""
        self._leads = True
        self._session.selection.show_space(self._stages[index].uid)
        self._leads = False
        self._body.strip.choose(index)
        self._suit_header(index)
        self._refresh_words()

    def _ask(self) -> None:
        if not self.isVisible():
            self._session.want("hidden")
            return
        first, second, share = self._ends()
        self._session.want(
            "hidden",
            LayerSpaces(
                uids=tuple(stage.uid for stage in self._stages),
                main=first,
                towards=second if share > 0.0 else None,
                cells=MAIN_CELLS if self._session.playing else RESTING_CELLS,
                strip_cells=STRIP_CELLS,
                view=self._tools.view,
                units=self._tools.units,
                is_frozen=self._tools.frozen,
                unit=self._session.selection.neuron,
                point=self._session.selection.lit,
                section=self._session.selection.section,
                value=self._session.selection.value,
            ),
        )

    # ---- slots -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_large_turn(self, snapshot: Snapshot) -> None:
        if self.isVisible() and self._take(snapshot) is not self._in_large:
            self._in_large = self._frame
            if not self._motion.is_moving:  # else the next step of it draws it
                self._refresh_large()

    @Slot(object)
    def _on_strip_turn(self, snapshot: Snapshot) -> None:
        if not self.isVisible() or self._take(snapshot) is self._in_strip:
            return
        self._in_strip = self._frame
        trains = snapshot.state is TrainerState.TRAINING
        self._refresh_strip(every=max(STAGGER, -(-len(self._stages) // MOST_DRAWN)) if trains else 1)
        if self._reading.is_due(trains=trains):
            self._suit_header(round(self._motion.position))
            self._refresh_words()

    def _take(self, snapshot: Snapshot) -> SpaceScene:
        """The frame of a snapshot, the same one as long as its spaces are."""
        if self._frame is None or (snapshot.foreign or snapshot).get(LayerSpaces) is not self._frame.source:
            self._frame = self._frame_of(snapshot)
        return self._frame

    def _frame_of(self, snapshot: Snapshot) -> SpaceScene:
        picked, of = self._session.selection.points, snapshot.foreign or snapshot
        frame = SpaceScene(of, current(), fits=self._fits, picked=picked)
        frame.look_from(self._turntable.pose)
        return frame

    @Slot()
    def _renew(self) -> None:
        """Draw the same spaces otherwise."""
        if self._session.snapshot is not None and self._frame is not None:
            self._frame = self._frame_of(self._session.snapshot)
        if self.isVisible():
            self._redraw()

    @Slot()
    def _on_time_changed(self) -> None:
        if self._stages_now() != self._stages:
            self._on_network_changed()

    def _stages_now(self) -> tuple[MorphStop, ...]:
        return stages_of(document_shown(self._session), with_sums=self._session.selection.shows_sums)

    @Slot()
    def _on_network_changed(self) -> None:
        self._tools.suit_samples(domain_of(self._session.document))
        self._stages = self._stages_now()
        self._motion.stop()
        self._body.strip.set_titles([stage.titles for stage in self._stages])
        self._body.arrange()
        self._stand_on(self._chosen())
        self._refresh_strip()

    @Slot()
    def _on_sums_changed(self) -> None:
        self._tools.show_sums(on=self._session.selection.shows_sums)
        self._on_network_changed()

    @Slot()
    def _on_space_changed(self) -> None:
        if self._leads:
            return
        index = self._chosen()
        self._body.strip.choose(index)
        self._suit_header(index)
        self._refresh_words()
        self._go(index)

    @Slot(int)
    def _on_stage_chosen(self, index: int) -> None:
        self._lead(index)
        self._go(index)

    @Slot()
    def _on_frozen_changed(self) -> None:
        self._fits = {} if self._tools.frozen else None
        self._ask()
        self._renew()

    @Slot(float, float)
    def _on_turned(self, yaw: float, pitch: float) -> None:
        self._turntable.turn(yaw, pitch)
        self._refresh_large()

    @Slot()
    def _on_spin_asked(self) -> None:
        self._turntable.toggle(perf_counter(), allowed=not reduced_motion())

    @Slot(object)
    def _on_brushed(self, inside: NDArray[np.bool_] | None) -> None:
        """Select the points of a rectangle, in the dataset and so in every view."""
        frame, count = self._frame, len(self._session.document.dataset)
        mask = frame.dataset_mask(inside, count) if inside is not None and frame is not None else None
        self._session.selection.select_points(mask)

    @Slot()
    def _on_tick(self) -> None:
        if self._waits_for_raster and raster.ready() and depth.ready():
            self._waits_for_raster = False
            self._redraw()
        self.advance(perf_counter())

    def _go(self, index: int) -> None:
        if reduced_motion() or not self.isVisible():
            self._motion.stop()
            self._set_position(float(index))
        else:
            self._motion.go(index, perf_counter())

    @Slot(object)
    def _light_up(self, point: int | None) -> None:
        index = self._frame.dataset_index(point) if self._frame is not None and point is not None else None
        self._session.selection.light(index)

    @Slot()
    def _on_lit_changed(self) -> None:
        if self.isVisible():
            self._ask()
            self._show_lit()

    def _show_lit(self) -> None:
        shown = (self._ends()[0], *(stage.uid for stage in self._stages))
        self._body.light_up(self._frame, self._session.selection.lit, shown)

    # ---- drawing ---------------------------------------------------------------------------------------------------

    @Slot()
    def _redraw(self) -> None:
        self._refresh_large()
        self._refresh_strip()

    def _refresh_large(self) -> None:
        first, second, share = self._ends()
        frame, large = self._frame, self._body.large
        if frame is not None:
            frame.look_from(self._turntable.pose)
        space = frame.between(first, second, share) if frame else None
        large.show_space(space, frame.colours(space) if frame and space else None, self._tools.shown)
        shown = frame.spaces.get(first) if frame else None
        bridge = shown.bridge if shown is not None and share > 0.0 else None
        self._body.strip.slider.set_legs(bridge.stops() if bridge is not None else ())
        large.name_axes(axis_names(shown, self._tools.units))
        words = chip_text(self._stages, self._motion.position, shown)
        large.set_words(*words, why_empty(self._session) if space is None else "")
        self._dragging.follow(frame, None if share else first)
        self._show_lit()

    def _refresh_strip(self, every: int = 1) -> None:
        self._turn += 1
        due = slice(self._turn % every, None, every)
        self._body.show_small(self._frame, self._stages, due, self._tools.shown)

    @Slot()
    def _refresh_words(self) -> None:
        if self._frame and self._session.lessons.asks_for("number"):
            self._body.withhold(self._session.document, self._stages)
            return
        spaces = self._frame.spaces if self._frame else {}
        self._body.tell(document_shown(self._session), self._stages, spaces, self._chosen())
