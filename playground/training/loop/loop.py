"""What the trainer thread does, over and over: take commands, train a slice, measure, take pictures."""

from __future__ import annotations

import logging
from dataclasses import replace
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from playground.training.engines.kernels import prepare_kernels
from playground.training.engines.steppers import Engine
from playground.training.loop.at_hand import AtHand
from playground.training.loop.commands import (
    Pause,
    Play,
    Restore,
    SetParameter,
    SetParameters,
    SetSpeed,
    Step,
    StepUnit,
    Submit,
    TakeUpdate,
)
from playground.training.loop.inbox import AskCheckpoint, FusedPrepared
from playground.training.loop.pace import FRAME_S, Pace, Tachometer
from playground.training.loop.snapshot_clock import SnapshotClock
from playground.training.probes.schedule import Scheduler
from playground.training.snapshots.compose import Shown, compose, copies_of
from playground.training.snapshots.snapshot import TrainerState
from playground.training.timeline.commands import (
    BeginEdit,
    BringBack,
    DropPast,
    EditBranch,
    HoldPast,
    LoadTimeline,
    Park,
    PutAside,
    Resume,
    ReturnPast,
    Revisit,
    ShowMoment,
)
from playground.training.timeline.recorded_runs import RecordedRuns
from playground.training.timeline.replay import Replay
from playground.training.trainee.trainee import NOWHERE, Diverged, Goal

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.training.loop.inbox import Inbox, Item
    from playground.training.loop.mailbox import Mailbox
    from playground.training.probes.request import Requests
    from playground.training.probes.schedule import Calm
    from playground.training.timeline.timeline import Timeline
    from playground.training.trainee.history import History
    from playground.training.trainee.trainee import Slice, Trainee

SLICE_S = 0.004
"""A stepper works so long before commands and pictures have their turn."""
CURVE_POINTS = 200
"""So often at least a run is measured on the way to an epoch, which it may reach within one frame."""
REACHED = "Epoch {:,} is reached: the run stands where it was to stop."
POLL_S = FRAME_S / 2
"""How often to look whether the GUI has taken the last snapshot."""

DRAGGED = (Submit, SetParameter, SetParameters, ShowMoment)
"""What a hand sends again and again while it drags."""

log = logging.getLogger(__name__)


class Loop:
    """Everything the trainer thread owns. Other threads call `last_finite` only.

    Attributes:
        at_hand: What is trained.
        steps_left: Batches that a step has still to train.
        tachometer: How fast training goes.
    """

    def __init__(self, inbox: Inbox, mailbox: Mailbox, history: History, timeline: Timeline) -> None:
        self._inbox, self._mailbox, self._history = inbox, mailbox, history
        self._recorder = timeline.recorder
        self._engine = Engine()
        self.at_hand = AtHand(self._engine, history, timeline)
        self._status = self.at_hand.status
        recorded = RecordedRuns(timeline)
        self._scheduler, self._replay = Scheduler(recorded), Replay(recorded)
        self._pace, self.tachometer, self._clock = Pace(), Tachometer(), SnapshotClock()
        self._requests: Requests = ()
        self._wants_play = self._unseen = False
        self.steps_left = self._until = 0
        at_hand = self.at_hand
        self._commands: dict[type, Callable[[Any], object]] = {
            Submit: self._submit,
            Play: self._play,
            Pause: lambda _: self._pause(),
            Step: self._step,
            SetSpeed: self._pace.take,
            SetParameter: at_hand.set_parameter,
            SetParameters: at_hand.set_parameters,
            TakeUpdate: at_hand.take_update,
            Restore: at_hand.restore,
            Resume: at_hand.resume,
            BeginEdit: at_hand.begin_edit,
            Revisit: self._revisit,
            Park: at_hand.park,
            PutAside: at_hand.park,
            ShowMoment: self._replay.choose,
            EditBranch: at_hand.edit_branch,
            BringBack: at_hand.bring_back,
            LoadTimeline: at_hand.load_timeline,
            HoldPast: lambda _: at_hand.hold_past(),
            ReturnPast: at_hand.return_past,
            DropPast: lambda _: at_hand.undo.drop_past(),
            AskCheckpoint: lambda ask: ask.answer.set_result(at_hand.checkpoint()),
            FusedPrepared: self._take_fused,
        }

    def work(self) -> None:
        """Answer until told to stop."""
        # One thread: beside another busy process two of them spin against each other, and a step of a small network
        # took 20 ms in place of 1.
        torch.set_num_threads(1)
        # A daemon: compiling takes minutes, cannot be interrupted, and must not keep a closed window's process alive.
        Thread(target=prepare_kernels, args=(self._on_prepared,), name="kernels", daemon=True).start()
        while not self._inbox.stopping:
            try:
                self.turn()
            # Whatever it is: a thread that dies in silence leaves a window in which nothing moves and nobody says why.
            except Exception as error:
                log.exception("training failed")
                self._fail(error)
            self._inbox.wait(self.rest_s())

    def _on_prepared(self, problem: str) -> None:
        """Called on the kernels' thread."""
        self._inbox.send(FusedPrepared(problem))

    # ---- one turn --------------------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Obey what waits, train for a slice, measure, and put a snapshot into the mailbox, each where it is due."""
        # All that waits, before any training: commands tell of edits in their order, and a batch between two of them
        # would train a document that nobody has seen.
        while (item := self._inbox.next()) is not None:
            self._obey(item)
        requests = self._inbox.take_requests()
        if requests is not None:
            self._requests, self._unseen = requests, True
            self._clock.move(perf_counter(), changed=False)
            self._clock.hasten(perf_counter())
        if self._clock.is_asked and self._may_show:
            self._show()
        if (trainee := self._trainable) is not None and self._is_training:
            self._advance(trainee)
        self._measure_where_due(just_shown=False)
        self._unseen |= self._clock.is_finer_due(perf_counter())
        if self._unseen and self._may_show:
            self._show()
            self._measure_where_due(just_shown=True)

    def rest_s(self) -> float | None:
        """How long nothing is due; None until the next command."""
        waits: list[float] = []
        trainee = self._trainable
        if trainee is not None and self._is_training:
            hurries = self.steps_left or self._until
            waits.append(0.0 if hurries else self._pace.seconds_until_due(trainee.run))
        if self._unseen:
            waits.append(POLL_S)
        if trainee is not None and not trainee.is_measured and not self._is_training:
            waits.append(trainee.meter.seconds_until_due())
        return min((*waits, *self._clock.waits(perf_counter())), default=None)

    @property
    def _trainable(self) -> Trainee | None:
        """What can be trained and measured; None where the document has a problem."""
        return None if self._status.problem else self.at_hand.trainee

    @property
    def _wants_to_train(self) -> bool:
        return (self._wants_play or self.steps_left > 0) and self._trainable is not None

    @property
    def _is_waiting(self) -> bool:
        """At the start: were the first batches PyTorch's, the bits would depend on how long the kernel takes."""
        return self._wants_to_train and self._engine.is_waiting

    @property
    def _is_training(self) -> bool:
        return self._wants_to_train and not self._engine.is_waiting

    @property
    def _may_show(self) -> bool:
        return self._clock.may_take(perf_counter(), trains=self._is_training, is_taken=self._mailbox.empty)

    # ---- training --------------------------------------------------------------------------------------------------

    def _advance(self, trainee: Trainee) -> None:
        """Train for a slice, or the batches that are due."""
        limit = self.steps_left or (None if self._until else self._pace.due(trainee.run))
        # No batch is due at the chosen speed: `train` would do one in any case.
        if limit == 0:
            return
        trained = trainee.train(self._goal_of(trainee), limit, SLICE_S)
        if trained.batches:
            self._clock.move(perf_counter())
            # Weights are others now: a state that undo has kept is no longer the one at hand.
            self.at_hand.undo.touch()
            self._unseen = True
            self.tachometer.mark(trainee.run.position)
        if self.steps_left:
            self.steps_left -= trained.batches
            if self.steps_left == 0:
                self._pause()
        elif not self._until:
            self._pace.spend(trained.batches)
        self._heed(trainee, trained)

    def _goal_of(self, trainee: Trainee) -> Goal:
        """The stop rule ends what Play began, if it was not to go up to an epoch; single steps go on."""
        if self._until:
            return Goal(self._until, stride=max(self._until // CURVE_POINTS, 1))
        return Goal.of_rule(trainee.run.document.training) if self._wants_play else NOWHERE

    def _measure_where_due(self, *, just_shown: bool) -> None:
        """Paused: at once, or where a hand waits for a picture after it.

        Training: right after a picture, when the next one has a whole frame's time.
        """
        trainee = self._trainable
        if trainee is None or trainee.is_measured or trainee.meter.seconds_until_due() > 0.0:
            return
        waits = self._is_training or (self._unseen and self._may_show and self._clock.is_dragged(perf_counter()))
        if not waits or just_shown or trainee.meter.is_overdue:
            self.measure(trainee)

    def measure(self, trainee: Trainee) -> None:
        """Measure the losses now, and take them up into the curve."""
        goal = self._goal_of(trainee)
        self._heed(trainee, trainee.measure(goal, exact=not self._is_training or goal.stride > 0))

    def _heed(self, trainee: Trainee, trained: Slice) -> None:
        """Add to the curve and to what is recorded; pause where training has ended."""
        if trained.record is not None:
            self._history.put(trained.record)
            if self._is_training:
                self._recorder.look_recent(trainee.run)
            else:
                self._recorder.keep(trainee.run)
            self._unseen = True
        if isinstance(trained.outcome, Diverged):
            self._diverge(trained.outcome)
        elif trained.outcome is not None:
            until = self._until
            self._pause(REACHED.format(until) if until else trained.outcome.sentence, stopped=True)

    def _diverge(self, outcome: Diverged) -> None:
        """Pause at the last good weights, so that pictures stay finite and the document can be saved."""
        self.at_hand.diverge(outcome)
        self._halt()
        self._clock.move(perf_counter())
        self._unseen = True

    # ---- pictures --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Put a snapshot into the mailbox."""
        start = perf_counter()
        status, trainee, document = self._status, self.at_hand.trainee, self.at_hand.document
        # Looked at before each snapshot, not only when losses are measured: probes may count on finite numbers, and
        # need not look again.
        if trainee is not None and not np.isfinite(trainee.run.parameters).all():
            self._diverge(trainee.go_back())
        self._unseen = False
        status.learn_from(self._engine, trainee)
        status.state = self._state()
        status.epochs_per_second = self.tachometer.epochs_per_second() if self._is_training else 0.0
        if document is None:
            return
        calm = self._clock.calm(perf_counter(), trains=status.state is TrainerState.TRAINING)
        shown = self._shown(document, calm)
        self._mailbox.put(compose(self.at_hand.run, document, status, shown))
        self._unseen = self._scheduler.wants_more or calm.answers or calm.in_parts
        is_rough = self._scheduler.is_rough if shown.moment is None else self._replay.is_rough
        self._clock.note_taken(start, perf_counter(), calm, trains=self._is_training, is_rough=is_rough)

    def _shown(self, document: Document, calm: Calm) -> Shown:
        """What of the snapshot depends on weights: those of now, or those of the recorded state that is shown."""
        run, scheduler = self.at_hand.run, self._scheduler
        if run is None:
            return Shown(results=scheduler.without_network(document, self._requests))
        moment = self._replay.moment
        if moment is not None and moment.position <= run.position:
            # These go by the run at hand whatever moment is shown, and its scheduler has what it knows of them.
            of_all_times = tuple(request for request in self._requests if request.OF_ALL_TIMES)
            shown = self._replay.show(moment, document, self._requests, calm)
            return replace(shown, results=shown.results | scheduler.take(run, of_all_times, calm))
        self._replay.moment = None  # undo has put the run back: that moment has not come yet
        return Shown(run.epoch, *copies_of(run), scheduler.take(run, self._requests, calm))

    def _state(self) -> TrainerState:
        if self._status.trouble is not None:
            return self._status.trouble
        if self._status.problem:
            return TrainerState.IDLE
        if self._is_waiting:
            return TrainerState.LOADING
        return TrainerState.TRAINING if self._wants_play else TrainerState.PAUSED

    # ---- commands --------------------------------------------------------------------------------------------------

    def _obey(self, item: Item) -> None:
        # A kernel that is ready is no reason to try again what has failed; what a person does is.
        has_failed = self._status.trouble is TrainerState.FAILED
        if not isinstance(item, AskCheckpoint) and not (has_failed and isinstance(item, FusedPrepared)):
            self._unseen = True
            self._clock.move(perf_counter())
        if isinstance(item, Restore | Resume | LoadTimeline):  # another time: it is shown as it is
            self._replay.moment = None
            self.tachometer.clear()
        if isinstance(item, DRAGGED):
            self._clock.drag(type(item), perf_counter())
        self._commands[type(item)](item)

    def _take_fused(self, prepared: FusedPrepared) -> None:
        self._engine.fused_problem = prepared.problem
        if self.at_hand.document is not None and not self._status.unbuildable:
            self._engine.choose(self.at_hand.document)

    def _submit(self, submit: Submit) -> None:
        if submit.fresh:
            self._halt()
            self._replay.moment = None
        self.at_hand.submit(submit)

    def _revisit(self, command: Revisit) -> None:
        if self.at_hand.revisit(command):
            self.steps_left = 0
            self.tachometer.clear()

    def _play(self, play: Play) -> None:
        # Play while it plays: a second key press must not restart the stop rule's patience.
        if self._wants_play and not play.until:
            return
        self._status.clear_trouble()
        self.steps_left, self._until = 0, play.until
        self._wants_play = True
        self._pace.begin()
        self.tachometer.clear()
        if self.at_hand.trainee is not None:
            self.at_hand.trainee.stop_rule.begin(self.at_hand.trainee.run.position)

    def _pause(self, message: str = "", *, stopped: bool = False) -> None:
        # Asked before it is halted: what is shown at rest is measured exactly, once, and what was at rest already has
        # been.
        was_training = self._is_training
        self._halt()
        self._status.stopped = stopped
        self._status.message = message or self._status.message
        self._unseen = True
        trainee = self._trainable
        if trainee is not None and (was_training or not trainee.is_measured):
            self.measure(trainee)

    def _halt(self) -> None:
        self._wants_play, self.steps_left, self._until = False, 0, 0
        self.tachometer.clear()

    def _step(self, step: Step) -> None:
        self._wants_play, self._until = False, 0
        trainee = self._trainable
        if trainee is not None:
            self._status.clear_trouble()
            run = trainee.run
            self.steps_left = 1 if step.unit is StepUnit.BATCH else run.batches_until(run.epoch + 1)

    # ---- trouble ---------------------------------------------------------------------------------------------------

    def _fail(self, error: Exception) -> None:
        """Say what happened, without pictures, which may be what failed."""
        self._wants_play, self.steps_left, self._until = False, 0, 0
        self._unseen = False
        self._clock.give_up()
        if self.at_hand.trainee is not None:
            self.at_hand.trainee.is_measured = True  # measuring may be what failed
        self._status.trouble = self._status.state = TrainerState.FAILED
        self._status.message = f"Training stopped by an error: {str(error) or type(error).__name__}"
        if self.at_hand.document is not None:
            self._mailbox.put(compose(None, self.at_hand.document, self._status, Shown()))
