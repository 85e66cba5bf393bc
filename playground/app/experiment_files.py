"""Files of results on the command line: their names, and what is in them to go on from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.destinations import destination
from playground.experiments.results import ExperimentResults
from playground.experiments.results_file import (
    SUFFIXES,
    ResultsFileError,
    rows_in_table,
    store,
    stored,
    unfinished_path,
)
from playground.interop.source_errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from playground.app.progress import Progress
    from playground.experiments.experiment import Experiment


def results_path(name: str, source: str) -> Path:
    """Where results go.

    Args:
        name: As it was typed.
        source: What the experiment is of, likewise.

    Raises:
        SourceError: The name has no ending that says how, or nothing can be written there.
    """
    return destination(name, SUFFIXES, f"results are files that end in {' or '.join(SUFFIXES)}", read=(source,))


def begun(path: Path, experiment: Experiment, *, resume: bool, progress: Progress) -> ExperimentResults:
    """What is done already; a file is made at once, so that a mistake in its name costs no hour.

    Args:
        path: Of `results_path`.
        experiment: Which is to go on there.
        resume: Whether the file has some of it.
        progress: Told how much.

    Raises:
        SourceError: There is nothing to go on from, or it is of another experiment.
    """
    if resume and not unfinished_path(path).exists():
        raise SourceError(f"{path}: {_why_nothing(path, experiment)}, nothing to resume")
    if resume:
        try:
            results = stored(path, experiment)
        except ResultsFileError as error:
            raise SourceError(f"{unfinished_path(path)} {error}") from None
        progress.note(f"Going on: {len(results.done):,} of {len(experiment.grid):,} runs are done.")
        return results
    results = ExperimentResults(experiment)
    store(results, path)
    return results


def _why_nothing(path: Path, experiment: Experiment) -> str:
    """Why there is nothing to go on from beside a table, or where no file is."""
    if not path.exists():
        return "there is no such file"
    rows, runs = rows_in_table(path, experiment), len(experiment.grid)
    if rows is None:
        return "it holds no results of this experiment"
    if rows < runs:
        return f"it holds {rows:,} of {runs:,} runs, and {unfinished_path(path).name} is gone"
    return "it is complete"
