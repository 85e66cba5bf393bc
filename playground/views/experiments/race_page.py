"""Race: optimizers or values of a knob from the same first weights: curves, maps, a table, and their paths."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QWidget

from playground.document import figures
from playground.experiments.data_knobs import KnobError
from playground.experiments.race import MOST_RACERS, NoPlaneError, race, race_plane, racer_name
from playground.training.probes.landscape.shared import SharedLandscape
from playground.views.experiments.axis_row import AxisRow
from playground.views.experiments.page import ExperimentPage
from playground.views.experiments.race_grid import RaceGrid, RacePlace
from playground.views.experiments.race_model import ICON, NAME, RaceModel, about_racer, racer_colour
from playground.views.experiments.racers import OptimizerRacers
from playground.views.experiments.words import goal_words, loss_name
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled, scaled_size
from playground.widgets.plot_place import SurfacePlace
from playground.widgets.remark import say_at
from playground.widgets.segmented import Segment, Segmented

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QHideEvent, QShowEvent

    from playground.experiments.results import ExperimentResults
    from playground.experiments.variations import Axis
    from playground.session.course import Course
    from playground.session.session import Session
    from playground.training.probes.landscape.request import LossSurface
    from playground.training.probes.landscape.shared import SharedPlane
    from playground.training.snapshots.snapshot import Snapshot

INVITATION = (
    "Which way down is the fastest? <b>Race</b> trains the document from the same first weights with several "
    "optimizers, each at a learning rate of its own, or with several values of one knob."
)
USUAL_KNOB, USUAL_RACERS = "learning_rate", 5
NOT_YET = "The paths show here when all racers are in"


class RacePage(ExperimentPage):
    """Who races, epochs, Race; then curves or the landscape, and a row for each racer."""

    def __init__(self, session: Session, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(session, kind, INVITATION, "Race", parent)
        self.who = Segmented(
            "Racers",
            (
                Segment("optimizers", "Optimizers", tip="Optimizers: each at a learning rate of its own"),
                Segment("knob", "One knob", tip=f"One knob: up to {MOST_RACERS} of its values"),
            ),
        )
        self.optimizers, self.knob = OptimizerRacers(), AxisRow("Knob")
        self.add_row(self.who, None, self.epochs, Label("epochs", "row", "ink3"))
        self._choices = QWidget()
        self._forms = QStackedLayout(self._choices)
        self._forms.addWidget(self.optimizers)
        self._forms.addWidget(self.knob)
        self.controls.addWidget(self._choices)
        self.add_row(self.run)
        self.shown = Segmented(
            "Shown",
            (
                Segment("curves", "Curves", tip="Curves: the losses of all racers over the epochs"),
                Segment("landscape", "Landscape", tip="Landscape: their paths over the training loss"),
            ),
        )
        self.title = Label("", "label", "ink3")
        self.curves, self.surface = RacePlace(), SurfacePlace("Paths of the racers")
        self.model, self.grid = RaceModel(self), RaceGrid("Racers")
        self.hint = FlowText("", "label")
        self._plane: SharedPlane | None = None
        self._plane_of: tuple[object, int] = (None, 0)
        self._held, self._why = float("nan"), NOT_YET
        self._drawn: LossSurface | None = None
        self._fill()
        self._connect()

    def start(self) -> None:
        """Race, or say at the controls what is wrong with the racers."""
        try:
            experiment = race(self.session.document, self._axis(), round(self.epochs.value()))
        except KnobError as error:
            say_at(self._choices, str(error))
            return
        self.session.experiments.start(self.kind, experiment)

    def effect(self) -> str:
        """What the button Race does, for its tooltip."""
        try:
            racers = len(race(self.session.document, self._axis(), round(self.epochs.value())).grid)
        except KnobError as error:
            return str(error)
        return f"Trains {racers} runs from the same first weights, beside the window; the document stays as it is"

    def follow_document(self) -> None:
        """Offer its knobs and its own rate."""
        self.optimizers.follow(self.session.document)
        self.knob.offer(self.session.document, USUAL_KNOB)

    def show_results(self, course: Course) -> None:
        """Curves or landscape, and the rows."""
        results = course.results
        self.model.show_results(results)
        self.grid.fit()
        self._find_plane(results)
        is_landscape = self.shown.current_key() == "landscape"
        self.curves.setVisible(not is_landscape)
        self.surface.setVisible(is_landscape)
        self.title.set_text(self._held_words() if is_landscape else f"{loss_name(results).capitalize()} loss")
        self._ask()
        if is_landscape:
            self._show_landscape()
        else:
            self._show_curves(results)
        self._on_current()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the landscape again."""
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for none."""
        super().hideEvent(event)
        self.session.want("race")

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.surface.hide()
        self.grid.setModel(self.model)
        scaled_size(self.grid.setIconSize, ICON, ICON)
        head = self.grid.horizontalHeader()
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        scaled(self.hint.setMinimumHeight, 32)
        self.results.addWidget(self.shown)
        self.results.addWidget(self.title)
        for grows in (self.curves, self.surface, self.grid):
            self.results.addWidget(grows, 1)
        self.results.addWidget(self.hint)
        self.results.addStretch()

    def _connect(self) -> None:
        self.who.chosen.connect(self._suit_racers)
        for changed in (self.optimizers.changed, self.knob.changed):
            changed.connect(self.show_run_button)
        self.knob.knob.chosen.connect(self._few_values)
        self.shown.chosen.connect(self.refresh)
        self.grid.opened.connect(self.open)
        self.grid.selectionModel().currentChanged.connect(self._on_current)
        self.session.turns.join().connect(self._on_turn)

    @Slot()
    def _suit_racers(self) -> None:
        self._forms.setCurrentWidget(self.knob if self.who.current_key() == "knob" else self.optimizers)
        self._few_values()
        self.show_run_button()

    @Slot()
    def _few_values(self) -> None:
        """A sweep has more values than a race has lines."""
        self.knob.count.set_value(min(self.knob.count.value(), USUAL_RACERS))

    def _axis(self) -> Axis:
        """Who races.

        Raises:
            KnobError: A range is none, or nobody was chosen; in words.
        """
        if self.who.current_key() == "optimizers":
            return self.optimizers.axis()
        axis = self.knob.axis()
        if axis is None:
            raise KnobError("Choose a knob")
        return axis

    def _show_curves(self, results: ExperimentResults) -> None:
        from playground.views.experiments.race_plot import RaceLine  # noqa: PLC0415 - it loads pyqtgraph

        axis, which = results.experiment.grid.axes[0], 0 if loss_name(results) == "train" else 1
        lines = [
            RaceLine(racer_name(axis, value), results.curves[place, :, which], racer_colour(place))
            for place, value in enumerate(axis.values)
        ]
        self.curves.plot.show_race(results.looks.astype(np.float64), lines)
        self.curves.show_plot()

    # ---- the landscape ---------------------------------------------------------------------------------------------

    def _find_plane(self, results: ExperimentResults) -> None:
        """The plane of all paths, when all racers are in; found once."""
        what = results, len(results.done)
        if what == self._plane_of:
            return
        self._plane_of, self._plane, self._drawn, self._why = what, None, None, NOT_YET
        if results.is_complete:
            try:
                self._plane, self._held = race_plane(results)
            except NoPlaneError as error:
                self._why = str(error)

    def _held_words(self) -> str:
        return "" if self._plane is None else f"The plane holds {figures.share(self._held)} of all paths"

    def _ask(self) -> None:
        is_wanted = self.isVisible() and self.shown.current_key() == "landscape" and self._plane is not None
        if is_wanted and self._plane is not None:
            self.session.want("race", SharedLandscape(self._plane))
        else:
            self.session.want("race")

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        if not self.isVisible() or self._plane is None:
            return
        surface = snapshot.get(SharedLandscape)
        is_ours = surface is not None and surface.plane is self._plane.plane and len(surface.losses) > 0
        if is_ours and surface is not self._drawn:
            self._drawn = surface
            self._show_landscape()

    def _show_landscape(self) -> None:
        course, plane, drawn = self.course, self._plane, self._drawn
        if course is None or plane is None or drawn is None:
            self.surface.show_words(self._why if plane is None else "A moment: the losses are looked at")
            return
        from playground.widgets.plot_surface import PlacedPath  # noqa: PLC0415 - it loads pyqtgraph

        paths = course.results.paths
        plot = self.surface.plot
        plot.show_surface(drawn.losses, drawn.limits, log=True)
        plot.show_paths([PlacedPath(plane.plane.places_of(paths[p]), racer_colour(p)) for p in sorted(paths)])
        self.surface.show_plot()

    # ---- the rows --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_current(self, current: QModelIndex | None = None) -> None:
        """Let the line of the row that was chosen stand out, and say what came of it."""
        course, index = self.course, self.grid.currentIndex() if current is None else current
        if course is None:
            return
        place = index.row() if index.isValid() else None
        if self.curves.is_loaded:
            self.curves.plot.light(place)
        results = course.results
        rest = f"The goal is {goal_words(results)}. A double click opens a run."
        self.hint.set_text(rest if place is None else escape(about_racer(results, place)).replace("\n", ", "))
