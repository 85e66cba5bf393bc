"""The table of pages: a new kind of experiment is one file with an `ExperimentPage` and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.views.experiments.hunger_page import HungerPage
from playground.views.experiments.kept_page import KeptPage
from playground.views.experiments.methods_page import MethodsPage
from playground.views.experiments.race_page import RacePage
from playground.views.experiments.seeds_page import SeedsPage
from playground.views.experiments.sweep_page import SweepPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.session.session import Session
    from playground.views.experiments.page import ExperimentPage

PAGES: dict[str, Callable[[Session, str], ExperimentPage]] = {
    "seeds": SeedsPage,
    "sweep": SweepPage,
    "race": RacePage,
    "methods": MethodsPage,
    "hunger": HungerPage,
}
"""By the keys of `view.KINDS`."""


def make_pages(session: Session) -> tuple[dict[str, ExperimentPage], KeptPage]:
    """A page for each kind, and that of all results."""
    return {kind: make(session, kind) for kind, make in PAGES.items()}, KeptPage(session)
