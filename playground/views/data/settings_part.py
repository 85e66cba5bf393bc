"""Noise, count and generator's own number; the share that trains."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document import edits_data, edits_source
from playground.document.edits_scaling import has_drifted, scaling_words
from playground.document.model import domain_of
from playground.domains import GENERATORS
from playground.domains.picture.sizes import LEAST_SIDE, MOST_SIDE, USUAL_SIDE
from playground.session.scaling_choice import standardise_anew, standardise_refusal, switch_standardise
from playground.views.data.knob_rows import KnobRows
from playground.widgets.buttons import PushButton
from playground.widgets.format import integer
from playground.widgets.label import Label
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.number_range import NumberRange
from playground.widgets.slider_row import SliderRow
from playground.widgets.switch import Switch

if TYPE_CHECKING:
    from playground.document.dataset import DataSource
    from playground.session.session import Session

NOISE = NumberRange(minimum=0.0, maximum=0.5, step=0.01, unit="%")
POINTS = NumberRange(minimum=10, maximum=5000, step=1, log=True, integer=True)
STANDARDISE_TIP = (
    "Standardise\nThe network gets numbers with a mean of 0 and a standard deviation of 1; the axes keep their units"
)
ANEW_TIP = "Standardise anew\nThe points have moved away from the mean and the deviation that the network is told"
SIDE = NumberRange(minimum=LEAST_SIDE, maximum=MOST_SIDE, step=4, integer=True, unit="px")
TRAIN = NumberRange(minimum=0.1, maximum=1.0, step=0.05, unit="%")

OWN = "Own points, not from the gallery"
OWN_TIP = (
    "Own points\nNoise and number belong to the generators of the gallery; "
    "the menu above adds noise to any points or thins them out"
)


class SettingsPart(QWidget):
    """Rows that make the points anew; for drawn points a line says why they are not there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gesture = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.noise = self._row(column, "Noise", NOISE, 0.1, "Scatters the points, or flips their labels, at random")
        self.points = self._row(
            column, "Make", POINTS, 280, "How many samples the generator makes; what is drawn comes on top"
        )
        self.side = self._row(
            column, "Side", SIDE, USUAL_SIDE, "Pixels along each side of a picture; the network begins anew"
        )
        self.knobs = KnobRows()
        column.addWidget(self.knobs)
        self.parameter = self._row(
            column, "Arms", NumberRange(minimum=2, maximum=8, step=1, integer=True), 3, "How many classes it makes"
        )
        self.train = self._row(column, "Train", TRAIN, 0.7, "Share of the data that trains; the rest only tests")
        self.own = Label(OWN, "label", "ink3", Qt.AlignmentFlag.AlignHCenter)
        self.own.setToolTip(OWN_TIP)
        self.counts = Label("", "label", "ink3", Qt.AlignmentFlag.AlignHCenter, has_facts=True)
        add_gap(column, 2)
        column.addWidget(self.counts)
        column.addWidget(self.own)
        add_gap(column, 2)
        column.addLayout(self._scaling_row())
        self._connect()
        session.dataset_changed.connect(self._show)
        session.network_changed.connect(self._show)
        self._show()

    def _connect(self) -> None:
        self.noise.value_changed.connect(self._set_noise)
        self.points.value_changed.connect(self._set_count)
        self.parameter.value_changed.connect(self._set_parameter)
        self.side.value_changed.connect(self._set_side)
        self.train.value_changed.connect(self._set_train)
        self.knobs.changed.connect(self._set_knob)
        self.knobs.edit_finished.connect(self._end_gesture)

    def _row(self, column: QVBoxLayout, name: str, limits: NumberRange, value: float, text: str) -> SliderRow:
        row = SliderRow(name, limits, value, tip=f"{name}\n{text}")
        row.edit_finished.connect(self._end_gesture)
        column.addWidget(row)
        return row

    def _scaling_row(self) -> QHBoxLayout:
        self.scaling = label = Label("Standardise", "row", "ink2")
        self.standardise = Switch("Standardise")
        self.standardise.clicked.connect(lambda: switch_standardise(self._session))
        self.anew = PushButton("Anew", "repeat", ANEW_TIP, height=24)
        self.anew.clicked.connect(lambda: standardise_anew(self._session))
        self.standardise.follow_lock(self._session.lessons, "standardise")
        self.anew.follow_lock(self._session.lessons, "standardise_anew")
        row = QHBoxLayout()
        scaled(row.setSpacing, 8)
        row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.anew)
        row.addWidget(self.standardise)
        return row

    def _show_scaling(self) -> None:
        document = self._session.document
        for part in (self.scaling, self.standardise):
            part.setVisible(domain_of(document).has_map)
        self.standardise.setChecked(not document.scaling.is_identity)
        self.standardise.setEnabled(not standardise_refusal(self._session))
        words = scaling_words(document) or "The network gets the numbers of the points as they are"
        self.standardise.set_description("Standardise", f"{STANDARDISE_TIP}\n{words}")
        self.anew.setVisible(has_drifted(document))

    @Slot()
    def _end_gesture(self) -> None:
        self._gesture += 1

    @Slot(float)
    def _set_noise(self, value: float) -> None:
        self._regenerate("Noise", noise=value)

    @Slot(float)
    def _set_count(self, value: float) -> None:
        self._regenerate("Points", count=int(value))

    @Slot(float)
    def _set_parameter(self, value: float) -> None:
        self._regenerate(self.parameter.label.text(), parameter=int(value))

    @Slot(float)
    def _set_side(self, value: float) -> None:
        self._regenerate("Side", side=int(value))

    @Slot(str, float)
    def _set_knob(self, name: str, value: float) -> None:
        source = self._session.document.dataset.source
        if source is not None:
            label = next(knob.label for knob in GENERATORS[source.generator].knobs if knob.name == name)
            self._regenerate(label, knobs=tuple({**dict(source.knobs), name: value}.items()))

    def _regenerate(self, text: str, **values: Any) -> None:
        source: DataSource | None = self._session.document.dataset.source
        if source is None:
            return
        changed = replace(source, **values)
        if changed != source:
            gesture = ("source", text, self._gesture)
            self._session.edit(f"Change {text.lower()}", lambda d: edits_source.regenerate(d, changed), gesture)

    @Slot(float)
    def _set_train(self, value: float) -> None:
        seed = self._session.document.dataset.split_seed
        gesture = ("train", self._gesture)
        self._session.edit("Change train share", lambda d: edits_data.split(d, value, seed), gesture)

    @Slot()
    def _show(self) -> None:
        data = self._session.document.dataset
        source = data.source
        has_map = domain_of(self._session.document).has_map
        self.points.setVisible(source is not None)
        self.noise.setVisible(source is not None and has_map)
        self.side.setVisible(source is not None and not has_map)
        self.own.setVisible(source is None and len(data) > 0 and domain_of(self._session.document).is_drawn)
        if source is not None:
            self.noise.set_value(source.noise)
            self.points.set_value(source.count)
            self.side.set_value(data.shape[-1])
        self.knobs.show_knobs(
            GENERATORS[source.generator].knobs if source else (), dict(source.knobs) if source else {}
        )
        self._show_parameter(source)
        self._show_scaling()
        self.train.set_value(data.train_fraction)
        test = data.test_count
        self.counts.set_text(f"{integer(len(data) - test)} train · {integer(test)} test")

    def _show_parameter(self, source: DataSource | None) -> None:
        spec = GENERATORS[source.generator].parameter if source is not None else None
        self.parameter.setVisible(spec is not None)
        if spec is not None and source is not None:
            limits = NumberRange(minimum=spec.minimum, maximum=spec.maximum, step=1, integer=True)
            self.parameter.label.set_text(spec.label)
            self.parameter.set_limits(limits)
            self.parameter.set_value(spec.default if source.parameter is None else source.parameter)
