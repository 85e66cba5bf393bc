"""What the trainer thread does, over and over: take commands, train a slice, measure, take pictures."""

from __future__ import annotations

import logging
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from playground.training.at_hand import AtHand
from playground.training.engines.kernels import prepare_kernels
from playground.training.guard import is_finite
from playground.training.inbox import AskCheckpoint, FusedPrepared
from playground.training.messages import (
    Pause,
    Play,
    Restore,
    SetParameter,
    SetSpeed,
    Step,
    StepUnit,
    Submit,
    TrainerState,
)
from playground.training.pace import FRAME_S, Pace
from playground.training.snapshots import Shown, compose
from playground.training.stops import watches_losses
from playground.training.timeline.commands import BeginEdit, Park, PutAside, Resume, Revisit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.training.history import History
    from playground.training.inbox import Inbox, Item
    from playground.training.mailbox import Mailbox
    from playground.training.probes.request import Requests
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.run import Run
    from playground.training.timeline.timeline import Timeline

SLICE_S = 0.004
"""A stepper works so long before commands and pictures have their turn."""
POLL_S = FRAME_S / 2
"""How often to look whether the GUI has taken the last snapshot."""

log = logging.getLogger(__name__)


class Loop(AtHand):
    """Everything the trainer thread owns. Other threads call `last_finite` only."""

    def __init__(self, inbox: Inbox, mailbox: Mailbox, history: History, timeline: Timeline) -> None:
        super().__init__(history, timeline)
        self._inbox, self._mailbox = inbox, mailbox
        self._pace = Pace()
        self._requests: Requests = ()
        self._commands: dict[type, Callable[[Any], None]] = {
            Submit: self._submit,
            Play: lambda _: self._play(),
            Pause: lambda _: self._pause(),
            Step: self._step,
            SetSpeed: self._pace.take,
            SetParameter: self._set_parameter,
            Restore: self._restore,
            **self._travel.commands,
            BeginEdit: self._begin_edit,
            Revisit: self._revisit,
            Park: self._park,
            PutAside: self._park,
            Resume: self._resume,
            AskCheckpoint: lambda ask: ask.answer.set_result(self.checkpoint()),
            FusedPrepared: self._take_fused,
        }

    def work(self) -> None:
        """Answer until told to stop."""
        torch.set_num_threads(1)
        Thread(target=prepare_kernels, args=(self._on_prepared,), name="kernels", daemon=True).start()
        while not self._inbox.stopping:
            try:
                self.turn()
            except Exception as error:
                log.exception("training failed")
                self._fail(error)
            self._inbox.wait(self._rest_s())

    def _on_prepared(self, problem: str) -> None:
        """Called on the kernels' thread."""
        self._inbox.send(FusedPrepared(problem))

    def last_finite(self) -> Checkpoint | None:
        """The state to go back to after divergence."""
        return self._guard.last()

    def checkpoint(self) -> Checkpoint | None:
        """A copy of the state; None where the document has no network."""
        return None if self._run is None or self._status.unbuildable else self._run.checkpoint()

    # ---- one turn --------------------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Obey what waits, train for a slice, measure, and put a snapshot into the mailbox, each where it is due."""
        while (item := self._inbox.next()) is not None:
            self._obey(item)
        requests = self._inbox.take_requests()
        if requests is not None:
            self._requests, self._unseen = requests, True
            self._clock.move(perf_counter(), changed=False)
        if self._is_training:
            self._advance()
        if self._measuring_is_due(just_shown=False):
            self._measure()
        self._unseen |= self._clock.is_finer_due(perf_counter())
        if self._unseen and self._may_show:
            self._show()
            if self._measuring_is_due(just_shown=True):
                self._measure()

    def _measuring_is_due(self, *, just_shown: bool) -> bool:
        """Training: right after a picture, when the next one has a whole frame's time."""
        if not (self._can_measure and self._unmeasured) or self._meter.seconds_until_due() > 0.0:
            return False
        return not self._is_training or just_shown or self._meter.is_overdue

    def _rest_s(self) -> float | None:
        """How long nothing is due; None until the next command."""
        waits: list[float] = []
        if self._run is not None and self._is_training:
            waits.append(0.0 if self._steps_left else self._pace.seconds_until_due(self._run))
        if self._unseen:
            waits.append(POLL_S)
        if self._can_measure and self._unmeasured and not self._is_training:
            waits.append(self._meter.seconds_until_due())
        return min((*waits, *self._clock.waits(perf_counter())), default=None)

    @property
    def _can_measure(self) -> bool:
        return self._run is not None and not self._status.problem

    @property
    def _is_training(self) -> bool:
        return self._wants_to_train and not self._is_waiting

    @property
    def _wants_to_train(self) -> bool:
        return self._can_measure and (self._wants_play or self._steps_left > 0)

    @property
    def _is_waiting(self) -> bool:
        """At the start: were the first batches PyTorch's, the bits would depend on how long the kernel takes."""
        return self._wants_to_train and self._engine.is_waiting

    @property
    def _is_watched(self) -> bool:
        """Whether the stop rule looks at every epoch."""
        return self._wants_play and self._run is not None and watches_losses(self._run.document.training)

    @property
    def _may_show(self) -> bool:
        return self._clock.may_take(perf_counter(), trains=self._is_training, is_taken=self._mailbox.empty)

    def _advance(self) -> None:
        """Train for a slice, or the batches that are due."""
        run = self._run
        assert run is not None  # noqa: S101  (`_is_training` has looked)
        stop = run.document.training.stop_epochs if self._wants_play else 0
        if stop and run.batches_until(stop) == 0:
            self._pause(f"Epoch {stop:,} is reached, where the stop rule ends training.", stopped=True)
            return
        limit = self._batches_due(run, stop)
        if limit == 0:
            return
        done = self._travel.advance(self._engine, run, limit, SLICE_S)
        self._status.batches += done
        self._clock.move(perf_counter())
        self._undo.touch()
        self._unmeasured = self._unseen = True
        self._tachometer.mark(run.position)
        if self._steps_left:
            self._steps_left -= done
            if self._steps_left == 0:
                self._pause()
        else:
            self._pace.spend(done)
            if (stop and run.epoch >= stop) or (self._is_watched and run.cursor == 0):
                self._measure()

    def _batches_due(self, run: Run, stop: int) -> int | None:
        """Batches to do now, not beyond the epoch where the stop rule ends training or looks; None for no limit."""
        ends = ([stop] if stop else []) + ([run.epoch + 1] if self._is_watched else [])
        limits = [self._steps_left or self._pace.due(run), *map(run.batches_until, ends)]
        return min((limit for limit in limits if limit is not None), default=None)

    def _measure(self) -> None:
        """Add to the history; see whether to stop, and whether the numbers are still finite."""
        run = self._run
        assert run is not None  # noqa: S101  (`_can_measure` has looked)
        self._unmeasured = False
        record = self._meter.measure(run, self._status.number, exact=not self._is_training or self._is_watched)
        if not is_finite(run, record.train_loss):
            self._diverge(run)
            return
        self._guard.keep(run, record.train_loss)
        self._travel.look(run, paused=not self._is_training)
        self._history.put(record)
        self._unseen = True
        if self._wants_play and not (self._is_watched and run.cursor):
            reason = self._stops.look(run, record)
            if reason:
                self._pause(reason, stopped=True)

    def _show(self) -> None:
        """Put a snapshot into the mailbox."""
        start = perf_counter()
        if self._run is not None and not np.isfinite(self._run.parameters).all():
            self._diverge(self._run)
        self._unseen = False
        self._status.learn_from(self._engine)
        self._status.state = self._state()
        self._status.epochs_per_second = self._tachometer.epochs_per_second() if self._is_training else 0.0
        document = self._document
        if document is not None:
            run = None if self._status.unbuildable else self._run
            calm = self._clock.calm(perf_counter(), hurried=self._status.state is TrainerState.TRAINING)
            self._mailbox.put(self._travel.compose(run, document, self._status, self._requests, calm))
            self._unseen = self._travel.wants_more
            trains, end = self._is_training, perf_counter()
            self._clock.note_taken(start, end, trains=trains, is_rough=self._travel.is_rough)

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
        if not isinstance(item, AskCheckpoint):
            self._unseen = True
            self._clock.move(perf_counter())
        self._commands[type(item)](item)

    def _take_fused(self, prepared: FusedPrepared) -> None:
        self._engine.fused_problem = prepared.problem
        if self._document is not None and not self._status.unbuildable:
            self._engine.choose(self._document)

    def _play(self) -> None:
        if self._wants_play:
            return
        self._status.clear_trouble()
        self._wants_play = True
        self._pace.begin()
        self._tachometer.clear()
        if self._run is not None:
            self._stops.begin(self._run.position)

    def _pause(self, message: str = "", *, stopped: bool = False) -> None:
        was_training = self._is_training
        self._wants_play, self._steps_left = False, 0
        self._status.stopped = stopped
        self._status.message = message or self._status.message
        self._tachometer.clear()
        self._unseen = True
        if self._can_measure and (was_training or self._unmeasured):
            self._measure()

    def _step(self, step: Step) -> None:
        self._wants_play = False
        if not self._can_measure or self._run is None:
            return
        self._status.clear_trouble()
        self._steps_left = 1 if step.unit is StepUnit.BATCH else self._run.batches_until(self._run.epoch + 1)

    # ---- trouble ---------------------------------------------------------------------------------------------------

    def _fail(self, error: Exception) -> None:
        """Say what happened, without pictures, which may be what failed."""
        self._wants_play, self._steps_left = False, 0
        self._unmeasured = self._unseen = False
        self._status.trouble = self._status.state = TrainerState.FAILED
        self._status.message = f"Training stopped by an error: {str(error) or type(error).__name__}"
        if self._document is not None:
            self._mailbox.put(compose(None, self._document, self._status, Shown()))
