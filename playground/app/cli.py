"""The command line: one table of commands, errors as one line and exit status 2."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext, suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from playground._stamps import is_checkout
from playground.app.commands import COMMANDS, Command
from playground.app.interrupts import AskedToEndError, watching
from playground.interop.source_errors import SourceError
from playground.training.engines.torch_door import TorchUnavailableError, load_before_qt

if TYPE_CHECKING:
    from collections.abc import Sequence

ERROR = 2
BROKEN_PIPE = 141
"""What a shell says of a program that a closed pipe has ended."""
DEVELOPING = {"test": "run the tests.", "lint": "run ruff, mypy and the import rules."}
"""Commands of the bootstrap, for a checkout of the source."""
LONGEST_COMMAND = 20
"""Longer words are not commands, and documents as text are longer than a file's name may be."""


class _Parser(argparse.ArgumentParser):
    """Argparse prints its whole usage on a mistake; here a mistake is one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(ERROR, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(argv: Sequence[str]) -> int:
    """Run one command.

    Args:
        argv: Arguments after the program's name; without a command they belong to the window.

    Returns:
        The exit status: 0; 1 where something went wrong on the way; 2 for a mistake; 130 after Ctrl+C, 143 after
        SIGTERM; 141 where the reader of what it prints has gone.
    """
    _give_streams()
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return BROKEN_PIPE
    except OSError as error:  # the disk is full
        status = _fail(f"what is printed cannot be written: {error.strerror or error}")
        _drop_output()
        return status


def _run(argv: Sequence[str]) -> int:
    name, rest = (argv[0], argv[1:]) if argv and argv[0] in COMMANDS else ("window", argv)
    command = COMMANDS[name]
    meant = meant_command(name, rest)
    if meant:
        return _fail(f"{rest[0]!r} is neither a command nor a file; did you mean {meant!r}?")
    try:
        arguments = _parser(name, command).parse_args(rest)
        load_before_qt()
        with nullcontext() if name == "window" else watching():  # the window listens to signals in its own way
            return command.run(arguments)
    except (SourceError, TorchUnavailableError) as error:
        return _fail(str(error))
    except AskedToEndError as error:
        return error.status
    except BrokenPipeError:
        raise
    except OSError as error:
        words = error.strerror or str(error)
        return _fail(f"{error.filename}: {words}" if error.filename else words)


def _give_streams() -> None:
    """A program without a console has no streams; what is written goes nowhere then."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    if sys.stderr is None:
        sys.stderr = sys.stdout


def _drop_output() -> None:
    """Let what is still to be written at the end go nowhere, instead of failing there."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())


def _parser(name: str, command: Command) -> argparse.ArgumentParser:
    prog = "playground" if name == "window" else f"playground {name}"
    shape = argparse.RawDescriptionHelpFormatter
    parser = _Parser(prog=prog, description=command.summary, epilog=_epilog(name, command), formatter_class=shape)
    command.add_arguments(parser)
    return parser


def _epilog(name: str, command: Command) -> str:
    """What stands below the options: of the window the commands, and examples that work as they stand."""
    lines = []
    if name == "window":
        summaries = {key: other.summary for key, other in COMMANDS.items() if key != "window"}
        summaries |= DEVELOPING if is_checkout() else {}
        lines += ["commands:", *(f"  {key:10} {summary}" for key, summary in summaries.items()), ""]
    lines += ["examples:", *(f"  playground {example}".rstrip() for example in command.examples)]
    return "\n".join(lines)


def meant_command(name: str, rest: Sequence[str]) -> str:
    """The command that a first word without a file of that name was probably meant to be; "" if it was none."""
    if name != "window" or not rest or rest[0].startswith("-") or len(rest[0]) > LONGEST_COMMAND:
        return ""
    if Path(rest[0]).exists():
        return ""
    known = [*COMMANDS, *(DEVELOPING if is_checkout() else ())]
    return next(iter(get_close_matches(rest[0], known, n=1, cutoff=0.75)), "")


def _fail(text: str) -> int:
    sys.stderr.write(f"playground: {' '.join(text.split())}\n")
    return ERROR
