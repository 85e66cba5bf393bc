"""The switches of what is laid over the map: what the overlay button opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.true_posterior import KNOWN
from playground.tasks import TASKS
from playground.training.probes.plane.input_gradients import MOST_POINTS
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.session.session import Session

WIDTH = 288
REGIONS = (
    "Where a network of ReLUs is flat: each cell has a formula of its own, shown under the pointer. "
    "Strong lines belong to the units of the first layer."
)
PUSHES = (
    "The gradient of the loss by the place of {}: arrows show which way it pushes the {}; the longer, the stronger."
)
TRUTH = (
    "Where the classes are equally probable by the formula that made the points, dashed. No network can be right more "
    f"often than that border is, on average. Known for {', '.join(KNOWN[:-1])} and {KNOWN[-1]}, as long as no point is "
    "changed by hand."
)
ROWS = (
    ("regions", "Linear regions", REGIONS),
    ("pushes", "Push of the points", PUSHES),
    ("truth", "True border", TRUTH),
)


class OverlayPanel(QWidget):
    """Each switch holds at once; the panel stays open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.setAccessibleName("Overlays")
        self._session = session
        self.switches: dict[str, Switch] = {}
        self._words: dict[str, FlowText] = {}
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, 12, 10, 12, 12)
        scaled(column.setSpacing, 4)
        for name, title, _ in ROWS:
            if self.switches:
                add_gap(column, 8)
            switch = self.switches[name] = Switch(title, on=session.overlays.is_on(name))
            switch.clicked.connect(lambda on, name=name: self._switch(name, on))
            words = self._words[name] = FlowText()
            row = QHBoxLayout()
            row.addWidget(Label(title, "button", "ink"), 1)
            row.addWidget(switch)
            column.addLayout(row)
            column.addWidget(words)
            switch.follow_lock(session.lessons, f"overlay_{name}")
        session.overlays.changed.connect(self._show)
        session.document_changed.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """Wide enough for a sentence in three lines."""
        return QSize(px(WIDTH), self.heightForWidth(px(WIDTH)))

    @Slot()
    def _show(self) -> None:
        """Switches as they stand, and why one cannot be turned on."""
        session = self._session
        for name, title, _ in ROWS:
            switch, explanation = self.switches[name], self._explanation(name)
            refusal = session.overlays.refusal(name, session.document)
            switch.setChecked(session.overlays.is_on(name))
            switch.setEnabled(not refusal)
            switch.set_description(title, f"{title}\n{refusal or explanation}")
            self._words[name].set_text(f"{explanation} <b>{refusal}.</b>" if refusal else explanation)

    def _explanation(self, name: str) -> str:
        if name != "pushes":
            return REGIONS if name == "regions" else TRUTH
        document = self._session.document
        training = int((~document.dataset.is_test).sum())
        some = f"{MOST_POINTS:,} of the training points" if training > MOST_POINTS else "each training point"
        return PUSHES.format(some, TASKS[document.task].boundary)

    def _switch(self, name: str, on: bool) -> None:
        self._session.overlays.switch(name, on=on)
