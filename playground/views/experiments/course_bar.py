"""The line under a page: how far the experiment is, Pause, Cancel, and Export when there is something to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.session.course import CourseStage
from playground.views.experiments.words import course_words
from playground.widgets.buttons import IconButton
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.progress_line import ProgressLine
from playground.widgets.text import literal

if TYPE_CHECKING:
    from playground.session.course import Course
    from playground.session.experiments import Experiments


class CourseBar(QWidget):
    """Shows the course of one kind of experiment; hidden before there was one.

    Signals:
        export_asked(): The results are to be written to a file.
    """

    export_asked = Signal()

    def __init__(self, experiments: Experiments, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiments, self._kind = experiments, kind
        self.track = ProgressLine()
        self.words = Label("", "row", "ink2")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.pause = IconButton("pause", "Pause")
        self.cancel = IconButton("x", "Cancel", "Cancel\nEnds the experiment; the runs that are done stay")
        tip = "Export\nThe runs that are done as a table (CSV) or as arrays with curves and maps (NPZ)"
        self.export = IconButton("download", "Export", tip)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.words, 1)
        for button in (self.pause, self.cancel, self.export):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 2)
        column.addWidget(self.track)
        column.addLayout(row)
        self.pause.clicked.connect(self._pause_or_go_on)
        self.cancel.clicked.connect(experiments.cancel)
        self.export.clicked.connect(self.export_asked)
        self.hide()

    def refresh(self) -> None:
        """Show the course as it is now."""
        course = self._experiments.course(self._kind)
        self.setVisible(course is not None)
        if course is None:
            return
        words = course_words(course)
        self.words.set_text(words)
        self.words.set_colour("danger" if course.stage is CourseStage.FAILED else "ink2")
        self.words.setToolTip(literal(words))
        self.track.show_share(course.share, words)
        self._show_buttons(course)

    def _show_buttons(self, course: Course) -> None:
        paused = course.stage is CourseStage.PAUSED
        self.track.setVisible(course.is_at_work)
        paused = paused or course.can_resume
        self.pause.setVisible(course.stage in {CourseStage.WORKING, CourseStage.PAUSED} or course.can_resume)
        self.pause.set_icon("play" if paused else "pause")
        name, effect = ("Go on", "Trains the rest of the runs") if paused else ("Pause", "The runs stop where they are")
        self.pause.set_description(name, f"{name}\n{effect}")
        self.cancel.setVisible(course.is_at_work)
        self.export.setVisible(course.done > 0 and not course.is_at_work)

    @Slot()
    def _pause_or_go_on(self) -> None:
        course = self._experiments.course(self._kind)
        if course is not None and course.stage is CourseStage.PAUSED:
            self._experiments.go_on()
        elif course is not None and course.can_resume:
            self._experiments.resume(self._kind)
        else:
            self._experiments.pause()
