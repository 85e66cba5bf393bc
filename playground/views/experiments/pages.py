"""The table of pages: a new kind of experiment is one file with a `ExperimentPage` and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.views.experiments.hunger_page import HungerPage
from playground.views.experiments.methods_page import MethodsPage
from playground.views.experiments.race_page import RacePage
from playground.views.experiments.seeds_page import SeedsPage
from playground.views.experiments.sweep_page import SweepPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.session.session import Session
    from playground.views.experiments.page import ExperimentPage


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One kind of experiment.

    Attributes:
        title: On its segment.
        summary: What it finds out.
        make: The page, from the session and its kind.
    """

    title: str
    summary: str
    make: Callable[[Session, str], ExperimentPage]


PAGES: dict[str, PageInfo] = {
    "seeds": PageInfo("Seeds", "the same document from many first weights", SeedsPage),
    "sweep": PageInfo("Sweep", "one or two knobs over a range, as a map of what works", SweepPage),
    "race": PageInfo("Race", "optimizers, or values of a knob, from the same first weights", RacePage),
    "methods": PageInfo("Methods", "the network beside classical methods, live", MethodsPage),
    "hunger": PageInfo("Hunger", "scores over the number of training samples, of the network and methods", HungerPage),
}
