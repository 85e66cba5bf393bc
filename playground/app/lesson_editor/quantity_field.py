"""A quantity to choose, as goals and predictions name it; one that is told by numbers has what tells it below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.lessons.quantities import QUANTITIES
from playground.lessons.quantity_families import FAMILIES, family_of
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playground.document.model import Document
    from playground.lessons.quantity_families import QuantityFamily, QuantityPart, Value

INDENT = 12


def quantity_choices(document: Document) -> list[Choice]:
    """Every quantity of the table, then those that are told by numbers, grey where a document has none of them."""
    choices = [Choice(name, name) for name in QUANTITIES]
    for one in FAMILIES:
        is_there = all(part.titles for part in one.parts(document, ()))
        choices.append(Choice(one.key, f"{one.title} …", "" if is_there else "None on the screen", enabled=is_there))
    return choices


class QuantityField(QWidget):
    """A list of quantities; below it lists of what tells one apart, of the document on the screen.

    Args:
        title: What is chosen.
        about: One sentence, for the tooltip.
        screen: Gives the document on the screen.
        name: The quantity to begin with.

    Attributes:
        kind: The list of quantities.
        parts: The lists below it, in their order; none for most quantities.
        head: The row of the list, to which more can be added.

    Signals:
        changed(): Another is chosen by the person.
    """

    changed = Signal()

    def __init__(self, title: str, about: str, screen: Callable[[], Document], name: str) -> None:
        super().__init__()
        self._screen = screen
        self.kind = ChoiceButton(title, quantity_choices(screen()), "", tip=f"{title}\n{about}")
        self.setToolTip(self.kind.toolTip())
        self.parts: list[ChoiceButton] = []
        self.head, self._below = QHBoxLayout(), QHBoxLayout()
        self.head.addWidget(self.kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 4)
        scaled(self.head.setSpacing, 6)
        scaled(self._below.setSpacing, 6)
        scaled(self._below.setContentsMargins, INDENT, 0, 0, 0)
        column.addLayout(self.head)
        column.addLayout(self._below)
        self._below.addStretch(1)  # an empty row would hold the list above to its own width, which is none
        self.kind.chosen.connect(self._take_kind)
        self.show_name(name)

    def name(self) -> str:
        """The quantity as a lesson's file names it."""
        family = self._family()
        return str(self.kind.value()) if family is None else family.name([one.value() for one in self.parts])

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in it, in this order."""
        return (self.kind, *self.parts)

    def show_name(self, name: str) -> None:
        """Choose a quantity, without a signal; what the document on the screen does not have is kept.

        Args:
            name: As a lesson's file names it.
        """
        family = family_of(name)
        self.kind.set_value(name if family is None else family.key)
        self._show_parts(() if family is None else family.read(name), keeps=True)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _family(self) -> QuantityFamily | None:
        return next((one for one in FAMILIES if one.key == self.kind.value()), None)

    def _take_kind(self, _kind: object) -> None:
        self._show_parts(())
        self.changed.emit()

    def _take_part(self, _value: object) -> None:
        self._show_parts([one.value() for one in self.parts])
        self.changed.emit()

    def _show_parts(self, chosen: Sequence[Value], *, keeps: bool = False) -> None:
        """Show the lists of what is chosen; where nothing is, or it is not there any more, the first that there is.

        Args:
            chosen: A value for each list, in their order; as many as are known.
            keeps: Whether what is not on the screen stays chosen.
        """
        family = self._family()
        parts = () if family is None else family.parts(self._screen(), chosen)
        if len(parts) != len(self.parts):
            self._make_parts(parts)
        for place, (part, field) in enumerate(zip(parts, self.parts, strict=True)):
            value = chosen[place] if place < len(chosen) else ""
            if value not in part.titles and not (keeps and value):
                value = next(iter(part.titles), 1)
            titles = part.titles if value in part.titles else {**part.titles, value: part.unknown.format(value)}
            field.set_choices([Choice(one, words) for one, words in titles.items()])
            field.set_value(value)

    def _make_parts(self, parts: tuple[QuantityPart, ...]) -> None:
        while self._below.count():
            item = self._below.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.parts = [
            ChoiceButton(one.title, (), "", tip=f"{one.title}\nOf the quantity above; what is on the screen is listed")
            for one in parts
        ]
        for field in self.parts:
            field.chosen.connect(self._take_part)
            self._below.addWidget(field)
        self._below.addStretch(1)
