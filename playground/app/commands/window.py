"""open the window."""

from __future__ import annotations

import argparse
import gc
import sys
from itertools import chain, count
from pathlib import Path

from playground import __version__
from playground.app.commands.arguments import SOURCE_HELP, opened_source
from playground.app.commands.tables import add_table_options, wishes_of
from playground.app.display import has_display
from playground.app.progress import Progress
from playground.interop.sources import Opened, expanded, first, is_large, is_of_pictures, is_stdin, is_table
from playground.lessons.files import is_lesson

PICTURE = "playground.png"
OFFSCREEN_EPOCHS = 300


EXAMPLES = (
    "spiral",
    "--version",
    "xor --screenshot window.png",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to open; without a display, where the picture goes."""
    parser.add_argument(
        "source", nargs="?", metavar="SOURCE", help=f"a lesson (.nnlesson), a challenge (.md), {SOURCE_HELP}"
    )
    add_table_options(parser)
    parser.add_argument("-V", "--version", action="version", version=f"playground {__version__}")
    parser.add_argument("--screenshot", metavar="FILE.png", help="train offscreen, write a picture of the window, quit")
    parser.add_argument("--self-test", type=float, metavar="SECONDS", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Open the window, or say that there is no display and write a picture of it."""
    gc.disable()  # next to nothing that a start makes is garbage; `open_window` turns it on again
    may_wait = arguments.screenshot or arguments.self_test is not None or not has_display()
    if arguments.source and not may_wait:
        from playground.app.launch import launch

        if is_lesson(arguments.source):
            return launch(first(), lesson=arguments.source)
        if is_shown_first(arguments.source):
            return launch(first(), points=arguments.source, wishes=wishes_of(arguments))
        if is_large(arguments.source):
            return launch(first(), arguments.source)
    opened = opened_source(arguments) if arguments.source else first()
    if arguments.self_test is not None:
        from playground.app.self_test import self_test

        return self_test(opened, arguments.self_test)
    if arguments.screenshot or not has_display():
        return _picture(arguments, opened)
    from playground.app.launch import launch

    return launch(opened)


def is_shown_first(source: str) -> bool:
    """Whether a source is a table or a picture whose points a person sees before they are taken.

    Raises:
        SourceError: The path names nobody's folder.
    """
    if is_stdin(source):
        return True
    path = expanded(source)
    try:
        if not path.exists() or path.is_dir():
            return False
    except OSError:  # a document as text, longer than a name may be
        return False
    if is_of_pictures(source):
        return False
    if is_table(source):
        return True
    from playground.interop.image_files import IMAGE_SUFFIXES, carries_project

    return path.suffix.lower() in IMAGE_SUFFIXES and not carries_project(path)


def _picture(arguments: argparse.Namespace, opened: Opened) -> int:
    from playground.app.commands.render import told
    from playground.app.interrupts import watching
    from playground.app.offscreen import Rendering, render

    gc.enable()
    if not arguments.screenshot:
        sys.stdout.write("There is no display (DISPLAY and WAYLAND_DISPLAY are not set).\n")
    target = arguments.screenshot or str(_free(Path(PICTURE)))
    sys.stdout.write(f"Training {OFFSCREEN_EPOCHS} epochs offscreen ...\n")
    with watching():
        rendered = render(opened, Rendering(("window",), OFFSCREEN_EPOCHS), target, Progress())
    sys.stdout.write(f"A picture of the window is in {rendered.path}\n")
    return told(rendered)


def _free(path: Path) -> Path:
    """The path, with a number where there is such a file: nobody has named it, so nothing is replaced."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(one for one in chain((path,), numbered) if not one.exists())
