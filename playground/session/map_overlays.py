"""What is laid over the output map: which of it is on, and why some of it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.document.model import domain_of
from playground.document.true_posterior import truth_refusal
from playground.training.probes.plane.linear_regions import obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.document.model import Document

NAMES = ("regions", "pushes", "truth")
"""Linear regions with their formulas; which way the points push the decision boundary; the border of the points' true
distribution."""


class MapOverlays(QObject):
    """Switches that the map, its header and the menus share; not part of the document, remembered between starts."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on: frozenset[str] = frozenset()

    def is_on(self, name: str) -> bool:
        """Whether one of `NAMES` is on."""
        return name in self._on

    def switch(self, name: str, *, on: bool) -> None:
        """Turn one of `NAMES` on or off."""
        self._set(self._on | {name} if on else self._on - {name})

    def all_on(self) -> tuple[str, ...]:
        """Those that are on, in the order of `NAMES`."""
        return tuple(name for name in NAMES if name in self._on)

    def recall(self, names: Iterable[str]) -> None:
        """Have those on that are named, and no others; names that nothing has are passed over."""
        self._set(frozenset(names) & frozenset(NAMES))

    def refusal(self, name: str, document: Document) -> str:
        """Why one that is off could show nothing, in words; empty where it can. What is on can always be put off."""
        domain = domain_of(document)
        if not domain.has_map:
            return "" if self.is_on(name) else f"{domain.samples.capitalize()} have no map that it could lie over."
        if self.is_on(name):
            return ""
        return {"regions": obstacle, "truth": truth_refusal}.get(name, lambda _: "")(document)

    def _set(self, names: frozenset[str]) -> None:
        if names != self._on:
            self._on = names
            self.changed.emit()
