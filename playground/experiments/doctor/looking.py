"""A look beside a window: what is suspected, and cures tried of what lasts, on one thread of low priority."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playground.experiments.doctor.examination import examine, nothing_tried, suspicions
from playground.experiments.outcomes import Measure, is_compiled
from playground.experiments.workers import ThreadWorkers

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.doctor.examination import DoctorReport
    from playground.experiments.doctor.observation import Observation
    from playground.experiments.experiment import ExperimentControl

NOT_COMPILED = (
    "The fused kernel does not train this document, and 32 runs without it would take too long beside the window: "
    "doctor on the command line tries them."
)


@dataclass(frozen=True, slots=True)
class LookOutcome:
    """What came of a look.

    Attributes:
        keys: Of the findings that suspect something.
        report: What their cures came to; None where none was tried.
    """

    keys: frozenset[str]
    report: DoctorReport | None


NOTHING_SEEN = LookOutcome(frozenset(), None)


def untried(document: Document) -> str:
    """Why no cure is tried beside a window, a sentence; "" where cures are. Loads the trainer's libraries."""
    return "" if is_compiled(document, Measure(1)) else NOT_COMPILED


def look(
    seen: Observation, skip: frozenset[str], suspected: frozenset[str] | None, control: ExperimentControl
) -> LookOutcome:
    """Look, and try cures of what was suspected at the look before, too. Blocks: not for the thread that draws.

    Args:
        seen: The run.
        skip: Keys of findings that nobody wants to hear of.
        suspected: What the look before has suspected: what comes and goes is not worth a trial. None to try cures of
            everything, and to report in any case.
        control: To pause and cancel.

    Raises:
        ExperimentError: Workers fail again and again.
    """
    keys = frozenset(finding.key for finding, _ in suspicions(seen, skip))
    lasts = suspected is None or seen.diverged_epoch is not None or bool(keys & suspected)
    if suspected is not None and not (keys and lasts):
        return LookOutcome(keys, None)
    reason = untried(seen.document)
    if reason:
        suspected_here = tuple(finding.key for finding, _ in suspicions(seen, skip))
        return LookOutcome(keys, replace(nothing_tried(seen.document, skip), unproved=suspected_here, reason=reason))
    workers = ThreadWorkers(beside_window=True)
    try:
        report = examine(seen, workers, skip=skip, control=control)
    finally:
        workers.close()
    return LookOutcome(keys, report if report.is_whole else None)
