"""fit the network and scikit-learn's classical methods to the same splits, in one table."""

from __future__ import annotations

import sys
from math import isnan
from typing import TYPE_CHECKING, Any

from playground.app.commands.arguments import MOST_EPOCHS, add_source, chosen_methods, trainable, up_to, with_seed
from playground.app.commands.arguments import seed as seed_argument
from playground.app.interrupts import AskedToEndError, asked_to_end, check, orderly
from playground.app.progress import Progress, add_quiet
from playground.app.training_watch import Watch
from playground.experiments.classical import CLASSICAL
from playground.experiments.split_sentence import split_sentence
from playground.tasks import TASKS

if TYPE_CHECKING:
    import argparse

    from playground.document.model import Document
    from playground.experiments.comparison import ComparedRow, MeanSpread

EXAMPLES = (
    "compare moons --epochs 50 --splits 2 --methods logistic,neighbours,tree",
    "compare circle --epochs 20 --splits 1 --methods svm-rbf,bayes --json",
)
END_S = 20.0
"""For the fit at hand after Ctrl+C, which cannot be interrupted, and for telling what is done."""
MOST_LABELS = 3
USUAL_SPLITS = 5
MOST_SPLITS = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, methods and how often."""
    add_source(parser)
    parser.add_argument("--methods", metavar="NAME,NAME", help=f"of {', '.join(CLASSICAL)}; all of them")
    parser.add_argument(
        "--splits",
        type=up_to(MOST_SPLITS),
        default=USUAL_SPLITS,
        metavar="N",
        help="the document's own, and others by seed; 5",
    )
    parser.add_argument(
        "--epochs", type=up_to(MOST_EPOCHS), metavar="N", help="of the network: its stop rule decides, else 300"
    )
    parser.add_argument("--seed", type=seed_argument, metavar="S", help="of weights, order and what methods draw")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Fit all and print the table; Ctrl+C prints what is done."""
    methods = chosen_methods(arguments.methods, tuple(CLASSICAL))
    progress = Progress(quiet=arguments.quiet)
    document = with_seed(trainable(arguments, progress).document, arguments.seed)
    Watch(progress).wait()
    rows = _rows(arguments, document, methods, progress)
    sys.stdout.write(_as_json(rows, document) if arguments.json else _as_text(rows, document))
    return asked_to_end()


def _rows(
    arguments: argparse.Namespace, document: Document, methods: tuple[str, ...], progress: Progress
) -> list[ComparedRow]:
    from playground.experiments.comparison import compare, feature_sets, splits_of
    from playground.training.engines.kernels import one_torch_thread

    one_torch_thread()
    rows: list[ComparedRow] = []
    fits = len(splits_of(document, arguments.splits)) * len(feature_sets(document)) * (len(methods) + 1)
    begun = iter(range(fits + 1))

    def tell(what: str) -> None:
        check()
        progress.show(next(begun) / fits, f"Fitting: {what}")

    progress.begin()
    with orderly(END_S):
        try:
            for row in compare(document, methods, splits=arguments.splits, epochs=arguments.epochs, check=tell):
                rows.append(row)  # noqa: PERF402 - what is done is kept where the loop is left
        except AskedToEndError:
            pass
        finally:
            progress.clear()
    return rows


def _as_json(rows: list[ComparedRow], document: Document) -> str:
    import msgspec

    key = TASKS[document.task].score_key
    return msgspec.json.encode({"score": key, "rows": [_as_dict(row, key) for row in rows]}).decode() + "\n"


def _as_dict(row: ComparedRow, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {"method": row.name, "title": row.title, "features": row.features}
    if row.refusal:
        return found | {"refusal": row.refusal}
    found |= {name: row.median(name) for name in ("seconds", "numbers")}
    for name in ("train_score", "test_score"):
        mean = row.mean(name)
        title = name.replace("score", key)
        found[title] = None if isnan(mean.mean) else mean.mean
        found[f"{title}_deviation"] = None if isnan(mean.deviation) else mean.deviation
    fits = [{f"train_{key}": fit.train_score, f"test_{key}": fit.test_score} for fit in row.fits]
    return found | {"splits": fits}


def _as_text(rows: list[ComparedRow], document: Document) -> str:
    word = TASKS[document.task].score_word
    head = ("", "features", f"train {word}", f"test {word}", "time to fit", "numbers")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines if len(line) == len(head)) for column in range(len(head))]
    table = "".join("  ".join(map(str.ljust, line, widths)).rstrip() + "\n" for line in lines)
    said = split_sentence(_test_scores(rows))
    return f"{table}\n{said}\n" if said else table


def _test_scores(rows: list[ComparedRow]) -> dict[str, list[float]]:
    """By title, with the inputs where a learner stands there with more than one set of them."""
    titles = [row.title for row in rows]
    names = [f"{row.title} ({_features(row)})" if titles.count(row.title) > 1 else row.title for row in rows]
    return {name: [fit.test_score for fit in row.fits] for name, row in zip(names, rows, strict=True)}


def _features(row: ComparedRow) -> str:
    labels = row.features
    return ", ".join(labels) if len(labels) <= MOST_LABELS else f"{len(labels)} inputs"


def _cells(row: ComparedRow) -> tuple[str, ...]:
    features = _features(row)
    if row.refusal:
        return row.title, features, row.refusal
    seconds, numbers = row.median("seconds"), row.median("numbers")
    scores = (_pair(row.mean(name)) for name in ("train_score", "test_score"))
    return row.title, features, *scores, f"{1000 * seconds:,.1f} ms", f"{numbers:,.0f}"


def _pair(value: MeanSpread) -> str:
    if isnan(value.mean):
        return "–"
    return f"{value.mean:.3f}" + ("" if isnan(value.deviation) else f" ± {value.deviation:.3f}")
