"""Networks to begin with, from menus and palette alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.network_presets import with_preset

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.network_presets import NetworkPreset
    from playground.session.session import Session


def use_preset(session: Session, preset: NetworkPreset) -> None:
    """Put a preset's layers in place of those at hand, as one undo step."""
    if not session.edit(f"Network {preset.title}", lambda document: with_preset(document, preset)):
        session.message_posted.emit(f"The network is {preset.title} already.", "info")


def preset_size(document: Document, preset: NetworkPreset) -> str:
    """How many parameters a document's network would have."""
    return f"{preset.parameter_count(document):,} parameters"
