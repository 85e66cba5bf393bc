"""The button that says how many classical methods are chosen, and its menu of all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QSizePolicy

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.format import count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class MethodChoice(PushButton):
    """Methods are known by their keys in `CLASSICAL`, and stay in its order.

    Args:
        names: Those chosen at first.
        parent: Qt parent.

    Signals:
        changed(): Others are chosen.
    """

    changed = Signal()

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__("", height=SMALL, parent=parent)
        self._names = names
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._show_menu)
        self._tell()

    def names(self) -> tuple[str, ...]:
        """The methods that are chosen."""
        return self._names

    def pick(self, name: str, on: bool) -> None:
        """Choose a method, or leave it out."""
        from playground.experiments.classical import CLASSICAL  # noqa: PLC0415 - not for a start

        wanted = {*self._names, name} if on else {*self._names} - {name}
        self._names = tuple(one for one in CLASSICAL if one in wanted)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        words = count(len(self._names), "method")
        self.set_text(words)
        self.set_description(words, f"{words}\nWhich classical methods stand beside the network")

    @Slot()
    def _show_menu(self) -> None:
        from playground.experiments.classical import CLASSICAL  # noqa: PLC0415 - not for a start

        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        for name, method in CLASSICAL.items():
            action = menu.addAction(method.title)
            action.setToolTip(method.summary)
            action.setCheckable(True)
            action.setChecked(name in self._names)
            action.toggled.connect(partial(self.pick, name))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
