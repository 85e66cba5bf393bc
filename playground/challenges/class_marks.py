"""The hand-ins of a class, replayed into a table: who passed, and what is not what it is said to be."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import asdict, dataclass, fields
from math import isfinite, nan
from threading import Timer
from typing import TYPE_CHECKING, Any

import msgspec

from playground.challenges.hand_in import read_hand_in
from playground.challenges.marking import MarkingCancelledError, Replays, mark
from playground.document.errors import DocumentError
from playground.experiments.experiment import ExperimentControl, ExperimentError
from playground.lessons.quantities import Sight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playground.challenges.challenge import Challenge
    from playground.challenges.hand_in import HandIn
    from playground.challenges.marking import Marks
    from playground.storage.project import Project

MOST_SECONDS = 300.0
"""A hand-in that trains longer than that is given up, so that one of them does not hold up a class."""
PASSED, FAILED, LUCKY, EDITED = "passed", "failed", "lucky seed", "edited weights"
OTHER, BROKEN, UNREADABLE = "another challenge", "not allowed", "unreadable"
FORGED = frozenset({LUCKY, EDITED, OTHER})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A hand-in in the table; its fields are the columns.

    Attributes:
        file: Its name.
        name: Whose it is.
        verdict: One of the words of this file.
        met: For how many fresh seeds it works.
        seeds: Of how many; 0 where nothing was trained.
        needed: For how many it has to.
        parameters, units, epochs: Its size, and how long each seed trained.
        seconds: One training took, in the middle.
        predicted: For which share of fresh seeds its author expected it to work; nan where nobody said.
        bonus: Goals beside the goal that it reaches, with spaces between.
        words: Why, a sentence or some.
    """

    file: str
    name: str
    verdict: str
    met: int = 0
    seeds: int = 0
    needed: int = 0
    parameters: int = 0
    units: int = 0
    epochs: int = 0
    seconds: float = nan
    predicted: float = nan
    bonus: str = ""
    words: str = ""


def hand_in_files(folder: Path) -> list[Path]:
    """The files of a folder that are to be marked, by name; hidden ones and folders are left out.

    Raises:
        OSError: The folder cannot be read.
    """
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and not path.is_dir())


class ClassStop:
    """Ends the marking of a folder from any thread: the hand-in at work is given up, and none follows."""

    def __init__(self) -> None:
        self.is_stopped = False
        self._control: ExperimentControl | None = None

    def stop(self) -> None:
        """End the marking: the hand-in at work is given up, and none follows."""
        self.is_stopped = True
        if self._control is not None:
            self._control.cancel()

    def begin(self) -> ExperimentControl:
        """What cancels the next hand-in, and that alone."""
        self._control = ExperimentControl()
        if self.is_stopped:
            self._control.cancel()
        return self._control


def common_challenge(folder: Path) -> str:
    """The key of the challenge that most of the hand-ins in a folder are for; "" where none says one.

    Raises:
        OSError: The folder cannot be read.
    """
    found: Counter[str] = Counter()
    for path in hand_in_files(folder):
        try:
            said, _ = read_hand_in(path)
        except (DocumentError, OSError):
            continue
        if said is not None:
            found[said.challenge] += 1
    return found.most_common(1)[0][0] if found else ""


def mark_folder(
    folder: Path,
    challenge: Challenge,
    seeds: int,
    before: Callable[[int, int, str], object] = lambda *_: None,
    stop: ClassStop | None = None,
) -> Iterator[ClassRow]:
    """Mark all files of a folder, one after the other; a file that cannot be marked is a row that says why.

    Args:
        folder: Where they lie.
        challenge: What was to be done.
        seeds: From how many fresh seeds each is trained.
        before: Told before each file how many are done, of how many, and its name; what it raises ends the marking.
        stop: Ends it from another thread; where there is one, somebody is drawing in this process, who gets a core.

    Raises:
        OSError: The folder cannot be read.
        SettingsError: The challenge sets what cannot be.
    """
    files = hand_in_files(folder)
    for done, path in enumerate(files):
        before(done, len(files), path.name)
        row = mark_file(path, challenge, seeds, stop)
        if stop is not None and stop.is_stopped:
            return
        yield row


def mark_file(path: Path, challenge: Challenge, seeds: int, stop: ClassStop | None = None) -> ClassRow:
    """Mark one file; one that cannot be read or trained is a row with the reason.

    Args:
        path: Of the file.
        challenge: What was to be done.
        seeds: From how many fresh seeds it is trained.
        stop: As in `mark_folder`.
    """
    try:
        said, project = read_hand_in(path)
    except (DocumentError, OSError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        return ClassRow(path.name, path.stem, UNREADABLE, words=f"{why[:1].upper()}{why[1:]}.")
    name = (said.name if said else "") or path.stem
    if said is not None and said.challenge != challenge.key:
        return ClassRow(path.name, name, OTHER, words=f"It was made for the challenge {said.challenge!r}.")
    control = ExperimentControl() if stop is None else stop.begin()
    clock = Timer(MOST_SECONDS, control.cancel)
    clock.daemon = True
    clock.start()
    try:
        replays = Replays(control, beside_window=stop is not None)
        marks = mark(challenge, project.document, seeds, replays)
        verdict, words = _verdict(challenge, said, project, marks, replays)
    except (MarkingCancelledError, ExperimentError) as error:
        text = f"{error}" if isinstance(error, ExperimentError) else f"It trains longer than {MOST_SECONDS:.0f} s."
        return ClassRow(path.name, name, FAILED, words=text)
    finally:
        clock.cancel()
        clock.join()
    return _row(path.name, name, said, marks, verdict, words)


def _row(file: str, name: str, said: HandIn | None, marks: Marks, verdict: str, words: str) -> ClassRow:
    foreseen = said is not None and said.predicted is not None and said.predicted_of
    return ClassRow(
        file,
        name,
        verdict,
        marks.count,
        0 if marks.broken else len(marks.seeds),
        marks.needed,
        marks.parameters,
        marks.units,
        marks.epochs,
        marks.seconds,
        said.predicted / said.predicted_of if said is not None and said.predicted is not None and foreseen else nan,
        " ".join(name for name, is_met in marks.bonus.items() if is_met),
        words,
    )


# ---- what it is ------------------------------------------------------------------------------------------------------


def _verdict(
    challenge: Challenge, said: HandIn | None, project: Project, marks: Marks, replays: Replays
) -> tuple[str, str]:
    """A word and the reason. That it passes is told by the replay alone; what it claims matters where it does not."""
    if marks.broken:
        return BROKEN, " ".join(marks.broken)
    count = f"From fresh seeds it works for {marks.count} of {len(marks.seeds)}, and {marks.needed} are needed."
    if marks.passed:
        return PASSED, "" if said is not None else "The file is a project and no hand-in; its document was marked."
    if not _claims(challenge, said, project):
        return FAILED, count
    works = _works_from_its_seed(challenge, said, project, replays)
    if said is not None and said.is_by_hand:
        own = "its document works, too" if works else "its document does not work"
        return EDITED, f"Weights of its run were set by hand. From its own seed {own}. {count}"
    if works:
        return LUCKY, f"From its own seed it works. {count}"
    why = "they were set by hand, or settings were changed while it trained"
    return EDITED, f"Its weights are not what its document learns from its own seed: {why}. {count}"


def _claims(challenge: Challenge, said: HandIn | None, project: Project) -> bool:
    """Whether it is said to reach the goals, or the weights in the file do."""
    if said is not None and said.is_claimed:
        return True
    if not project.weights:
        return False
    from playground.training.headless import TrainError, restored  # noqa: PLC0415 - torch
    from playground.training.trainee.measure import measure  # noqa: PLC0415 - torch

    try:
        run = restored(project.document, project.weights)
    except TrainError:
        return False
    record = measure(run, 1)
    losses = {name: getattr(record, name) for name in ("train_loss", "test_loss", "train_score", "test_score")}
    sight = Sight(project.document, run.epoch, losses, has_diverged=not isfinite(record.train_loss))
    return all(goal.is_met(sight) for goal in challenge.targets())


def _works_from_its_seed(challenge: Challenge, said: HandIn | None, project: Project, replays: Replays) -> bool:
    """Whether the document reaches the goals from the seed that it names, at the end or where it was handed in."""
    seed = project.document.training.seed
    lengths = {challenge.epochs, round(said.epoch) if said is not None else 0} - {0}
    return any(
        mark(_for_so_long(challenge, epochs), project.document, 1, replays, seeds=range(seed, seed + 1)).count
        for epochs in sorted(lengths, reverse=True)
        if epochs <= challenge.epochs
    )


def _for_so_long(challenge: Challenge, epochs: int) -> Challenge:
    return msgspec.structs.replace(challenge, epochs=epochs)


# ---- tables ----------------------------------------------------------------------------------------------------------


def as_csv(rows: list[ClassRow]) -> bytes:
    """The table as CSV; what a spreadsheet would take for a formula is put behind an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(ClassRow)])
    for row in rows:
        writer.writerow([_cell(value) for value in asdict(row).values()])
    return text.getvalue().encode()


def as_plain(row: ClassRow) -> dict[str, Any]:
    """A row as plain values for JSON; what is not known is null."""
    return {
        name: None if isinstance(value, float) and not isfinite(value) else value for name, value in asdict(row).items()
    }


def summary(rows: list[ClassRow]) -> str:
    """How many passed, and how many are not what they are said to be."""
    passed, forged = (sum(row.verdict in words for row in rows) for words in ({PASSED}, FORGED))
    are = "is not what it is said to be" if forged == 1 else "are not what they are said to be"
    return f"{passed} of {len(rows)} passed" + (f", {forged} {are}" if forged else "")


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.4g}" if isfinite(value) else ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
