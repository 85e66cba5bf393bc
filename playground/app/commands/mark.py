"""replay the hand-ins of a class from fresh seeds, into a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import MOST_SEEDS, up_to
from playground.app.commands.lint_challenge import challenge_from
from playground.app.destinations import destination, write_or_rescue
from playground.app.interrupts import AskedToEndError, asked_to_end, check, orderly
from playground.app.progress import Progress, add_quiet
from playground.app.training_watch import Watch
from playground.challenges.library import shipped_challenges
from playground.document import figures
from playground.interop.source_errors import SourceError
from playground.storage.atomic import atomic_write

if TYPE_CHECKING:
    import argparse

    from playground.challenges.class_marks import ClassRow

EXAMPLES = ("mark . --challenge one-input-for-xor --seeds 4 --out marks.csv",)
END_S = 20.0
"""For the hand-in at work after Ctrl+C, and for telling what is done."""
USUAL_SEEDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder, the challenge, and where the table goes."""
    parser.add_argument("folder", metavar="FOLDER", help="hand-ins, a file each, as Hand in… writes them")
    text = f"a challenge's file, or one that comes with the program: {', '.join(shipped_challenges())}"
    parser.add_argument("--challenge", metavar="FILE", required=True, help=text)
    text = f"from how many fresh seeds each is trained; {USUAL_SEEDS}"
    parser.add_argument("--seeds", type=up_to(MOST_SEEDS), default=USUAL_SEEDS, metavar="N", help=text)
    parser.add_argument("--out", metavar="FILE.csv", help="write the table as CSV; it is printed where none is named")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Mark all, write or print the table; Ctrl+C tells what is done."""
    from playground.challenges.class_marks import summary

    challenge = challenge_from(arguments.challenge)
    folder = Path(arguments.folder).expanduser()
    if not folder.is_dir():
        raise SourceError(f"{arguments.folder}: no such folder")
    path = destination(arguments.out, read=(arguments.challenge,)) if arguments.out is not None else None
    rows = _marked(arguments, Progress(quiet=arguments.quiet))
    if path is not None:
        _write(path, rows)
    if arguments.json:
        _print_json(challenge.key, rows)
    elif path is None:
        sys.stdout.write(as_text(rows))
    else:
        sys.stdout.write(f"{summary(rows)}\n")
    return asked_to_end()


def _marked(arguments: argparse.Namespace, progress: Progress) -> list[ClassRow]:
    from playground.challenges.class_marks import mark_folder
    from playground.training.engines.kernels import one_torch_thread

    one_torch_thread()
    Watch(progress).wait()
    rows: list[ClassRow] = []

    def tell(done: int, of: int, name: str) -> None:
        check()
        progress.show(done / of, f"Marking {name}")

    progress.begin()
    with orderly(END_S):
        try:
            challenge, folder = challenge_from(arguments.challenge), Path(arguments.folder).expanduser()
            for row in mark_folder(folder, challenge, arguments.seeds, tell):
                rows.append(row)  # noqa: PERF402 - what is done is kept where the loop is left
        except AskedToEndError:
            pass
        except OSError as error:
            raise SourceError(f"{arguments.folder}: {error.strerror or error}") from None
        finally:
            progress.clear()
    return rows


def _write(path: Path, rows: list[ClassRow]) -> None:
    from playground.challenges.class_marks import as_csv

    write_or_rescue(path, lambda where: atomic_write(where, as_csv(rows)), "the table is in {}")


def _print_json(key: str, rows: list[ClassRow]) -> None:
    import msgspec

    from playground.challenges.class_marks import as_plain

    text = msgspec.json.encode({"challenge": key, "rows": [as_plain(row) for row in rows]}).decode()
    sys.stdout.write(f"{text}\n")


def as_text(rows: list[ClassRow]) -> str:
    """The table for a terminal, and a line that sums it up."""
    from playground.challenges.class_marks import summary

    head = ("", "verdict", "seeds", "parameters", "units", "epochs", "foreseen", "optional goals")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    table = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
    reasons = [f"{row.name}: {row.words}" for row in rows if row.words]
    return "\n".join([*table, *reasons, summary(rows)]) + "\n"


def _cells(row: ClassRow) -> tuple[str, ...]:
    seeds = f"{row.met} of {row.seeds}" if row.seeds else "–"
    sizes = (f"{number:,}" if number else "–" for number in (row.parameters, row.units, row.epochs))
    foreseen = figures.share(row.predicted)
    return row.name, row.verdict, seeds, *sizes, foreseen, row.bonus
