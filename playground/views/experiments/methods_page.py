"""Methods: the network at hand beside classical methods, live as samples change, and over other splits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.document.model import domain_of, inputs_of
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure
from playground.experiments.variations import LEARNER, NETWORK, PLAIN, Axis, KnobGrid
from playground.session.plain import words
from playground.session.turns import ReadingPace
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.snapshots.snapshot import TrainerState
from playground.views.experiments.method_choice import MethodChoice
from playground.views.experiments.method_maps import MethodMaps, SmallMap
from playground.views.experiments.method_rows import MethodRow, network_map, row_words, rows_of, who_is_ahead
from playground.views.experiments.method_table import MethodTable
from playground.views.experiments.page import ExperimentPage
from playground.widgets.answers_image import answers_image
from playground.widgets.buttons import IconButton
from playground.widgets.label import FlowText, Label
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.text import literal
from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QImage, QShowEvent
    from PySide6.QtWidgets import QWidget

    from playground.experiments.live_fits import FitOrder
    from playground.session.course import Course
    from playground.session.session import Session

VIEW = "methods"
SPLITS, SIDE = 5, 48
TITLE = f"Methods, {SPLITS} splits"
"""In the list of results."""
USUAL: tuple[str, ...] = ("logistic", "neighbours", "svm-rbf", "tree", "forest")
"""Methods that are chosen at first: with the network two rows of three maps."""
ON, PLAINLY = "on", "plain"


class MethodsPage(ExperimentPage):
    """Which methods, with which inputs; maps, the table, why some cannot; other splits on demand."""

    def __init__(self, session: Session, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(session, kind, "", f"Try {SPLITS} splits", parent)
        self._images: dict[str, tuple[object, QImage]] = {}
        self._reading = ReadingPace()
        self.choice = MethodChoice(USUAL)
        self.features = Segmented("Inputs of the methods", [Segment(ON, "inputs on"), Segment(PLAINLY, "x, y only")])
        self.copy = IconButton("copy", "Copy the table", "Copy the table\nAs CSV, for a spreadsheet (Ctrl+C in it)")
        self.maps, self.table, self.reasons = MethodMaps(), MethodTable(), FlowText("", "label")
        self.ahead = FlowText("", "label")
        self.no_maps = Label("", "label", "ink3")
        self.add_row(self.choice, self.features)
        self.add_row(self.run, None, self.epochs, Label("epochs", "row", "ink3"), self.copy)
        for part in (self.maps, self.no_maps):
            self.results.addWidget(part)
        self.results.addWidget(self.table, 100)
        self.results.addWidget(self.ahead)
        self.results.addWidget(self.reasons)
        self.results.addStretch(1)
        self._connect()

    def start(self) -> None:
        """Train the network and fit the methods on other splits."""
        data = self.session.document.dataset
        seeds = tuple(seed for seed in range(SPLITS + 1) if seed != data.split_seed)[:SPLITS]
        learners = (NETWORK, *(f"{name}{PLAIN if self.is_plain else ''}" for name in self.choice.names()))
        grid = KnobGrid((Axis(LEARNER, learners), Axis("data.split", seeds)), 1, self.session.document.training.seed)
        measure = Measure(round(self.epochs.value()), looks=1)
        self.session.experiments.start(self.kind, Experiment(self.session.document, grid, measure), TITLE)

    def effect(self) -> str:
        """What the button does."""
        return (
            f"Trains the network and fits the methods on {SPLITS} other splits of the same share: "
            "how far scores lie apart"
        )

    def refusal(self) -> str:
        """Splits need samples that test."""
        data = self.session.document.dataset
        if not data.test_count or data.test_count == len(data):
            return "No samples test: keep some for that in the Data panel"
        return super().refusal()

    def has_results(self) -> bool:
        """The network and the methods are always shown."""
        return True

    def stale_text(self) -> str:
        """The spread over splits may be of other data; all else is of those at hand."""
        words = super().stale_text()
        return f"Splits: {words[:1].lower()}{words[1:]}" if words else ""

    def state(self) -> dict[str, object]:
        """Which methods stand beside the network, and with which inputs."""
        return {"methods": list(self.choice.names()), "inputs": self.features.current_key()}

    def recall(self, said: dict[str, object]) -> None:
        """Choose the methods and the inputs that `state` told of; what is not known stays as it is."""
        for inputs in words([said.get("inputs")], (ON, PLAINLY)):
            self.features.set_current(inputs)
        self.choice.recall(said.get("methods"))
        self._on_wish()

    def show_results(self, course: Course) -> None:
        """They are a column of the table."""

    @property
    def is_plain(self) -> bool:
        """Whether methods get the columns alone."""
        return self.features.isEnabled() and self.features.current_key() == PLAINLY

    def follow_document(self) -> None:
        """Fit what has changed; inputs that are the columns themselves leave nothing to choose."""
        document = self.session.document
        has_others = document.inputs != domain_of(document).usual_inputs(document.dataset.columns)
        self.features.setVisible(domain_of(document).is_drawn)
        self.features.setEnabled(has_others)
        labels = ", ".join(inputs_of(document)[name].label for name in document.inputs)
        tip = "Inputs of the methods\nFeatures made by hand, as they are switched on, or none; the network keeps its"
        why = f"Now on: {labels}" if has_others else "Only x and y are on: switch others on in the Network panel"
        self.features.setToolTip(literal(f"{tip}\n{why}"))
        self._want()

    def show_beside(self) -> None:
        """The network and the methods."""
        self.show_rows()

    @Slot()
    def show_rows(self) -> None:
        """Maps, the table, and why some methods cannot be fitted."""
        session = self.session
        course = self.course
        results = course.results if course is not None and course.done else None
        rows = rows_of(session, self.choice.names(), results, is_plain=self.is_plain)
        has_maps = domain_of(session.document).has_map
        self.maps.setVisible(has_maps)
        self.no_maps.setVisible(not has_maps)
        if has_maps:
            self.maps.show_maps(tuple(map(self._small_map, rows)))
        else:
            self.no_maps.set_text(f"{domain_of(session.document).samples.capitalize()} have no map")
        self.table.show_rows(session.document, rows, has_maps=has_maps)
        reasons = [row_words(session.document, row) for row in rows if row.refusal]
        self.reasons.set_text(literal("; ".join(reasons)))
        self.reasons.setVisible(bool(reasons))
        self.ahead.set_text(said := literal(who_is_ahead(rows, results, is_plain=self.is_plain)))
        self.ahead.setVisible(bool(said))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for maps and fits."""
        super().showEvent(event)
        self._show_points()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for none."""
        super().hideEvent(event)
        self.session.want(VIEW)
        self.session.experiments.methods.want(None)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        session = self.session
        self.choice.changed.connect(self._on_wish)
        self.features.chosen.connect(self._on_wish)
        self.copy.clicked.connect(self.table.copy)
        self.maps.pressed.connect(self._on_pressed)
        session.experiments.methods.shown_changed.connect(self._on_wish)
        session.experiments.methods.arrived.connect(self._on_fits)
        session.dataset_changed.connect(self._show_points)
        session.selection.section_changed.connect(self._on_wish)
        session.selection.value_changed.connect(self._on_wish)
        session.turns.join().connect(self._on_snapshot)

    def _order(self) -> FitOrder:
        from playground.experiments.learners import with_plain_inputs  # noqa: PLC0415 - not for a start
        from playground.experiments.live_fits import FitOrder  # noqa: PLC0415

        document = self.session.document
        side = SIDE if domain_of(document).has_map else 0
        chosen = with_plain_inputs(document) if self.is_plain else document
        return FitOrder(
            chosen, self.choice.names(), self.session.selection.section, side, self.session.experiments.methods.shown
        )

    def _want(self) -> None:
        """Ask for what is to be seen."""
        if not self.isVisible():
            return
        has_map = domain_of(self.session.document).has_map
        self.session.want(VIEW, *([UnitMaps(SIDE, self.session.selection.section)] if has_map else []))
        self.session.experiments.methods.want(self._order())

    def _small_map(self, row: MethodRow) -> SmallMap:
        words = literal(f"{row_words(self.session.document, row)}\n{row.summary}\nA click shows it in the Output panel")
        return SmallMap(
            row.name,
            row.short,
            words,
            self._image(row),
            row.is_current,
            row.name == self.session.experiments.methods.shown,
        )

    def _image(self, row: MethodRow) -> QImage | None:
        """The map of a row, made anew where it is another."""
        if row.refusal:
            return None
        value, data = self.session.selection.value, self.session.document.dataset
        if row.name == NETWORK:
            answers = network_map(self.session)
            return None if answers is None else answers_image(data, answers, min(value, len(answers) - 1))
        found = self.session.experiments.methods.fit_of(row.name)
        if found is None or found.map is None:
            return None
        key = found, value, current().name
        if row.name not in self._images or self._images[row.name][0] != key:
            made = answers_image(found.order.document.dataset, found.map, min(value, len(found.map) - 1))
            self._images[row.name] = key, made
        return self._images[row.name][1]

    @Slot(int)
    def _on_pressed(self, index: int) -> None:
        """Show a method large in the output map, or the network again."""
        name = self.maps.maps()[index].name
        self.table.choose(name)
        methods = self.session.experiments.methods
        methods.show("" if name in {NETWORK, methods.shown} else name)

    @Slot()
    def _show_points(self) -> None:
        if self.isVisible() and domain_of(self.session.document).has_map:
            selection = self.session.selection
            self.maps.show_points(selection.seen, self.session.document.dataset, selection.value)

    @Slot()
    def _on_wish(self) -> None:
        if self.isVisible():
            self._want()
            self._show_points()
            self.show_rows()

    @Slot()
    def _on_fits(self) -> None:
        if self.isVisible():
            self.show_rows()

    @Slot(object)
    def _on_snapshot(self, _snapshot: object) -> None:
        if self.isVisible() and self._reading.is_due(trains=self.session.state is TrainerState.TRAINING):
            self.show_rows()
