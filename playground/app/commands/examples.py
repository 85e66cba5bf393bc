"""list the examples that come with the program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.interop.sources import example, example_names

if TYPE_CHECKING:
    import argparse


EXAMPLES = ("examples",)


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_arguments: argparse.Namespace) -> int:
    """Print a line for each example: name, task, points, network."""
    for name in example_names():
        document = example(name)
        shape = "-".join(str(width) for width in resolve(document).own_units)
        sys.stdout.write(f"{name:16} {document.task:15} {len(document.dataset):5} points   {shape}\n")
    return 0
