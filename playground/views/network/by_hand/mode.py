"""Where a person is in one step by hand: stage, samples, what is asked for, and the numbers that are worked out."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.session.by_hand import take_update
from playground.training.explain.by_hand.check import Checked, check
from playground.training.explain.by_hand.written import number_words
from playground.training.probes.one_update import MOST_SAMPLES, OneUpdate
from playground.views.network.by_hand.stages import Asked, HandStage, asked_of, lines_of, shape_of, stages_of
from playground.widgets.format import parse_number

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.training.explain.by_hand.update import HandUpdate
    from playground.training.explain.by_hand.written import WrittenLine
    from playground.training.snapshots.snapshot import Snapshot

WANTS = "by hand"
Samples = Literal["next", "batch", "selected"]


class HandMode(QObject):
    """Owned by the network panel. It pauses training when it begins, and plays on where it ended playing.

    Attributes:
        stage: Place among the stages.
        sample: Which of the batch is shown.
        samples: Which samples make the batch.
        asked: What is written out.
        update: The numbers; None until they have come.
        checks: Whether results are hidden until the person has typed them.
        said: What is said of the number that was typed last; None for nothing.
        before: The loss of the batch before the step that was taken last; None where none was.
    """

    changed = Signal()
    """Anything that is shown."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._is_seen = self._was_playing = False
        self._skip = 0
        self.stages = stages_of(session.document)
        self.stage = self.sample = 0
        self.samples: Samples = "next"
        self.asked = Asked(self.stages[0].uid)
        self.update: HandUpdate | None = None
        self.checks = False
        self.said: Checked | None = None
        self.before: float | None = None
        self._taken: tuple[int, ...] = ()
        self._written_for: tuple[object, ...] = ()
        self._written: tuple[WrittenLine, ...] = ()
        session.snapshot_arrived.connect(self._take)
        session.state_changed.connect(self._on_state)
        session.network_changed.connect(self._on_document)
        session.document_changed.connect(self._on_document)
        session.selection.points_changed.connect(self._on_points)
        session.selection.picture_changed.connect(self._on_points)

    # ---- on and off --------------------------------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether a step is being worked out."""
        return self._session.selection.by_hand

    def begin(self) -> None:
        """Pause, and stand at the first stage with the samples at hand."""
        self._was_playing = self._session.playing
        if self._was_playing:
            self._session.pause()
        self.stages = stages_of(self._session.document)
        self.stage = self.sample = self._skip = 0
        self.before, self.said, self.update = None, None, None
        self.samples = "selected" if self.selected_rows() else "next"
        self.asked = Asked(self.here.uid)
        self._ask()
        self.changed.emit()

    def end(self) -> None:
        """Let go of the numbers, and train on where that was interrupted."""
        self.update = None
        self._session.selection.light(None)
        self._ask()
        if self._was_playing and not self._session.playing:
            self._was_playing = False
            self._session.play()
        self.changed.emit()

    def leave(self) -> None:
        """The person has seen enough."""
        self._session.selection.work_by_hand(on=False)

    def set_seen(self, seen: bool) -> None:
        """Ask for numbers only while the panel is seen."""
        self._is_seen = seen
        self._ask()

    # ---- the person goes on ------------------------------------------------------------------------------------------

    @property
    def here(self) -> HandStage:
        """The stage at hand."""
        return self.stages[min(self.stage, len(self.stages) - 1)]

    def go(self, by: int) -> None:
        """To a later stage, or an earlier one; from the last one, once the step is taken, to the first again."""
        last = len(self.stages) - 1
        target = self.stage + by
        if target > last:
            self.take()
            return
        self.stage = min(max(target, 0), last)
        self._stand()

    def take(self) -> None:
        """Train for one update on exactly these samples."""
        update = self.update
        if update is None or not take_update(self._session, update.rows):
            return
        self.before, self._taken = update.loss, update.rows
        self.stage = len(self.stages) - 1
        self._stand()

    def ask(self, asked: Asked) -> None:
        """Write something else out."""
        if asked != self.asked:
            self.asked, self.said = asked, None
            self.changed.emit()

    def step_unit(self, by: int) -> None:
        """To the next unit of the stage's column, or the one before."""
        update = self.update
        if update is None:
            return
        each = prod(shape_of(update, self.here.uid)[1:])
        unit = self.asked.unit // each + by if self.asked.uid == self.here.uid else 0
        self.ask(asked_of(update, self.here, unit))

    def step_sample(self, by: int) -> None:
        """To another sample of the batch."""
        if self.update is not None:
            self.sample = (self.sample + by) % len(self.update.rows)
            self.said = None
            self._light()
            self.changed.emit()

    def choose(self, samples: Samples) -> None:
        """Take other samples as the batch."""
        self.samples, self.sample, self._skip, self.before = samples, 0, 0, None
        self._ask()
        self.changed.emit()

    def others(self) -> None:
        """Go on to the samples that come behind these in the pass."""
        if self.update is not None and self.samples != "selected":
            self._skip += len(self.update.rows)
            self.before = None
            self._ask()

    # ---- what is shown -----------------------------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[WrittenLine, ...]:
        """What is asked for, written out; nothing while the numbers are not there."""
        update = self.update
        if update is None or self.here.kind == "take":
            return ()
        sample = min(self.sample, len(update.rows) - 1)
        what = update, self.here, self.asked, sample
        if what != self._written_for:  # of a kernel it is thousands of terms, and several ask
            self._written_for, self._written = what, lines_of(update, self.here, self.asked, sample)
        return self._written

    @property
    def asked_place(self) -> int | None:
        """Of the line whose number is asked for: the last one, of the steps that before the new weight."""
        found = [place for place, line in enumerate(self.lines) if line.is_number]
        if self.here.kind == "steps" and len(found) > 1:
            return found[-2]
        return found[-1] if found else None

    @property
    def asked_line(self) -> WrittenLine | None:
        """That line; None where nothing is asked for."""
        place = self.asked_place
        return None if place is None else self.lines[place]

    @property
    def is_hidden(self) -> bool:
        """Whether the result is kept back until it is found."""
        return self.checks and not (self.said is not None and self.said.is_right) and self.asked_place is not None

    def check(self, typed: str) -> None:
        """Say of a number that was typed whether it is the one."""
        number, place = parse_number(typed), self.asked_place
        if number is None or place is None or self.update is None:
            self.said = Checked(False, "That is no number: type one like −0.042.")
        else:
            lines = [line for line in self.lines[: place + 1] if line.is_number]
            self.said = check(typed, number, lines, len(self.update.rows))
        self.changed.emit()

    def show_result(self) -> None:
        """Give the number away."""
        line = self.asked_line
        if line is not None:
            self.said = Checked(True, f"It is {line.name} = {number_words(line.value)}.")
            self.changed.emit()

    def set_checks(self, on: bool) -> None:
        """Hide results, or show them."""
        self.checks, self.said = on, None
        self.changed.emit()

    def selected_rows(self) -> tuple[int, ...]:
        """The samples that are selected, or the picture at hand; those that are no sample of the dataset have none."""
        selection, data = self._session.selection, self._session.document.dataset
        if selection.points is not None and len(selection.points) == len(data):
            return tuple(int(row) for row in np.flatnonzero(selection.points)[:MOST_SAMPLES])
        return () if selection.picture_row is None else (selection.picture_row,)

    @property
    def batch(self) -> int:
        """Samples of the run's next batch, as many as are worked out."""
        data, size = self._session.document.dataset, self._session.document.training.batch_size
        count = int(np.count_nonzero(~data.is_test))
        return min(size or count, count, MOST_SAMPLES)

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _stand(self) -> None:
        self.said = None
        if self.update is not None:
            self.asked = asked_of(self.update, self.here)
        if self.here.kind != "take":
            self.before = None
        self.changed.emit()

    def _light(self) -> None:
        """Let the sample stand out in every view."""
        if self.update is not None:
            self._session.selection.light(self.update.rows[self.sample])

    def _ask(self) -> None:
        """Have the numbers of these samples, or none."""
        if not (self.is_on and self._is_seen):
            self._session.want(WANTS)
            return
        rows = self.selected_rows() if self.samples == "selected" else ()
        if self.before is not None:
            rows = self._taken
        count = self.batch if self.samples == "batch" else 1
        self._session.want(WANTS, OneUpdate(rows, count, self._skip))

    @Slot(object)
    def _take(self, snapshot: Snapshot) -> None:
        document = self._session.document
        if not self.is_on or snapshot.document is not document:
            return
        found = snapshot.get(OneUpdate) if snapshot.foreign is None else None
        if found is None and self.update is not None and self.update.document is not document:
            self.update = None  # of this document there is none
            self.changed.emit()
        if found is None or found is self.update or found.document is not document:
            return
        is_first, self.update = self.update is None, found
        self.sample = min(self.sample, len(found.rows) - 1)
        if is_first:
            self.asked = asked_of(found, self.here)
        self.said = None
        self._light()
        self.changed.emit()

    @Slot()
    def _on_state(self) -> None:
        """Training has begun by another hand: numbers would run away."""
        if self.is_on and self._session.playing:
            self._was_playing = False
            self.leave()

    @Slot()
    def _on_document(self) -> None:
        if not self.is_on:
            return
        stages = stages_of(self._session.document)
        if stages != self.stages:
            self.stages, self.stage, self.update = stages, 0, None
            self.asked = Asked(self.here.uid)
        self._ask()
        self.changed.emit()

    @Slot()
    def _on_points(self) -> None:
        if self.is_on:
            self.before = None
            self.samples = (
                "selected" if self.selected_rows() else ("next" if self.samples == "selected" else self.samples)
            )
            self._ask()
            self.changed.emit()
