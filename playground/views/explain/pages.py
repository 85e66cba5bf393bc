"""The table of pages: a question is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.views.explain.dream_page import DreamPage
from playground.views.explain.fool_page import FoolPage
from playground.views.explain.nearest_page import NearestPage
from playground.views.explain.why_page import WhyPage

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.views.explain.page import ExplainPage


def make_pages(session: Session) -> dict[str, ExplainPage]:
    """A page for each question, by the keys of `view.KINDS`."""
    return {
        "why": WhyPage(session),
        "nearest": NearestPage(session),
        "fool": FoolPage(session),
        "dream": DreamPage(session),
    }
