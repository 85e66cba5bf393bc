"""A panel: a card with a title, what it shows, buttons at the right, and a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.widgets.accessible import Tells, Told
from playground.widgets.buttons import IconButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.label import Label
from playground.widgets.lengths import add_gap
from playground.widgets.theme import current, px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

HEADER = 40
PADDING = 12
LINE = 1  # the card's outline lies inside it
_ICON_PADDING = 6  # an icon button's icon, not its square, lines up with the text column


class Remembered(Protocol):
    """A part of a panel whose state is saved with projects."""

    def state(self) -> dict[str, object]:
        """How it looks at things, as plain values."""
        ...

    def recall(self, said: dict[str, object]) -> None:
        """Look at things as a project says; what is missing, or cannot be, stays as it is."""
        ...


class Panel(Tells, QWidget):
    """A card of radius 10 with a header of 40.

    `add` puts widgets below each other on the text column, 12 px from the card's edge; `overhang` lets rows and
    selection outlines reach beyond it.

    Args:
        title: The panel's name; "" for a header of slots alone.
        surface: Role of the fill, "card" or "raised".
        header: Whether there is a header.
        outlined: Draw the stronger line of floating cards.
        parent: Qt parent.

    Signals:
        warning_clicked(): The warn icon in the header was clicked.
    """

    warning_clicked = Signal()

    def __init__(
        self,
        title: str = "",
        *,
        surface: str = "card",
        header: bool = True,
        outlined: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._surface, self._outlined = surface, outlined
        self._warning: IconButton | None = None
        self._remembered: tuple[Remembered, ...] = ()
        self._header = QWidget(self)
        self._slots = QHBoxLayout(self._header)
        self._slots.setSpacing(0)
        self.title = Label(title, "title", "ink")
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.subtitle = Label("", "row", "ink3", has_facts=True)
        self.subtitle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._slots.addWidget(self.title)
        add_gap(self._slots, 12)
        self._slots.addWidget(self.subtitle, 1)
        self._slot_box = QWidget(self._header)
        self._slot_row = QHBoxLayout(self._slot_box)
        self._slot_row.setContentsMargins(0, 0, 0, 0)
        self._slot_row.setSpacing(0)
        self._slots.addWidget(self._slot_box)
        self._header.setVisible(header)
        self._rows: list[tuple[QHBoxLayout, int]] = []
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._header)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self._column.addLayout(self.body, 1)
        theme_signals().changed.connect(self._measure)
        self._measure()

    def told(self) -> Told:
        """A group by its title."""
        return Told(QAccessible.Role.Grouping)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self.title.set_text(title)
        self.setAccessibleName(title)

    def set_subtitle(self, text: str) -> None:
        """Say what is shown, in ink_3 after the title; "" for nothing."""
        self.subtitle.set_text(text)

    def add_slot(self, widget: QWidget, *, gap: int = 4) -> None:
        """Put a control at the right end of the header.

        Args:
            widget: Icon buttons are moved out so that their icons line up with the padding.
            gap: Space before it.
        """
        if self._slot_row.count():
            add_gap(self._slot_row, gap)
        self._slot_row.addWidget(widget)
        self._measure()

    def title_bar(self) -> QWidget:
        """What stands for the panel's title bar: a drag of it moves the panel."""
        return self._header

    def title_bar_room(self) -> tuple[int, int]:
        """Left and right edge, in the header, of what is free for buttons that come and go."""
        free = self.subtitle.geometry()
        return free.left(), free.right() + 1

    def has_cross(self) -> bool:
        """Whether the header has a cross of its own now: a second one beside it would be taken for it."""
        return False

    def remember(self, *parts: Remembered) -> None:
        """Save the state of some parts with projects."""
        self._remembered = parts

    def view_state(self) -> dict[str, object]:
        """How the panel looks at things, as plain values; nothing of most panels."""
        return {name: value for part in self._remembered for name, value in part.state().items()}

    def recall_view(self, said: dict[str, object]) -> None:
        """Look at things as a project says; what is missing, or cannot be, stays as it is."""
        for part in self._remembered:
            part.recall(said)

    def set_bare(self, bare: bool) -> None:
        """Show the panel without its tools, for looking at it from afar, or with them again."""
        self._slot_box.setVisible(not bare)

    def add_after_title(self, widget: QWidget) -> None:
        """Put a control that belongs to the title right behind it."""
        self._slots.insertWidget(1, widget)

    def add(self, widget: QWidget, *, overhang: int = 0, stretch: int = 0) -> None:
        """Put a widget below the others, on the text column or reaching beyond it on both sides."""
        row = QHBoxLayout()
        row.addWidget(widget)
        self._rows.append((row, overhang))
        self.body.addLayout(row, stretch)
        self._measure()

    def add_space(self, height: int) -> None:
        """Leave a gap."""
        add_gap(self.body, height)

    def set_warning(self, text: str) -> None:
        """Show a warn icon with this tooltip after the title; "" takes it away."""
        if not text:
            if self._warning is not None:
                self._warning.hide()
            return
        if self._warning is None:
            self._warning = IconButton("alert-triangle", text, role="warn")
            self._warning.clicked.connect(self.warning_clicked)
            self._slots.insertWidget(1, self._warning)
        self._warning.set_description(text)
        self._warning.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card."""
        theme = current()
        line = theme.line_strong if self._outlined else theme.line
        with smooth_painter(self) as painter:
            rounded(painter, QRectF(self.rect()), 10, getattr(theme, self._surface), line)

    def _measure(self) -> None:
        self._header.setFixedHeight(px(HEADER))
        item = self._slot_row.itemAt(self._slot_row.count() - 1)
        last = item.widget() if item is not None else None
        right = px(_ICON_PADDING) if isinstance(last, IconButton) else px(PADDING) + LINE
        self._slots.setContentsMargins(px(PADDING) + LINE, 0, right, 0)
        self._column.setContentsMargins(0, LINE, 0, LINE)
        self.body.setContentsMargins(0, 0, 0, px(PADDING))
        for row, overhang in self._rows:
            margin = px(PADDING - overhang) + LINE
            row.setContentsMargins(margin, 0, margin, 0)
