"""look whether a file is a challenge, and for how many seeds a known solution meets it."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import MOST_SEEDS, up_to
from playground.app.interrupts import asked_to_end, orderly
from playground.app.progress import Progress, add_quiet
from playground.app.training_watch import Watch
from playground.challenges.library import known_solution, shipped_challenges, start_of
from playground.challenges.reading import read_challenge
from playground.challenges.rules import broken_rules
from playground.interop.source_errors import SourceError
from playground.interop.sources import open_source
from playground.lessons.front_matter import LessonError
from playground.lessons.setting_up import SettingsError

if TYPE_CHECKING:
    import argparse

    from playground.challenges.challenge import Challenge
    from playground.document.model import Document

EXAMPLES = ("lint-challenge one-input-for-xor --seeds 4",)
END_S = 20.0
FAILED = 1
"""The exit status where the known solution does not work as often as the file says, or the start meets the goals."""
NEAR = 0.05
"""So far a share that is measured may lie from the one in the file; with few seeds chance alone takes it farther."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the challenge's file, the solution, and how many seeds are to try it."""
    names = ", ".join(shipped_challenges())
    text = f"a challenge's file, or one that comes with the program: {names}"
    parser.add_argument("file", metavar="FILE", help=text)
    parser.add_argument(
        "--seeds", type=up_to(MOST_SEEDS), metavar="N", help="train the known solution from so many seeds"
    )
    text = "a document that solves it, in place of the solution in the file"
    parser.add_argument("--solution", metavar="SOURCE", help=text)
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for the challenge, and what its known solution comes to."""
    challenge = challenge_from(arguments.file)
    solution = _solution(challenge, arguments.solution)
    sys.stdout.write(f"{challenge.title}: {'; '.join(goal.words for goal in challenge.targets())}\n")
    if arguments.seeds is None:
        return 0
    if solution is None:
        raise SourceError(f"{arguments.file}: its solution is drawn, not set; name a document with --solution")
    return _try(challenge, solution, arguments.seeds, Progress(quiet=arguments.quiet))


def challenge_from(name: str) -> Challenge:
    """A challenge by its key or its file, of which the start can be set up.

    Raises:
        SourceError: There is none, or it is damaged; one line.
    """
    path = shipped_challenges().get(name) or Path(name).expanduser()
    if not path.exists():
        near = get_close_matches(name, shipped_challenges(), 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise SourceError(f"{name!r} is neither a challenge that comes with the program nor a file{hint}")
    try:
        challenge = read_challenge(path)
        start_of(challenge)
    except LessonError as error:
        raise SourceError(str(error)) from None
    except SettingsError as error:
        raise SourceError(f"{name}: {error}") from None
    return challenge


def _solution(challenge: Challenge, source: str | None) -> Document | None:
    try:
        document = known_solution(challenge) if source is None else open_source(source).document
    except SettingsError as error:
        raise SourceError(f"{challenge.key}, known: {error}") from None
    broken = [] if document is None else broken_rules(challenge, start_of(challenge), document)
    if broken:
        raise SourceError(f"{challenge.key}: the solution breaks the rules. {' '.join(broken)}")
    return document


def _try(challenge: Challenge, solution: Document, seeds: int, progress: Progress) -> int:
    from playground.challenges.marking import mark
    from playground.training.engines.kernels import one_torch_thread

    one_torch_thread()
    Watch(progress).wait()
    with orderly(END_S):
        marks = mark(challenge, solution, seeds=range(seeds))
        begun = mark(challenge, start_of(challenge))
    share = marks.count / seeds
    holds = abs(share - challenge.pass_rate) <= NEAR + 1.0 / seeds
    said = "as it says" if holds else f"and it says {challenge.pass_rate:.1%}"
    sys.stdout.write(f"known solution: {marks.count} of {seeds} seeds, {share:.1%}, {said}\n")
    sys.stdout.write(f"optional goals: {_bonus_words(marks.bonus)}\n" if marks.bonus else "")
    if begun.passed:
        sys.stdout.write("the document that it starts from meets the goals already\n")
    return asked_to_end() or (0 if holds and not begun.passed else FAILED)


def _bonus_words(bonus: dict[str, bool]) -> str:
    return ", ".join(f"{name} {'reached' if is_met else 'not reached'}" for name, is_met in bonus.items())
