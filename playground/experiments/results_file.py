"""Results of an experiment as files: NPZ, which an experiment goes on from, and CSV for tables."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import msgspec
import numpy as np

from playground import __version__
from playground.document.errors import DocumentError
from playground.experiments.outcomes import COLUMNS, Verdict
from playground.experiments.results import ExperimentResults, description
from playground.storage.atomic import atomic_write
from playground.storage.reading import read_limited
from playground.tasks import TASKS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from playground.experiments.experiment import Experiment

NPZ, CSV = ".npz", ".csv"
SUFFIXES = (NPZ, CSV)
UNFINISHED = ".part.npz"
"""Behind the name of a table that is not complete, what its experiment goes on from."""
MOST_BYTES = 2_000_000_000
FORMAT = 1


class ResultsFileError(Exception):
    """A file of results cannot be gone on from; the text says why, without the file's name."""


def store(results: ExperimentResults, path: Path) -> None:
    """Write what is done; a file that is there holds the old results or the new ones at every moment.

    A table cannot hold all of it: until all runs are done a second file beside it does.

    Args:
        results: What to write.
        path: Ends in .npz or .csv.

    Raises:
        OSError: The disk is full, the folder is gone ...
    """
    if path.suffix.lower() == NPZ:
        atomic_write(path, to_npz(results))
        return
    unfinished = unfinished_path(path)
    # First what can be gone on from: if the table cannot be written, nothing is lost.
    if not results.is_complete:
        atomic_write(unfinished, to_npz(results))
    atomic_write(path, to_csv(results))
    if results.is_complete:
        unfinished.unlink(missing_ok=True)


def unfinished_path(path: Path) -> Path:
    """The file that an experiment goes on from: the file itself, or the one beside a table."""
    return path if path.suffix.lower() == NPZ else path.with_name(path.name + UNFINISHED)


def stored(path: Path, experiment: Experiment) -> ExperimentResults:
    """The results of an experiment that is to go on.

    Args:
        path: As for `store`.
        experiment: Which must be the one that wrote it.

    Raises:
        ResultsFileError: It is of another experiment, or damaged.
        OSError: It cannot be read.
    """
    try:
        # A pickle runs what whoever wrote it wants.
        with np.load(io.BytesIO(read_limited(unfinished_path(path), MOST_BYTES)), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = msgspec.json.decode(bytes(arrays.pop("about")), type=dict[str, Any])
    except (BadZipFile, DocumentError, EOFError, KeyError, TypeError, ValueError) as error:
        raise ResultsFileError(f"is damaged, or holds no results ({error})") from None
    _check(about, experiment)
    results = ExperimentResults(experiment)
    _fill(results, arrays)
    results.refusals = {int(place): str(text) for place, text in about.get("refusals", {}).items()}
    return results


def to_npz(results: ExperimentResults) -> bytes:
    """All results as one archive of arrays, which numpy reads: a row a run, by knob, seed and outcome.

    "about" is JSON: what the experiment is, which program made it, why runs were refused.
    """
    about = description(results.experiment) | {
        "format": FORMAT,
        "program": __version__,
        "verdicts": {verdict.name.lower(): int(verdict) for verdict in Verdict},
        "refusals": {str(place): text for place, text in results.refusals.items()},
    }
    arrays: dict[str, Any] = {name: np.array(values) for name, values in results.settings().items()}
    arrays |= results.columns
    arrays |= {"looks": results.looks, "curves": results.curves, "maps": results.maps}
    # As bytes: in an array of texts every letter takes four of them.
    arrays["about"] = np.frombuffer(msgspec.json.encode(about), dtype=np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def to_csv(results: ExperimentResults) -> bytes:
    """The runs that are done as a table: knobs, seed, verdict in a word, numbers; no number, no text."""
    key = TASKS[results.experiment.document.task].score_key
    titles = {"train_score": f"train_{key}", "test_score": f"test_{key}"}
    settings = results.settings()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*settings, *(titles.get(name, name) for name in COLUMNS), "refusal"])
    for place in results.done.tolist():
        verdict = Verdict(results.columns["verdict"][place]).name.lower()
        numbers = [_written(results.columns[name][place]) for name in COLUMNS if name != "verdict"]
        knobs = [column[place] for column in settings.values()]
        writer.writerow([*knobs, verdict, *numbers, results.refusals.get(place, "")])
    return text.getvalue().encode()


def rows_in_table(path: Path, experiment: Experiment) -> int | None:
    """How many runs a table of `to_csv` holds; None where it is not one of this experiment, or cannot be read.

    Args:
        path: The table.
        experiment: Whose knobs and columns its head must name.
    """
    head = to_csv(ExperimentResults(experiment))
    try:
        data = read_limited(path, MOST_BYTES)
        text = data.removeprefix(head).decode()
        return sum(1 for _ in csv.reader(io.StringIO(text))) if data.startswith(head) else None
    except (DocumentError, OSError, UnicodeDecodeError, csv.Error):
        return None


def _written(value: Any) -> str:
    # Nine digits bring a float32 back to the bit.
    return f"{value:.9g}" if np.isfinite(value) else ""


def _check(about: dict[str, Any], experiment: Experiment) -> None:
    """Whether a file is of this experiment.

    Raises:
        ResultsFileError: It is of another; the text says in what it differs.
    """
    if about.get("format") != FORMAT:
        raise ResultsFileError("is of another version of this program")
    wanted = msgspec.json.decode(msgspec.json.encode(description(experiment)))
    differing = [_WORDS[name] for name, value in wanted.items() if about.get(name) != value]
    if differing:
        raise ResultsFileError(f"is of another experiment: {', '.join(differing)} differ")


_WORDS = {
    "document": "the document",
    "axes": "the knobs or their values",
    "seeds": "the number of seeds",
    "first_seed": "the first seed",
    "measure": "epochs, threshold, looks or maps",
}


def _fill(results: ExperimentResults, arrays: dict[str, NDArray[Any]]) -> None:
    """Take the arrays of a file, as far as they have the right shapes and kinds.

    Raises:
        ResultsFileError: One has not, or is missing.
    """
    count = len(results.curves)
    for name, kind in COLUMNS.items():
        column = arrays.get(name)
        if column is None or column.shape != (count,) or column.dtype != np.dtype(kind):
            raise ResultsFileError(f"is damaged: its column {name!r} is not whole")
        results.columns[name] = column
    curves, maps = arrays.get("curves"), arrays.get("maps")
    if curves is None or curves.shape != results.curves.shape or curves.dtype != results.curves.dtype:
        raise ResultsFileError("is damaged: its curves are not whole")
    if maps is None or maps.ndim != results.maps.ndim or len(maps) != count or maps.dtype != results.maps.dtype:
        raise ResultsFileError("is damaged: its maps are not whole")
    results.curves, results.maps = curves, maps
