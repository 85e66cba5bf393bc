"""The button that says how many classical methods are chosen, and its menu of all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QSizePolicy

from playground.session.plain import words
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.format import count

if TYPE_CHECKING:
    from collections.abc import Collection

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

    def recall(self, said: object) -> None:
        """Choose what a project says, as `names` gives it; what is no list, or names no method that there is, stays."""
        if not isinstance(said, list | tuple) or tuple(said) == self._names:
            return
        from playground.experiments.classical import CLASSICAL  # noqa: PLC0415 - not for a start

        wanted = words(said, CLASSICAL)
        if wanted or not said:
            self._take(wanted)

    def pick(self, name: str, on: bool) -> None:
        """Choose a method, or leave it out."""
        self._take({*self._names, name} if on else {*self._names} - {name})

    def _take(self, wanted: Collection[str]) -> None:
        from playground.experiments.classical import CLASSICAL  # noqa: PLC0415 - not for a start

        self._names = tuple(one for one in CLASSICAL if one in wanted)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        said = count(len(self._names), "method")
        self.set_text(said)
        self.set_description(said, f"{said}\nWhich classical methods stand beside the network")

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
