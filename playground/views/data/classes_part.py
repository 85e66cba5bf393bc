"""The classes: take one in hand, rename, recolour, remove, add."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from playground.document import edits_data
from playground.document.dataset import COLOUR_NAMES, MOST_CLASSES
from playground.document.model import domain_of
from playground.session.class_choice import add_class
from playground.session.class_keys import digit_of_class
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.row import HEIGHT, OVERHANG, ActionRow, Row
from playground.widgets.theme import current, marker_path, px, theme_signals

if TYPE_CHECKING:
    from playground.document.dataset import DataClass
    from playground.session.session import Session

LEAST_CLASSES = 2
MOST_SHOWN, SPACING = 10, 2
"""So many rows are seen at once, those of ten digits all; more of them scroll."""


class ClassesPart(QWidget):
    """One row a class, many of them in a list that scrolls; they stay the same widgets while the classes do."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Row] = []
        self._shown: tuple[DataClass, ...] = ()
        self._seen = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, SPACING)
        title = Label("Class", "label_strong", "ink3")
        scaled(title.setContentsMargins, OVERHANG, 0, 0, 0)
        column.addWidget(title)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        scaled(self._column.setSpacing, SPACING)
        self.list = ColumnScroll(self._content)
        column.addWidget(self.list)
        tip = f"Add class\nUp to {MOST_CLASSES}, each with a colour of its own; markers repeat after nine"
        self.add = ActionRow("plus", "Add class", tip)
        self.add.clicked.connect(partial(add_class, session))
        self.add.follow_lock(session.lessons, "add_class")
        column.addWidget(self.add)
        session.dataset_changed.connect(self._show)
        session.hand.changed.connect(self._show)
        theme_signals().changed.connect(self._fit)
        self._show()

    @Slot()
    def _show(self) -> None:
        data = self._session.document.dataset
        self.setVisible(bool(data.classes))
        if data.classes != self._shown:
            self._rebuild(data.classes)
        for index, (row, one, count) in enumerate(zip(self._rows, data.classes, data.counts(), strict=True)):
            row.set_state(one.name, count, selected=index == self._session.hand.class_index)
        self.add.setVisible(len(data.classes) < MOST_CLASSES)
        self._show_class_in_hand()

    def _show_class_in_hand(self) -> None:
        """Scroll to it when it is another one, and not whenever points come and go."""
        index = self._session.hand.class_index
        if index != self._seen and index < len(self._rows):
            self._seen = index
            if index < MOST_SHOWN - 1:  # also where the list has not its height yet
                self.list.verticalScrollBar().setValue(0)
                return
            self._column.activate()
            self._content.resize(self._content.sizeHint())  # until then the bar does not reach a row just added
            self.list.ensureWidgetVisible(self._rows[index], 0, px(HEIGHT))

    def _rebuild(self, classes: tuple[DataClass, ...]) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._session.selection.light_class(None)
        self._shown = classes
        self._rows = [self._make_row(index, one) for index, one in enumerate(classes)]
        self._seen = -1
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """As high as whole rows are, in an interface of any size."""
        count = len(self._shown)
        shown = min(count, MOST_SHOWN)
        self.list.setFixedHeight(shown * px(HEIGHT) + max(shown - 1, 0) * px(SPACING))
        bar = self.list.bar.sizeHint().width() if count > MOST_SHOWN else 0
        self._column.setContentsMargins(0, 0, bar, 0)

    def _make_row(self, index: int, one: DataClass) -> Row:
        key = digit_of_class(self._shown, index)
        title = f"{one.name} ({key})" if key else one.name
        tip = f"{title}\nClick to draw with it, double click to rename, right click for more"
        row = Row(one.color, one.name, 0, key, tip=tip)
        row.clicked.connect(partial(self._session.hand.set_class, index))
        row.renamed.connect(partial(self._rename, index))
        row.menu_requested.connect(partial(self._open_menu, index))
        row.hovered.connect(partial(self._on_hovered, index))
        self._column.addWidget(row)
        row.show()  # at once, so that the list knows its height
        return row

    def _on_hovered(self, index: int, is_here: bool) -> None:
        """Of many classes, whose colours are alike, let the one that is pointed at stand out on the map."""
        is_lit = is_here and len(self._shown) > len(COLOUR_NAMES)
        self._session.selection.light_class(index if is_lit else None)

    def _rename(self, index: int, name: str) -> None:
        self._session.edit(f"Rename to {name}", lambda d: edits_data.change_class(d, index, name=name))

    def _recolour(self, index: int, color: int) -> None:
        self._session.edit("Recolour class", lambda d: edits_data.change_class(d, index, color=color))

    def _remove(self, index: int) -> None:
        name = self._session.document.dataset.classes[index].name
        self._session.edit(f"Remove {name}", lambda d: edits_data.remove_class(d, index))

    def _open_menu(self, index: int, where: QPoint) -> None:
        classes = self._session.document.dataset.classes
        menu = QMenu(self)
        menu.addAction("Rename").triggered.connect(self._rows[index].start_renaming)
        colours = menu.addMenu("Colour and marker")
        for color in range(MOST_CLASSES):
            name = COLOUR_NAMES[color] if color < len(COLOUR_NAMES) else f"Colour {color + 1}"
            action = colours.addAction(_marker_icon(color), name)
            action.setCheckable(True)
            action.setChecked(color == classes[index].color)
            action.triggered.connect(partial(self._recolour, index, color))
        menu.addSeparator()
        remove = menu.addAction(f"Remove class and its {domain_of(self._session.document).marks}")
        remove.setEnabled(len(classes) > LEAST_CLASSES)
        remove.setToolTip("Two classes are the least" if not remove.isEnabled() else "")
        remove.triggered.connect(partial(self._remove, index))
        menu.exec(where)
        menu.deleteLater()


def _marker_icon(color: int) -> QIcon:
    side = px(16)
    picture = QPixmap(side * 2, side * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.fillPath(marker_path(color, side * 0.32), current().mark(color))
    return QIcon(picture)
