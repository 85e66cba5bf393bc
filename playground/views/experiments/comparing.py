"""Two results beside each other: whose runs are solved more often, bands over each other, maps side by side."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.experiments.statistics import difference_of
from playground.experiments.variations import LEARNER
from playground.views.experiments.band_place import BandPlace
from playground.views.experiments.phase_key import PhaseKey
from playground.views.experiments.phase_layers import layers_of
from playground.views.experiments.phase_place import PhasePlace
from playground.views.experiments.words import goal_words, knob_labels
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from playground.experiments.results import ExperimentResults
    from playground.session.kept_results import KeptResults

APART = "Their knobs are others: their numbers alone compare."
LEARNERS = "Methods and data hunger are compared on their own pages: a double click shows them there."
OTHER = 2
"""The mark in whose colour the second band is, as in `band_plot`."""


class Comparing(QWidget):
    """Words, and below them bands or maps; the first result is in ink, the second in a colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = FlowText("", "row", "ink2")
        self.band = BandPlace("Losses compared", "epoch")
        self.maps = PhasePlace(), PhasePlace()
        self.titles = Label("", "label", "ink2"), Label("", "label", "ink2")
        self.key = PhaseKey()
        self._pair = QWidget()
        grid = QGridLayout(self._pair)
        grid.setContentsMargins(0, 0, 0, 0)
        scaled(grid.setSpacing, 4)
        for side, (title, place) in enumerate(zip(self.titles, self.maps, strict=True)):
            grid.addWidget(title, 0, side)
            grid.addWidget(place, 1, side)
            grid.setColumnStretch(side, 1)
        grid.addWidget(self.key, 2, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 6)
        column.addWidget(self.words)
        column.addWidget(self.band, 1)
        column.addWidget(self._pair, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Words and a plot."""
        return QSize(px(280), px(240))

    def compare(self, first: KeptResults, second: KeptResults) -> None:
        """Show two results, the older one first."""
        one, other = first.course.results, second.course.results
        axes = [[axis.path for axis in results.experiment.grid.axes] for results in (one, other)]
        if LEARNER in (*axes[0], *axes[1]):
            self.words.set_text(LEARNERS)
            self.band.hide()
            self._pair.hide()
            return
        has_maps = axes[0] == axes[1] and len(axes[0]) == 2
        has_bands = axes[0] == axes[1] and len(axes[0]) < 2
        self.words.set_text(comparison_words(first, second) + ("" if has_maps or has_bands else f" {APART}"))
        self.band.setVisible(has_bands)
        self._pair.setVisible(has_maps)
        if has_maps:
            self._show_maps(first, second)
        elif has_bands:
            self._show_bands(one, other)

    def _show_maps(self, *items: KeptResults) -> None:
        for item, title, place in zip(items, self.titles, self.maps, strict=True):
            title.set_text(item.name)
            place.plot.show_layers(layers_of(item.course, ()))
            place.show_plot()
        experiment = items[0].course.experiment
        up, across = knob_labels(experiment.document, [axis.path for axis in experiment.grid.axes])
        self._pair.setToolTip(f"{up} up, {across} across")

    def _show_bands(self, one: ExperimentResults, other: ExperimentResults) -> None:
        from playground.views.experiments.bands import along_knob, loss_band  # noqa: PLC0415 - it loads pyqtgraph

        if not one.experiment.grid.axes:
            self.band.plot.show_band(loss_band(one), loss_band(other))
        elif one.experiment.grid.axes == other.experiment.grid.axes:
            self.band.plot.show_band(along_knob(one)[0], along_knob(other)[0])
        else:
            self.band.show_words("Their values are others")
            return
        self.band.show_plot()


def comparison_words(first: KeptResults, second: KeptResults) -> str:
    """Both shares and their difference, as rich text; the second one's name is in the colour of its band."""
    one, other = first.course.results, second.course.results
    colour = current().mark(OTHER).name()
    names = f"<b>{escape(first.name)}</b>", f'<span style="color:{colour}">{escape(second.name)}</span>'
    shares = one.solved(), other.solved()
    lines = [
        f"{name} reaches {goal_words(results)}: {share.words}"
        for name, results, share in zip(names, (one, other), shares, strict=True)
    ]
    found = difference_of(*shares)
    if one.experiment.measure.threshold != other.experiment.measure.threshold:
        return f"{'<br>'.join(lines)}<br>What they have to reach differs."
    if not (shares[0].of and shares[1].of):
        return "<br>".join(lines)
    ends = f"{_signed(found.low)} to {_signed(found.high)} points"
    sure = "so they differ" if found.is_sure else "it may be chance"
    return f"{'<br>'.join(lines)}<br>Difference: <b>{_signed(found.value)} points</b> (95 %: {ends}); {sure}."


def _signed(value: float) -> str:
    """+30, −4.5: percentage points."""
    text = f"{abs(100.0 * value):.0f}"
    sign = "+" if value > 0.0 else "\N{MINUS SIGN}"
    return text if text == "0" else f"{sign}{text}"
