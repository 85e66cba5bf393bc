"""One file for each command of the command line; a new command is one file and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.app.commands import (
    bench,
    compare,
    doctor,
    evaluate,
    examples,
    export,
    hunger,
    info,
    lint_challenge,
    lint_lesson,
    mark,
    render,
    sweep,
    train,
    window,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Command:
    """What a command is called for, what it takes, and what it does.

    Attributes:
        summary: A line.
        add_arguments: Adds its options to a parser.
        run: Does it; returns the exit status.
        examples: Command lines without the program's name. They work as they stand, one after the other in a folder
            that has a table points.csv.
    """

    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    examples: tuple[str, ...]


COMMANDS: dict[str, Command] = {
    module.__name__.rpartition(".")[2].replace("_", "-"): Command(
        module.__doc__ or "", module.add_arguments, module.run, module.EXAMPLES
    )
    for module in (
        window,
        train,
        sweep,
        compare,
        hunger,
        doctor,
        evaluate,
        render,
        export,
        bench,
        lint_lesson,
        lint_challenge,
        mark,
        examples,
        info,
    )
}
