"""The loss panel: curves over the epochs, four numbers as their legend, and the confusion matrix."""

from __future__ import annotations

import math
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from playground.document.edits_scaling import scaled_loss_words
from playground.document.evaluation import in_use_words
from playground.document.figures import GAP, loss, losses, mistakes, r_squared, share
from playground.document.figures import epoch as epoch_text
from playground.methods.losses import LOSSES
from playground.session.experiment_starts import how_sure
from playground.session.turns import ReadingPace
from playground.tasks import TASKS
from playground.training.probes.plane.true_posterior import TruePosterior
from playground.training.probes.point_predictions import PointPredictions
from playground.training.snapshots.snapshot import TrainerState
from playground.views.loss.confusion_page import ConfusionPage
from playground.views.loss.curves import Line, at_epoch, line, loss_curves, score_curves
from playground.views.loss.head import Head
from playground.views.loss.plot import LossPlot
from playground.views.loss.runs import Runs
from playground.views.loss.statistics import HEIGHT, LARGE_HEIGHT, Statistic, Statistics
from playground.views.loss.words import loss_words
from playground.widgets.label import FlowText
from playground.widgets.panel import Panel
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot
    from playground.training.state.recorded_state import RecordedState
    from playground.views.loss.curve_sketch import CurveSketch
    from playground.views.loss.curves import Curves

NEAR = 0.012
"""Of the plot's width: changes so near to the pointer are told."""
MOST_CHANGES = 3
LEAST_CURVES, AROUND = 48, 18
"""What is left to the curves in a low panel, and what gaps and edges take."""
WORDS_FROM = 270
"""Lower panels go without the sentence: the curves have its place."""
WIDEST_LOSS, WIDEST_SHARE, WIDEST_R2 = "0.00000", f"100.0{GAP}%", "−0.000"
"""Room that is kept for numbers, so that nothing moves while they change."""
EMPTY = "Press Play: the curve starts here"
UNTRAINABLE = "The curve starts here when there is something to learn"
NOTHING = "Nothing is measured while there is nothing to learn."


class LossView(Panel):
    """Draws when it is its turn and the history has grown, and only when it can be seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", header=False, parent=parent)
        self.setAccessibleName("Loss")
        self._session = session
        self._version = -1
        self._shown: RecordedState | None = None
        self._reading = ReadingPace()
        self._hovered: float | None = None
        self._is_bare = False
        self._asked = (session.document.task, session.problems)
        self._head = Head(session.document.task)
        self._statistics = Statistics()
        self._runs = Runs(session)
        self._lines: dict[tuple[object, ...], Line] = {}
        self._plot, self._words = LossPlot(), FlowText()
        self._page = ConfusionPage()
        self._under = QWidget()
        self._pages = QStackedLayout(self._under)
        self._pages.addWidget(self._plot)
        self._pages.addWidget(self._page)
        self.add(self._head, overhang=5)
        self.remember(self._head, self._runs)
        self.add(self._statistics)
        self.add(self._runs)
        self.add_space(4)
        self.add(self._under, stretch=1)
        self.add(self._words)
        self._connect()
        self._redraw()

    def title_bar(self) -> QWidget:
        """The row of tabs."""
        return self._head

    def title_bar_room(self) -> tuple[int, int]:
        """Between the tabs and the options."""
        return self._head.free_room()

    def set_bare(self, bare: bool) -> None:
        """Larger numbers, no options."""
        self._is_bare = bare
        self._head.set_bare(bare)
        self._suit_height()

    def sizeHint(self) -> QSize:
        """As in a window of 1440 x 900."""
        return QSize(px(432), px(316))

    def minimumSizeHint(self) -> QSize:
        """The header, the numbers, a low plot."""
        return QSize(px(300), px(160))

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        session = self._session
        session.turns.join().connect(self._on_turn)
        session.document_changed.connect(self._on_document_changed)
        session.state_changed.connect(self._draw_if_seen)
        session.time.changed.connect(self._on_time_changed)
        theme_signals().changed.connect(self._draw_if_seen)
        theme_signals().changed.connect(self._suit_height)
        self._head.page_chosen.connect(self._on_page_chosen)
        self._head.options_changed.connect(self._redraw)
        self._runs.drawing_changed.connect(self._draw_runs)
        self._runs.height_changed.connect(self._suit_height)
        self._plot.hovered.connect(self._on_hovered)
        self._statistics.spread_asked.connect(self._ask_spread)
        self._plot.zoomed.connect(self._redraw)
        self._plot.visited.connect(self._on_visited)
        session.lessons.sketched.connect(self._choose_page)
        session.pump.ticked.connect(self._load_plot)

    @Slot()
    def _load_plot(self) -> None:
        """Load pyqtgraph in the first frame after the window was painted, while the trainer's thread loads PyTorch."""
        self._session.pump.ticked.disconnect(self._load_plot)
        if self.isVisible():
            self._plot.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low panel has room for numbers alone."""
        super().resizeEvent(event)
        self._words.setMinimumHeight(px(16))  # a line, said or not: the curves stay where they are
        self._words.setVisible(self.height() >= px(WORDS_FROM) and self._head.page() == "loss")
        self._suit_height()

    @Slot()
    def _suit_height(self) -> None:
        """Large numbers, and the row of runs, where there is room for them: nothing is cut."""
        self._under.setMinimumHeight(px(LEAST_CURVES))  # or its pages would take what the numbers need
        runs = self._runs.height() if self._runs.chips else 0
        room = self.height() - self._head.sizeHint().height() - px(AROUND + LEAST_CURVES)
        self._statistics.set_large(self._is_bare and room >= px(LARGE_HEIGHT) + runs)
        self._runs.give_room(room >= px(HEIGHT) + runs)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has come meanwhile."""
        super().showEvent(event)
        self._ask()
        self._runs.refresh()
        self._redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing."""
        super().hideEvent(event)
        self._ask()

    @Slot()
    def _ask_spread(self) -> None:
        if self._session.lessons.allows("train_seeds"):
            how_sure(self._session)

    def _ask(self) -> None:
        if self.isVisible() and self._head.page() == "confusion":
            self._session.want("loss", PointPredictions())
        else:
            self._session.want("loss")

    @Slot(object)
    def _on_turn(self, snapshot: Snapshot) -> None:
        if not self.isVisible():
            return
        self._runs.refresh()
        changed = self._session.history.version != self._version
        confused = self._head.page() == "confusion" and PointPredictions in snapshot.results
        moved = self._session.time.shown is not self._shown
        if changed or moved or confused or snapshot.state is not TrainerState.TRAINING:
            self._redraw()

    @Slot()
    def _on_time_changed(self) -> None:
        self._reading.renew()
        if not self._session.turns.drawing:  # while the film's handle is dragged curves wait for their turn
            self._draw_if_seen()

    @Slot()
    def _on_document_changed(self) -> None:
        """Curves follow with the next snapshot: a stroke must not wait for them. What needs other words does not."""
        asked = self._session.document.task, self._session.problems
        if asked != self._asked:
            self._asked = asked
            self._head.set_task(asked[0])
            self._on_page_chosen()

    @Slot()
    def _on_page_chosen(self) -> None:
        self._reading.renew()
        self._runs.show_page(self._head.page())
        self._choose_page()
        self._words.setVisible(self.height() >= px(WORDS_FROM) and self._head.page() == "loss")
        self._ask()
        self._redraw()

    @Slot()
    def _choose_page(self) -> None:
        """The curves, the confusion matrix, or the curve that a lesson wants to be predicted."""
        page, step = self._head.page(), self._session.lessons.step
        sketches = page == "loss" and step is not None and step.predict is not None and step.predict.HAND == "curve"
        self._pages.setCurrentWidget(self._sketch if sketches else self._page if page == "confusion" else self._plot)

    @cached_property
    def _sketch(self) -> CurveSketch:
        """Where a lesson's curve is drawn, made with the first one."""
        from playground.views.loss.curve_sketch import CurveSketch  # noqa: PLC0415 - not for a start

        made = CurveSketch(self._session)
        self._pages.addWidget(made)
        return made

    @Slot()
    def _draw_runs(self) -> None:
        self._runs.refresh()
        self._redraw()

    @Slot(object)
    def _on_hovered(self, epoch: float | None) -> None:
        self._hovered = epoch
        self._refresh_readout()

    @Slot(float)
    def _on_visited(self, epoch: float) -> None:
        self._session.turns.drawing = self._plot.is_dragging()  # as in a stroke: no frame carries all views
        self._session.time.show_epoch(math.log1p(max(epoch, 0.0)))

    @Slot()
    def _draw_if_seen(self) -> None:
        if self.isVisible():
            self._redraw()

    # ---- drawing ---------------------------------------------------------------------------------------------------

    @Slot()
    def _redraw(self) -> None:
        self._version = self._session.history.version
        self._refresh_statistics()
        page = self._head.page()
        self._shown = self._session.time.shown
        if page == "confusion":
            self._page.show_snapshot(self._session.snapshot)
            return
        curves = self._curves(page)
        if curves.is_empty:
            self._plot.show_words(UNTRAINABLE if self._session.problems else EMPTY)
            return
        plot, timeline = self._plot.plot, self._session.time.timeline
        plot.show_past(None if self._shown is None else self._shown.position)
        plot.show_marks(timeline.marks)
        plot.show_best(self._best() if page == "score" else None)
        plot.show_curves(curves)
        plot.table = partial(self._table, page)
        self._plot.show_plot()
        self._refresh_readout()

    def _best(self) -> float | None:
        """The accuracy that no network can pass on average, while the map shows the true border."""
        snapshot = self._session.snapshot
        truth = None if snapshot is None else snapshot.get(TruePosterior)
        return None if truth is None or not self._is_share else 1.0 - truth.error

    def _curves(self, page: str) -> Curves:
        columns, width, others = self._session.history.columns(), self._plot.resolution(), self._others(page)
        if page == "score":
            is_share = self._is_share
            return score_curves(columns, width, self._head.smoothing(), is_share=is_share, others=others)
        return loss_curves(columns, width, self._head.smoothing(), log=self._head.is_log(), others=others)

    def _table(self, page: str) -> dict[str, NDArray[Any]]:
        """What was measured, of the run at hand and of those drawn beside it."""
        number = self._session.time.timeline.number
        parts = [(branch.number, branch.columns) for branch in self._runs.drawn()]
        parts.append((number, self._session.history.columns()))
        table = {"run": np.concatenate([np.full(len(columns["epoch"]), run) for run, columns in parts])}
        for name in ("epoch", f"train_{page}", f"test_{page}"):
            table[name] = np.concatenate([columns[name] for _, columns in parts])
        return table

    def _others(self, page: str) -> list[Line]:
        """The curves of the other runs, which do not change any more: worked out once for each look."""
        width, strength = self._plot.resolution(), self._head.smoothing()
        log = page == "loss" and self._head.is_log()
        kept: dict[tuple[object, ...], Line] = {}
        for branch in self._runs.drawn():
            key = (branch.number, id(branch.columns), page, width, strength, log)
            kept[key] = self._lines.get(key) or line(branch.number, branch.columns, page, width, strength, log=log)
        self._lines = kept
        return list(kept.values())

    def _refresh_statistics(self) -> None:
        if not self._reading.is_due(trains=self._session.state is TrainerState.TRAINING):
            return
        columns, shown = self._session.history.columns(), self._session.time.shown
        names = ("train_loss", "test_loss", "train_score", "test_score")
        newest = len(columns["epoch"]) - 1
        place = newest if shown is None else at_epoch(columns, shown.position) or 0
        is_measured = newest >= 0 and (shown is not None or not self._session.problems)
        values = [float(columns[name][place]) if is_measured else float("nan") for name in names]
        page = self._head.page()
        loss_lines = ("ink3", "ink") if page == "loss" else ("", "")
        score_lines = ("ink3", "ink") if page == "score" else ("", "")
        word, scores, widest = self._scores(values[2:], page)
        train, test = losses(values[:2])
        brief = word.replace("accuracy", "acc.")
        self._statistics.show_statistics(
            (
                Statistic("Train loss", train, loss_lines[0], WIDEST_LOSS, "Train"),
                Statistic("Test loss", test, loss_lines[1], WIDEST_LOSS, "Test"),
                Statistic(f"Train {word}", scores[0], score_lines[0], widest, f"Train {brief}"),
                Statistic(f"Test {word}", scores[1], score_lines[1], widest, f"Test {brief}"),
            )
        )
        document, problems = self._session.document, self._session.problems
        of_use = [NOTHING] if problems and shown is None else [scaled_loss_words(document), in_use_words(document)]
        self._statistics.setToolTip(" ".join(filter(None, of_use)))
        words = NOTHING if problems else loss_words(columns)
        self._words.set_text(words if page == "loss" and shown is None else "")

    def _scores(self, values: list[float], page: str) -> tuple[str, list[str], str]:
        """The word for what is said of train and test points besides the loss, both as text, and the widest text."""
        document = self._session.document
        task = TASKS[document.task]
        if not task.score_is_share:
            return task.score_word, [r_squared(value) for value in values], WIDEST_R2
        if page == "score" or not LOSSES[document.training.loss].counts_mistakes:
            return task.score_word, [share(value, 1) for value in values], WIDEST_SHARE
        test, points = document.dataset.test_count, len(document.dataset)
        counts = (points - test, test)
        texts = [mistakes(value, count) for value, count in zip(values, counts, strict=True)]
        return "mistakes", texts, mistakes(0.0, max(counts))

    @property
    def _is_share(self) -> bool:
        return TASKS[self._session.document.task].score_is_share

    def _refresh_readout(self) -> None:
        columns = self._session.history.columns()
        index = None if self._hovered is None else at_epoch(columns, self._hovered)
        if index is None or self._plot.words():
            self._plot.show_readout(None)
            return
        epoch = float(columns["epoch"][index])
        is_score = self._head.page() == "score"
        train, test = (float(columns[f"{name}_{'score' if is_score else 'loss'}"][index]) for name in ("train", "test"))
        lines: tuple[str, ...] = (f"epoch {epoch_text(epoch)}", f"train {self._value(train)}")
        best = self._best() if is_score else None
        lines += (f"test {self._value(test)}",) + (() if best is None else (f"at best {self._value(best)}",))
        near = self._plot.plot.visible().width() * NEAR
        marks = self._session.time.timeline.marks
        changed = tuple(mark.text for mark in marks if abs(mark.position - epoch) <= near)
        self._plot.show_readout(epoch, lines + changed[:MOST_CHANGES])

    def _value(self, value: float) -> str:
        if self._head.page() != "score":
            return loss(value)
        return share(value, 1) if self._is_share else r_squared(value)
