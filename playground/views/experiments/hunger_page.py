"""Data hunger: test scores of the network and methods over the number of training samples, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Signal, Slot

from playground.session.plain import words
from playground.tasks import TASKS
from playground.views.experiments.learner_colours import LearnerKey
from playground.views.experiments.method_choice import MethodChoice
from playground.views.experiments.method_rows import score_words
from playground.views.experiments.page import ExperimentPage
from playground.widgets.format import count
from playground.widgets.label import FlowText, Label
from playground.widgets.plot_place import PlotPlace
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.text import literal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.document.model import Document
    from playground.experiments.hunger import HungerCurve
    from playground.session.course import Course
    from playground.session.session import Session
    from playground.views.experiments.hunger_plot import HungerPlot

INVITATION = (
    "How much data does it need? <b>Measure</b> trains the network and the methods on a few of the training samples, "
    "then on more and more, always tested on the same test samples. "
    "Bands are the middle half of the draws; the pointer reads them."
)
DRAWS = (4, 8, 16, 32)
USUAL_DRAWS = 8
USUAL_METHODS = ("logistic", "neighbours", "svm-rbf", "forest")
USUAL, LEAST = QSize(280, 160), QSize(160, 120)


class HungerPlace(PlotPlace["HungerPlot"]):
    """Where the curves are drawn; pyqtgraph loads when the first ones are.

    Signals:
        hovered(object): Where across the plot the pointer is, or None.
    """

    hovered = Signal(object)

    def __init__(self) -> None:
        super().__init__("Data hunger", (USUAL, LEAST))

    def make(self) -> HungerPlot:
        """The plot of scores over training samples; it loads pyqtgraph."""
        from playground.views.experiments.hunger_plot import HungerPlot  # noqa: PLC0415 - it loads pyqtgraph

        made = HungerPlot()
        made.hovered.connect(self.hovered)
        return made


class HungerPage(ExperimentPage):
    """Methods, draws, epochs, Measure; then the sentence, the curves and their key."""

    def __init__(self, session: Session, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(session, kind, INVITATION, "Measure", parent)
        self.methods = MethodChoice(USUAL_METHODS)
        self.draws = Segmented("Draws", [Segment(str(one), str(one), tip=f"{one} draws of each size") for one in DRAWS])
        self.draws.set_current(str(USUAL_DRAWS))
        tip = "Epochs\nOf the network on all samples; on fewer it gets as many updates, so more epochs"
        self.epochs.setToolTip(tip)
        self.add_row(self.methods, self.draws, Label("draws", "row", "ink3"))
        self.add_row(self.run, None, self.epochs, Label("epochs", "row", "ink3"))
        self.says, self.title = FlowText("", "row", "ink2"), Label("", "label", "ink3")
        self.place, self.key, self.reasons = HungerPlace(), LearnerKey(), FlowText("", "label")
        self._curves: tuple[HungerCurve, ...] = ()
        self.results.addWidget(self.says)
        self.results.addWidget(self.place, 1)
        self.results.addWidget(self.title)
        self.results.addWidget(self.key)
        self.results.addWidget(self.reasons)
        self.methods.changed.connect(self.show_run_button)
        self.draws.chosen.connect(self.show_run_button)
        self.place.hovered.connect(self._read)

    def start(self) -> None:
        """Measure with the methods and draws that are chosen."""
        from playground.experiments.hunger import hunger_experiment  # noqa: PLC0415 - not for a start

        document = self.session.document
        made = hunger_experiment(
            document,
            self.methods.names(),
            draws=int(self.draws.current_key()),
            first_seed=document.training.seed,
            epochs=round(self.epochs.value()),
        )
        self.session.experiments.start(self.kind, made, "Data hunger")

    def refusal(self) -> str:
        """Something has to test, and something to be left out."""
        from playground.experiments.hunger import hunger_refusal  # noqa: PLC0415 - not for a start

        return super().refusal() or hunger_refusal(self.session.document)

    def effect(self) -> str:
        """What Measure does, and how much that is."""
        from playground.experiments.hunger import sizes_of  # noqa: PLC0415 - not for a start

        sizes = sizes_of(self.session.document)
        runs = len(sizes) * int(self.draws.current_key())
        methods = f" and {count(runs * len(self.methods.names()), 'fit')}" if self.methods.names() else ""
        return (
            f"{count(runs, 'training')}{methods} beside the window, on {sizes[0]:,} to {sizes[-1]:,} training samples; "
            "the document stays as it is"
        )

    def state(self) -> dict[str, object]:
        """Which methods are measured as well, and in how many draws of each size."""
        return {"hunger_methods": list(self.methods.names()), "draws": self.draws.current_key()}

    def recall(self, said: dict[str, object]) -> None:
        """Choose the methods and the draws that `state` told of; what is not known stays as it is."""
        for draws in words([said.get("draws")], tuple(map(str, DRAWS))):
            self.draws.set_current(draws)
        self.methods.recall(said.get("hunger_methods"))

    def show_results(self, course: Course) -> None:
        """The sentence, the curves, why some cannot."""
        from playground.experiments.hunger import findings, hunger_curves  # noqa: PLC0415 - not for a start

        task = TASKS[course.experiment.document.task]
        curves = hunger_curves(course.results)
        words = findings(course.results)
        self.says.set_text(literal(f"So far: {words[:1].lower()}{words[1:]}" if words and course.is_at_work else words))
        self.place.plot.show_curves(curves, is_share=task.score_is_share)
        self.place.show_plot()
        self._curves = curves
        self._read(None)
        reasons = dict.fromkeys(curve.refusal for curve in curves if curve.refusal)
        self.reasons.set_text(literal(" ".join(reasons)))
        self.reasons.setVisible(bool(reasons))

    @Slot(object)
    def _read(self, x: float | None) -> None:
        """The scores at the size under the pointer, at rest those at the largest that is done."""
        course, curves = self.course, self._curves
        if course is None or not curves:
            return
        done = np.flatnonzero(np.any([np.isfinite(curve.median) for curve in curves], axis=0))
        at = self.place.plot.place_at(x) if x is not None else int(done[-1]) if len(done) else 0
        word = TASKS[course.experiment.document.task].score_word
        self.title.set_text(f"Test {word} with {curves[0].sizes[at]:,} training samples")
        document = course.experiment.document
        self.key.show_learners(tuple((curve.name, curve.title, _words(document, curve, at)) for curve in curves))


def _words(document: Document, curve: HungerCurve, at: int) -> str:
    """A learner at a size, "93.3 % (92.0 % to 94.7 %)"; a dash before it is known."""
    low, middle, high = (score_words(document, float(values[at])) for values in (curve.low, curve.median, curve.high))
    return middle + (f" ({low} to {high})" if curve.counts[at] > 1 and low != high else "")
