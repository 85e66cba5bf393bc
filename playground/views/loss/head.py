"""The panel's head: pages as tabs, smoothing, the logarithmic axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.session.plain import number, switch, words
from playground.tasks import TASKS
from playground.widgets.label import Label
from playground.widgets.lengths import add_gap
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider import Slider
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from playground.tasks import Task


_LOSS = Segment("loss", "Loss", tip="Loss: what training makes small, over the epochs")
_CONFUSION = Segment("confusion", "Confusion", tip="Confusion: which class is taken for which")
_SMOOTH = 0.5
_HEIGHT = 43
_ROOM = 132  # slider, axis switch and the gaps around them


def _pages(task: Task) -> tuple[Segment, ...]:
    """The pages that a task has."""
    score = Segment("score", task.score_title, tip=f"{task.score_title}: {task.score_sentence}")
    return (_LOSS, score, _CONFUSION) if task.has_classes else (_LOSS, score)


class Head(QWidget):
    """Tabs at the left, options at the right.

    Signals:
        page_chosen(): Another tab, by the person or because the task has not got the old one.
        options_changed(): Smoothing or axis.
    """

    page_chosen = Signal()
    options_changed = Signal()

    def __init__(self, task: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bare = False
        self._all_tabs = {name: Segmented("Curves", _pages(kind)) for name, kind in TASKS.items()}
        self._tabs: Segmented = self._all_tabs[task]
        tip = "Smooth: how calm the thick lines are; the thin ones show every measurement"
        limits = NumberRange(minimum=0.0, maximum=1.0, step=0.05)
        self._label = Label("Smooth", "row", "ink3")
        self._slider = Slider("Smooth", limits, _SMOOTH, tip=tip)
        log = Segment("log", "Log", tip="Log: a logarithmic axis, on which a falling loss goes on to be seen")
        self._log = Segmented("Axis", (log,), exclusive=False)
        self._log.set_keys_on({"log"})
        row = QHBoxLayout(self)
        row.setSpacing(0)
        for tabs in self._all_tabs.values():
            row.addWidget(tabs)
            tabs.chosen.connect(self._on_chosen)
        row.addStretch(1)
        row.addWidget(self._label)
        add_gap(row, 8)
        row.addWidget(self._slider)
        add_gap(row, 12)
        row.addWidget(self._log)
        self._label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._slider.value_changed.connect(self._on_option)
        self._log.toggled.connect(self._on_option)
        theme_signals().changed.connect(self._measure)
        self._measure()
        self._show_fitting()

    def set_task(self, task: str) -> None:
        """Offer the pages of a task."""
        tabs = self._all_tabs[task]
        if tabs is not self._tabs:
            self._tabs = tabs
            self._show_fitting()
            self.page_chosen.emit()

    def page(self) -> str:
        """The page that is open: "loss", "score" or "confusion"."""
        return self._tabs.current_key()

    def choose(self, page: str) -> None:
        """Open a page, as a click on its tab does."""
        self._tabs.set_current(page)
        self._on_chosen(page)

    def smoothing(self) -> float:
        """0 for none, 1 for the calmest line."""
        return self._slider.number()

    def state(self) -> dict[str, object]:
        """The open page, smoothing and axis, to be saved with a project."""
        return {"page": self.page(), "smoothing": self.smoothing(), "log": self.is_log()}

    def recall(self, said: dict[str, object]) -> None:
        """Take up what was saved, as far as the task has it."""
        for page in words([said.get("page")], self._tabs.keys()):
            self.choose(page)
        smoothing = number(said.get("smoothing"))
        if smoothing is not None:
            self._slider.set_value(smoothing)
        self._log.set_keys_on({"log"} if switch(said.get("log"), otherwise=self.is_log()) else ())
        self.options_changed.emit()

    def is_log(self) -> bool:
        """Whether the axis is logarithmic."""
        return bool(self._log.keys_on())

    def free_room(self) -> tuple[int, int]:
        """Left and right edge of what neither tabs nor options take."""
        shown = [part for part in (self._label, self._slider, self._log) if not part.isHidden()]
        right = shown[0].geometry().left() if shown else self.width()
        return self._tabs.geometry().right() + px(6), right - px(6)

    def set_bare(self, bare: bool) -> None:
        """Leave the options out, or show them again."""
        self._bare = bare
        self._show_fitting()

    def sizeHint(self) -> QSize:
        """As high as a panel's header and a little."""
        return QSize(px(408), px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short the slider stands without its word."""
        super().resizeEvent(event)
        self._show_fitting()

    def _on_chosen(self, _page: str) -> None:
        self._show_fitting()
        self.page_chosen.emit()

    def _on_option(self, *_values: object) -> None:
        self.options_changed.emit()

    def _show_fitting(self) -> None:
        for tabs in self._all_tabs.values():
            tabs.setVisible(tabs is self._tabs)
        has_curves = self.page() != "confusion" and not self._bare
        needed = px(_ROOM) + self._tabs.sizeHint().width()
        self._label.setVisible(has_curves and self.width() >= needed + self._label.sizeHint().width())
        self._slider.setVisible(has_curves)
        self._log.setVisible(self.page() == "loss" and not self._bare)

    def _measure(self) -> None:
        self.setFixedHeight(px(_HEIGHT))
        self._slider.setFixedWidth(px(56))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, px(7), 0, px(8))
