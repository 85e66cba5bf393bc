"""Opens challenges beside the person's own work, keeps what passes, and writes hand-ins."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from playground.app.background import beside, write_file
from playground.app.folders import challenge_folder
from playground.interop.sources import Opened
from playground.lessons.files import MARKDOWN
from playground.storage.project import SUFFIX

if TYPE_CHECKING:
    from playground.app.documents import Documents
    from playground.app.kept_work import KeptWork
    from playground.app.layout import PanelLayout
    from playground.app.settings import Settings
    from playground.challenges.challenge import Challenge
    from playground.challenges.hand_in import HandIn
    from playground.challenges.keeping import KeptSolution
    from playground.challenges.marking import Marks
    from playground.session.session import Session

PANELS = ("network", "hidden", "output", "loss", "challenge")
"""Open beside a challenge; the panels of before come back with the work."""
CHALLENGE_FILTER = "Challenges (*.md)"
HAND_IN_FILTER = f"Hand-ins (*{SUFFIX})"


class ChallengeDesk(QObject):
    """Between the window and `session.challenges`: documents and files come and go here.

    Args:
        session: Whose challenge it is.
        work: The work of before, in whose place the challenge stands.
        documents: Gives the project at hand.
        panels: Opened beside a challenge.
        settings: Remember which challenges were passed.
    """

    def __init__(
        self, session: Session, work: KeptWork, documents: Documents, panels: PanelLayout, settings: Settings
    ) -> None:
        super().__init__(panels)
        self._session, self._work, self._documents = session, work, documents
        self._panels, self._settings = panels, settings
        self._course = session.challenges
        self._course.passed.update(settings.challenges_passed)
        self._course.asked.connect(self.open)
        self._course.left.connect(self.leave)
        self._course.solved.connect(self._keep, Qt.ConnectionType.QueuedConnection)  # not inside a frame
        self._course.reopen_asked.connect(self._reopen)
        self._course.hand_in_asked.connect(self.hand_in)
        session.loading.connect(self._on_loading)

    @Slot(str)
    def open(self, key: str) -> None:
        """Open a challenge that comes with the program; the work at hand is kept until it is left."""
        from playground.challenges.library import shipped_challenge
        from playground.lessons.front_matter import LessonError

        try:
            self.take(shipped_challenge(key))
        except (KeyError, LessonError) as error:
            self._session.message_posted.emit(f"The challenge cannot be opened: {error}", "danger")

    @Slot()
    def choose_file(self) -> None:
        """Ask for a challenge's file, and open it."""
        folder = str(self._settings.last_folder)
        window = QApplication.activeWindow()
        chosen, _ = QFileDialog.getOpenFileName(window, "Open a challenge", folder, CHALLENGE_FILTER)
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Open a challenge from a file, as a teacher writes one; the message bar says what is wrong with it."""
        from playground.challenges.reading import read_challenge
        from playground.lessons.front_matter import LessonError

        try:
            challenge = read_challenge(path)
        except LessonError as error:
            self._session.message_posted.emit(f"The challenge cannot be opened: {error}", "danger")
            return
        self._settings.last_folder = path.parent
        self._settings.add_recent(path)
        self.take(challenge)

    def take(self, challenge: Challenge) -> None:
        """Begin a challenge: keep the work at hand, show the document it starts from, open the panels."""
        from playground.challenges.library import start_of
        from playground.lessons.setting_up import SettingsError

        try:
            start = start_of(challenge)
        except SettingsError as error:
            self._session.message_posted.emit(f"The challenge cannot be opened: {error}", "danger")
            return
        if not self._work.put_away():
            return
        self._course.end()
        self._work.show(Opened(start, challenge.title), self)
        draws = {"data", "test data"} & set(challenge.may_change)
        self._panels.open_only([*(["data"] if draws else []), *PANELS])
        self._course.begin(challenge, start)
        self._read_solutions()

    @Slot()
    def leave(self) -> None:
        """End the challenge; the work of before comes back as it was. Nothing where there is no challenge."""
        if self._course.challenge is not None:
            self._course.end()
            self._work.bring_back()

    @Slot()
    def hand_in(self) -> None:
        """Ask for a name and a file, and write what is at hand as a hand-in."""
        course, window = self._course, QApplication.activeWindow()
        if course.challenge is None:
            return
        name, is_given = QInputDialog.getText(
            window, "Hand in", "Your name, as it is to stand in the file:", text=self._settings.hand_in_name
        )
        if not is_given:
            return
        name = " ".join(name.split())[:80]
        self._settings.hand_in_name = name
        suggested = self._settings.last_folder / f"{_plain(name) or 'hand-in'}-{course.challenge.key}{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(window, "Hand in", str(suggested), HAND_IN_FILTER)
        if chosen:
            path = Path(chosen)
            self.write_hand_in(path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX), name)

    def write_hand_in(self, path: Path, name: str) -> None:
        """Write the work at hand as a hand-in; the message bar says how that went.

        Args:
            path: Where to.
            name: Whose it is.
        """
        from playground.challenges.hand_in import pack_hand_in

        said, project = self._said(name), self._documents.project(with_thumbnail=False)
        try:
            write_file(path, lambda: pack_hand_in(project, said))
        except OSError as error:
            text = f"Could not write {path.name}: {error.strerror or error}."
            self._session.message_posted.emit(text, "danger")
            return
        self._session.message_posted.emit(f"{path.name} is ready to be handed in.", "info")

    def take_dropped(self, path: Path) -> bool:
        """Open a challenge's file that was dropped, or mark a folder of hand-ins. Whether it is one of them."""
        if is_challenge(path):
            self.open_file(path)
        elif holds_hand_ins(path):
            self.mark_class(path)
        else:
            return False
        return True

    @Slot()
    def choose_class(self) -> None:
        """Ask for a folder of hand-ins, and mark it."""
        title, folder = "Mark the hand-ins in a folder", str(self._settings.last_folder)
        chosen = QFileDialog.getExistingDirectory(QApplication.activeWindow(), title, folder)
        if chosen:
            self.mark_class(Path(chosen))

    def mark_class(self, folder: Path) -> None:
        """Mark the hand-ins in a folder, in a window of their own."""
        from playground.app.class_dialog import ClassDialog

        trainer = self._session.trainer
        if trainer.problem:
            self._session.message_posted.emit(trainer.problem, "danger")
            return
        own = self._course.challenge
        dialog = ClassDialog(folder, lambda: trainer.is_ready, QApplication.activeWindow(), own)
        dialog.exec()
        dialog.deleteLater()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _said(self, name: str, *, marked: bool = False) -> HandIn:
        from playground.challenges.hand_in import HandIn, shortened_steps

        course, session, steps = self._course, self._session, self._session.undo_stack
        challenge, shown = course.challenge, session.snapshot
        return HandIn(
            "" if challenge is None else challenge.key,
            name,
            _now(),
            0.0 if shown is None or shown.run != session.run else float(shown.live_epoch),
            course.is_met(),
            course.predicted,
            0 if challenge is None else challenge.seeds,
            shortened_steps(tuple(steps.text(place) for place in range(steps.index()))),
            course.marks if marked or course.is_marked else None,
            course.is_by_hand(),
        )

    @Slot(object)
    def _keep(self, marks: Marks) -> None:
        """Keep the document that has passed; it is opened again from its first weights."""
        from playground.challenges.hand_in import pack_hand_in
        from playground.challenges.keeping import keep_solution
        from playground.challenges.library import shipped_challenges
        from playground.storage.project import Project

        self._settings.challenges_passed = [key for key in shipped_challenges() if key in self._course.passed]
        marked = self._course.marked
        if marked is None:
            return
        said = self._said("", marked=True)
        try:
            data = pack_hand_in(Project(marked), said)
            beside(lambda: keep_solution(challenge_folder(marks.challenge), said.date, data))
        except OSError as error:
            text = f"The solution could not be kept: {error.strerror or error}."
            self._session.message_posted.emit(text, "warn")
        self._read_solutions()

    def _read_solutions(self) -> None:
        from playground.challenges.keeping import kept_solutions

        challenge = self._course.challenge
        if challenge is not None:
            folder = challenge_folder(challenge.key)
            self._course.solutions = kept_solutions(folder) if folder.is_dir() else ()
            self._course.changed.emit()

    @Slot(object)
    def _reopen(self, kept: KeptSolution) -> None:
        from playground.challenges.hand_in import read_hand_in
        from playground.document.errors import DocumentError

        try:
            _, project = read_hand_in(kept.path)
        except (DocumentError, OSError) as error:
            self._session.message_posted.emit(f"The solution cannot be opened: {error}", "danger")
            return
        self._course.take("Open a kept solution", project.document)

    @Slot()
    def _on_loading(self) -> None:
        """Something else was opened: the challenge has ended."""
        if self._course.challenge is not None and self._work.opening is not self:
            self._course.end()
            if self._work.opening is None:
                self._work.leave_behind()


def is_challenge(path: Path) -> bool:
    """Whether a path is a challenge's file, or is meant to be one, by its ending and what stands at its head."""
    from playground.challenges.reading import is_meant_as_challenge
    from playground.document.errors import DocumentError
    from playground.lessons.front_matter import MOST_BYTES
    from playground.storage.reading import read_limited

    if path.suffix.lower() not in MARKDOWN or not path.is_file():
        return False
    try:
        return is_meant_as_challenge(read_limited(path, MOST_BYTES).decode(errors="replace"))
    except (DocumentError, OSError):
        return False


def holds_hand_ins(path: Path) -> bool:
    """Whether a path is a folder with projects in it, as a class hands them in."""
    try:
        return path.is_dir() and any(one.suffix.lower() == SUFFIX for one in path.iterdir())
    except OSError:
        return False


def _now() -> str:
    return datetime.now().astimezone().replace(microsecond=0).isoformat()


def _plain(name: str) -> str:
    """A name as a part of a file's name."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name).split()).lower()
