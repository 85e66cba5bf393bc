"""look whether a file is a lesson, and for how many seeds what it shows comes true."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import MOST_SEEDS, up_to
from playground.app.interrupts import asked_to_end, check, orderly
from playground.app.progress import Progress, add_quiet
from playground.app.training_watch import Watch
from playground.document.presets import first_document
from playground.interop.source_errors import SourceError
from playground.lessons.front_matter import LessonError
from playground.lessons.library import shipped_lessons
from playground.lessons.names import checked_lesson
from playground.lessons.reading import read_lesson
from playground.lessons.replay import documents_of, replay
from playground.lessons.setting_up import SettingsError

if TYPE_CHECKING:
    import argparse

    from playground.lessons.lesson import Lesson

EXAMPLES = ("lint-lesson a-neuron-is-a-line --seeds 4",)
END_S = 20.0
FAILED = 1
"""The exit status where a step does not hold what it says."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the lesson's file and how many seeds are to try it."""
    names = ", ".join(shipped_lessons())
    parser.add_argument("file", metavar="FILE", help=f"a lesson's file, or one that comes with the program: {names}")
    parser.add_argument(
        "--seeds", type=up_to(MOST_SEEDS), metavar="N", help="train what each step shows from so many seeds"
    )
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for the lesson, and one for each step that was trained."""
    lesson = _lesson(arguments.file)
    count = f"{len(lesson.steps)} step{'s' if len(lesson.steps) != 1 else ''}"
    sys.stdout.write(f"{lesson.title}: {count}, about {lesson.minutes} min\n")
    return 0 if arguments.seeds is None else _try(lesson, arguments.seeds, Progress(quiet=arguments.quiet))


def _lesson(name: str) -> Lesson:
    path = shipped_lessons().get(name) or Path(name).expanduser()
    if not path.exists():
        near = get_close_matches(name, shipped_lessons(), 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise SourceError(f"{name!r} is neither a lesson that comes with the program nor a file{hint}")
    try:
        lesson = _read(path)
        tuple(documents_of(lesson, first_document()))
    except LessonError as error:
        raise SourceError(str(error)) from None
    except SettingsError as error:
        raise SourceError(f"{name}: {error}") from None
    return lesson


def _read(path: Path) -> Lesson:
    """The lesson in a file; where Qt cannot be loaded, as on a server, its names of commands and panels are believed.

    Raises:
        LessonError: It is none; one line.
    """
    try:
        from playground.app.actions import lockable_commands
        from playground.app.docks import DOCKS
    except ImportError:
        return read_lesson(path)
    return checked_lesson(path, actions=lockable_commands(), panels=DOCKS)


def _try(lesson: Lesson, seeds: int, progress: Progress) -> int:
    from playground.training.engines.kernels import one_torch_thread

    one_torch_thread()
    Watch(progress).wait()
    holds = True
    with orderly(END_S):
        for tried in replay(lesson, first_document(), seeds):
            check()
            holds &= tried.holds
            said = "holds" if tried.holds else f"too few: it promises {tried.promise:.0%}"
            sys.stdout.write(f"step {tried.number}, {tried.step.title}: {tried.met} of {seeds} seeds, {said}\n")
    return asked_to_end() or (0 if holds else FAILED)
