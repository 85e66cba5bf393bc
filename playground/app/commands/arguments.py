"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from playground.app.commands.tables import add_table_options, open_as_said, wishes_of
from playground.document.model import domain_of
from playground.document.network_presets import NETWORK_PRESETS, presets_for, with_preset
from playground.document.problems import problems
from playground.document.training import MOST_ADVERSARIAL, MOST_ADVERSARIAL_STEPS
from playground.experiments.classical import CLASSICAL
from playground.interop.source_errors import SourceError
from playground.interop.sources import LINK_HELP, Opened, label_of
from playground.interop.tables.kinds import TABLE_SUFFIXES
from playground.storage.checks import unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.progress import Progress
    from playground.document.model import Document

LONGEST_SECONDS = 3600
MOST_SEED = 2**31 - 1
MOST_SEEDS = 10_000
"""Whether 95 or 96 per cent of seeds succeed, a hundredth of so many tells; all their curves are kept in memory."""
MOST_EPOCHS = 100_000_000
"""As many as a document may train."""
TABLE_HELP = f"{' '.join(TABLE_SUFFIXES)}, - for standard input"
SOURCE_HELP = (
    f"a project (.nnplay), document.json, table ({TABLE_HELP}), folder of pictures, IDX file, name of an example, "
    f"or {LINK_HELP}"
)


def whole(text: str) -> int:
    """A whole number of 0 or more, for argparse."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, 0 or more")
    return int(text)


def positive(text: str) -> int:
    """A whole number of 1 or more, for argparse."""
    value = whole(text)
    if value == 0:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def up_to(most: int, least: int = 1) -> Callable[[str], int]:
    """A whole number from 0 or 1 to `most`, for argparse: more are a slip of the hand, and take days or all memory."""

    def number(text: str) -> int:
        value = positive(text) if least else whole(text)
        if value > most:
            raise argparse.ArgumentTypeError(f"{value:,} are too many, {most:,} are the most")
        return value

    return number


def seed(text: str) -> int:
    """A seed that a document can hold, for argparse."""
    value = whole(text)
    if value > MOST_SEED:
        raise argparse.ArgumentTypeError(f"{text} is more than {MOST_SEED:,}, the largest seed")
    return value


def seconds(text: str) -> float:
    """A time that passes, for argparse."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0.0 < value <= LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and {LONGEST_SECONDS} seconds")
    return value


def threshold(text: str) -> float:
    """A score to be reached, for argparse."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0.0 < value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not above 0 and at most 1")
    return value


def adversarial(text: str) -> float:
    """How far adversarial training steps a sample, for argparse."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0.0 <= value <= MOST_ADVERSARIAL:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and {MOST_ADVERSARIAL:g}")
    return value


def adversarial_steps(text: str) -> int:
    """How many steps that takes, for argparse."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_ADVERSARIAL_STEPS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_ADVERSARIAL_STEPS}")
    return int(text)


def size(text: str) -> tuple[int, int]:
    """`1440x900` as (1440, 900), for argparse."""
    width, cross, height = text.lower().partition("x")
    if not cross or not width.isdecimal() or not height.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1440x900")
    result = int(width), int(height)
    if not all(100 <= length <= 8000 for length in result):
        raise argparse.ArgumentTypeError("sizes go from 100x100 to 8000x8000")
    return result


def add_source(parser: argparse.ArgumentParser) -> None:
    """The document to work on."""
    parser.add_argument("source", metavar="SOURCE", help=SOURCE_HELP)
    add_table_options(parser)


def opened_source(arguments: argparse.Namespace) -> Opened:
    """Open the source of a command, as its options say.

    Raises:
        SourceError: It cannot be opened; the text says why.
    """
    return open_as_said(arguments.source, wishes_of(arguments))


def trainable(arguments: argparse.Namespace, progress: Progress, preset: str | None = None) -> Opened:
    """Open a source that is to be trained; what was odd in it is told.

    Args:
        arguments: Of the command.
        progress: Tells notes.
        preset: Name of a network in place of its own.

    Raises:
        SourceError: It cannot be opened, or not be trained; the text says why.
    """
    opened = opened_source(arguments)
    if preset is not None:
        opened = replace(opened, document=_with_preset(opened.document, preset))
    progress.notes(opened.notes)
    found = problems(opened.document)
    if found:
        raise SourceError(f"{label_of(arguments.source)}: {found[0].text}")
    return opened


def _with_preset(document: Document, name: str) -> Document:
    suited = {preset.name: preset for preset in presets_for(document)}
    if name in suited:
        return with_preset(document, suited[name])
    if name in NETWORK_PRESETS:
        samples = domain_of(document).samples
        raise SourceError(f"--network {name} cannot take {samples}; these can: {', '.join(suited)}")
    raise SourceError(f"--network {unknown(name, suited)}")


def with_seed(document: Document, seed: int | None) -> Document:
    """The document with another seed of weights and order."""
    return document if seed is None else replace(document, training=replace(document.training, seed=seed))


def chosen_methods(said: str | None, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Classical methods that are named, each once, in their order.

    Args:
        said: Names with commas between them; None where nothing is said.
        usual: What that means.

    Raises:
        SourceError: There is no such method; the text says which was probably meant.
    """
    if said is None:
        return usual
    names = tuple(dict.fromkeys(name.strip() for name in said.split(",") if name.strip()))
    for name in names:
        if name not in CLASSICAL:
            raise SourceError(f"--methods {unknown(name, CLASSICAL)}")
    return names
