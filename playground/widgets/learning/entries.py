"""A list of what can be learned or tried: a title, a sentence, how long it takes, and a button that opens it."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.format import count
from playground.widgets.label import FlowText
from playground.widgets.learning.way_on import WayOn
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


class Learnable(Protocol):
    """What an entry tells."""

    @property
    def key(self) -> str:
        """What it is opened by."""

    @property
    def title(self) -> str:
        """What stands over it in the list: the name of the lesson or challenge."""

    @property
    def about(self) -> str:
        """One sentence of it."""

    @property
    def minutes(self) -> int:
        """How long it takes."""


class LearningList(ColumnScroll):
    """Reads its entries when it is shown first.

    It stands where a person has scrolled it to, also when it had less to scroll meanwhile: while panels open and close
    around it, it is higher for a moment.

    Args:
        introduction: Above them, HTML.
        verb: On a button, before what it opens was opened: "Start".
        entries: Gives numbers and what has them; words in place of one whose file is damaged.
        parent: Qt parent.

    Attributes:
        buttons: By the keys of what they open.
        way_on: The next one, above them.

    Signals:
        chosen(str): The key of an entry.
    """

    chosen = Signal(str)

    def __init__(
        self,
        introduction: str,
        verb: str,
        entries: Callable[[], Iterable[tuple[int, Learnable | str]]],
        parent: QWidget | None = None,
    ) -> None:
        content = QWidget()
        self._introduction, self._verb, self._entries = introduction, verb, entries
        self._column = QVBoxLayout(content)
        scaled(self._column.setContentsMargins, 6, 0, 12, 8)
        scaled(self._column.setSpacing, 14)
        self.buttons: dict[str, PushButton] = {}
        self._titles: dict[str, str] = {}
        self._abouts: dict[str, FlowText] = {}
        self.way_on = WayOn()
        super().__init__(content, parent)
        self.way_on.chosen.connect(self.chosen)
        self._place = 0
        hidden = self.verticalScrollBar()
        hidden.valueChanged.connect(self._note_place)
        hidden.rangeChanged.connect(self._come_back)

    def read(self) -> None:
        """Fill it; nothing the second time."""
        if self.buttons:
            return
        self._column.addWidget(FlowText(self._introduction))
        self._column.addWidget(self.way_on)
        for number, one in self._entries():
            made = FlowText(escape(one), colour="warn") if isinstance(one, str) else self._entry(number, one)
            self._column.addWidget(made)
        self._column.addStretch(1)

    def show_word(self, key: str, word: str, *, is_done: bool) -> None:
        """Say something else on the button of an entry; nothing where there is no such entry.

        Args:
            key: Of the entry.
            word: What the button does.
            is_done: Whether it is ticked.
        """
        if key in self.buttons:
            self.buttons[key].set_text(word, "check" if is_done else "")
            self._abouts[key].setVisible(not is_done)

    def show_way_on(self, done: Collection[str], key: str, verb: str) -> None:
        """Say above the entries how many are done, and offer the next one; nothing before anything was.

        Args:
            done: Keys of entries; others are passed over.
            key: Of the next one; "" where all are done.
            verb: On its button.
        """
        count = len(self.buttons.keys() & set(done))
        is_begun = bool(count) or verb != self._verb
        words = f"{count} of {len(self.buttons)} done." if is_begun else ""
        self.way_on.show_next(words, key, self._titles.get(key, ""), verb)

    def next_after(self, done: Collection[str]) -> str:
        """The key of the first entry that is not done behind the last one that is; else of any; "" for none left."""
        keys = list(self.buttons)
        last = max((place for place, key in enumerate(keys) if key in done), default=-1)
        return next((key for key in (*keys[last + 1 :], *keys) if key not in done), "")

    @Slot(int)
    def _note_place(self, value: int) -> None:
        """Note where a person wants it; where the range ends before that place, it is not the person who moves it."""
        most = self.verticalScrollBar().maximum()
        if value < most or self._place < most:
            self._place = value

    @Slot()
    def _come_back(self) -> None:
        self.verticalScrollBar().setValue(self._place)

    def _entry(self, number: int, one: Learnable) -> QWidget:
        entry = QWidget()
        column = QVBoxLayout(entry)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 3)
        head = QHBoxLayout()
        scaled(head.setSpacing, 8)
        head.addWidget(FlowText(f"{number}. {escape(one.title)}", "value", "ink"), 1, Qt.AlignmentFlag.AlignVCenter)
        tip = f"{one.title}\n{one.about}\nAbout {count(one.minutes, 'minute')}"
        button = PushButton(self._verb, tip=tip, height=SMALL)
        button.set_description(f"{self._verb} {one.title}", tip)
        button.clicked.connect(partial(self.chosen.emit, one.key))
        self.buttons[one.key] = button
        head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self._titles[one.key] = f"{number}. {one.title}"
        self._abouts[one.key] = FlowText(f"{escape(one.about)} {one.minutes}\N{NO-BREAK SPACE}min.")
        column.addWidget(self._abouts[one.key])
        return entry
