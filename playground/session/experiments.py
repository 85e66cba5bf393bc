"""Experiments of the window: one at a time on a thread beside it, its results on the GUI thread as they come."""

from __future__ import annotations

import logging
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiments.experiment import ExperimentControl, ExperimentError, run_experiment
from playground.session.course import Course, CourseStage
from playground.session.doctor import DoctorWatch
from playground.session.kept_results import KeptList
from playground.session.map_guest import ShownGuest
from playground.session.method_fits import MethodFits
from playground.session.retrainings import Retrainings
from playground.session.shape_watch import ShapeWatch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.experiments.experiment import Experiment
    from playground.experiments.outcomes import Outcomes
    from playground.session.frame_pump import FramePump
    from playground.session.kept_results import KeptResults
    from playground.storage.saved_results import SavedResults
    from playground.training.loop.trainer import Trainer

log = logging.getLogger(__name__)


SEEDS = "seeds"
"""The kind that varies nothing but the seed."""


Message: TypeAlias = "Outcomes | CourseStage | str"
"""From an experiment's thread: results, how far it is, or why it has failed."""


class _Work:
    """The thread of an experiment. It touches nothing of Qt: what it has to say waits in a queue."""

    def __init__(self, experiment: Experiment, done: Iterable[int] = ()) -> None:
        self._done = tuple(done)
        self.control = ExperimentControl()
        self.said: SimpleQueue[Message] = SimpleQueue()
        self._experiment = experiment
        self.thread = Thread(target=self._run, name="experiment", daemon=False)

    def _run(self) -> None:
        try:
            self._work()
        except ExperimentError as error:
            self.said.put(str(error))
        except Exception as error:
            log.exception("an experiment failed")
            self.said.put(f"The experiment ended by an error: {str(error) or type(error).__name__}.")

    def _work(self) -> None:
        from playground.experiments.workers import local_workers  # noqa: PLC0415 - multiprocessing is not for a start

        experiment = self._experiment
        workers = local_workers(
            experiment.document, experiment.measure, beside_window=True, fits_methods=experiment.grid.fits_methods
        )
        try:
            self.said.put(CourseStage.WORKING)
            is_done = run_experiment(experiment, workers, self.said.put, control=self.control, done=self._done)
        finally:
            workers.close()
        self.said.put(CourseStage.DONE if is_done else CourseStage.CANCELLED)


class Experiments(QObject):
    """At most one experiment at work; the last one of each kind stays until another takes its place.

    A kind is a page's name, as "seeds" and "sweep". The window stays fluid: the workers leave it a core's share, and
    results cross in its frames. What comes of all of them is in `kept`, which projects save.

    Attributes:
        kept: The results of the project.
        methods: Classical methods fitted to the samples at hand.
        guest: What many runs answer together, where the output map shows that.
        shape: What no network of the document's shape can do.
        doctor: What is wrong with the run at hand, with a proved cure.
        retrainings: The network at hand trained again on other samples, for one answer.

    Signals:
        changed(): One has begun, pauses, goes on, or has ended; its stage is another.
        arrived(): ExperimentResults have come in.
        shown(str): A kind is to be shown; whoever shows experiments brings its page.
        export_asked(str): The results of a kind are to be written to a file.
    """

    changed = Signal()
    arrived = Signal()
    shown = Signal(str)
    export_asked = Signal(str)

    def __init__(self, trainer: Trainer, pump: FramePump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer, self._pump = trainer, pump
        self.kept = KeptList(self)
        self.methods = MethodFits(trainer, pump, self)
        self.guest = ShownGuest(self)
        self.shape = ShapeWatch(trainer, pump, self)
        self.doctor = DoctorWatch(self)
        self.retrainings = Retrainings(trainer, pump, self)
        self._courses: dict[str, Course] = {}
        self._work: _Work | None = None
        self._kind = ""
        self._ending: list[Thread] = []

    def course(self, kind: str) -> Course | None:
        """The last experiment of a kind, at work or not; None before there was one."""
        return self._courses.get(kind)

    @property
    def at_work(self) -> str:
        """The kind of the experiment at work; "" for none."""
        return self._kind

    def start(self, kind: str, experiment: Experiment, title: str = "") -> None:
        """Begin an experiment; one at work is cancelled, and keeps what it has. Begins when PyTorch is loaded.

        Args:
            kind: Whose place it takes.
            experiment: What is to be found out.
            title: What the list of results calls it, with the time; the kind where it is "".
        """
        course = Course(experiment)
        self.kept.add(kind, course, title or kind.capitalize())
        self._work_on(kind, course)

    def show(self, item: KeptResults) -> None:
        """Show results that were kept on the page of their kind; nothing where another one of it is at work."""
        if self._kind == item.kind and self._courses[item.kind] is not item.course:
            return
        self._courses[item.kind] = item.course
        self.shown.emit(item.kind)
        self.changed.emit()

    def resume(self, kind: str) -> None:
        """Go on with the runs of a kind's experiment that are not done: they come out as if it had never ended."""
        course = self._courses.get(kind)
        if course is not None and course.can_resume:
            course.resume()
            self._work_on(kind, course)

    def load(self, saved: Iterable[SavedResults]) -> None:
        """Take the results of another project in place of these; the newest of each kind is shown."""
        self.cancel()
        self.kept.load(saved)
        self._courses = {item.kind: item.course for item in self.kept.items}
        self.changed.emit()

    def pause(self) -> None:
        """Let the experiment at work stand still; runs at hand stop where they are."""
        self._turn(CourseStage.WORKING, CourseStage.PAUSED)

    def go_on(self) -> None:
        """Let it go on from there."""
        self._turn(CourseStage.PAUSED, CourseStage.WORKING)

    def prefer(self, kind: str, places: Iterable[int]) -> None:
        """Let these runs of a kind's experiment come next, in this order: somebody looks at them."""
        if self._work is not None and self._kind == kind:
            self._work.control.prefer(places)

    def cancel(self) -> None:
        """End the experiment at work; what is done stays."""
        if self._work is None:
            return
        self._work.control.cancel()
        self._empty()
        if self._work is not None:  # else its thread had just said that it was done
            self._end(CourseStage.CANCELLED)

    def close(self) -> None:
        """End all threads; blocks for as long as a run takes to look whether it goes on, some tenths of a second."""
        self.cancel()
        self.methods.close()
        self.shape.close()
        self.doctor.close()
        self.retrainings.close()
        for thread in self._ending:
            thread.join()
        self._ending.clear()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _work_on(self, kind: str, course: Course) -> None:
        self.cancel()
        self._kind, self._work = kind, _Work(course.experiment, course.results.done.tolist())
        self._courses[kind] = course
        self._pump.ticked.connect(self._on_tick)
        self._begin()
        self.changed.emit()

    def _begin(self) -> None:
        """Start the thread as soon as the trainer's has loaded PyTorch: two at a time would load it twice as long."""
        work = self._work
        if work is None or work.thread.ident is not None:
            return
        if self._trainer.problem:
            self._courses[self._kind].error = self._trainer.problem
            self._end(CourseStage.FAILED)
        elif self._trainer.is_ready:
            work.thread.start()

    def _turn(self, before: CourseStage, after: CourseStage) -> None:
        course = self._courses.get(self._kind)
        if self._work is None or course is None or course.stage is not before:
            return
        if after is CourseStage.PAUSED:
            self._work.control.pause()
        else:
            self._work.control.go_on()
        course.enter(after)
        self.changed.emit()

    @Slot()
    def _on_tick(self) -> None:
        self._begin()
        if self._empty():
            self.arrived.emit()

    def _empty(self) -> bool:
        """Take what the thread has said; whether results were among it."""
        work, has_results = self._work, False
        # What is heard may end it, and another may begin at once.
        while work is not None and work is self._work:
            try:
                said = work.said.get_nowait()
            except Empty:
                break
            has_results |= self._hear(said)
        return has_results

    def _hear(self, said: Message) -> bool:
        course = self._courses[self._kind]
        if isinstance(said, str):
            course.error = said
            self._end(CourseStage.FAILED)
        elif said is CourseStage.WORKING:
            course.enter(said)
            self.changed.emit()
        elif isinstance(said, CourseStage):
            self._end(said)
        else:
            course.take(said)
            return True
        return False

    def _end(self, stage: CourseStage) -> None:
        work, self._work = self._work, None
        course = self._courses[self._kind]
        self._kind = ""
        self._pump.ticked.disconnect(self._on_tick)
        self._ending = [thread for thread in self._ending if thread.is_alive()]
        if work is not None and work.thread.ident is not None:
            self._ending.append(work.thread)
        course.enter(stage)
        self.changed.emit()
