"""The panel of what goes on inside: the error that comes back, spreads over time, dead and saturated units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from playground.document.figures import epoch as epoch_text
from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.snapshots.snapshot import TrainerState
from playground.views.inside.error_chart import ErrorChart
from playground.views.inside.record import Record, over_layers
from playground.views.inside.rows import Rows
from playground.views.inside.sizes import BOTTOM, LEAST_ROW
from playground.views.inside.words import error_words, layer_titles
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.format import integer
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING, Panel
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.text import CENTRE, RIGHT, text_width
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from playground.document.model import Document
    from playground.session.session import Session
    from playground.training.probes.layer_statistics import NetworkStatistics
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.inside.weight_page import WeightPage

CAPTION_LINES = 2
WORDS_FROM = 400
"""Lower panels go without the sentence: in place of it rows are seen."""
_KINDS = (
    Segment("activations", "Outputs", tip="Outputs: what leaves each layer, over some of what trains it"),
    Segment("weights", "Weights", tip="Weights: of each layer; they spread while it learns"),
    Segment("gradients", "Gradients", tip="Gradients: how strongly the loss pulls at each weight, in powers of ten"),
)
_PAGES = (
    Segment("layers", "Layers", tip="Layers\nWhat each layer gives, weighs and learns from"),
    Segment("curves", "Curves", tip="Curves\nSharpness, distance from the start and gradient noise over the run"),
)
LOADING = "Loading: the layers show here in a moment"
NO_POINTS = "No training {marks}: without them no error comes back"
NOTHING = "Nothing has been seen inside yet"
OTHER_ANSWERS = "At this moment the network had other classes: its layers cannot be shown over the data of today"


class InsideView(Panel):
    """Asks for its numbers while it can be seen; what happened while it could not is bridged by straight lines.

    An edit of the network goes on with what is known of its layers; a run that begins anew, and another one, do not.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Inside", parent=parent)
        self._session = session
        self._record = Record()
        self._line = session.numbers.line
        self._past: NetworkStatistics | None = None
        self._rows_had: Snapshot | None = None
        self._is_past = self._rows_wait = False
        self._take_layers(session.document)
        self._pointed: float | None = None
        self.errors, self.rows = ErrorChart(), Rows()
        self.caption = FlowText()
        self.blank = Label("", "row", "ink3", CENTRE)
        self.blank.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._first = Label("", "label", "ink3", RIGHT)
        self.kinds = Segmented("Shown", _KINDS, stretch=True)
        self._body = QWidget()
        self.pages = Segmented("Inside", _PAGES)
        self._curves: WeightPage | None = None
        self._arrange()
        session.turns.join().connect(self._on_turn)
        session.turns.join().connect(self._on_rows_turn)
        session.network_changed.connect(self._on_network_changed)
        session.state_changed.connect(self._refresh)
        self.kinds.chosen.connect(self._refresh)
        self.pages.chosen.connect(self._on_page_chosen)
        self.rows.pointed.connect(self._on_pointed)
        self.rows.chosen.connect(self._on_chosen)
        theme_signals().changed.connect(self._refresh)
        self._refresh()

    def sizeHint(self) -> QSize:
        """Wide enough for names, bands and shapes."""
        return QSize(px(300), px(560))

    def minimumSizeHint(self) -> QSize:
        """The chart and a row."""
        return QSize(px(280), px(240))

    def shown(self) -> NetworkStatistics | None:
        """The moment whose errors and shapes are shown: under the pointer, else looked back at, else the newest."""
        found = self._record.newest if self._pointed is None else self._record.at(self._pointed)
        if self._past is not None and self._pointed is None:
            found = self._past
        return None if found is None else over_layers(found, self._uids)

    @property
    def curves(self) -> WeightPage:
        """The page of the curves of all weights, made when it is first shown."""
        if self._curves is None:
            from playground.views.inside.weight_page import WeightPage  # noqa: PLC0415 - a start loads what it shows

            self._curves = WeightPage(self._session)
            self._pages.addWidget(self._curves)
        return self._curves

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """What does not scroll ends where all panels' columns do; the rows' bar lies over the margin beyond."""
        fixed, above = QVBoxLayout(), QHBoxLayout()
        scaled(fixed.setContentsMargins, 0, 0, PADDING, 0)
        tip = "Error that comes back\nHow strongly the loss depends on what each layer is fed: what it learns from"
        title = Label("Error that comes back", "label_strong", "ink3")
        title.setToolTip(tip)
        above.addWidget(title, 1)
        above.addWidget(self._first)
        fixed.addLayout(above)
        scaled(self.caption.setMinimumHeight, CAPTION_LINES * 16)
        for widget in (self.errors, self.caption, self.kinds):
            fixed.addWidget(widget)
        column = QVBoxLayout(self._body)
        scaled(column.setContentsMargins, PADDING, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addLayout(fixed)
        scroll = ColumnScroll(self.rows)
        scaled(scroll.setMinimumHeight, LEAST_ROW + BOTTOM)
        column.addWidget(scroll, 1)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._body)
        self._pages.addWidget(self.blank)
        self.add_slot(self.pages)
        self.add(pages, overhang=PADDING, stretch=1)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for numbers."""
        super().showEvent(event)
        self._ask()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for none."""
        super().hideEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low panel has room for numbers alone."""
        super().resizeEvent(event)
        self.caption.setVisible(self.height() >= px(WORDS_FROM))

    @property
    def _shows_layers(self) -> bool:
        return self.isVisible() and self.pages.current_key() == "layers"

    @Slot()
    def _on_page_chosen(self) -> None:
        self._ask()
        self._refresh()

    def _ask(self) -> None:
        if self._shows_layers:
            self._session.want("inside", LayerStatistics())
        else:
            self._session.want("inside")

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        if not self._shows_layers:
            return
        inside, was_past, before = snapshot.get(LayerStatistics), self._is_past, self._past
        self._is_past = snapshot.moment is not None
        self._past = self._of_past(snapshot)
        self._leave_other_line()
        if snapshot.moment is not None:
            if self._past is not None and not len(self._record):
                self._record.add(self._past)
            if not was_past or self._past is not before:
                self._take_layers(snapshot.moment.document)
                self._refresh_errors()
        elif was_past or (inside is not None and inside is not self._record.newest):
            self._take_layers(self._session.document)
            if inside is not None and inside is not self._record.newest:
                self._record.add(inside)
            self._refresh_errors()
        if self._rows_wait and self._rows_had is snapshot:
            self._refresh_rows()

    @Slot(object)
    def _on_rows_turn(self, snapshot: Snapshot) -> None:
        """Rows have a turn of their own: no frame carries them and the chart, unless theirs came first."""
        self._rows_had = snapshot
        if self._rows_wait and self._shows_layers:
            self._refresh_rows()

    def _of_past(self, snapshot: Snapshot) -> NetworkStatistics | None:
        """The recorded moment that is looked back at; None where its answers meant something else."""
        inside, moment = snapshot.get(LayerStatistics), snapshot.moment
        if moment is None or inside is None:
            return None
        same = self._past is not None and self._past.layers is inside.layers
        return self._past if same else replace(inside, epoch=moment.position)

    @Slot()
    def _on_network_changed(self) -> None:
        self._leave_other_line()
        self._past, self._is_past = None, False
        self._take_layers(self._session.document)
        self._refresh()

    def _leave_other_line(self) -> None:
        """What was seen of a run is not the past of another."""
        if self._line != self._session.numbers.line:
            self._line = self._session.numbers.line
            self._record.clear()

    def _take_layers(self, document: Document) -> None:
        """Show the layers of a document."""
        self._titles, self._uids = layer_titles(document), tuple(one.uid for one in resolve(document).layers)

    @Slot(int)
    def _on_chosen(self, uid: int) -> None:
        """A layer of the past may not be there any more."""
        if uid in {one.uid for one in resolve(self._session.document).layers}:
            self._session.selection.select_layer(uid)

    @Slot(object)
    def _on_pointed(self, share: float | None) -> None:
        if share != self._pointed:
            self._pointed = share
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        if self._shows_layers:
            self._refresh_errors()
            self._refresh_rows()
        elif self.isVisible():
            self._pages.setCurrentWidget(self.curves)
            self.set_subtitle("")

    def _refresh_errors(self) -> None:
        """What is above the rows, which follow."""
        inside, why = self.shown(), self._why_blank()
        self._rows_wait = inside is not None and not why
        self._pages.setCurrentWidget(self.blank if why or inside is None else self._body)
        if why or inside is None:
            self.blank.set_text(why or NOTHING)
            self.set_subtitle("")
            return
        short = f"epoch {epoch_text(inside.epoch)}"
        whole = f"{short}, {integer(inside.points)} {domain_of(self._session.document).marks}"
        self.set_subtitle(whole if text_width(whole, "row") <= self.subtitle.width() else short)
        oldest = epoch_text(self._record.oldest_epoch)
        self._first.set_text("" if oldest == epoch_text(inside.epoch) else f"thin line: epoch {oldest}")
        self.errors.show_errors(self._titles, inside, self._record.errors(self._uids))
        self.caption.set_text(error_words(inside))

    def _refresh_rows(self) -> None:
        self._rows_wait, inside, changes = False, self.shown(), self._session.time.timeline.marks
        if inside is not None and not self._why_blank():
            kind, invites = self.kinds.current_key(), not self._session.playing
            self.rows.show_record(self._titles, self._record, kind, inside, changes, invites=invites)

    def _why_blank(self) -> str:
        """Why there is nothing to show, in words; empty where there may be."""
        session = self._session
        if session.problems:
            return "The layers show here when there is something to learn"
        if bool(session.document.dataset.is_test.all()):
            return NO_POINTS.format(marks=domain_of(self._session.document).marks)
        if self._is_past and self._past is None:
            return OTHER_ANSWERS
        return LOADING if session.state is TrainerState.LOADING and not len(self._record) else ""
