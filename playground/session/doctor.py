"""The doctor of the window: a look about once a second, cures tried on a thread, one finding at a time or none."""

from __future__ import annotations

import logging
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.experiments.experiment import ExperimentControl, ExperimentError
from playground.session.new_start import begin_anew
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playground.document.model import Document
    from playground.experiments.doctor.examination import Diagnosis, DoctorReport
    from playground.experiments.doctor.looking import LookOutcome
    from playground.experiments.doctor.observation import Observation
    from playground.session.patient import Patient
    from playground.training.probes.layer_statistics import NetworkStatistics
    from playground.training.snapshots.snapshot import Snapshot

log = logging.getLogger(__name__)

NAME = "doctor"
"""Under which it asks for statistics of layers."""
LOOK_S = 1.0
ASKED_S = 0.4
"""So long statistics may take to come for somebody who has asked."""
LEAST_EPOCHS = 20
"""A run that is shorter is not looked at, unless it has diverged or somebody asks."""
MOST_WAITS = 3
"""Looks that are put off for statistics of layers that do not come, as of a network that is too large."""
LONGER = 1.5
"""What was tried without a proof is tried again when the run is so many times as long."""
ILL = 0.97
"""Below this score over the training samples statistics of layers are asked for: a run that does well needs none."""
COLUMNS = ("epoch", "train_loss", "test_loss", "train_score", "test_score")


class DoctorWatch(QObject):
    """Says nothing that is not proved, and nothing while it is off, which costs nothing.

    What is seen begins anew with each edit and each run; then what was found is withdrawn. While an experiment of the
    person's is at work trials stand still. Lessons have words of their own, and of a challenge the person is to find
    the remedy, which its rules may forbid.

    Attributes:
        is_on: Whether it looks by itself.
        diagnosis: What is wrong and was not dismissed; None for nothing.
        is_looking: Whether somebody has asked and waits.

    Signals:
        changed(): `diagnosis` or `is_looking` is another.
        answered(object): What an examination came to that somebody has asked for, a `DoctorReport`.
    """

    changed = Signal()
    answered = Signal(object)

    def __init__(self, parent: QObject, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__(parent)
        self.is_on = self.is_looking = False
        self.diagnosis: Diagnosis | None = None
        self._clock = clock
        self._patient: Patient | None = None
        self._not_now: set[str] = set()
        self._never: set[str] = set()
        self._seen: Document | None = None
        self._line = self._version = -1
        self._waits = 0
        self._ending: list[Thread] = []
        self._since = self._due = self._tried_until = 0.0
        self._suspected: frozenset[str] = frozenset()
        self._statistics: list[NetworkStatistics] = []
        self._number = 0
        self._listens = False
        self._control = ExperimentControl()
        self._thread: Thread | None = None
        self._answers: SimpleQueue[tuple[int, LookOutcome]] = SimpleQueue()

    # ---- what a person does ----------------------------------------------------------------------------------------

    def attend(self, patient: Patient) -> None:
        """Have a session to look after; off at first."""
        self._patient = patient
        patient.document_changed.connect(self._begin_anew)
        patient.loading.connect(self._forget_all)
        patient.experiments.changed.connect(self._stand_back)

    def switch(self, *, on: bool) -> None:
        """Look by itself, or not; what it has said goes with that."""
        if on != self.is_on:
            self.is_on = on
            self._begin_anew()
            self._listen()

    def ask(self) -> None:
        """Look now, and answer in any case."""
        if self._patient is None or self.is_looking:
            return
        self._stop()
        self.is_looking = True
        self._due = self._clock() + ASKED_S
        self._patient.want(NAME, LayerStatistics())
        self._listen()
        self.changed.emit()

    def not_now(self) -> None:
        """Say this no more of the run at hand."""
        self._dismiss(self._not_now)

    def never(self) -> None:
        """Say this no more of the document at hand."""
        self._dismiss(self._never)

    def mute(self, keys: Iterable[str]) -> None:
        """Say these no more of the document at hand, by keys of findings, as its file says."""
        self._never = set(keys)

    def apply(self) -> None:
        """Take the cure and start over, as it was proved, as one undo step; goes on training where it did."""
        patient, found = self._patient, self.diagnosis
        if patient is None or found is None:
            return
        goes_on = patient.playing or patient.state is TrainerState.DIVERGED
        begin_anew(patient, f"Doctor: {found.cure.words}", found.cure.edit(patient.document))
        if goes_on:
            patient.play()

    def close(self) -> None:
        """End the thread; blocks for as long as a run takes to look whether it goes on."""
        self.is_on = self.is_looking = False
        self._stop()
        for thread in self._ending:
            thread.join()
        self._ending.clear()

    @property
    def muted(self) -> frozenset[str]:
        """Keys of findings that are not to be said of the document at hand."""
        return frozenset(self._never)

    # ---- looking ---------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Look with the frames while that is of any use."""
        wanted = self.is_on or self.is_looking
        if self._patient is None or wanted == self._listens:
            return
        self._listens = wanted
        ticked, arrived = self._patient.pump.ticked, self._patient.snapshot_arrived
        if wanted:
            ticked.connect(self._on_tick)
            arrived.connect(self._take_statistics)
        else:
            ticked.disconnect(self._on_tick)
            arrived.disconnect(self._take_statistics)
            self._patient.want(NAME)

    @Slot()
    def _on_tick(self) -> None:
        if self._thread is not None:
            self._take()
        if self._clock() < self._due or self._patient is None:
            return
        self._due = self._clock() + LOOK_S
        if self._thread is None and self._patient.trainer.is_ready and not self._patient.experiments.at_work:
            self._look(self._patient)

    def _look(self, patient: Patient) -> None:
        """See what the run has come to; a thread finds out what that means, where there is anything new."""
        if patient.numbers.line != self._line:
            self._forget_run(patient)
        seen = self._observed(patient)
        if not self.is_looking and (not self._is_worth_it(patient, seen) or self._waits_for_statistics(patient, seen)):
            return
        self._version = patient.history.version
        self._number += 1
        self._control = ExperimentControl()
        skip = frozenset() if self.is_looking else frozenset(self._not_now | self._never)
        arguments = (self._number, seen, skip, None if self.is_looking else self._suspected, self._control)
        self._thread = Thread(target=self._work, args=arguments, name=NAME, daemon=False)
        self._thread.start()

    def _is_worth_it(self, patient: Patient, seen: Observation) -> bool:
        if patient.problems or self.diagnosis is not None:
            return False
        if patient.lessons.lesson is not None or patient.challenges.challenge is not None:
            return False
        if seen.diverged_epoch is None and (seen.epoch < LEAST_EPOCHS or seen.epoch < self._tried_until):
            return False
        return patient.history.version != self._version or (seen.diverged_epoch is not None and not self._tried_until)

    def _waits_for_statistics(self, patient: Patient, seen: Observation) -> bool:
        """Ask for statistics of the layers of a run that does badly, once a look; the first are waited for."""
        if not seen.document.network or seen.train_score >= ILL:
            return False
        patient.want(NAME, LayerStatistics())
        self._waits += 1
        return not self._statistics and self._waits < MOST_WAITS

    def _observed(self, patient: Patient) -> Observation:
        from playground.experiments.doctor.observation import Observation  # noqa: PLC0415 - not for a start

        columns = patient.history.columns()
        first = int(np.searchsorted(columns["epoch"], self._since))
        snapshot = patient.snapshot
        has_diverged = patient.state is TrainerState.DIVERGED and snapshot is not None
        return Observation(
            patient.document,
            {name: columns[name][first:] for name in COLUMNS},
            tuple(self._statistics),
            (snapshot.diverged_epoch or 0) if has_diverged and snapshot is not None else None,
            patient.experiments.shape.limit,
        )

    @Slot(object)
    def _take_statistics(self, snapshot: Snapshot) -> None:
        """Keep the earliest and the newest since the run or the document was another."""
        found = snapshot.get(LayerStatistics)
        patient = self._patient
        if found is None or patient is None or snapshot.moment is not None or snapshot.run != patient.run:
            return
        if snapshot.document is patient.document:
            self._statistics = [*self._statistics[:1], found]
            patient.want(NAME)

    # ---- on the thread ---------------------------------------------------------------------------------------------

    def _work(
        self,
        number: int,
        seen: Observation,
        skip: frozenset[str],
        suspected: frozenset[str] | None,
        control: ExperimentControl,
    ) -> None:
        from playground.experiments.doctor.looking import NOTHING_SEEN, look  # noqa: PLC0415 - not for a start

        found = NOTHING_SEEN
        try:
            found = look(seen, skip, suspected, control)
        except ExperimentError as error:
            log.warning("the doctor's trials ended: %s", error)
        except Exception:
            log.exception("the doctor failed")
        self._answers.put((number, found))

    # ---- what comes of it ------------------------------------------------------------------------------------------

    def _take(self) -> None:
        try:
            number, look = self._answers.get_nowait()
        except Empty:
            return
        # It comes of a look that was given up meanwhile.
        if number != self._number or self._patient is None:
            return
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._suspected = look.keys
        if look.report is not None:
            self._tried_until = max(LONGER * self._observed(self._patient).epoch, LEAST_EPOCHS)
            self._hear(look.report)
        elif self.is_looking:
            self._stop_asking()

    def _hear(self, report: DoctorReport) -> None:
        was_asked = self.is_looking
        self.diagnosis = report.diagnosis
        self._stop_asking()
        if was_asked:
            self.answered.emit(report)

    def _stop_asking(self) -> None:
        self.is_looking = False
        self._listen()
        self.changed.emit()

    def _dismiss(self, kept: set[str]) -> None:
        if self.diagnosis is not None:
            kept.add(self.diagnosis.finding.key)
            self.diagnosis, self._tried_until = None, 0.0
            self.changed.emit()

    # ---- when all is different -------------------------------------------------------------------------------------

    @Slot()
    def _begin_anew(self) -> None:
        """Another document is trained, or it was edited: what was seen before tells nothing of it."""
        patient = self._patient
        if patient is None or (patient.document is self._seen and self.is_on):
            return
        self._stop()
        self._seen = patient.document
        if patient.numbers.line == self._line and patient.snapshot is not None:
            self._since = float(patient.snapshot.live_epoch)
            self._forget_looks()
        else:
            self._forget_run(patient)
        self._due = self._clock() + LOOK_S
        if self.diagnosis is not None or self.is_looking:
            self.diagnosis = None
            self._stop_asking()

    def _forget_run(self, patient: Patient) -> None:
        """Another run of the same document."""
        self._line, self._since = patient.numbers.line, 0.0
        self._forget_looks()
        self._not_now.clear()

    def _forget_looks(self) -> None:
        self._tried_until, self._suspected, self._statistics, self._waits = 0.0, frozenset(), [], 0

    @Slot()
    def _forget_all(self) -> None:
        self._not_now.clear()
        self._never.clear()

    @Slot()
    def _stand_back(self) -> None:
        """Leave the machine to an experiment of the person's."""
        if self._patient is not None and self._patient.experiments.at_work:
            self._control.pause()
        else:
            self._control.go_on()

    def _stop(self) -> None:
        """Give up what is tried: its thread ends by itself soon, and nobody listens to it any more."""
        self._number += 1
        self._control.cancel()
        self._ending = [thread for thread in self._ending if thread.is_alive()]
        if self._thread is not None:
            self._ending.append(self._thread)
            self._thread = None
