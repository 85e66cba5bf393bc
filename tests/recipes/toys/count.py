"""count the points of a document."""

import sys

from playground.app.commands.arguments import add_source, opened_source

EXAMPLES = ("count circle", "count circle --classes")


def add_arguments(parser):
    add_source(parser)
    parser.add_argument("--classes", action="store_true", help="those of each class")


def run(arguments):
    dataset = opened_source(arguments).document.dataset
    counts = dataset.counts() if arguments.classes else [len(dataset)]
    sys.stdout.write(f"{' '.join(map(str, counts))}\n")
    return 0
