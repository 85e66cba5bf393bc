"""Experiments on the document at hand: what is usual, how one begins, and how a run of one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.experiments.data_knobs import KnobError
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.tiles import varied
from playground.experiments.variations import KnobGrid
from playground.session.experiments import SEEDS
from playground.session.new_start import train_again
from playground.training.trainee.stops import MOST_EPOCHS, USUAL_EPOCHS

if TYPE_CHECKING:
    from playground.session.course import Course
    from playground.session.session import Session

SEED_COUNTS = (16, 64, 256)
USUAL_SEEDS = 64
LEAST_TRAINED = 10
"""Epochs; who has trained for less has only tried."""
MAP_SIDE = 24
"""Samples along a small decision map."""


def usual_epochs(session: Session) -> int:
    """How long a run of an experiment trains unless told otherwise: as long as the run at hand did.

    Where that has trained for less than `LEAST_TRAINED` epochs, as after a step or two, until the document's stop rule
    ends it, else 300 epochs.
    """
    trained = 0 if session.snapshot is None else session.snapshot.live_epoch
    if trained >= LEAST_TRAINED:
        return min(trained, most_epochs())
    return session.document.training.stop_epochs or USUAL_EPOCHS


def most_epochs() -> int:
    """The longest that a run of an experiment trains."""
    return MOST_EPOCHS


def train_seeds(session: Session, seeds: int = USUAL_SEEDS, epochs: int | None = None) -> None:
    """Train the document at hand from many seeds; nothing where `seeds_refusal` says why not.

    Args:
        session: Whose document, and where the results come.
        seeds: How many.
        epochs: How long each; None for what is usual.
    """
    if refusal := seeds_refusal(session):
        session.message_posted.emit(refusal, "refused")
        return
    measure = Measure(epochs or usual_epochs(session), map_side=MAP_SIDE)
    session.experiments.start(SEEDS, Experiment(session.document, KnobGrid((), seeds), measure))


def how_sure(session: Session) -> None:
    """Train from the usual number of seeds, and show what comes of it."""
    session.experiments.shown.emit(SEEDS)
    train_seeds(session)


def seeds_refusal(session: Session) -> str:
    """Why the document cannot be trained from many seeds now; "" where it can."""
    if session.problems:
        return session.problems[0].text
    at_work = session.experiments.at_work
    return "" if at_work in {"", SEEDS} else f"{at_work.capitalize()} is at work: let it end, or cancel it on its page."


def open_run(session: Session, course: Course, place: int) -> None:
    """Train a run of an experiment again in the window, as one undo step: the same weights, with its past.

    Args:
        session: Takes the run in place of the one at hand, which is put aside.
        course: Of the experiment.
        place: Of the run in it.
    """
    results, experiment = course.results, course.experiment
    if results.columns["verdict"][place] in {Verdict.OPEN, Verdict.REFUSED}:
        words = results.refusals.get(place, "This run has not been trained yet.")
        session.message_posted.emit(words, "refused")
        return
    variation = experiment.grid.variation(place)
    try:
        document = varied(experiment.document, variation)
    except KnobError as error:  # of a page that this version has not
        session.message_posted.emit(str(error), "refused")
        return
    train_again(session, f"Open the run of seed {variation.seed}", document, experiment.measure.end(document))
