"""Seeds: the document from many first weights, their maps, how many succeed, and the band of their losses."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot

from playground.document.model import domain_of
from playground.experiments.outcomes import Verdict
from playground.session.experiment_starts import SEED_COUNTS, USUAL_SEEDS, train_seeds
from playground.views.experiments.band_place import BandPlace
from playground.views.experiments.ensemble import Ensemble
from playground.views.experiments.page import ExperimentPage
from playground.views.experiments.seed_maps import SeedMaps
from playground.views.experiments.words import loss_name, run_words, solved_words, spread_words, stale_words
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.format import count, integer
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.segmented import Segment, Segmented

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from playground.experiments.results import ExperimentResults
    from playground.session.course import Course
    from playground.session.session import Session

INVITATION = (
    "One run of one seed proves little. <b>Train</b> trains this document from many first weights beside the window "
    "and says how many of them succeed, and how far their losses lie apart."
)
LEAST_PLOT, LEAST_MAPS = 90, 104
"""Heights below which the page scrolls."""
LEAST_TRIED = 16
"""Runs of which none succeeds, before that says something."""
SCORES = "The best loss first; a run shows its score"
NO_MAPS = "{samples} have no map: each run shows its score"


class SeedsPage(ExperimentPage):
    """A count of seeds, epochs, Train; then the sentence, the band, and a map for each run."""

    def __init__(self, session: Session, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(session, kind, INVITATION, "Train", parent)
        segments = [Segment(str(number), str(number), tip=f"{number} seeds") for number in SEED_COUNTS]
        self.seeds = Segmented("Seeds", segments)
        self.seeds.set_current(str(USUAL_SEEDS))
        self.add_row(self.seeds, Label("seeds", "row", "ink3"), None, self.epochs, Label("epochs", "row", "ink3"))
        self.add_row(self.run)
        self.verdict, self.spread = Label("", "value", "ink"), FlowText()
        self.limit = FlowText("", "label")
        self.ensemble = Ensemble(session.experiments.guest)
        self.plot = BandPlace("Losses of the seeds", "epoch")
        self.maps = SeedMaps()
        self.hint = Label("", "label", "ink3", Qt.AlignmentFlag.AlignLeft)
        self._fill()
        session.experiments.shape.changed.connect(self.refresh)
        self.maps.pointed.connect(self._on_pointed)
        self.maps.pressed.connect(self._on_pressed)

    def start(self) -> None:
        """Train from so many seeds."""
        train_seeds(self.session, int(self.seeds.current_key()), round(self.epochs.value()))

    def effect(self) -> str:
        """What Train does."""
        return "Trains the document from as many seeds, beside the window; the document stays as it is"

    def show_results(self, course: Course) -> None:
        """The sentence, the band, the maps."""
        results = course.results
        self.verdict.set_text(solved_words(results))
        diverged = results.count(Verdict.DIVERGED)
        parts = [spread_words(results), f"{integer(diverged)} diverged" if diverged else ""]
        self.spread.set_text(_sentence(parts))
        words = self._limit_words(results)
        self.limit.set_text(words)
        self.limit.setVisible(bool(words))
        self._show_band(results)
        self.ensemble.show_results(results)
        self.maps.show_results(results)
        self._on_pointed()

    def hideEvent(self, event: QHideEvent) -> None:
        """The output map shows the network again."""
        super().hideEvent(event)
        self.ensemble.let_go()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.results.addWidget(self.verdict)
        self.results.addWidget(self.spread)
        self.results.addWidget(self.limit)
        self.results.addWidget(self.ensemble)
        self.results.addWidget(self.plot, 2)
        self.results.addWidget(self.hint)
        maps = ColumnScroll(self.maps, beside=True)
        scaled(maps.setMinimumHeight, LEAST_MAPS)
        scaled(self.plot.setMinimumHeight, LEAST_PLOT)
        self.results.addWidget(maps, 5)

    def _limit_words(self, results: ExperimentResults) -> str:
        """What no network of this shape can do, and whether that is proved or found by trying; "" for nothing."""
        limit, share = self.session.experiments.shape.limit, results.solved()
        if limit is not None and not stale_words(results, self.session.document):
            return escape(f"{limit.words} {limit.remedy} {limit.proof}")
        if share.of < LEAST_TRIED or share.count:
            return ""
        return f"No seed of {share.of:,} reaches it: likely none does with this network. Found by trying, not proved."

    def _show_band(self, results: ExperimentResults) -> None:
        from playground.views.experiments.bands import loss_band  # noqa: PLC0415 - it loads pyqtgraph

        self.plot.plot.show_band(loss_band(results))
        self.plot.show_plot()

    @Slot(int)
    def _on_pressed(self, index: int) -> None:
        self.open(self.maps.places()[index])

    @Slot()
    def _on_pointed(self) -> None:
        course = self.course
        if course is None:
            return
        results, place = course.results, self.maps.place()
        self.hint.set_text(self._at_rest(results) if place is None else run_words(results, place))
        if self.plot.is_loaded:
            which = 0 if loss_name(results) == "train" else 1
            self.plot.plot.show_one(None if place is None else results.curves[place, :, which])

    def _at_rest(self, results: ExperimentResults) -> str:
        if not results.maps.size:
            domain = domain_of(results.experiment.document)
            return SCORES if domain.has_map else NO_MAPS.format(samples=domain.samples.capitalize())
        return f"{count(len(results.done), 'run')}, the lowest {loss_name(results)} loss first; a click opens one"


def _sentence(parts: list[str]) -> str:
    text = "; ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}"
