"""The output panel: header, the map to draw on, legend, and what is said over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint

from playground.document.evaluation import in_use_words
from playground.document.limits import FARTHEST
from playground.document.model import INPUT_UID, OUTPUT_UID, inputs_of
from playground.document.plan import resolve
from playground.domains.plane.tools import TOOLS
from playground.session.plain import numbers, switch
from playground.session.trouble import diverged_epochs, problem_in_words
from playground.tasks import TASKS
from playground.views.plane.camera import LEAST_SPAN, Camera
from playground.views.plane.canvas import Canvas
from playground.views.plane.empty_state import EmptyState
from playground.views.plane.legend import Legend
from playground.views.plane.option_bar import OptionBar
from playground.views.plane.overlay_panel import OverlayPanel
from playground.views.plane.palette import ToolPalette
from playground.views.plane.tools.base import hand_name, hand_value
from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.notice import Notices
from playground.widgets.panel import PADDING, Panel
from playground.widgets.popover import Popover
from playground.widgets.text import text_width
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from playground.document.model import Document
    from playground.session.session import Session
    from playground.training.probes.addresses import NeuronAddress
    from playground.training.snapshots.snapshot import Snapshot

BESIDE_SUBTITLE = 210
"""What icons, gaps and margins of the header take: the subtitle stands where all of it has room beside them."""
WORDS_FROM = 420
"""In narrower ones the button of the hand is without words beside the name of a pinned neuron."""
MOST_BUTTON_NAME = 12
OPTIONS_GAP = 6


class OutputView(Panel):
    """The decision map of the network, or one neuron's, with the data on it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Output", parent=parent)
        self._session = session
        self.canvas = Canvas(session)
        self.legend = Legend()
        self._add_header()
        self.options = OptionBar(session)
        self.add(self.options)
        self.add_space(OPTIONS_GAP)
        self.add(self.canvas, overhang=PADDING, stretch=1)
        self.add(self.legend)
        self.empty = EmptyState(session, self.canvas)
        self.notices = Notices(self.canvas)
        self._drawing = False
        self._connect()
        self._show_overlays()
        self._show_state()

    def _connect(self) -> None:
        session = self._session
        self.notices.diverged.back_asked.connect(self._go_back)
        self.notices.diverged.slower_asked.connect(session.recover)
        self.canvas.driver.changed.connect(self._step_aside)
        self.canvas.installEventFilter(self)
        self.canvas.palette_requested.connect(self._open_palette)
        self.legend.points_shown.connect(self.canvas.show_points)
        self.legend.value_chosen.connect(session.selection.show_value)
        session.hand.changed.connect(self._show_hand)
        session.overlays.changed.connect(self._show_overlays)
        session.dataset_changed.connect(self._show_state)
        session.network_changed.connect(self._show_state)
        session.state_changed.connect(self._show_state)
        session.selection.neuron_changed.connect(self._show_state)
        session.experiments.methods.shown_changed.connect(self._show_title)
        session.experiments.guest.changed.connect(self._show_guest)
        session.selection.scale_changed.connect(self._show_legend)
        session.selection.value_changed.connect(self._show_state)
        session.snapshot_arrived.connect(self._on_snapshot)

    def _add_header(self) -> None:
        self.unpin = IconButton("x", "Let go of the neuron", "Let go of the neuron (Esc)\nShows the output again")
        self.unpin.clicked.connect(self._unpin)
        tip = "Tool and class in hand\nOpens the palette, as a right click on the map does"
        self.hand_button = PushButton("", "brush", tip, height=28)
        self.hand_button.clicked.connect(self._open_palette_at_button)
        tip = "Discrete map\nFull colour for the class that wins, however sure the network is"
        self.discrete = IconButton("grid", "Discrete map", tip, checkable=True)
        self.discrete.clicked.connect(self.canvas.set_discrete)
        tip = "Misclassified points\nPuts a ring round each point that the network gets wrong"
        self.wrong = IconButton("target", "Misclassified points", tip, checkable=True)
        self.wrong.clicked.connect(self.canvas.set_mark_wrong)
        tip = "Fit the view (F)\nShows the whole plane and every point; wheel zooms, middle drag pans"
        self.fit = IconButton("crosshair", "Fit the view", tip)
        self.fit.clicked.connect(self.canvas.fit)
        self.add_after_title(self.unpin)
        tip = "Overlays\nLinear regions of ReLU networks, and which way the points push the decision line"
        self.overlays = IconButton("layers", "Overlays", tip)
        self.overlays.clicked.connect(self._open_overlays)
        shown = ((self.hand_button, 4), (self.overlays, 6), (self.wrong, 2), (self.discrete, 2), (self.fit, 2))
        for widget, gap in shown:
            self.add_slot(widget, gap=gap)

    def view_state(self) -> dict[str, object]:
        """The part of the plane that is shown, and how the map is drawn."""
        camera = self.canvas.camera
        return {
            "camera": [camera.x, camera.y, camera.span],
            "discrete": self.discrete.isChecked(),
            "wrong": self.wrong.isChecked(),
        }

    def recall_view(self, said: dict[str, object]) -> None:
        """Show what `view_state` told of when the project was saved; what is not known stays as it is."""
        seen = numbers(said.get("camera"), 3)
        if seen is not None and LEAST_SPAN <= seen[2] <= FARTHEST and max(map(abs, seen)) <= FARTHEST:
            self.canvas.set_camera(Camera(*seen))
        discrete = switch(said.get("discrete"), otherwise=self.discrete.isChecked())
        self.discrete.setChecked(discrete)
        self.canvas.set_discrete(discrete)
        wrong = switch(said.get("wrong"), otherwise=self.wrong.isChecked())
        self.wrong.setChecked(wrong)
        self.canvas.set_mark_wrong(wrong)

    def set_bare(self, bare: bool) -> None:
        """The map and its legend alone."""
        super().set_bare(bare)
        self.options.setVisible(not bare)
        self.legend.ramps.set_whole(bare)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        self._show_hand()
        self._show_title()
        self._show_legend()
        self._place_overlays()

    def _on_snapshot(self, _snapshot: Snapshot) -> None:
        if self.isVisible():
            self._show_legend()

    def showEvent(self, event: QShowEvent) -> None:
        """The legend of what has come meanwhile."""
        super().showEvent(event)
        self._show_legend()

    def _show_guest(self) -> None:
        self._show_title()
        self._show_legend()

    def _show_title(self) -> None:
        neuron = self._session.selection.neuron
        regression = not self._session.document.dataset.classes
        document = self._session.document
        method = stand_in_name(self._session) if neuron is None else ""
        self.set_title(method or ("Output" if neuron is None else neuron_name(self._session, neuron)))
        full, short = _answer_words(document)
        taken = self.hand_button.sizeHint().width() + text_width(self.title.text(), "title")
        room = self.width() - taken - px(BESIDE_SUBTITLE)
        fitting = next((words for words in (full, short) if text_width(words, "row") <= room), "")
        self.set_subtitle(fitting if neuron is None and not method else "")
        self.subtitle.setToolTip("\n".join(filter(None, [f"The {full}, at each place", in_use_words(document)])))
        what = ("runs" if self._session.experiments.guest.guest else "method") if method else "neuron"
        self.unpin.set_description(f"Let go of the {what}", f"Let go of the {what} (Esc)\nShows the output again")
        self.unpin.setVisible(self._session.selection.pinned is not None or bool(method))
        self.wrong.setVisible(not regression)

    def _show_hand(self) -> None:
        session = self._session
        tool, classes = TOOLS[session.hand.tool], session.document.dataset.classes
        if tool.uses_class:
            words = (hand_name(session) if classes else hand_value(session))[:MOST_BUTTON_NAME]
            marker = classes[min(session.hand.class_index, len(classes) - 1)].color if classes else -1
        else:
            words, marker = tool.title, -1
        crowded = session.selection.pinned is not None and self.width() < px(WORDS_FROM)
        self.hand_button.set_text("" if crowded else words, tool.icon)
        self.hand_button.setAccessibleName(words)
        self.hand_button.set_marker(marker)

    def _show_legend(self) -> None:
        data = self._session.document.dataset
        self.legend.show_value(() if data.classes else data.values, self._session.selection.value)
        scale = self.canvas.shown.scale()
        if self.canvas.shown.is_strength():
            self.legend.ramps.show_agreement()
        elif scale is None:
            document = self._session.document
            self.legend.ramps.show_classes(document.dataset.classes, are_likely=resolve(document).gives_probabilities)
        else:
            self.legend.ramps.show_values(scale)

    def _place_overlays(self) -> None:
        square = self.canvas.square()
        self.empty.setVisible(len(self._session.document.dataset) == 0)
        self.empty.place_in(square)
        problem = problem_in_words(self._session)
        self.notices.show_state(diverged_epochs(self._session), "" if self._drawing else problem)
        self.notices.place(square)

    def _step_aside(self) -> None:
        """What the problem is need not be read while a stroke is under way, and would hide where that goes."""
        drawing = self.canvas.driver.busy is not None
        if drawing != self._drawing:
            self._drawing = drawing
            self._place_overlays()

    # ---- what is done ----------------------------------------------------------------------------------------------

    def _go_back(self) -> None:
        self._session.recover(slower=False)

    def _unpin(self) -> None:
        self._session.selection.pin(None)
        self._session.experiments.methods.show("")
        self._session.experiments.guest.show(None)

    def _open_palette_at_button(self) -> None:
        self._palette().open_at(self.hand_button)

    def _open_palette(self, at: QPoint) -> None:
        self._palette().open_at(self.canvas, self.canvas.mapFromGlobal(at))

    def _open_overlays(self) -> None:
        Popover(OverlayPanel(self._session), padding=2, align_right=True).open_at(self.overlays)

    def _show_overlays(self) -> None:
        """The button is on while anything is laid over the map."""
        self.overlays.set_lit(bool(self._session.overlays.all_on()))

    def _palette(self) -> Popover:
        palette = ToolPalette(self._session)
        popover = Popover(palette, padding=2, align_right=True)
        palette.done.connect(popover.dismiss)
        return popover

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words go where there is no room."""
        super().resizeEvent(event)
        self._show_title()
        self._show_hand()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what lies over the map in its place."""
        if watched is self.canvas and event.type() is QEvent.Type.Resize:
            self._place_overlays()
        return super().eventFilter(watched, event)


def stand_in_name(session: Session) -> str:
    """What the header calls the classical method, or the runs, whose answers are shown; "" for the network's."""
    name, guest = session.experiments.methods.shown, session.experiments.guest.guest
    if not name:
        return "" if guest is None else guest.title
    from playground.experiments.learners import learner_title  # noqa: PLC0415 - not for a start

    return learner_title(name, session.document)


def neuron_name(session: Session, neuron: NeuronAddress) -> str:
    """What the header calls a neuron: "Layer 2 · neuron 5", "Input x²", "Output · neuron 1", "Output · rent"."""
    if neuron.uid == INPUT_UID:
        inputs, known = session.document.inputs, inputs_of(session.document)
        return f"Input {known[inputs[neuron.index]].label}" if neuron.index < len(inputs) else "Input"
    if neuron.uid == OUTPUT_UID:
        data = session.document.dataset
        is_named = not data.classes and neuron.index < len(data.values) > 1
        return f"Output · {data.values[neuron.index] if is_named else f'neuron {neuron.index + 1}'}"
    uids = [layer.uid for layer in session.document.network]
    place = uids.index(neuron.uid) + 1 if neuron.uid in uids else 0
    return f"Layer {place} · neuron {neuron.index + 1}"


def _answer_words(document: Document) -> tuple[str, str]:
    """What the map shows, in full and in short."""
    task = TASKS[document.task]
    if not task.has_classes:
        return (task.answer, task.answer) if len(document.dataset.values) == 1 else ("one of the values", "value")
    if resolve(document).gives_probabilities:
        return "probability of each class", "probabilities"
    return "score of each class", "scores"
