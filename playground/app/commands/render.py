"""train, then write a picture of the window or of one view."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from playground.app.commands.arguments import add_source, size, whole
from playground.interop.sources import open_source

if TYPE_CHECKING:
    import argparse

VIEWS = ("window", "boundary", "network", "hidden", "loss")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, what to show, how large."""
    add_source(parser)
    parser.add_argument("--epochs", type=whole, default=None, metavar="N", help="train so long first; default 300")
    parser.add_argument("--view", choices=VIEWS, required=True)
    parser.add_argument("--out", required=True, metavar="FILE.png")
    parser.add_argument("--size", type=size, metavar="WxH", help="default 1440x900 for the window")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--picture-only", action="store_true", help="leave the project out of the picture")


def run(arguments: argparse.Namespace) -> int:
    """Render offscreen."""
    from playground.app.offscreen import render

    written = render(
        open_source(arguments.source),
        arguments.view,
        arguments.out,
        epochs=arguments.epochs,
        size=arguments.size,
        theme=arguments.theme,
        with_project=not arguments.picture_only,
    )
    sys.stdout.write(f"{written}\n")
    return 0
