"""The panel of the loss landscape: which plane, of which set; the surface; the network as a dot on it."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.document import figures
from playground.document.model import domain_of
from playground.session.plain import switch, words
from playground.training.probes.landscape.request import LossLandscape
from playground.training.snapshots.snapshot import TrainerState
from playground.widgets.branch_colours import branch_colour
from playground.widgets.buttons import IconButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.format import integer
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.panel import Panel
from playground.widgets.plot_place import SurfacePlace
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QShowEvent

    from playground.session.session import Session
    from playground.training.probes.landscape.request import LossSurface, PlaneKind
    from playground.training.snapshots.snapshot import Snapshot

RECENT = 50
STEP_TEXT = "Move over the loss landscape"
PLANES = {
    "path": "Main directions of the path",
    "recent": "Main directions of its last 50 states",
    "points": "Start, half-way and now",
    "random": "Two random directions",
}
PLANE_TIP = (
    "Plane\nThe space of all weights has too many directions to be drawn: this picture is a flat cut through it, and "
    "always through the network as it is"
)
NO_SET = "No {samples} test: there is no test loss"
NO_TRAINING = "No {samples} train: there is no loss to go down"
NOTHING = "It shows here when there is something to learn"
LOADING = "Loading: it shows here in a moment"
FEW = "A landscape needs two weights at least"
AT_REST = "Drag the dot to move the network"
IN_PAST = "The ring is the network at the epoch that is shown"
HINT_TIP = (
    "The dot\nThe network as it is: drag it, or press Alt and arrow keys, and the weights are those of that place, as "
    "one undo step. Esc takes a drag back; a click on the path shows that epoch."
)
HELD_TIP = (
    "Explained variance\nThe share of the way of all weights that lies along this plane; the rest of it runs across, "
    "and is not seen here"
)


class LandscapeView(Panel):
    """Asks for a surface while it can be seen; while the dot is dragged the surface stays as it is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Loss landscape", parent=parent)
        self._session = session
        self._made: LossSurface | None = None
        self._drag: object | None = None
        self._seed = 0
        self._lines = -1
        self.plane = ChoiceButton("Plane", (), "path", tip=PLANE_TIP)
        self.again = IconButton("dice", "Other directions", "Other directions\nDraws two other random directions")
        self.sets = Segmented(
            "Set",
            (
                Segment("train", "Train", tip="Train: the loss over what trains, which training goes down"),
                Segment("test", "Test", tip="Test: the loss over what tests, which training does not see"),
            ),
        )
        log = Segment("log", "Log", tip="Log: colours and lines by the logarithm, so that the valley's floor is seen")
        self.log = Segmented("Heights", (log,), exclusive=False)
        self.log.set_keys_on({"log"})
        self.held, self.place = FlowText("", "row", "ink2"), SurfacePlace("Loss landscape")
        self.hint = Label(AT_REST, "label", "ink3", Qt.AlignmentFlag.AlignLeft)
        self.hint.setToolTip(HINT_TIP)
        self.held.setToolTip(HELD_TIP)
        self._arrange()
        self._connect()

    def sizeHint(self) -> QSize:
        """Room for the surface and its bar."""
        return QSize(px(420), px(440))

    def minimumSizeHint(self) -> QSize:
        """The controls and a small surface."""
        return QSize(px(280), px(240))

    def request(self) -> LossLandscape:
        """What the controls ask for."""
        kind, _, number = str(self.plane.value()).partition(" ")
        of_test = self.sets.current_key() == "test"
        return LossLandscape(cast("PlaneKind", kind), int(number or 0), of_test, self._seed if kind == "random" else 0)

    def state(self) -> dict[str, object]:
        """What projects remember: the plane, the set, the heights."""
        kind = str(self.plane.value()).partition(" ")[0]
        return {"plane": kind, "set": self.sets.current_key(), "log": "log" in self.log.keys_on()}

    def recall(self, said: dict[str, object]) -> None:
        """Show what a project says."""
        for kind in words([said.get("plane")], PLANES):
            self.plane.set_value(kind)
        for key in words([said.get("set")], ("train", "test")):
            self.sets.set_current(key)
        self.log.set_keys_on({"log"} if switch(said.get("log"), otherwise=True) else set())
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the surface."""
        super().showEvent(event)
        self._offer()
        self._ask()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for none."""
        super().hideEvent(event)
        self._session.want("landscape")

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.plane.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        scaled(box.setSpacing, 4)
        box.addWidget(self.plane, 1)
        box.addWidget(self.again)
        self.add_slot(self.sets)
        self.add_slot(self.log, gap=8)
        self.add(row)
        self.add_space(4)
        self.add(self.held)
        self.add_space(4)
        self.add(self.place, stretch=1)
        self.add(self.hint)
        self.body.addStretch()
        self.remember(self)

    def _connect(self) -> None:
        session, place = self._session, self.place
        session.turns.join().connect(self._on_turn)
        session.state_changed.connect(self._refresh)
        session.document_changed.connect(self._refresh)
        session.time.changed.connect(self._on_time_changed)
        theme_signals().changed.connect(self._draw_all)
        for chosen in (self.plane.chosen, self.sets.chosen):
            chosen.connect(self._on_chosen)
        self.log.toggled.connect(self._draw_all)
        self.again.clicked.connect(self._draw_lots)
        place.dragged.connect(self._on_dragged)
        place.dropped.connect(self._on_dropped)
        place.cancelled.connect(self._on_cancelled)
        place.stepped.connect(self._on_stepped)
        place.pointed.connect(self._on_pointed)
        place.chosen.connect(self._on_state_chosen)

    def _ask(self) -> None:
        if self.isVisible() and self._drag is None:
            self._session.want("landscape", self.request())

    @Slot()
    def _offer(self) -> None:
        """Offer the planes that there are: one through each other run."""
        if not self.isVisible():
            return
        runs = [run for run in self._session.time.runs() if run.branch is not None]
        choices = [Choice(kind, title) for kind, title in PLANES.items()]
        choices[3:3] = [Choice(f"points {run.number}", f"Start, now and {run.name}") for run in runs]
        value = self.plane.value()
        self.plane.set_choices(choices)
        if value not in {choice.value for choice in choices}:
            self.plane.set_value("path")
            self._ask()
        self._lines = self._session.time.timeline.lines_version

    @Slot()
    def _on_chosen(self) -> None:
        self._ask()
        self._refresh()

    @Slot()
    def _draw_lots(self) -> None:
        self._seed += 1
        self._ask()

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        if not self.isVisible():
            return
        if self._lines != self._session.time.timeline.lines_version:
            self._offer()
        surface = snapshot.get(LossLandscape)
        if self._drag is None and surface is not self._made:
            self._made = surface
            self._refresh()
        elif self.place.is_loaded:
            self._show_here(snapshot)

    @Slot()
    def _refresh(self) -> None:
        """Show the surface, or words in its place."""
        if not self.isVisible():
            return
        self.again.setVisible(self.plane.value() == "random")
        why = self._why_blank()
        if why:
            self.place.show_words(why)
            self.held.set_text("")
            self.hint.set_text("")
            return
        self._draw_all()

    @Slot()
    def _draw_all(self) -> None:
        surface = self._made
        if surface is None or not len(surface.losses) or not self.isVisible():
            return
        from playground.widgets.plot_surface import PlacedPath  # noqa: PLC0415 - it loads pyqtgraph

        plot = self.place.plot
        plot.show_surface(surface.losses, surface.limits, log="log" in self.log.keys_on())
        plot.show_paths(
            [PlacedPath(one.places, branch_colour(one.number) if one.number else None) for one in surface.paths]
        )
        samples = _samples_words(surface, domain_of(self._session.document).samples)
        held = _held_words(surface, self.request())
        self.held.set_text(f"{held}; {samples}" if samples else held)
        self.hint.set_text(self._rest_words())
        if self._session.snapshot is not None:
            self._show_here(self._session.snapshot)
        self.place.setAccessibleDescription(held)
        self.place.show_plot()

    def _rest_words(self) -> str:
        """What can be done with the dot; what is past is not moved."""
        return AT_REST if self._session.time.shown is None else IN_PAST

    @Slot()
    def _on_time_changed(self) -> None:
        if self.isVisible():
            self._offer()
            if self._made is not None and not self._why_blank():
                self._on_pointed(None)

    def _show_here(self, snapshot: Snapshot) -> None:
        """The dot is at the weights that are shown: those of now, or those of a recorded state."""
        surface, weights = self._made, _flat(snapshot)
        if surface is None or self._drag is not None or not self.place.is_loaded:
            return
        fits = weights is not None and weights.shape == surface.plane.origin.shape
        spot = surface.plane.places_of(weights).tolist() if fits and weights is not None else None
        place = None if spot is None else (spot[0], spot[1])
        self.place.plot.show_here(place, can_drag=snapshot.moment is None)

    def _why_blank(self) -> str:
        """Why there is no surface, in words; "" where there is one."""
        session, data = self._session, self._session.document.dataset
        if session.problems:
            return NOTHING
        samples, of_test = domain_of(session.document).samples, self.sets.current_key() == "test"
        if not int((data.is_test == of_test).sum()):
            return (NO_SET if of_test else NO_TRAINING).format(samples=samples)
        if session.state is TrainerState.LOADING or session.snapshot is None:
            return LOADING
        if self._made is not None and self._made.waits_s:
            return waiting_words(self._made.waits_s)
        if self._made is None or not len(self._made.losses):
            weights = _flat(session.snapshot)
            return FEW if weights is not None and 0 < len(weights) < 2 else LOADING
        return ""

    # ---- the hand --------------------------------------------------------------------------------------------------

    @Slot(float, float)
    def _on_dragged(self, x: float, y: float) -> None:
        if self._drag is None:
            self._drag = object()
            self._session.want("landscape")
        self._move_to(x, y, self._drag)

    def _move_to(self, x: float, y: float, gesture: object) -> None:
        """Bring the network to a place of the plane; what of it lies across the plane stays."""
        snapshot, surface = self._session.snapshot, self._made
        now = None if snapshot is None else _flat(snapshot)
        if surface is None or now is None or now.shape != surface.plane.origin.shape:
            return
        from playground.session.moved_weights import move_weights  # noqa: PLC0415 - for who has moved the dot

        plane, place = surface.plane, np.array([x, y])
        weights = now + (place - plane.places_of(now)) @ plane.directions
        if move_weights(self._session, STEP_TEXT, weights, gesture):
            self.place.plot.show_here((x, y), can_drag=True)
            self._on_pointed((x, y))

    @Slot()
    def _on_dropped(self) -> None:
        self._drag = None
        self._ask()

    @Slot()
    def _on_cancelled(self) -> None:
        if self._drag is not None:
            self._session.cancel(self._drag)
        self._on_dropped()

    @Slot(float, float)
    def _on_stepped(self, across: float, up: float) -> None:
        here = self.place.plot.here()
        if here is not None:
            self._move_to(here[0] + across, here[1] + up, "steps over the loss landscape")

    @Slot(object)
    def _on_pointed(self, place: tuple[float, float] | None) -> None:
        """Say what the loss is there, and which state lies there."""
        if place is None or self._made is None:
            self.hint.set_text(self._rest_words())
            return
        plot = self.place.plot
        loss = plot.loss_at(*place)
        known = f"Loss {figures.loss(loss)} here" if isfinite(loss) else self._rest_words()
        found = plot.state_at(plot.place_of(*place)) if self._drag is None else None
        if found is None:
            self.hint.set_text(known)
            return
        path = self._made.paths[found[0]]
        run = "" if path.number == 0 else f" of {self._session.time.name(path.number)}"
        self.hint.set_text(f"{known}; epoch {figures.epoch(float(path.epochs[found[1]]))}{run}")

    @Slot(int, int)
    def _on_state_chosen(self, path: int, state: int) -> None:
        """Show the state of the run at hand that was clicked; the last one is now."""
        surface = self._made
        if surface is None or path or self._drag is not None:
            return
        if state == len(surface.paths[0].places) - 1:
            self._session.time.live()
        else:
            self._session.time.show_epoch(float(np.log1p(surface.paths[0].epochs[state])))


def _flat(snapshot: Snapshot) -> NDArray[np.float64] | None:
    """The weights that are shown, (P,); None where there are none of this network."""
    if not snapshot.parameters:
        return None
    return np.concatenate([values.ravel() for values in snapshot.parameters.values()]).astype(np.float64)


def _held_words(surface: LossSurface, request: LossLandscape) -> str:
    """The share of the path's variance along the plane: "Holds 83 % of the path"; rich text."""
    if isnan(surface.held):
        return "There is no path yet: train, and it is drawn here"
    of = f"the last {RECENT} recorded states" if request.plane == "recent" else "the path"
    return f"Holds <b>{figures.share(surface.held)}</b> of {of}"


def _samples_words(surface: LossSurface, samples: str) -> str:
    """Over how many samples it is where these are not all; "" where they are."""
    if surface.points == surface.of_points:
        return ""
    return f"over {integer(surface.points)} of {integer(surface.of_points)} {samples}"


def waiting_words(seconds: float) -> str:
    """Why there is no surface while training goes on."""
    return f"A picture takes {seconds:.0f} s: pause to see it"
