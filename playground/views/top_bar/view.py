"""The tool bar: play, step, reset, epoch, speed, and the training settings that a person reaches for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.edits_network import change_training
from playground.document.glossary import explain
from playground.document.training import DEVICES
from playground.methods.base import titles
from playground.methods.optimizers import OPTIMIZERS
from playground.session.speed import ONE_EPOCH, position_of, speed_at, speed_text
from playground.tasks import TASKS
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.views.top_bar.training_form import open_training_popover
from playground.widgets import theme
from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.cells import CellGroup, ChoiceCell, NumberCell
from playground.widgets.choice import choices_of
from playground.widgets.format import integer
from playground.widgets.label import Label
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.number_range import NumberRange
from playground.widgets.slider import Slider
from playground.widgets.text import text_width
from playground.widgets.theme import px, theme_signals
from playground.widgets.timers import ticking

if TYPE_CHECKING:
    from playground.session.session import Session

RATE = NumberRange(minimum=1e-5, maximum=10.0, step=1e-5, log=True)
DECAY = NumberRange(minimum=0.0, maximum=10.0, step=1e-5, log=True)
BATCH = NumberRange(minimum=0, maximum=1_000_000, step=1, log=True, integer=True, zero="All")
UNIT = NumberRange(minimum=0.0, maximum=1.0, step=0.01)
HEIGHT, BUTTON, SPEED_WIDTH = 56, 36, 128
NARROW, LITTLE, LEAST, USUAL_LEFT = 1360, 1130, 860, 256
"""Widths of the bar below which cells are left out, and the document's share of them."""
EPOCH_ROOM, LONG_EPOCH_ROOM = "00,000", "000,000,000"
STEP_TIP = "Step (→)\nTrain one epoch; Shift+→ one batch"
RESET_TIP = (
    "Reset (R)\nBack to the same initial weights; Shift+R draws others. "
    "A trained run stays in the loss panel; undo brings it back"
)
EPOCH_MS = 100
"""Numbers change ten times a second at most: faster is not readable."""


class TopBar(QWidget):
    """Lies on the window itself, without a card."""

    menu_requested = Signal()
    search_requested = Signal()
    theme_requested = Signal()
    help_requested = Signal()
    leave_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gesture = 0
        self._latest: Snapshot | None = None
        self._knows_devices = False
        self._presenting = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._add_document()
        self._add_play()
        self._add_settings()
        self._row.addStretch(1)
        self._add_right()
        self._epoch_timer = ticking(self, EPOCH_MS, self.show_epoch)
        self._epoch_timer.start()
        session.snapshot_arrived.connect(self._keep)
        session.state_changed.connect(self._show_state)
        session.training_changed.connect(self._show_training)
        session.network_changed.connect(self._show_training)
        session.dataset_changed.connect(self._show_speed)
        session.speed_changed.connect(self._show_speed)
        theme_signals().changed.connect(self._restyle)
        self._restyle()
        self._show_state()
        self._show_training()
        self._show_speed()
        self.show_epoch()

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _add_document(self) -> None:
        self._document = QWidget(self)
        row = QHBoxLayout(self._document)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 8)
        menu = IconButton("menu", "Menu", "Menu\nEverything the program does, by topic", side=32)
        menu.clicked.connect(self.menu_requested)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.name = Label("", "title", "ink")
        self.saved = Label("", "label", "ink3")
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.saved)
        words.addStretch(1)
        row.addWidget(menu)
        row.addLayout(words, 1)
        self._row.addWidget(self._document)
        add_gap(self._row, 8)

    def _add_play(self) -> None:
        self.play = PushButton("Play", "play", primary=True, height=BUTTON, minimum_width=92)
        self.play.clicked.connect(self._session.toggle)
        self.step = IconButton("step-forward", "Step", STEP_TIP, side=32)
        self.step.clicked.connect(self._step)
        self.reset = IconButton("rotate-ccw", "Reset", RESET_TIP, side=32)
        self.reset.clicked.connect(self._session.reset)
        for button, name in ((self.play, "play"), (self.step, "step"), (self.reset, "reset")):
            button.follow_lock(self._session.lessons, name)
        for widget, gap in ((self.play, 8), (self.step, 4), (self.reset, 16)):
            self._row.addWidget(widget)
            add_gap(self._row, gap)
        self.epoch = Label("0", "epoch", "ink")
        self.epoch_title = Label("Epoch", "label_strong", "ink3")
        self._row.addLayout(_two_lines(self.epoch_title, self.epoch))
        add_gap(self._row, 16)
        self._add_speed()

    def _add_speed(self) -> None:
        box = QWidget(self)
        column = QVBoxLayout(box)
        scaled(column.setContentsMargins, 0, 7, 0, 5)
        column.setSpacing(0)
        head = QHBoxLayout()
        self.speed_value = Label("", "label_strong", "ink")
        head.addWidget(Label("Speed", "label_strong", "ink3"))
        head.addStretch(1)
        head.addWidget(self.speed_value)
        tip = "Speed\nFrom one batch a second over one epoch a frame to all the machine gives"
        self.speed = Slider("Speed", UNIT, ONE_EPOCH, default=ONE_EPOCH, tip=tip, surface="window")
        self.speed.value_changed.connect(self._set_speed)
        column.addLayout(head)
        column.addWidget(self.speed)
        self._speed_box = box
        self._row.addWidget(box)
        add_gap(self._row, 16)

    def _add_settings(self) -> None:
        tip = "Learning rate\nLength of each step: too long diverges, too short crawls"
        self.rate = NumberCell("Learning rate", RATE, 0.01, tip=tip)
        tip = "Optimizer\nHow gradients become steps"
        self.optimizer = ChoiceCell("Optimizer", choices_of(titles(OPTIMIZERS)), "adam", tip=tip)
        self.loss = ChoiceCell("Loss", (), "", tip="Loss\nWhat training makes small")
        tip = "Batch\nPoints that share one step: few are noisy and quick, many are smooth; 0 is all of them"
        self.batch = NumberCell("Batch", BATCH, 10, tip=tip)
        tip = "Weight decay\nL2: pulls every weight towards zero, for smoother boundaries"
        self.decay = NumberCell("Weight decay", DECAY, 0.0, tip=tip)
        self.more = IconButton("sliders", "More settings", "More settings\nSchedule, momentum, clipping, stop, seed")
        self.more.clicked.connect(self._open_more)
        self.settings = CellGroup((self.rate, self.optimizer, self.loss, self.batch, self.decay, self.more))
        fields = {"learning_rate": self.rate, "batch_size": self.batch, "l2": self.decay}
        for name, cell in fields.items():
            cell.value_changed.connect(partial(self._set, name))
            cell.edit_finished.connect(self._end_gesture)
        for name, choice in {"optimizer": self.optimizer, "loss": self.loss}.items():
            choice.chosen.connect(partial(self._set, name))
        self._row.addWidget(self.settings)

    def _add_right(self) -> None:
        tip = "Device\nWhere training runs; Auto takes what is fastest for this network"
        self.device = ChoiceCell("Device", choices_of(DEVICES), "auto", tip=tip)
        self.device.chosen.connect(partial(self._set, "device"))
        self._device_box = CellGroup((self.device,))
        self._row.addWidget(self._device_box)
        add_gap(self._row, 6)
        search = IconButton("search", "All commands", "All commands (Ctrl+K)\nFind anything by a few letters", side=32)
        self.theme = IconButton("sun", "Theme", "Theme (Ctrl+T)\nDark or light", side=32)
        help_button = IconButton(
            "circle-help", "Help", "What am I looking at (?)\nThe panels, first steps, keys and words", side=32
        )
        search.clicked.connect(self.search_requested)
        self.theme.clicked.connect(self.theme_requested)
        help_button.clicked.connect(self.help_requested)
        for button, name in ((search, "palette"), (self.theme, "theme"), (help_button, "help")):
            button.follow_lock(self._session.lessons, name)
            self._row.addWidget(button)
            add_gap(self._row, 4)
        self._tools = (self.settings, search, self.theme, help_button)
        tip = "Leave (Esc)\nTools and panels come back"
        self.leave = PushButton("Leave", "minimize-2", tip, flat=True, height=BUTTON)
        self.leave.clicked.connect(self.leave_requested)
        self.leave.hide()
        self._row.addWidget(self.leave)

    # ---- to the session --------------------------------------------------------------------------------------------

    @Slot()
    def _step(self) -> None:
        self._session.step()

    @Slot(float)
    def _set_speed(self, position: float) -> None:
        self._session.set_speed(speed_at(position, self._batches_per_epoch()))

    def _set(self, name: str, value: object) -> None:
        value = int(value) if name == "batch_size" and isinstance(value, float) else value
        title = type(self._session.document.training).__dataclass_fields__[name].metadata["label"].lower()
        gesture = (name, self._gesture) if isinstance(value, float | int) else None
        self._session.edit(f"Change {title}", lambda d: change_training(d, **{name: value}), gesture)

    @Slot()
    def _end_gesture(self) -> None:
        self._gesture += 1

    @Slot()
    def _open_more(self) -> None:
        in_the_bar: dict[str, QWidget] = {"learning_rate": self.rate, "optimizer": self.optimizer, "loss": self.loss}
        in_the_bar |= {"batch_size": self.batch, "l2": self.decay, "device": self._device_box}
        skipped = tuple(name for name, cell in in_the_bar.items() if not cell.isHidden())
        open_training_popover(self._session, self.more, skipped=skipped)

    # ---- from the session ------------------------------------------------------------------------------------------

    def show_document(self, name: str, has_file: bool, modified: bool) -> None:
        """Name and state of the document, which the window knows."""
        self.name.set_text(name)
        self.saved.set_text("Saved" if has_file and not modified else "Not saved")

    def set_left_width(self, width: int) -> None:
        """Line Play up with the left edge of the centre column."""
        self._document.setFixedWidth(width)
        self._leave_out()

    def set_presenting(self, presenting: bool) -> None:
        """Leave play, epoch and speed alone in the bar, the epoch larger; or bring the tools back."""
        if presenting == self._presenting:
            return
        self._presenting = presenting
        self.epoch.set_role("large" if presenting else "epoch")
        self.leave.setVisible(presenting)
        for tool in self._tools:
            tool.setVisible(not presenting)
        self._leave_out()

    @Slot(object)
    def _keep(self, snapshot: Snapshot) -> None:
        self._latest = snapshot

    @Slot()
    def show_epoch(self) -> None:
        """The epoch of the newest snapshot; of a recorded state with that of how many."""
        latest, diverged = self._latest, self._session.state is TrainerState.DIVERGED
        epoch = integer(0 if latest is None else latest.epoch)
        widest = EPOCH_ROOM if len(epoch) <= len(EPOCH_ROOM) else LONG_EPOCH_ROOM
        if latest is not None and latest.moment is not None:
            live = integer(latest.live_epoch)
            epoch, widest = f"{epoch} of {live}", f"{live} of {live}"
        room = text_width(widest, "large" if self._presenting else "epoch")
        if room != self.epoch.minimumWidth():  # nothing moves while an epoch gains a digit
            self.epoch.setMinimumWidth(room)
        self.epoch.set_text(epoch)
        self.epoch.set_colour("danger" if diverged else "ink")

    @Slot()
    def _show_state(self) -> None:
        problems = self._session.problems
        if self._session.playing:
            self.play.set_text("Pause", "pause", "Pause (Space)\nStop after the batch at hand")
        else:
            reason = problems[0].text if problems else "Train the network on the points"
            self.play.set_text("Play", "play", f"Play (Space)\n{reason}")
        self.play.setEnabled(not problems)
        for button, name, tip in ((self.step, "Step", STEP_TIP), (self.reset, "Reset", RESET_TIP)):
            button.setEnabled(not problems)
            button.set_description(name, f"{tip.splitlines()[0]}\n{problems[0].text}" if problems else tip)
        if not self._knows_devices and self._session.state is not TrainerState.LOADING:
            self._knows_devices = True
            self.show_devices()

    def show_devices(self) -> None:
        """Offer what this machine has. Only PyTorch knows, so not before the trainer has loaded it."""
        from playground.training.engines.device import available_devices  # noqa: PLC0415 - it loads PyTorch

        reasons = {device.name: device.reason for device in available_devices()}
        self.device.set_choices(
            tuple(
                replace(choice, description=reason, enabled=False)
                if (reason := reasons.get(choice.value, ""))
                else choice
                for choice in choices_of(DEVICES)
            )
        )

    @Slot()
    def _show_training(self) -> None:
        document = self._session.document
        training = document.training
        self.loss.set_choices(choices_of(titles(TASKS[document.task].losses())))
        self.rate.set_value(training.learning_rate)
        self.optimizer.set_value(training.optimizer)
        self.loss.set_value(training.loss)
        for cell in (self.optimizer, self.loss):
            name = cell.accessibleName()
            cell.set_description(name, f"{name}: {cell.title()}\n{explain(cell.title())}")
        self.batch.set_value(training.batch_size)
        self.decay.set_value(training.l2)
        self.device.set_value(training.device)

    @Slot()
    def _show_speed(self) -> None:
        self.speed.set_value(position_of(self._session.speed, self._batches_per_epoch()))
        self.speed_value.set_text(speed_text(self._session.speed, self._batches_per_epoch()))

    def _batches_per_epoch(self) -> int:
        data = self._session.document.dataset
        count = len(data) - data.test_count
        return -(-count // max(self._session.document.training.batch_size or count, 1))

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(px(HEIGHT))
        self._speed_box.setFixedWidth(px(SPEED_WIDTH))
        self.theme.set_icon("sun" if theme.current().is_dark else "moon")

    def resizeEvent(self, _event: object) -> None:
        """Leave out what has no room; the slider icon has it too."""
        self._leave_out()

    def _leave_out(self) -> None:
        width = self.width() - max(self._document.width() - px(USUAL_LEFT), 0)
        for least, widgets in (
            (NARROW, (self.loss, self.decay)),
            (LITTLE, (self.batch, self._device_box)),
            (LEAST, (self.optimizer, self._speed_box)),
        ):
            for widget in widgets:
                widget.setVisible(width >= px(least) and (not self._presenting or widget is self._speed_box))


def _two_lines(label: Label, value: Label) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    column.addWidget(label)
    column.addWidget(value)
    column.addStretch(1)
    return column
