"""Networks trained again beside the window, on other samples: on a thread, their answers in the frames as they come."""

from __future__ import annotations

import logging
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiments.experiment import ExperimentError
from playground.experiments.retraining import GivenUp, RetrainedAnswer, retrain

if TYPE_CHECKING:
    from playground.experiments.retraining import Retraining
    from playground.session.frame_pump import FramePump
    from playground.training.loop.trainer import Trainer

log = logging.getLogger(__name__)


class _Again:
    """The thread. It touches nothing of Qt: what it has to say waits in a queue."""

    def __init__(self, wish: Retraining) -> None:
        self.said: SimpleQueue[RetrainedAnswer | str] = SimpleQueue()
        self.share, self.is_over = 0.0, Event()
        self._wish, self._given_up = wish, Event()
        self.thread = Thread(target=self._run, name="retraining", daemon=True)

    def give_up(self) -> None:
        """End within a slice of training."""
        self._given_up.set()

    def _tell(self, share: float) -> bool:
        self.share = share
        return not self._given_up.is_set()

    def _run(self) -> None:
        try:
            for found in retrain(self._wish, self._tell):
                self.said.put(found)
        except GivenUp:
            pass
        except ExperimentError as error:
            self.said.put(str(error))
        except Exception as error:
            log.exception("training again failed")
            self.said.put(f"Training again ended by an error: {str(error) or type(error).__name__}.")
        self.is_over.set()


class Retrainings(QObject):
    """At most one at work; the run at hand is not touched.

    Attributes:
        wish: What is, or was last, found out; None for nothing.
        answers: What has come of it so far.
        error: Why it has failed, a sentence; "" where it has not.
        is_at_work: Whether more is to come.

    Signals:
        changed(): More has come, it is further, or it has ended.
    """

    changed = Signal()

    def __init__(self, trainer: Trainer, pump: FramePump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer, self._pump = trainer, pump
        self._again: _Again | None = None
        self._ending: list[Thread] = []
        self._shown = -1
        self.wish: Retraining | None = None
        self.answers: tuple[RetrainedAnswer, ...] = ()
        self.error, self.is_at_work = "", False

    @property
    def share(self) -> float:
        """How much of the work is done at least, of 1."""
        return 0.0 if self._again is None else min(self._again.share, 1.0)

    def start(self, wish: Retraining) -> None:
        """Begin, in place of what was at work, as soon as the trainer's thread has loaded PyTorch."""
        self.cancel()
        self.wish, self.answers, self.error = wish, (), ""
        self._again, self.is_at_work, self._shown = _Again(wish), True, -1
        self._pump.ticked.connect(self._on_tick)
        self.changed.emit()

    def cancel(self) -> None:
        """End it; what has come stays."""
        if self._again is not None and self.is_at_work:
            self._again.give_up()
            self._end()

    def close(self) -> None:
        """End it, and wait for the thread, which takes as long as a slice of training."""
        self.cancel()
        for thread in self._ending:
            thread.join()
        self._ending.clear()

    # ---- inside ----------------------------------------------------------------------------------------------------

    @Slot()
    def _on_tick(self) -> None:
        again = self._again
        if again is None:
            return
        if again.thread.ident is None:
            self._begin(again)
            return
        # In this order: what it says before it is over is heard then, too.
        is_over, has_more = again.is_over.is_set(), self._empty(again)
        percent = int(100 * again.share)
        if is_over:
            self._end()
        elif has_more or percent != self._shown:
            self._shown = percent
            self.changed.emit()

    def _begin(self, again: _Again) -> None:
        if self._trainer.problem:
            self.error = self._trainer.problem
            self._end()
        elif self._trainer.is_ready:
            again.thread.start()

    def _empty(self, again: _Again) -> bool:
        has_more = False
        while True:
            try:
                said = again.said.get_nowait()
            except Empty:
                return has_more
            has_more = True
            if isinstance(said, str):
                self.error = said
            else:
                self.answers = (*self.answers, said)

    def _end(self) -> None:
        again, self.is_at_work = self._again, False
        self._pump.ticked.disconnect(self._on_tick)
        self._ending = [thread for thread in self._ending if thread.is_alive()]
        if again is not None and again.thread.ident is not None:
            self._ending.append(again.thread)
        self.changed.emit()
