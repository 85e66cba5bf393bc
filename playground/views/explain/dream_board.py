"""The dreams beside each other: those by pixels and those through the decoder, or a line each for points and rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from playground.views.explain.dream_button import AROUND, MOST_PICTURE, PICTURE, DreamButton
from playground.widgets.icons import icon
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.plot_signals import plot_signals
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QContextMenuEvent, QResizeEvent

    from playground.views.explain.dream_button import DreamLook

GAP, FEWEST, MOST = 2, 4, 10
EXPORTS = (
    ("png", "Save as PNG…", "image"),
    ("svg", "Save as SVG…", "image"),
    ("csv", "Save numbers as CSV…", "table"),
)


class DreamGrid(QWidget):
    """Dreams of one way, with its name above them.

    Signals:
        chosen(int): Which one was clicked.
    """

    chosen = Signal(int)

    def __init__(self, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[DreamButton] = []
        self.title, self.remark = Label(title, "label_strong", "ink3"), FlowText()
        self.title.setToolTip(f"{title}\n{tip}")
        self._columns = (0, 0)
        self._place = QWidget()
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        scaled(self._grid.setSpacing, GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 2)
        for widget in (self.title, self.remark, self._place):
            column.addWidget(widget)
        self.remark.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_looks(self, looks: Sequence[DreamLook], remark: str = "") -> None:
        """Show other dreams, or why there are none; buttons are made anew only where there are others of them.

        Args:
            looks: In their order.
            remark: A sentence above them; "" for none.
        """
        self.remark.set_text(remark)
        self.remark.setVisible(bool(remark))
        for button in self.buttons[len(looks) :]:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        del self.buttons[len(looks) :]
        for button, look in zip(self.buttons, looks, strict=False):
            button.show_look(look)
        for look in looks[len(self.buttons) :]:
            button = DreamButton(look, self._place)
            button.clicked.connect(partial(self.chosen.emit, len(self.buttons)))
            self.buttons.append(button)
            self._columns = (0, 0)
        self._arrange()

    def check(self, place: int | None) -> None:
        """Outline the one that is chosen; None for none."""
        for one, button in enumerate(self.buttons):
            button.setChecked(one == place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many beside each other as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """The fewest beside each other."""
        return QSize(FEWEST * px(PICTURE + 2 * AROUND + GAP), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """Rows of as many each; pictures take the room that is left."""
        count, gap = len(self.buttons), px(GAP)
        has_pictures = bool(count) and self.buttons[0].look.picture is not None
        fitting = min(max((self.width() + gap) // px(PICTURE + 2 * AROUND + GAP), FEWEST), MOST)
        columns = -(-count // -(-count // fitting)) if has_pictures else 1
        shares = max(columns, FEWEST) if has_pictures else 1  # a single one does not stand in the middle of nothing
        room = (self.width() + gap) // shares - gap - px(2 * AROUND)
        for button in self.buttons:
            button.set_side(min(max(room, px(PICTURE)), px(MOST_PICTURE)))
        if (columns, shares) == self._columns:
            return
        self._columns = columns, shares
        for button in self.buttons:
            self._grid.removeWidget(button)
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, *divmod(place, columns))
            button.show()
        for column in range(MOST):
            self._grid.setColumnStretch(column, int(column < shares))


class DreamBoard(QWidget):
    """Both ways below each other; its menu saves it as a picture, or the pixels.

    Signals:
        chosen(str, int): A dream was clicked: "plain" or "decoded", and which.
        menu_asked(QMenu): What else can be done with the chosen one is to be added.
    """

    chosen = Signal(str, int)
    menu_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Dreams")
        self.plain = DreamGrid("By pixels", "Ascent on the pixels themselves, from grey")
        self.decoded = DreamGrid(
            "Through a decoder", "Ascent on the code of an autoencoder of the training pictures: it stays with pictures"
        )
        self.samples: dict[str, NDArray[Any]] = {}
        self.table = self._columns
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        for name, grid in (("plain", self.plain), ("decoded", self.decoded)):
            column.addWidget(grid)
            grid.chosen.connect(partial(self.chosen.emit, name))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def grid(self, way: str) -> DreamGrid:
        """That of a way, "plain" or "decoded"."""
        return self.plain if way == "plain" else self.decoded

    def fill_menu(self, menu: QMenu) -> None:
        """Offer what can be done with the chosen dream, then what can be saved of all of them."""
        self.menu_asked.emit(menu)
        menu.addSeparator()
        for form, title, picture in EXPORTS:
            action = menu.addAction(icon(picture), title)
            action.setEnabled(bool(self.plain.buttons))
            action.triggered.connect(partial(plot_signals().export_asked.emit, self, form))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The button under the pointer is chosen first."""
        for way in ("plain", "decoded"):
            for place, button in enumerate(self.grid(way).buttons):
                if button.rect().contains(button.mapFromGlobal(event.globalPos())):
                    self.chosen.emit(way, place)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(event.globalPos())

    def _columns(self) -> Mapping[str, NDArray[Any]]:
        """The numbers of every dream, a column each; none that has not been found."""
        named: dict[str, NDArray[Any]] = {}
        for way, samples in self.samples.items():
            buttons = self.grid(way).buttons
            title = {"plain": "", "decoded": " decoder"}[way]
            named |= {f"{one.look.title}{title}": np.asarray(row) for one, row in zip(buttons, samples, strict=False)}
        return named
