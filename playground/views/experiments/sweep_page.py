"""Sweep: one knob as a curve with a band, two knobs as a map of what diverges, what is stuck and what is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.document.model import domain_of
from playground.experiments.data_knobs import KnobError
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.variations import KnobGrid
from playground.session.experiment_starts import open_run
from playground.views.experiments.axis_row import AxisRow
from playground.views.experiments.band_place import BandPlace
from playground.views.experiments.closer_look import CloserLook
from playground.views.experiments.page import ExperimentPage
from playground.views.experiments.phase_key import PhaseKey
from playground.views.experiments.phase_layers import PhaseCell
from playground.views.experiments.phase_place import PhasePlace
from playground.views.experiments.words import (
    ENDINGS,
    goal_words,
    knob_labels,
    loss_name,
    settings_words,
    solved_words,
    spread_words,
)
from playground.widgets.format import count, integer
from playground.widgets.label import FactLine, FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.remark import say_at
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.switch import Switch

if TYPE_CHECKING:
    from playground.experiments.results import ExperimentResults
    from playground.session.course import Course
    from playground.session.session import Session

INVITATION = (
    "Which settings work, and how surely? <b>Sweep</b> trains the document at every value of one knob, or at every "
    "pair of two, from some seeds each. With two knobs a map fills coarse to fine."
)
ACROSS, UP = "learning_rate", "layer1.units"
USUAL_SEEDS, MOST_SEEDS = 4, 256
MOST_MAPS, CELL_SIDE = 65_536, 16
"""So many runs at most keep a small map, of so many samples a side."""
FINER = (
    "Finer in sight\nZoom into the map, and the part in sight is swept by itself: finer, or from more seeds where "
    "nothing lies between"
)
MAPS = "maps"
CELLS = (
    Segment("ends", "How they end", tip="Diverged, stuck or solved, and how soon"),
    Segment(MAPS, "Maps", tip="The decision map of each cell's typical run, in a frame of how the runs ended"),
)


class SweepPage(ExperimentPage):
    """Knobs, seeds a cell, epochs, Sweep; then the map or the curves, and the cell under the pointer in words."""

    def __init__(self, session: Session, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(session, kind, INVITATION, "Sweep", parent)
        self.across, self.up = AxisRow("Across"), AxisRow("Up", optional=True)
        self.controls.addWidget(self.across)
        self.controls.addWidget(self.up)
        limits = NumberRange(minimum=1, maximum=MOST_SEEDS, step=1, integer=True)
        tip = "Seeds\nHow many runs each cell has; their shares mix its colour"
        self.seeds = NumberField("Seeds", limits, USUAL_SEEDS, tip=tip, minimum_width=36)
        seeds, epochs = Label("seeds a cell", "row", "ink3"), Label("epochs", "row", "ink3")
        self.add_row(self.seeds, seeds, None, self.epochs, epochs)
        self.add_row(self.run)
        self.phase, self.key = PhasePlace(), PhaseKey()
        self.share, self.loss = BandPlace("Share of solved runs"), BandPlace("Loss of the middle run")
        self.titles = Label("", "label", "ink3")
        self.cells = Segmented("Cells", CELLS)
        self.finer = Switch("Finer in sight", FINER, on=True)
        self.closer = CloserLook(session, kind, self.phase, self)
        self.hint = FlowText("", "label")
        self._map: Course | None = None
        self._pointed: PhaseCell | None = None
        self._fill()
        self._connect()

    def start(self) -> None:
        """Sweep over the knobs, or say at the row what is wrong with its range."""
        try:
            grid = self._grid()
        except KnobError as error:
            say_at(self.across, str(error))
            return
        document = self.session.document
        has_maps = len(grid.axes) > 1 and domain_of(document).is_drawn and len(grid) <= MOST_MAPS
        measure = Measure(round(self.epochs.value()), map_side=CELL_SIDE if has_maps else 0)
        self.closer.begin()
        self.session.experiments.start(self.kind, Experiment(document, grid, measure))

    def effect(self) -> str:
        """What Sweep does, and how much that is."""
        try:
            runs = count(len(self._grid()), "run")
        except KnobError as error:
            return str(error)
        return f"Trains {runs} beside the window; the document stays as it is"

    def follow_document(self) -> None:
        """Offer its knobs."""
        self.across.offer(self.session.document, ACROSS)
        self.up.offer(self.session.document, UP)

    def has_results(self) -> bool:
        """Whether a run is done, or a part is being added to a map."""
        return super().has_results() or (self.course is not None and self.closer.is_part(self.course))

    def show_results(self, course: Course) -> None:
        """The map of two knobs, the curves of one."""
        results = course.results
        names = knob_labels(course.experiment.document, [axis.path for axis in course.experiment.grid.axes])
        has_map = len(names) > 1
        self._forms.setCurrentIndex(0 if has_map else 1)
        self.titles.set_text(f"{names[0]} up, {names[1]} across" if has_map else f"Across: {names[0]}")
        self.cells.setVisible(has_map and results.maps.size > 0)
        if has_map:
            layers = self.closer.layers(course)
            self._map, shown = layers[0].course, {layer.course for layer in layers}
            self.phase.plot.show_layers(layers, as_maps=self.cells.current_key() == MAPS)
            self.phase.show_plot()
        else:
            self._map, shown = course, {course}
            self._show_curves(results)
        if self._pointed is not None and self._pointed.course not in shown:
            self._pointed = None
        self._show_hint()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _grid(self) -> KnobGrid:
        """All cells and seeds that the controls say.

        Raises:
            KnobError: There is no knob, a range is none, or both knobs are the same; in words.
        """
        axes = tuple(axis for axis in (self.up.axis(), self.across.axis()) if axis is not None)
        if not axes:
            raise KnobError("There is no knob yet: choose one to go across")
        if len({axis.path for axis in axes}) < len(axes):
            raise KnobError("The same knob goes up and across: choose another one")
        return KnobGrid(axes, round(self.seeds.value()))

    def _fill(self) -> None:
        map_form, curves_form, forms = QWidget(), QWidget(), QWidget()
        for form, parts in ((map_form, (self.phase, self.key)), (curves_form, self._curve_parts())):
            column = QVBoxLayout(form)
            column.setContentsMargins(0, 0, 0, 0)
            scaled(column.setSpacing, 4)
            for part in parts:
                column.addWidget(part, 1 if isinstance(part, PhasePlace | BandPlace) else 0)
        self._forms = QStackedLayout(forms)
        self._forms.addWidget(map_form)
        self._forms.addWidget(curves_form)
        scaled(self.hint.setMinimumHeight, 32)
        self.finer_label = Label("Finer in sight", "row", "ink3")
        row = QHBoxLayout()
        scaled(row.setSpacing, 6)
        row.addWidget(self.cells)
        row.addStretch(1)
        row.addWidget(self.finer_label)
        row.addWidget(self.finer)
        self.results.addWidget(self.titles)
        self.results.addLayout(row)
        self.results.addWidget(forms, 1)
        self.results.addWidget(self.hint)

    def _curve_parts(self) -> tuple[QWidget, ...]:
        self._share_title = FactLine("", "label", "ink3", has_facts=True)
        self._loss_title = FactLine("", "label", "ink3", has_facts=True)
        return self._share_title, self.share, self._loss_title, self.loss

    def _connect(self) -> None:
        for changed in (self.across.changed, self.up.changed, self.seeds.value_changed):
            changed.connect(self.show_run_button)
        self.phase.pointed.connect(self._on_pointed)
        self.phase.opened.connect(self._open_cell)
        self.phase.zoomed.connect(self._on_zoomed)
        self.cells.chosen.connect(self.refresh)
        self.finer.toggled.connect(self._on_finer)
        for place in (self.share, self.loss):
            place.hovered.connect(self._on_hovered)
            place.clicked.connect(self._open_at)

    def _show_curves(self, results: ExperimentResults) -> None:
        from playground.views.experiments.bands import along_knob  # noqa: PLC0415 - it loads pyqtgraph

        share, loss = along_knob(results)
        self.share.plot.show_band(share)
        self.loss.plot.show_band(loss)
        self._share_title.set_text(f"Share that reaches {goal_words(results)}, with its 95 % interval")
        self._loss_title.set_text(f"{loss_name(results).capitalize()} loss: the middle run, and the middle half")
        self.share.show_plot()
        self.loss.show_plot()

    @Slot(bool)
    def _on_finer(self, on: bool) -> None:
        self.closer.is_on = on
        self.closer.look()

    @Slot()
    def _on_zoomed(self) -> None:
        """What is in sight comes next, from all its seeds."""
        course = self.course
        if course is None:
            return
        plot, grid = self.phase.plot, course.experiment.grid
        layer = next(one for one in self.closer.layers(course) if one.course is course)
        cells = layer.cells_in(plot.visible()) if plot.is_zoomed else []
        places = [seed * grid.cells + cell for seed in range(grid.seeds) for cell in cells]
        self.session.experiments.prefer(self.kind, places)

    def _cell_words(self, results: ExperimentResults, cell: int) -> str:
        grid = results.experiment.grid
        settings = settings_words(results.experiment.document, grid.settings_of(cell))
        if results.count(Verdict.REFUSED, cell):
            refusal = next(text for place, text in results.refusals.items() if grid.cell_of(place) == cell)
            return f"<b>{settings}</b>: {refusal}"
        done = results.solved(cell)
        if not done.of:
            return f"<b>{settings}</b>: not trained yet"
        counts = [(results.count(kind, cell), words) for kind, words in ENDINGS.items()]
        endings = ", ".join(f"{integer(number)} {words}" for number, words in counts if number)
        said = "; ".join(filter(None, [endings, spread_words(results, cell), _opening_words(results, cell)]))
        return f"<b>{settings}</b>: {said}"

    @Slot(object)
    def _on_pointed(self, cell: PhaseCell | None) -> None:
        self._pointed = cell
        self._show_hint()

    def _show_hint(self) -> None:
        """The cell under the pointer in words, else the map."""
        course = self.course
        if course is None:
            return
        cell = self._pointed
        if cell is not None:
            self.hint.set_text(self._cell_words(cell.course.results, cell.index))
            return
        results = (
            self.closer.layers(course)[0].course.results if len(course.experiment.grid.axes) > 1 else course.results
        )
        cells = count(results.experiment.grid.cells, "cell")
        rest = f"{solved_words(results)}, over {cells}. A click opens a run of the cell, Enter the middle one."
        self.hint.set_text(rest)

    @Slot(object)
    def _on_hovered(self, x: float | None) -> None:
        self._on_pointed(None if x is None else self._cell_across(x))

    def _cell_across(self, x: float) -> PhaseCell | None:
        course = self.course
        if course is None:
            return None
        return PhaseCell(course, min(max(int(x), 0), course.experiment.grid.cells - 1))

    @Slot(float)
    def _open_at(self, x: float) -> None:
        self._open_cell(self._cell_across(x))

    @Slot(object)
    def _open_cell(self, cell: PhaseCell | None) -> None:
        """Open the run that stands for the cell; where none is done yet, say so."""
        if cell is not None:
            typical = cell.course.results.typical(cell.index)
            open_run(self.session, cell.course, cell.index if typical is None else typical)


def _opening_words(results: ExperimentResults, cell: int) -> str:
    """Which run of several a click opens: "a click opens seed 3, the typical run"."""
    typical = results.typical(cell)
    if typical is None or results.experiment.grid.seeds == 1:
        return ""
    return f"a click opens seed {results.experiment.grid.variation(typical).seed}, the typical run"
