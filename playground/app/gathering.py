"""What a saved project holds: the document with the weights of now, or the newest that were recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playground.document.errors import DocumentError
from playground.storage.container import unpack_members
from playground.storage.project import ALL_MEMBERS, MOST_BYTES, WEIGHTS, Project, check_weights
from playground.storage.reading import read_limited
from playground.storage.saved_timeline import newest_checkpoint, to_saved

if TYPE_CHECKING:
    from pathlib import Path

    from playground.document.model import Document
    from playground.interop.sources import Opened
    from playground.session.session import Session
    from playground.storage.arrays import Arrays

EPOCH = 1
"""Where a checkpoint's counters have the passes done."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A project that is ready to be packed.

    Attributes:
        project: What will be written.
        earlier: Whether its weights are older than those at hand, because the trainer does not answer.
        lacks_weights: Whether there is a network whose weights could not be had at all.
    """

    project: Project
    earlier: bool = False
    lacks_weights: bool = False

    @property
    def epoch(self) -> int:
        """Passes that the weights have seen."""
        counters = self.project.weights.get("counters")
        return 0 if counters is None else int(counters[EPOCH])


def gather(session: Session, document: Document, opened: Opened | None, *, with_runs: bool) -> Gathered:
    """Document, weights, curve, runs and results of experiments, on any thread; without a picture.

    Args:
        session: Whose training is asked, for three seconds at most; then the newest recorded state takes its place.
        document: The one at hand when saving was asked for.
        opened: What was opened, as long as PyTorch is not there to know its weights.
        with_runs: Whether to hold what was recorded of the run, and the runs beside it.
    """
    found = _trained(session, document, opened, with_runs=with_runs)
    return replace(found, project=replace(found.project, results=session.experiments.kept.to_saved()))


def _trained(session: Session, document: Document, opened: Opened | None, *, with_runs: bool) -> Gathered:
    if not session.trainer.is_ready:
        return _as_opened(document, opened, with_runs=with_runs)
    checkpoint, history = session.trainer.checkpoint(), session.history.to_arrays()
    runs = to_saved(session.time.timeline, document) if with_runs else ()
    # A file whose weights are of another network than its document, which was edited meanwhile, could not be opened.
    if checkpoint is not None and _fit(weights := checkpoint.to_arrays(), document):
        return Gathered(Project(document, weights, history, runs=runs))
    if any(problem.panel == "network" for problem in session.problems):
        return Gathered(Project(document, {}, history))
    # The trainer did not answer in time, so nothing may be read of its run; recorded states and the guard's copies are
    # frozen, and any thread may read them.
    found = newest_checkpoint(session.time.timeline, document) or session.trainer.last_finite()
    weights = found.to_arrays() if found is not None else {}
    if not weights or not _fit(weights, document):
        return Gathered(Project(document, {}, history), lacks_weights=True)
    return Gathered(Project(document, weights, _until(history, int(weights["counters"][EPOCH])), runs=runs), True)


def holds_weights(path: Path) -> bool:
    """Whether a file is a project with weights; what cannot be read is taken for one."""
    try:
        return WEIGHTS in unpack_members(read_limited(path, MOST_BYTES), ALL_MEMBERS)
    except FileNotFoundError:
        return False
    except (OSError, DocumentError):
        return True


def _as_opened(document: Document, opened: Opened | None, *, with_runs: bool) -> Gathered:
    """Before PyTorch is there: what was opened, unless the network has been edited since."""
    if opened is None or not opened.weights:
        return Gathered(Project(document))
    if not _fit(opened.weights, document):
        return Gathered(Project(document), lacks_weights=True)
    return Gathered(Project(document, opened.weights, opened.history, runs=opened.runs if with_runs else ()))


def _fit(weights: Arrays, document: Document) -> bool:
    try:
        check_weights(weights, document)
    except DocumentError:
        return False
    return True


def _until(history: Arrays, epoch: int) -> Arrays:
    """The part of a loss curve up to the end of a pass."""
    if not history:
        return history
    kept = history["epoch"] <= epoch + 1
    return {name: column[kept] for name, column in history.items()}
