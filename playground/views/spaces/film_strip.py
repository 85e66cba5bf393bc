"""The film of the run: its frames with what it asks of the session, its words and its buttons."""

from __future__ import annotations

from bisect import bisect
from math import log1p
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.training.probes.stills import Stills
from playground.training.timeline.recorder import nearest
from playground.views.spaces.film import Film
from playground.views.spaces.film_pictures import film_layer, film_words, still_image
from playground.views.spaces.stages import document_shown
from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.format import integer
from playground.widgets.label import Label
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.text import text_width
from playground.widgets.theme import current, px, reduced_motion, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent

    from playground.session.session import Session
    from playground.training.probes.stills import Still
    from playground.training.snapshots.snapshot import Snapshot
    from playground.training.state.recorded_state import RecordedState
    from playground.widgets.theme import Theme

HEIGHT = 96
"""The least that it needs."""
STILL = 44
"""Side of a frame, in samples: it is shown at about one and a half times that size."""
MOST_IMAGES = 400
"""Pictures that are kept: those of a strip, and of the one before until all of the new one are made."""
REFRESH_S = 0.3
"""Frames move to the left as the run grows longer; more often would flicker."""
PLAY_S = 8.0
"""From the first epoch to now."""
PLAY_TIP = "Play back\nFrom here to now, every view with it"
SPEEDS = (0.5, 1.0, 2.0, 4.0)
_WORDS = {0.5: "½×", 1.0: "1×", 2.0: "2×", 4.0: "4×"}
_HEAD, _GAP = 24, 4
_GO_ON: tuple[str, ...] = ("Continue from here", "Continue", "")
"""Words of the button, by the room there is."""


class FilmStrip(QWidget):
    """A line of words and buttons, the film below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen: tuple[RecordedState, ...] = ()
        self._images: dict[int, tuple[Still, tuple[Theme, int, int | None], QImage]] = {}
        self._layer = film_layer(session.document, session.selection.space)
        self._newest: QImage | None = None
        self._line: tuple[int, RecordedState | None] = (0, None)
        self._refresh_due = 0.0
        self._speed = 1.0
        self._plays_from: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.film = Film()
        column.addWidget(self.film, 1)
        self._connect()
        self._show_words()

    def sizeHint(self) -> QSize:
        """Head, frames, numbers."""
        return QSize(px(300), px(HEIGHT))

    def showEvent(self, event: QShowEvent) -> None:
        """Choose frames and ask for their pictures."""
        super().showEvent(event)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words and frames as there is room."""
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing."""
        super().hideEvent(event)
        self._stop()
        self._on_released()
        self._session.want("film")

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        self.play = IconButton("play", "Play back", PLAY_TIP, side=_HEAD)
        tip = "Speed of playing back\nAt 1× from the first epoch to now in eight seconds"
        self.speed = PushButton(_WORDS[1.0], "", tip, flat=True, height=_HEAD)
        self.note = Label("", "label", "ink3")
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tip = "Continue from here\nTrain on from this moment; the run as it was stays beside it in the loss panel"
        self.go_on = PushButton("Continue from here", "git-branch", tip, height=_HEAD)
        tip = "Back to live\nThe network as it is (End, or a double click on the film)"
        self.live = PushButton("Live", "", tip, height=_HEAD)
        self.is_live = Label("live", "row", "ink2")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 2)
        self._row, self._title = row, Label("Film", "row", "ink2")
        self._title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self._title)
        add_gap(row, _GAP)
        for widget in (self.play, self.speed, self.note, self.go_on, self.live, self.is_live):
            row.addWidget(widget)
        return row

    def _connect(self) -> None:
        session, time = self._session, self._session.time
        session.turns.join().connect(self._on_turn)
        session.pump.ticked.connect(self._on_tick)
        session.network_changed.connect(self._show_words)
        time.changed.connect(self._on_time_changed)
        theme_signals().changed.connect(self._refresh)
        session.selection.value_changed.connect(self._refresh)
        for changed in (session.selection.space_changed, session.network_changed, session.dataset_changed):
            changed.connect(self._suit_layer)
        self.film.placed.connect(self._on_placed)
        self.film.released.connect(self._on_released)
        self.film.stepped.connect(self._on_stepped)
        self.film.live_asked.connect(self._go_live)
        self.film.play_asked.connect(self.toggle)
        self.play.clicked.connect(self.toggle)
        self.speed.clicked.connect(self._on_speed)
        self.go_on.follow_lock(session.lessons, "continue")
        self.live.follow_lock(session.lessons, "live")
        self.go_on.clicked.connect(self._on_go_on)
        self.live.clicked.connect(self._go_live)

    # ---- playing back ----------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play from the moment that is shown, from the start where that is now; or stop there."""
        if self._plays_from is not None:
            self._stop()
            return
        moments = self._session.time.timeline.moments
        if len(moments) > 1:
            shown = self._session.time.shown
            starts = shown is None or shown.position >= moments[-1].position
            self._plays_from = (moments[0].place if shown is None or starts else shown.place, perf_counter())
            self._session.turns.drawing = True
            self._offer("pause", "Stop playing back")
            self.advance(perf_counter())

    def is_playing(self) -> bool:
        """Whether it plays back."""
        return self._plays_from is not None

    def advance(self, now: float) -> None:
        """Be where playing back is at a time in seconds."""
        moments = self._session.time.timeline.moments
        if self._plays_from is None or not moments:
            return
        start, begun = self._plays_from
        first, end = moments[0].place, moments[-1].place
        place = start + (now - begun) * self._speed * (end - first) / PLAY_S
        if place >= end:
            self._go_live()
            return
        if reduced_motion():  # from frame to frame in place of a film
            pitch = (end - first) / self.film.frame_count()
            place = first + pitch * int((place - first) / pitch)
        self._session.time.show_epoch(place)

    def _stop(self) -> None:
        if self._plays_from is not None:
            self._plays_from = None
            self._session.turns.drawing = False
        self._offer("play", "Play back")

    def _offer(self, icon: str, name: str) -> None:
        self.play.set_icon(icon)
        self.play.set_description(name, PLAY_TIP)

    # ---- slots -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_turn(self, _snapshot: Snapshot) -> None:
        if self.isVisible() and (perf_counter() >= self._refresh_due or not self._session.playing):
            self._refresh()

    @Slot()
    def _on_tick(self) -> None:
        if self._plays_from is not None and self.isVisible():
            self.advance(perf_counter())

    @Slot()
    def _on_time_changed(self) -> None:
        self._show_words()
        if self.isVisible():
            self._refresh()

    @Slot(float)
    def _on_placed(self, place: float) -> None:
        self._stop()
        self._session.turns.drawing = self.film.is_dragging()  # as in a stroke: no frame carries all views
        self._session.time.show_epoch(place)

    @Slot()
    def _on_released(self) -> None:
        self._session.turns.drawing = False

    @Slot(int)
    def _on_stepped(self, by: int) -> None:
        if not self._session.lessons.allows("back" if by < 0 else "forward"):
            return
        self._stop()
        self._session.time.step(by)

    @Slot()
    def _go_live(self) -> None:
        if not self._session.lessons.allows("live"):
            return
        self._stop()
        self._session.time.live()

    @Slot()
    def _on_speed(self) -> None:
        shown, now = self._session.time.shown, perf_counter()
        self._speed = SPEEDS[(SPEEDS.index(self._speed) + 1) % len(SPEEDS)]
        self.speed.set_text(_WORDS[self._speed])
        if self._plays_from is not None and shown is not None:
            self._plays_from = (shown.place, now)

    @Slot()
    def _on_go_on(self) -> None:
        self._stop()
        self._session.time.go_on()

    # ---- showing ---------------------------------------------------------------------------------------------------

    @Slot()
    def _suit_layer(self) -> None:
        """Show the kernels of the layer at hand; the decision maps, where samples have those."""
        layer = film_layer(document_shown(self._session), self._session.selection.space)
        if layer != self._layer:
            self._layer, self._newest = layer, None
            self._refresh()
        self._show_words()

    def _show_words(self) -> None:
        self._title.set_text(film_words(document_shown(self._session), self._layer))
        shown = self._session.time.shown
        self.go_on.setVisible(shown is not None)
        self.live.setVisible(shown is not None)
        self.is_live.setVisible(shown is None)
        self._fit()
        self.film.show_handle(None if shown is None else shown.place)

    def _fit(self) -> None:
        """Shorten the button, leave the epoch and then the title out where the line is too short.

        Other layers are always said, and no word is cut.
        """
        shown, gap = self._session.time.shown, self._row.spacing()
        if shown is None:
            self.note.set_text("")
            self._title.setVisible(True)
            return
        foreign = self._session.time.is_foreign(shown)
        note = f"epoch {integer(shown.epoch)}{', other layers' if foreign else ''}"
        needed = text_width(note, "label")
        fixed = (self._title, self.play, self.speed, self.live)
        spare = self.width() - px(_GAP) - sum(part.sizeHint().width() + gap for part in fixed) - 2 * gap
        words = _GO_ON
        while True:
            self.go_on.set_text(words[0])
            left = spare - self.go_on.sizeHint().width()
            if left >= (needed if foreign else 0) or len(words) == 1:
                break
            words = words[1:]
        self.go_on.setAccessibleName(_GO_ON[0])
        self.note.set_text(note if foreign or needed <= left else "")
        self._title.setVisible(left >= (needed if foreign else 0))

    def _end(self) -> float:
        """log(1 + epoch) of now."""
        moments, snapshot = self._session.time.timeline.moments, self._session.snapshot
        recorded = moments[-1].place if moments else 0.0
        return recorded if snapshot is None or not moments else max(recorded, log1p(snapshot.live_epoch))

    @Slot()
    def _refresh(self) -> None:
        """Choose the moments whose pictures are nearest to the frames, and show what there is of them."""
        if not self.isVisible():
            return
        self._refresh_due = perf_counter() + REFRESH_S
        end, count, moments = self._end(), self.film.frame_count(), self._session.time.timeline.moments
        self._newest = (self._image(self._chosen[-1]) or self._newest) if self._chosen else None
        line = (self._session.time.timeline.number, moments[0] if moments else None)
        if line != self._line:  # what was shown is of another run
            self._line, self._newest = line, None
        self._chosen = self._choose(moments, end, count)
        self.play.setEnabled(len(moments) > 1)
        self._session.want("film", Stills(tuple(moment.number for moment in self._chosen), STILL, self._layer))
        self.film.show_frames(self._pictures(), end, moments[0].place if moments else 0.0)
        self.film.show_handle(None if self._session.time.shown is None else self._session.time.shown.place)

    def _choose(self, moments: tuple[RecordedState, ...], end: float, count: int) -> tuple[RecordedState, ...]:
        """One for each frame: the one it had if that is still near its middle, else the nearest; the last is of now."""
        if not moments:
            return ()
        first = moments[0].place
        pitch = (end - first) / count
        known = set(moments)
        found = []
        for index in range(count - 1):
            middle = first + (index + 0.5) * pitch
            had = self._chosen[index] if len(self._chosen) == count else None
            stays = had is not None and had in known and abs(had.place - middle) <= pitch / 4
            found.append(had if stays else nearest(moments, middle))
        return tuple(moment for moment in (*found, moments[-1]) if moment is not None)

    def _pictures(self) -> list[QImage | None]:
        """The pictures of the chosen moments, in order of time.

        A moment without a picture of its own gets that of the moment nearest in time, and the last one gets the live
        picture: so what was shown stays in its place, stretched, until the new frames are there.
        """
        self._forget_images(keep_others=True)
        made = [self._image(moment) for moment in self._chosen]
        painted = [image for image in self._images.values() if image[1] == self._looks()]
        kept = sorted(painted, key=lambda image: image[0].moment.place)
        places = [still.moment.place for still, _, _ in kept]
        found = [
            image if image is not None or not kept else kept[_nearest(places, moment.place)][2]
            for moment, image in zip(self._chosen, made, strict=True)
        ]
        if self._chosen and made[-1] is None and self._newest is not None:
            found[-1] = self._newest
        if None not in made:
            self._forget_images(keep_others=False)
        return found

    def _forget_images(self, *, keep_others: bool) -> None:
        """Drop pictures of moments that are gone, or of all that are not chosen."""
        moments = self._chosen if not keep_others else self._session.time.timeline.moments
        known = {moment.number: moment for moment in moments}
        alive = {n: one for n, one in self._images.items() if n in known and one[0].moment is known[n]}
        self._images = dict(list(alive.items())[-MOST_IMAGES:])

    def _image(self, moment: RecordedState) -> QImage | None:
        """The picture of a moment; None as long as it is not made."""
        had, looks = self._images.get(moment.number), self._looks()
        snapshot = self._session.snapshot
        stills = (None if snapshot is None else snapshot.get(Stills)) or {}
        still = stills.get(moment.number) or (had and had[0])
        if still is None or still.moment is not moment or still.layer != self._layer:
            return None
        if had is None or had[0] is not still or had[1] != looks:
            had = self._images[moment.number] = (still, looks, still_image(still, *looks[:2]))
        return had[2]

    def _looks(self) -> tuple[Theme, int, int | None]:
        """In which colours frames are drawn, which of the values they show, and which layer."""
        return current(), self._session.selection.value, self._layer


def _nearest(places: list[float], place: float) -> int:
    """Index of the nearest of ascending places, of which there is at least one."""
    right = bisect(places, place)
    near = [index for index in (right - 1, right) if 0 <= index < len(places)]
    return min(near, key=lambda index: abs(places[index] - place))
