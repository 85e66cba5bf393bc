"""One file for each command of the command line; a new command is one file and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.app.commands import bench, evaluate, examples, export, info, render, train, window

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Command:
    """What a command is called for, what it takes, and what it does."""

    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


COMMANDS: dict[str, Command] = {
    "window": Command(window.__doc__ or "", window.add_arguments, window.run),
    "train": Command(train.__doc__ or "", train.add_arguments, train.run),
    "evaluate": Command(evaluate.__doc__ or "", evaluate.add_arguments, evaluate.run),
    "render": Command(render.__doc__ or "", render.add_arguments, render.run),
    "export": Command(export.__doc__ or "", export.add_arguments, export.run),
    "bench": Command(bench.__doc__ or "", bench.add_arguments, bench.run),
    "examples": Command(examples.__doc__ or "", examples.add_arguments, examples.run),
    "info": Command(info.__doc__ or "", info.add_arguments, info.run),
}
