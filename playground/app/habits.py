"""What a person has switched in tools and views, kept between starts: no part of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.session.hand_memory import recall, remembered

if TYPE_CHECKING:
    from playground.app.settings import Settings
    from playground.session.session import Session


def recall_habits(session: Session, settings: Settings) -> None:
    """Switch tools and views as they were at the last close."""
    recall(session.hand, settings.hand)
    session.selection.show_sums(on=settings.shows_sums)
    session.selection.show_thumbnails(on=settings.shows_thumbnails)
    session.selection.share_scale(on=settings.common_scale)
    session.overlays.recall(settings.overlays)


def keep_habits(session: Session, settings: Settings) -> None:
    """Put into the settings how tools and views are switched now."""
    settings.hand = remembered(session.hand)
    settings.shows_sums = session.selection.shows_sums
    settings.shows_thumbnails = session.selection.shows_thumbnails
    settings.common_scale = session.selection.common_scale
    settings.overlays = list(session.overlays.all_on())
