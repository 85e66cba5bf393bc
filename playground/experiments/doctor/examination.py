"""An examination: suspicions in the order of the table, each with its cures tried, until one is proved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playground.document.limits import excess
from playground.document.problems import problems
from playground.experiments.doctor import FINDINGS
from playground.experiments.doctor.trial import TooSlowError, Trials, goal_in_words
from playground.experiments.experiment import ExperimentControl

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from playground.document.model import Document
    from playground.experiments.doctor.base import Cure, Finding, Suspicion
    from playground.experiments.doctor.observation import Observation
    from playground.experiments.doctor.trial import Trial
    from playground.experiments.workers import Workers

MOST_CURES = 5
"""Tried of one suspicion."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with a run, with a cure that was proved.

    Attributes:
        finding: What.
        suspicion: What was seen of it.
        cure: What helps.
        trial: Which proves it.
        after: The document with the cure.
        goal_words: What a run that does well reaches, "reach 97 % test accuracy".
    """

    finding: Finding
    suspicion: Suspicion
    cure: Cure
    trial: Trial
    after: Document
    goal_words: str

    @property
    def proof(self) -> str:
        """What the trial has shown: "With a rate of 0.1, 14 of 16 runs reach 97 % test accuracy; as it is, 2."."""
        trial = self.trial
        return (
            f"With {self.cure.words}, {trial.cured.count} of {trial.cured.of} runs {self.goal_words}; "
            f"as it is, {trial.present.count}."
        )


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """What an examination came to.

    Attributes:
        diagnosis: The first that was proved; None for none.
        unproved: Suspicions without a proved cure, by the finding's key: not said unless somebody asks.
        looked_at: What was looked at, as a list of words.
        not_looked_at: Titles of findings that do not apply to such a document, with the reason.
        reason: Why nothing could be tried, a sentence; "" where all was.
        is_whole: Whether it was not cancelled on the way.
    """

    diagnosis: Diagnosis | None
    unproved: tuple[str, ...]
    looked_at: tuple[str, ...]
    not_looked_at: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    is_whole: bool = True

    @property
    def unproved_titles(self) -> tuple[str, ...]:
        """What was suspected without a proved cure, as people read it."""
        return tuple(FINDINGS[key].title for key in self.unproved)


def suspicions(seen: Observation, skip: Collection[str] = ()) -> list[tuple[Finding, Suspicion]]:
    """What is suspected of a run, in the order of the table; quick, and said to nobody before it is proved."""
    found = []
    for finding in FINDINGS.values():
        is_asked = finding.key not in skip and not finding.refusal(seen.document)
        suspicion = finding.look(seen) if is_asked else None
        if suspicion is not None:
            found.append((finding, suspicion))
    return found


def examine(
    seen: Observation,
    workers: Workers,
    *,
    skip: Collection[str] = (),
    control: ExperimentControl | None = None,
    tell: Callable[[str], object] = lambda _words: None,
) -> DoctorReport:
    """Try cures of what is suspected, until one is proved. Blocks: not for the thread that draws.

    Args:
        seen: The run.
        workers: Who trains; closed by whoever made them.
        skip: Keys of findings that nobody wants to hear of.
        control: To pause and cancel.
        tell: Told what is tried.

    Raises:
        ExperimentError: Workers fail again and again.
    """
    control = control or ExperimentControl()
    trials = Trials(seen.document, seen.epoch, workers, control)
    report = nothing_tried(seen.document, skip)
    unproved: list[str] = []
    for finding, suspicion in suspicions(seen, skip):
        try:
            found = _proved(finding, suspicion, trials, seen.document, control, tell)
        except TooSlowError as error:
            return replace(report, unproved=(*unproved, finding.key), reason=str(error))
        if found is not None or control.is_cancelled:
            return replace(report, diagnosis=found, unproved=tuple(unproved), is_whole=found is not None)
        unproved.append(finding.key)
    return replace(report, unproved=tuple(unproved))


def nothing_tried(document: Document, skip: Collection[str] = ()) -> DoctorReport:
    """What is looked at of a document, and what not, before any cure is tried."""
    asked = [one for one in FINDINGS.values() if one.key not in skip]
    refused = tuple((one.title, reason) for one in asked if (reason := one.refusal(document)))
    looked_at = dict.fromkeys(one.looks_at for one in asked if not one.refusal(document))
    return DoctorReport(None, (), tuple(looked_at), refused)


def _proved(
    finding: Finding,
    suspicion: Suspicion,
    trials: Trials,
    document: Document,
    control: ExperimentControl,
    tell: Callable[[str], object],
) -> Diagnosis | None:
    """The first of its cures that helps nearly always, else the proved one that helps most; None for none."""
    best: Diagnosis | None = None
    for cure in suspicion.cures[:MOST_CURES]:
        after = cure.edit(document)
        if after is document or problems(after) or excess(after, document):
            continue
        tell(f"{finding.title}: tries {cure.words}")
        trial = trials.of(after, finding.judge)
        if control.is_cancelled:
            return None
        if trial is None or not trial.is_proof or (best is not None and trial.cured.count <= best.trial.cured.count):
            continue
        best = Diagnosis(finding, suspicion, cure, trial, after, goal_in_words(trial, document))
        if trial.cured.count >= trial.cured.of - 1:
            break
    return best
