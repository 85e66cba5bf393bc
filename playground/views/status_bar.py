"""The bottom line of the window: state, tool hint, what is under the pointer, speed, what trains and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QWidget

from playground.document.glossary import tip
from playground.document.model import OUTPUT_UID, domain_of
from playground.document.plan import resolve
from playground.document.scaling import UNCHANGED
from playground.domains.plane.tools import TOOLS
from playground.lessons.locks import tool_lock
from playground.session.speed import epochs_per_second
from playground.training.probes.plane.output_map import OutputMap
from playground.training.snapshots.snapshot import TrainerState
from playground.widgets import theme
from playground.widgets.control import smooth_painter
from playground.widgets.format import DASH, in_units, integer, probability
from playground.widgets.label import FactLine
from playground.widgets.status_dot import StatusDot
from playground.widgets.text import RIGHT, draw_text, literal, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent

    from playground.document.scaling import AxisScale
    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot

HEIGHT, MARGIN, GAP = 32, 16, 24
UPDATE_MS = 100
"""Numbers that change more often cannot be read."""
BETWEEN = " \N{MIDDLE DOT} "
"""Parts the facts of a hint; a sentence has commas, but none of these."""
NOT_READY = "Cannot train yet"
"""Why is said on the map, by Play's tooltip, and by a message to who presses it all the same."""
LOADING = "Loading PyTorch"
WAITING = "Training begins as soon as that is loaded. Space or Pause takes it back."
_FIELD_GAP, _VALUE_GAP = 7, 4
_STATES = {
    TrainerState.DIVERGED: ("Diverged", "danger"),
    TrainerState.FAILED: ("Failed", "danger"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A word and a number.

    Attributes:
        label: In ink_2 before the value; alone where there is no value.
        value: In ink.
        widest: Room kept for the value, or for a label alone, so that what stands left of it does not tremble.
        closes: Whether a wide gap follows.
        terms: Words of the glossary that its tooltip explains.
    """

    label: str
    value: str = ""
    widest: str = ""
    closes: bool = False
    terms: tuple[str, ...] = ()


class Readout(QLabel):
    """Fields in a row, painted as one widget: ten times a second no layout moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[Field, ...] = ()
        self._width = 0
        self.setAccessibleName("Under the pointer, speed, engine")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.theme_signals().changed.connect(self._fit)

    def show_fields(self, fields: tuple[Field, ...]) -> None:
        """Show other words and numbers."""
        if fields == self._fields:
            return
        self._fields = fields
        self.setAccessibleDescription(self.text())
        self._fit()
        self.update()

    def _fit(self) -> None:
        width = round(sum(self._step(field) for field in self._fields))
        if width != self._width:
            self._width = width
            self.updateGeometry()

    def text(self) -> str:
        """All of it as one line."""
        return ", ".join(f"{field.label} {field.value}".strip() for field in self._fields)

    def sizeHint(self) -> QSize:
        """All fields."""
        return QSize(self._width, theme.px(16))

    def minimumSizeHint(self) -> QSize:
        """All fields: the hint gives way first."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Field after field, so that the last one ends at the right edge."""
        with smooth_painter(self) as painter:
            x = float(self.width() - self._width)
            for field in self._fields:
                self._paint_field(painter, field, x)
                x += self._step(field)

    def event(self, event: QEvent) -> bool:
        """Explain the field under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            field = self.field_at(event.pos().x())
            text = "\n".join(tip(term) for term in field.terms) if field is not None else ""
            QToolTip.showText(event.globalPos(), literal(text), self)
            return True
        return super().event(event)

    def field_at(self, x: float) -> Field | None:
        """The field at a place, measured from the left edge."""
        right = float(self.width() - self._width)
        for field in self._fields:
            right += self._step(field)
            if x < right:
                return field
        return None

    def _paint_field(self, painter: QPainter, field: Field, x: float) -> None:
        shown = theme.current()
        width = self._label_width(field)
        draw_text(painter, QRectF(x, 0, width, self.height()), field.label, "row", shown.ink2, RIGHT)
        if field.value:
            place = QRectF(x + width + theme.pxf(_VALUE_GAP), 0, self.width(), self.height())
            draw_text(painter, place, field.value, "button", shown.ink)

    def _step(self, field: Field) -> float:
        """From the start of a field to that of the next; nothing follows the last."""
        width = float(self._label_width(field))
        if field.value:
            room = max(text_width(field.value, "button"), text_width(field.widest, "button"))
            width += theme.pxf(_VALUE_GAP) + room
        if self._fields and field is self._fields[-1]:
            return width
        return width + theme.pxf(GAP if field.closes else _FIELD_GAP)

    @staticmethod
    def _label_width(field: Field) -> int:
        alone = "" if field.value else field.widest
        return max(text_width(field.label, "row"), text_width(alone, "row"))


class StatusBar(QWidget):
    """Follows the session, at most ten times a second.

    Attributes:
        timer: Runs while a change waits to be shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName("Status")
        self.state = StatusDot()
        self.hint = FactLine("", "row", "ink2")
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.readout = Readout()
        self._row = QHBoxLayout(self)
        for widget, stretch in ((self.state, 0), (self.hint, 1), (self.readout, 0)):
            self._row.addWidget(widget, stretch)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(UPDATE_MS)
        self.timer.timeout.connect(self.show_now)
        for signal in (
            session.state_changed,
            session.dataset_changed,
            session.snapshot_arrived,
            session.hand.changed,
            session.hand.pointer_moved,
            session.selection.value_changed,
            session.selection.neuron_changed,
            session.time.changed,
        ):
            signal.connect(self._soon)
        theme.theme_signals().changed.connect(self._measure)
        self._measure()
        self.show_now()

    def show_now(self) -> None:
        """Show what holds at this moment."""
        session = self._session
        self.state.set_state(*state_of(session))
        self.state.setToolTip(literal(session.problems[0].text) if session.problems else "")
        sentence = sentence_of(session)
        self.hint.set_text(sentence)
        self.hint.set_has_facts(BETWEEN in sentence)
        self.readout.show_fields((*_pointer_fields(session), *_speed_fields(session)))

    def _soon(self) -> None:
        if not self.timer.isActive():
            self.timer.start()

    def _measure(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
        self._row.setContentsMargins(theme.px(MARGIN), 0, theme.px(MARGIN), 0)
        self._row.setSpacing(theme.px(GAP))


def state_of(session: Session) -> tuple[str, str]:
    """The word for the state, and the role of its dot."""
    if session.problems:
        return NOT_READY, "warn"
    if session.state is TrainerState.LOADING:
        what = LOADING if session.snapshot is None else session.snapshot.message.removesuffix(".")
        return f"{what}, then training" if session.playing else what, "ink3"
    if session.state in _STATES:
        return _STATES[session.state]
    word, role = ("Training", "ok") if session.playing or session.state is TrainerState.TRAINING else ("Paused", "ink3")
    shown = session.time.shown
    return (word, role) if shown is None else (f"{word}, showing epoch {integer(shown.epoch)}", role)


SKETCHES = "Draw the border that you expect · Shift straight · Del or right drag takes a line back"


def sentence_of(session: Session) -> str:
    """The tool's hint while the pointer is on the canvas; else what the trainer has to say, or how to begin."""
    snapshot, waits = session.snapshot, session.state is TrainerState.LOADING
    if session.playing and waits and not session.problems:
        return WAITING
    if session.hand.pointer is not None or session.problems or snapshot is None:
        return hint_of(session)
    if session.time.shown is not None:
        return past_in_words(snapshot)
    if snapshot.message and snapshot.state is not TrainerState.LOADING:  # then it stands on the left
        return snapshot.message
    begun = snapshot.batch > 0 or session.playing
    return hint_of(session) if begun else f"Space starts training · {hint_of(session)}"


def past_in_words(snapshot: Snapshot) -> str:
    """That views show the past, and how to come back."""
    now = integer(snapshot.live_epoch)
    if (
        snapshot.foreign is not None
        and resolve(snapshot.foreign.document).meaning != resolve(snapshot.document).meaning
    ):
        return f"Other data then: the hidden space stays empty. Training is at epoch {now}: press Live or Ctrl+End."
    return f"Every view shows the past; training is at epoch {now}. Press Live above the film, or Ctrl+End, to return."


def hint_of(session: Session) -> str:
    """What the tool in hand does, with the class that it puts; where no tool makes samples, how a person does."""
    tool, classes = TOOLS[session.hand.tool], session.document.dataset.classes
    if session.lessons.asks_for("map"):
        return SKETCHES
    if domain_of(session.document).hint:
        return domain_of(session.document).hint
    if locked := session.lessons.locks_action(tool_lock(tool.name)):  # all of them, or another would be in hand
        return f"{tool.title}: {locked[:1].lower()}{locked[1:]}"
    if not domain_of(session.document).is_drawn:  # a place on the map is not a whole sample: nothing is moved there
        return " · ".join(part for part in tool.hint.split(" · ") if "handles" not in part)
    if not tool.adds_points or not classes:
        return tool.hint
    name = classes[min(session.hand.class_index, len(classes) - 1)].name
    return re.sub(r"\bpoints?\b", lambda found: f"{name} {found[0]}", tool.hint, count=1)


MOST_NAME = 14
"""Characters of a column's name."""


def short_name(name: str) -> str:
    """A column's name where there is little room."""
    return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1]}…"


def _pointer_fields(session: Session) -> list[Field]:
    if session.hand.pointer is None or not domain_of(session.document).has_map:
        return []
    x, y = session.hand.pointer
    answer = _answer_field(session, session.snapshot, x, y)
    data, section = session.document.dataset, session.selection.section
    (name_x, units_x), (name_y, units_y) = (
        (short_name(data.columns[column]), data.units.column(column)) for column in (section.across, section.up)
    )
    places = [
        Field(name_x, _in_units(x, units_x), "−0.00", terms=("x",)),
        Field(name_y, _in_units(y, units_y), "−0.00", closes=answer is None, terms=("y",)),
    ]
    return places if answer is None else [*places, answer]


def _answer_field(session: Session, snapshot: Snapshot | None, x: float, y: float) -> Field | None:
    """What the map that is shown says there."""
    shown = None if snapshot is None or session.problems else snapshot.get(OutputMap)
    cell = None if shown is None else shown.cell_at(x, y)
    if shown is None or cell is None:
        return None
    focus, classes = session.selection.neuron, session.document.dataset.classes
    if focus is not None and shown.focus is not None and shown.focus.unit == focus:
        units = session.document.dataset.units
        axis = units.value(focus.index) if focus.uid == OUTPUT_UID and not classes else UNCHANGED
        said = _in_units(float(shown.focus.values[cell]), axis)
        return Field("neuron", said, "−0.00", closes=True, terms=("Neuron",))
    answer = shown.predictions[cell]
    if not classes:
        said = _in_units(float(answer[min(session.selection.value, len(answer) - 1)]), session.selection.value_axis)
        name = short_name(session.selection.value_name)
        return Field(name, said, "−0.00", closes=True, terms=("Value",))
    index = min(session.hand.class_index, len(answer) - 1, len(classes) - 1)
    name, likely = classes[index].name, resolve(session.document).gives_probabilities
    label, term = (f"P({name})", "P") if likely else (f"score of {name}", "Score")
    return Field(label, probability(float(answer[index])), "> 0.99", closes=True, terms=(term,))


def _in_units(number: float, axis: AxisScale) -> str:
    return in_units(axis.to_units(number), axis.scale)


def _speed_fields(session: Session) -> list[Field]:
    snapshot = session.snapshot
    epochs = snapshot.epochs_per_second if snapshot is not None and session.playing else 0.0
    shown = DASH if epochs <= 0 else epochs_per_second(epochs)
    frames = session.pump.frames_per_second()
    fields = [
        Field(f"{shown} epochs/s", widest="10,000 epochs/s", closes=True, terms=("Epochs/s",)),
        Field(
            f"{integer(frames) if frames > 0 else DASH} frames/s", "", "100 frames/s", closes=True, terms=("Frames/s",)
        ),
    ]
    if snapshot is not None and snapshot.stepper:
        terms = (snapshot.stepper, snapshot.device)
        fields.append(Field(f"{snapshot.stepper}, {snapshot.device}", terms=terms))
    return fields
