"""The session: the document at hand, its undo stack, the trainer, and what just arrived from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from playground.document.limits import excess
from playground.document.problems import Problem, problems
from playground.session import new_start
from playground.session.challenge_course import ChallengeCourse
from playground.session.commands import DocumentCommand
from playground.session.experiments import Experiments
from playground.session.frame_pump import FramePump
from playground.session.hand import Hand
from playground.session.lesson_course import LessonCourse
from playground.session.map_overlays import MapOverlays
from playground.session.run_numbers import RunNumbers, is_other_network
from playground.session.selection import Selection
from playground.session.time_travel import TimeTravel
from playground.session.turns import Turns
from playground.session.undo import UndoStack
from playground.session.wants import Wants
from playground.training.loop.commands import Pause, Play, Restore, SetParameter, SetSpeed, Step, StepUnit, Submit
from playground.training.loop.mailbox import Mailbox
from playground.training.loop.trainer import Trainer
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.training.timeline.commands import BeginEdit, LoadTimeline, Revisit
from playground.training.timeline.timeline import Timeline
from playground.training.trainee.history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.storage.arrays import Arrays
    from playground.storage.saved_results import SavedResults
    from playground.training.probes.request import Request, Requests
    from playground.training.state.checkpoint import Checkpoint

PAST = "This is the past: go back to live, or continue from here, to change weights."
ENDED = frozenset({TrainerState.DIVERGED, TrainerState.FAILED})


class Session(QObject):
    """What views talk to. They read its attributes, call its methods, and listen to its signals.

    Signals are emitted after the attribute they speak of has changed. The three parts of a document have a signal
    each, so that a view wakes only for what it shows.
    """

    dataset_changed = Signal()
    network_changed = Signal()
    """Inputs, layers, or the output layer that follows from task, classes and loss."""
    training_changed = Signal()
    document_changed = Signal()
    """After any of the three."""
    snapshot_arrived = Signal(object)
    """A `Snapshot` of the run at hand. What is costly to draw joins `turns` in place of listening to this."""
    state_changed = Signal()
    """`playing`, `state` or `problems` has changed."""
    speed_changed = Signal()
    name_changed = Signal()
    loading = Signal()
    """Another document is about to take the place of the one at hand; its name is there already."""
    message_posted = Signal(str, str)
    """A line for the message bar, and its role: "info", "refused", "warn" or "danger"."""
    message_withdrawn = Signal(str)
    """A line that was posted is not true any more."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document, self.name = document, "Untitled"
        self.undo_stack = UndoStack(self)
        self.undo_stack.indexChanged.connect(self._arrive)  # before any view listens
        self.hand = Hand(self)
        self.hand.suit(document.dataset)
        self.overlays, self.selection = MapOverlays(self), Selection(document.dataset, self)
        self.history = History()
        self.snapshot: Snapshot | None = None
        self.state, self.playing, self._failure = TrainerState.LOADING, False, ""
        self.problems: tuple[Problem, ...] = problems(document)
        self.speed, self.numbers = SetSpeed(None, 1.0), RunNumbers()
        self._whole_steps: dict[int, bool] = {}  # by number; whether another line begins
        self._revisited: Document | None = None  # not shown yet
        self.time = TimeTravel(self, Timeline(), self)
        self.trainer = Trainer(mailbox := Mailbox(), self.history, self.time.timeline)
        self._wants = Wants(self.trainer.request)
        self.selection.listeners_together = self._wants.together
        self.pump = FramePump(mailbox, self)
        self.turns = Turns(self.pump)
        self.experiments, self.lessons = Experiments(self.trainer, self.pump, self), LessonCourse(self, self)
        self.refusal = self.lessons.refusal
        self.challenges = ChallengeCourse(self, self)
        self._connect()

    def _connect(self) -> None:
        for heard in (self.snapshot_arrived, self.document_changed, self.experiments.changed, self.experiments.arrived):
            heard.connect(self.lessons.look)
            heard.connect(self.challenges.look)
        self.pump.arrived.connect(self._on_snapshot)
        self.pump.ticked.connect(self._look_for_torch)
        for told in (self.time.told, self.experiments.kept.told):
            told.connect(self.message_posted)
        self.time.withdrawn.connect(self.message_withdrawn)

    # ---- life ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the trainer thread and the frame timer."""
        self.trainer.start()
        self.experiments.shape.follow(self.document)
        self.trainer.send(Submit(self.document, self.run))
        self.trainer.send(self.speed)
        self.pump.start()

    def close(self, timeout_s: float = 2.0) -> bool:
        """Stop thread and timer. False when the thread did not end in time."""
        self.challenges.close()
        self.experiments.close()
        ended = self.trainer.stop(timeout_s)
        self.pump.stop()
        self.undo_stack.blockSignals(True)
        self.undo_stack.clear()
        return ended

    def load(
        self,
        document: Document,
        name: str,
        checkpoint: Checkpoint | None = None,
        history: Arrays | None = None,
        timeline: LoadTimeline | None = None,
        results: Iterable[SavedResults] = (),
    ) -> None:
        """Take another document in place of the one at hand; the undo stack begins anew."""
        self.pause()
        self.rename(name)
        self.loading.emit()
        self.experiments.load(results)
        self.undo_stack.clear()
        self.selection.begin_anew()
        self.show(document, fresh=True)
        if checkpoint is not None:
            self.trainer.send(Restore(checkpoint, self.run, history))
        self.time.load(timeline or LoadTimeline())

    def rename(self, name: str) -> None:
        """Give the document another name, as its file has."""
        if name != self.name:
            self.name = name
            self.name_changed.emit()

    @property
    def run(self) -> int:
        """The number of the run at hand."""
        return self.numbers.run

    @property
    def has_learned(self) -> bool:
        """Whether the network at hand, or that which it was edited from, has been trained, as far as has been shown."""
        return self.snapshot is not None and self.snapshot.run >= self.numbers.line and self.snapshot.batch > 0

    # ---- edits -----------------------------------------------------------------------------------------------------

    def edit(
        self,
        text: str,
        change: Callable[[Document], Document],
        gesture: Hashable | None = None,
        *,
        is_whole: bool = False,
    ) -> bool:
        """Apply a pure edit as one undo step.

        Args:
            text: Words for the undo menu: "Spray 132 points".
            change: From document to document; the same object means that nothing changed.
            gesture: Edits that name the same gesture merge into one step.
            is_whole: Whether undo is to bring back what was learned even where the edit itself loses nothing of it and
                training has gone on since: other data in place of all that there was.

        Returns:
            Whether anything changed. What could not be opened again is not done, and the message bar says why.
        """
        after = change(self.document)
        if after is self.document:
            return False
        if refusal := excess(after, self.document) or self.refusal(self.document, after):
            self.message_posted.emit(f"{text}: not done. {refusal}", "warn")
            self._show_again()
            return False
        self.do(text, after, self.show, gesture, is_whole=is_whole)
        return True

    def do(
        self,
        text: str,
        after: Document,
        act: Callable[[Document], None],
        gesture: Hashable | None = None,
        *,
        is_whole: bool = False,
    ) -> None:
        """Do something as one undo step; undo and redo bring back the document, and what was learned with it.

        Args:
            text: Words for the undo menu.
            after: The document after it.
            act: Does it, once: tells the trainer, and shows the document where that changes.
            gesture: As in `edit`.
            is_whole: As in `edit`.
        """
        number, is_new = self.undo_stack.number_for(gesture)
        if is_new:
            self.trainer.send(BeginEdit(number, is_whole))
        line, before = self.numbers.line, self.document
        step = DocumentCommand(text, before, after, act, self._revisit, gesture=gesture, number=number)
        self.undo_stack.add(step)
        begins_line = self.numbers.line != line
        if is_whole or begins_line:
            self._whole_steps[number] = begins_line

    def cancel(self, gesture: Hashable) -> None:
        """Take back what a gesture has edited or set so far, without a trace in the undo history."""
        last = self.undo_stack.command(self.undo_stack.index() - 1) if self.undo_stack.index() else None
        if isinstance(last, DocumentCommand) and last.gesture == gesture:
            last.undo()  # the stack drops an obsolete command without calling it
            last.setObsolete(True)
            self.undo_stack.undo()

    def set_parameter(
        self, text: str, key: Key, index: tuple[int, ...], value: float, gesture: Hashable | None
    ) -> None:
        """Put a number into the network as one undo step."""
        refusal = PAST if self.time.shown is not None else self.lessons.locks("network")
        if refusal:
            self.message_posted.emit(refusal, "info")
            return
        if self.snapshot is None or key not in self.snapshot.parameters:
            return
        self.do(text, self.document, lambda _: self.trainer.send(SetParameter(key, index, value)), gesture)

    # ---- training --------------------------------------------------------------------------------------------------

    def play(self, *, until: int = 0) -> None:
        """Start training, as soon as torch is there; up to an epoch, as fast as can be, where one is given."""
        if self.problems:
            self.message_posted.emit(self.problems[0].text, "refused")
            return
        self._set_playing(True)
        self.trainer.send(Play(until))

    def pause(self) -> None:
        """Stop training."""
        self._set_playing(False)
        self.trainer.send(Pause())

    def toggle(self) -> None:
        """Play or pause."""
        self.pause() if self.playing else self.play()

    def step(self, unit: StepUnit = StepUnit.EPOCH) -> None:
        """Pause and go one batch or epoch on."""
        if self.problems:
            self.message_posted.emit(self.problems[0].text, "refused")
            return
        self._set_playing(False)
        self.trainer.send(Step(unit))

    def reset(self) -> None:
        """Back to the initial weights of the document's seed, as one undo step; a trained run is put aside."""
        new_start.start_over(self)

    def new_weights(self) -> None:
        """Draw other initial weights, as one undo step: a new seed; a trained run is put aside."""
        new_start.new_weights(self)

    def recover(self, *, slower: bool = True) -> None:
        """After divergence: to the last finite weights, with a tenth of the learning rate unless told otherwise."""
        new_start.recover(self, slower=slower)

    def set_speed(self, speed: SetSpeed) -> None:
        """Train slower or faster; infinity epochs a frame is all the machine gives."""
        if speed != self.speed:
            self.speed = speed
            self.trainer.send(speed)
            self.speed_changed.emit()

    def want(self, view: str, *requests: Request[Any]) -> None:
        """Say what a view needs from now on; nothing when it is hidden. What several need is asked for once."""
        self._wants.want(view, requests)

    def wanted(self, view: str | None = None) -> Requests:
        """What a view needs now, or what all of them do, merged."""
        return self._wants.wanted(view)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def show(self, document: Document, *, fresh: bool = False) -> None:
        """Take a document, without an undo step, and say what changed, by identity."""
        if fresh or is_other_network(self.document, document):
            self.numbers.advance(is_line=fresh)
        self.trainer.send(Submit(document, self.run, fresh))
        self._take(document)

    def _revisit(self, document: Document, number: int, *, is_undo: bool) -> None:
        """Undo or redo a step. A jump over many is shown when the stack has arrived, not step by step."""
        old = self._revisited or self.document
        others = document.network is not old.network or document.output is not old.output
        others = others or document.training is not old.training or document is old
        if others or number in self._whole_steps:
            self.time.live()
        run = self.numbers.advance(is_line=self._whole_steps.get(number, False))
        self.trainer.send(Revisit(number, is_undo, document, run))
        self._revisited = document

    @Slot()
    def _arrive(self) -> None:
        document, self._revisited = self._revisited, None
        if document is not None:
            self._take(document)

    def _take(self, document: Document) -> None:
        old, self.document = self.document, document
        self.experiments.shape.follow(document)
        if old.dataset is not document.dataset:  # before any view reads both
            self.selection.suit(document.dataset)
            self.hand.suit(document.dataset)
        self._find_problems()
        if is_other_network(old, document):
            uids = {-1, 0, *(layer.uid for layer in document.network)}
            self.selection.forget_missing(uids)
            self.network_changed.emit()
        if old.dataset is not document.dataset:
            self.dataset_changed.emit()
        if old.training is not document.training:
            self.training_changed.emit()
        self.document_changed.emit()
        self.state_changed.emit()

    def _show_again(self) -> None:
        """Let every control show the document as it is, in place of what a person wished it to be."""
        self.network_changed.emit()
        self.training_changed.emit()
        self.document_changed.emit()

    def _find_problems(self) -> None:
        """Look what keeps the document at hand from training, and withdraw what does no more."""
        lacking = (Problem("training", self.trainer.problem),) if self.trainer.problem else ()
        old, self.problems = self.problems, (*lacking, *problems(self.document))
        for problem in old:
            if problem not in self.problems:
                self.message_withdrawn.emit(problem.text)

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.state_changed.emit()

    @Slot()
    def _look_for_torch(self) -> None:
        """Until it is known whether PyTorch can be loaded."""
        if not (self.trainer.is_ready or self.trainer.problem):
            return
        self.pump.ticked.disconnect(self._look_for_torch)
        if self.trainer.problem:
            self.playing = False
            self._find_problems()
            self.state_changed.emit()
            self.message_posted.emit(self.trainer.problem, "danger")

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.run != self.run:
            return
        self.snapshot = snapshot
        self._follow(snapshot)
        self.snapshot_arrived.emit(snapshot)
        self.turns.offer(snapshot)

    def _follow(self, snapshot: Snapshot) -> None:
        """Take over the trainer's state; its stop rule, a divergence or a failure ends playing."""
        playing = self.playing and not snapshot.stopped and snapshot.state not in ENDED
        if (snapshot.state, playing) == (self.state, self.playing):
            return
        stopped_by_rule = self.playing and snapshot.stopped
        if self.state is TrainerState.FAILED:
            self.message_withdrawn.emit(self._failure)
        self.state, self.playing = snapshot.state, playing
        self.state_changed.emit()
        if stopped_by_rule or snapshot.state is TrainerState.FAILED:
            role = "info" if stopped_by_rule else "danger"
            self._failure = snapshot.message
            self.message_posted.emit(snapshot.message, role)
