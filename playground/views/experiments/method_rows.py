"""The rows of the methods: what is known of the network at hand and of each method, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from playground.document import figures
from playground.document.plan import resolve
from playground.experiments.split_sentence import split_sentence
from playground.experiments.variations import NETWORK, PLAIN
from playground.tasks import TASKS
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.widgets.format import compact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.experiments.results import ExperimentResults
    from playground.session.session import Session


@dataclass(frozen=True, slots=True)
class MethodRow:
    """The network, or a method.

    Attributes:
        name: `NETWORK`, or a key of `CLASSICAL`.
        title: On screen.
        short: The same where there is little room.
        summary: How it works.
        train, test: Accuracy, or R², on the split at hand; nan where there is none.
        mean, deviation: Of the test scores over other splits; nan where they were not tried.
        seconds: To fit; nan where nobody knows.
        numbers: That it keeps to answer.
        refusal: Why it cannot be fitted; "" where it can.
        is_current: Whether that is of the samples as they are.
    """

    name: str
    title: str
    short: str
    summary: str
    train: float = nan
    test: float = nan
    mean: float = nan
    deviation: float = nan
    seconds: float = nan
    numbers: int = 0
    refusal: str = ""
    is_current: bool = True


def rows_of(
    session: Session, names: tuple[str, ...], results: ExperimentResults | None, *, is_plain: bool
) -> list[MethodRow]:
    """A row for the network, and one for each method.

    Args:
        session: Whose network is at hand, and whose methods are fitted.
        names: Keys of `CLASSICAL`.
        results: Of other splits; None where none were tried.
        is_plain: Whether methods get the columns alone, and no functions of them.
    """
    found = [_network_row(session, results)]
    return found + [_method_row(session, name, results, f"{name}{PLAIN if is_plain else ''}") for name in names]


def network_map(session: Session) -> NDArray[np.float32] | None:
    """What the network at hand answers over the plane, (K, side, side): chances of all classes, or values."""
    snapshot = session.snapshot
    pictures = None if snapshot is None else snapshot.get(UnitMaps)
    if snapshot is None or pictures is None or 0 not in pictures.units or session.problems:
        return None
    document = snapshot.document
    values: NDArray[np.floating] = pictures.units[0]
    if not TASKS[document.task].has_classes:
        return values.astype(np.float32)
    kind = resolve(document).head.kind
    chances = values if kind in {"sigmoid", "softmax"} else 0.5 + 0.5 * (values if kind == "tanh" else np.tanh(values))
    if len(chances) == 1:
        return np.concatenate((1.0 - chances, chances)).astype(np.float32)
    return np.asarray(chances / np.maximum(chances.sum(axis=0), 1e-30), np.float32)


def who_is_ahead(rows: list[MethodRow], results: ExperimentResults | None, *, is_plain: bool) -> str:
    """Whether the split changes which of them is best, in a sentence; "" where other splits were not tried.

    Args:
        rows: The network and the methods.
        results: Of other splits.
        is_plain: Whether methods get the columns alone, and no functions of them.
    """
    learners = ((row, row.name if row.name == NETWORK or not is_plain else f"{row.name}{PLAIN}") for row in rows)
    return split_sentence({row.title: _split_scores(results, learner)[0].tolist() for row, learner in learners})


def score_words(document: Document, score: float) -> str:
    """A score: 95.0 %, or an R² of 0.953; a dash where there is none."""
    return figures.share(score, 1) if TASKS[document.task].score_is_share else figures.r_squared(score)


def spread_words(document: Document, row: MethodRow) -> str:
    """Mean and deviation over splits: "94.1 ± 1.2 %"; a dash where there is none."""
    if isnan(row.mean):
        return figures.DASH
    if not TASKS[document.task].score_is_share:
        return f"{figures.r_squared(row.mean)}{'' if isnan(row.deviation) else f' ± {row.deviation:.3f}'}"
    if isnan(row.deviation):
        return figures.share(row.mean, 1)
    return f"{100 * row.mean:.1f} ± {100 * row.deviation:.1f}{figures.GAP}%"


def brief_score(document: Document, score: float) -> str:
    """The same in a column whose header has the sign: 95.0, or an R² of 0.95, which is 1.00 only where all is met."""
    if TASKS[document.task].score_is_share or isnan(score):
        return score_words(document, score).removesuffix(f"{figures.GAP}%")
    if score < figures.LEAST_R2:
        return figures.r_squared(score)
    rounded = min(round(score, 2), 0.99) if score < 1.0 - figures.NO_LESS else 1.0
    return figures.signed(f"{rounded or 0.0:.2f}")


def brief_spread(document: Document, row: MethodRow) -> str:
    """Mean and deviation in such a column: "94.1 ± 1.2", "0.84 ± 0.05"."""
    if TASKS[document.task].score_is_share or isnan(row.mean) or isnan(row.deviation):
        return spread_words(document, row).removesuffix(f"{figures.GAP}%")
    return f"{brief_score(document, row.mean)} ± {row.deviation:.2f}"


def time_words(seconds: float) -> str:
    """0.42 ms, 13 ms, 1.3 s; a dash where nobody knows."""
    if not isfinite(seconds):
        return figures.DASH
    if seconds >= 1.0:
        return f"{seconds:.1f}{figures.GAP}s"
    digits = 0 if seconds >= 0.01 else 1  # noqa: PLR2004
    return f"{1000 * seconds:.{digits}f}{figures.GAP}ms"


def milliseconds(seconds: float) -> str:
    """The same as a bare number: 0.4, 13, 1.3k."""
    if not isfinite(seconds):
        return figures.DASH
    return f"{1000 * seconds:.1f}" if seconds < 0.01 else compact(1000 * seconds)  # noqa: PLR2004


def mistake_words(document: Document, row: MethodRow) -> str:
    """How many test samples it gets wrong."""
    return figures.mistakes(row.test, document.dataset.test_count)


def row_words(document: Document, row: MethodRow) -> str:
    """All of a row in a sentence, for a tooltip and a screen reader."""
    if row.refusal:
        return f"{row.title}: {row.refusal}"
    parts = [f"train {score_words(document, row.train)}", f"test {score_words(document, row.test)}"]
    if not isnan(row.mean):
        parts.append(f"over splits {spread_words(document, row)}")
    if isfinite(row.seconds):
        parts.append(f"fitted in {time_words(row.seconds)}")
    parts.append(f"keeps {compact(row.numbers)} numbers")
    return f"{row.title}: {', '.join(parts)}"


def as_table(document: Document, rows: list[MethodRow]) -> str:
    """The rows as CSV: one header, a line each; what is not known is empty."""
    key = TASKS[document.task].score_key
    head = f"method,train_{key},test_{key},splits_mean_{key},splits_deviation,seconds,numbers,refusal"
    lines = [head]
    for row in rows:
        numbers = (row.train, row.test, row.mean, row.deviation, row.seconds)
        texts = ["" if isnan(value) else f"{value:.6g}" for value in numbers]
        refusal = row.refusal.replace('"', '""')
        lines.append(",".join([row.name, *texts, str(row.numbers), f'"{refusal}"' if refusal else ""]))
    return "\n".join(lines) + "\n"


# ---- inside ----------------------------------------------------------------------------------------------------------


def _network_row(session: Session, results: ExperimentResults | None) -> MethodRow:
    document, columns = session.document, session.history.columns()
    moment = session.time.shown
    epoch = moment.position if moment is not None else 0 if session.snapshot is None else session.snapshot.live_epoch
    place = len(columns["epoch"]) - 1
    if moment is not None and place >= 0:
        place = int(np.abs(columns["epoch"] - moment.position).argmin())
    train, test = (float(columns[f"{name}_score"][place]) if place >= 0 else nan for name in ("train", "test"))
    mean, deviation, seconds = _over_splits(results, NETWORK)
    summary = f"The network at hand, at epoch {figures.epoch(epoch)}. Its time is that of training on another split."
    problem = session.problems[0].text if session.problems else ""
    count = 0 if problem else resolve(document).parameter_count
    return MethodRow(NETWORK, "Network", "Network", summary, train, test, mean, deviation, seconds, count, problem)


def _method_row(session: Session, name: str, results: ExperimentResults | None, learner: str) -> MethodRow:
    from playground.experiments.classical import CLASSICAL  # noqa: PLC0415 - not for a start

    method, found = CLASSICAL[name], session.experiments.methods.fit_of(name)
    has_classes = TASKS[session.document.task].has_classes
    title, short = method.named(has_classes=has_classes), method.briefly(has_classes=has_classes)
    mean, deviation, _ = _over_splits(results, learner)
    if found is None:
        return MethodRow(name, title, short, method.summary, mean=mean, deviation=deviation, is_current=False)
    fit = found.fit
    return MethodRow(
        name,
        title,
        short,
        method.summary,
        fit.train_score,
        fit.test_score,
        mean,
        deviation,
        fit.seconds,
        fit.numbers,
        fit.refusal,
        session.experiments.methods.is_current(name),
    )


def _over_splits(results: ExperimentResults | None, learner: str) -> tuple[float, float, float]:
    """Mean and deviation of the test scores, and the middle time; nan where there is none."""
    scores, seconds = _split_scores(results, learner)
    known = np.isfinite(scores)
    if not known.any():
        return nan, nan, nan
    deviation = float(scores[known].std(ddof=1)) if known.sum() > 1 else nan
    return float(scores[known].mean()), deviation, float(np.median(seconds[known]))


def _split_scores(results: ExperimentResults | None, learner: str) -> NDArray[np.float64]:
    """Test scores and seconds of a learner over the splits, (2, splits); none where it was not tried."""
    if results is None or learner not in results.experiment.grid.axes[0].values:
        return np.zeros((2, 0))
    row = results.experiment.grid.axes[0].values.index(learner)
    return np.stack([results.by_cell(column)[row].reshape(-1) for column in ("test_score", "seconds")])
