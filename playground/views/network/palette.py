"""The list of layer kinds that a (+) opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from playground.document.continuity import cost_of_insert
from playground.document.plan import resolve
from playground.document.usual_network import refusal
from playground.layers import LAYER_KINDS, Layer
from playground.views.network.describe import layer_words
from playground.widgets.choice import Choice, ChoiceList
from playground.widgets.icons import icon
from playground.widgets.popover import Popover
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.document.model import Document


def kind_choices(usual: Layer, document: Document, index: int) -> tuple[Choice, ...]:
    """The usual layer with its settings first, so that Enter adds it; then every kind as it comes.

    Each says what it does, and what putting it into the gap `index` costs a trained network. Those that cannot take
    what enters there come last, and say why.
    """
    shape = resolve(document).shape_at(index)

    def choice(layer: Layer, title: str, words: str) -> Choice:
        refused = refusal(layer, shape)
        if refused:
            return Choice(layer, title, refused, icon(layer.icon, size=16), enabled=False)
        cost = cost_of_insert(document, index, layer)
        return Choice(layer, title, f"{words.rstrip('.')}. {cost}" if cost else words, icon(layer.icon, size=16))

    first = choice(usual, layer_words(usual), "Like the layer before it")
    kinds = [choice(kind(), kind.title, kind.summary) for kind in LAYER_KINDS.values()]
    others = [choice for choice in kinds if choice.value != usual]
    return (first, *sorted(others, key=lambda choice: not choice.enabled))


class Palette(QObject):
    """Opens under a (+) and says which layer was chosen."""

    chosen = Signal(int, object)
    """The gap, and the layer to add there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._popover: Popover | None = None
        self._index = 0

    @property
    def popover(self) -> Popover | None:
        """The list while it is open."""
        return self._popover

    def open(self, anchor: QWidget, at: QPoint, index: int, usual: Layer, document: Document) -> None:
        """Show the kinds at a place of the anchor, for a gap."""
        self._index = index
        rows = ChoiceList("Add a layer", kind_choices(usual, document, index), None)
        rows.chosen.connect(self._take)
        self._popover = Popover(rows)
        self._popover.closed.connect(self._forget)
        self._popover.open_at(anchor, at - QPoint(px(24), 0))

    def _take(self, layer: object) -> None:
        if self._popover is not None:
            self._popover.dismiss()
        self.chosen.emit(self._index, layer)

    def _forget(self) -> None:
        self._popover = None
