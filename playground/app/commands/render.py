"""train, then write a picture of the window or of any of its views, or the run as a film."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from playground.app.commands.arguments import MOST_EPOCHS, add_source, opened_source, positive, size, up_to
from playground.app.progress import Progress, add_quiet
from playground.interop.source_errors import SourceError

if TYPE_CHECKING:
    from playground.app.offscreen import Rendered

VIEWS = (
    "window", "boundary", "network", "hidden", "loss", "inside", "landscape", "data", "code", "table",
    "map", "graph", "space", "strip", "curves",
)  # fmt: skip
"""The keys of `pictures.views.VIEWS`, written out so that asking for help loads no Qt."""
FILMS = ("gif", "apng", "series")
FILM_WIDTH, MOST_FRAMES, MOST_PER_SECOND = 480, 300, 50
USUAL_FRAMES, USUAL_PER_SECOND = 100, 20


EXAMPLES = (
    "render spiral --view boundary --out spiral.png",
    "render circle --view network --view loss --epochs 100 --theme light --out page.pdf",
    "render xor --view boundary --film gif --frames 30 --out xor.gif",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, what to show, how large, as what."""
    add_source(parser)
    parser.add_argument(
        "--epochs", type=up_to(MOST_EPOCHS, 0), default=None, metavar="N", help="train so long first; default 300"
    )
    parser.add_argument(
        "--view", choices=VIEWS, action="append", required=True, help="given several times: side by side on one page"
    )
    parser.add_argument(
        "--out", required=True, metavar="FILE", help="ends in .png, .tiff, .svg, .pdf; a film in .gif, .png"
    )
    parser.add_argument("--size", type=size, metavar="WxH", help="default 1440x900 for the window")
    parser.add_argument("--scale", type=int, choices=(1, 2, 3), default=1, help="pixels of a PNG in one; default 1")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--picture-only", action="store_true", help="leave the project out of the picture")
    parser.add_argument("--film", choices=FILMS, help="the run as GIF, APNG or PNG series, of the first view")
    parser.add_argument("--frames", type=_frames, metavar="N", help="of a film; default 100, most 300")
    parser.add_argument("--per-second", type=_rate, metavar="N", help="frames; default 20, most 50")
    add_quiet(parser)


def _frames(text: str) -> int:
    return _at_most(text, MOST_FRAMES)


def _rate(text: str) -> int:
    return _at_most(text, MOST_PER_SECOND)


def _at_most(text: str, most: int) -> int:
    value = positive(text)
    if value > most:
        raise argparse.ArgumentTypeError(f"{text} is more than {most}")
    return value


def run(arguments: argparse.Namespace) -> int:
    """Render offscreen."""
    from playground.app.offscreen import Rendering, film, render

    progress = Progress(quiet=arguments.quiet)
    opened = opened_source(arguments)
    progress.notes(opened.notes)
    if arguments.film is None and (arguments.frames or arguments.per_second):
        raise SourceError("--frames and --per-second are of a film; say with --film of which kind")
    wanted = Rendering(
        tuple(dict.fromkeys(arguments.view)),
        arguments.epochs,
        arguments.size,
        arguments.scale,
        arguments.theme,
        not arguments.picture_only,
    )
    if arguments.film is None:
        rendered = render(opened, wanted, arguments.out, progress)
    else:
        from playground.app.pictures.film import FilmChoices

        width = arguments.size[0] if arguments.size is not None else FILM_WIDTH
        frames, rate = arguments.frames or USUAL_FRAMES, arguments.per_second or USUAL_PER_SECOND
        choices = FilmChoices(arguments.film, frames, rate, width)
        rendered = film(opened, wanted, choices, arguments.out, progress)
    sys.stdout.write(f"{rendered.path}\n")
    return told(rendered)


def told(rendered: Rendered) -> int:
    """The status to end with; 1 where the picture is one of a training that went wrong, which is said."""
    if rendered.trouble:
        sys.stderr.write(f"playground: {rendered.trouble}\n")
    return 1 if rendered.trouble else 0
