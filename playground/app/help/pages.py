"""The pages of help: an overview in words, and lines in groups that a search narrows down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.docks import DOCKS, part_for
from playground.widgets.fonts import font
from playground.widgets.label import FlowText, Label
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.app.help.keys import Lines
    from playground.domains.base import Domain
    from playground.widgets.fonts import FontRole

PURPOSE = "Draw points, stack layers, press Play, and watch a neural network learn to tell them apart."
FIRST_STEPS = (
    ("Press Play (Space).", "The map on the right shows what the network answers everywhere; it bends until it fits."),
    ("Pick another dataset, or draw one.", "The brush paints points right on the map, also while it trains."),
    ("Add or remove a layer or a neuron.", "See what a network of that size can and cannot learn."),
)
CLOSING = (
    "Point at anything: a tooltip says what it is. Point at a neuron, and the map shows what it has learned; click to "
    "keep it. Whatever you try, Ctrl+Z takes it back."
)
TEXT_WIDTH = 780


@dataclass(frozen=True, slots=True)
class Greeting:
    """What somebody is told who sees the program for the first time.

    Attributes:
        purpose: What it is for, one sentence.
        steps: What to try first, each with what comes of it.
        closing: How to find out more.
    """

    purpose: str = PURPOSE
    steps: tuple[tuple[str, str], ...] = FIRST_STEPS
    closing: str = CLOSING


OF_POINTS = Greeting()
OF_DOMAINS = {
    "picture": Greeting(
        "Draw pictures, stack layers, press Play, and watch a neural network learn to tell them apart.",
        (
            ("Press Play (Space).", "Kernels and feature maps form while the network learns."),
            ("Draw on the pad.", "Bars say what the network takes it for; a key puts it into the class of that name."),
            ("Point at a map of the network.", "What it looks at lights up, and the sum is written out."),
        ),
        "Point at anything: a tooltip says what it is. Click a picture under Samples, or a thumbnail of the hidden "
        "space, and every panel shows it. Whatever you try, Ctrl+Z takes it back.",
    )
}


def greeting(domain: Domain) -> Greeting:
    """What to tell somebody whose samples are of this kind."""
    return OF_DOMAINS.get(domain.name, OF_POINTS)


class OverviewPage(QWidget):
    """What this is for, what to try first, and what each panel shows."""

    def __init__(self, domain: Domain) -> None:
        super().__init__()
        said = greeting(domain)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self._text(f"<b>{said.purpose}</b>"))
        column.addSpacing(px(12))
        column.addWidget(Label("Three things to try first", "title", "ink"))
        for number, (step, why) in enumerate(said.steps, start=1):
            column.addWidget(self._text(f"{number}. <b>{step}</b> {why}"))
        column.addSpacing(px(12))
        column.addWidget(Label("What the panels show", "title", "ink"))
        for key, info in DOCKS.items():
            part = part_for(key, domain.name)
            column.addWidget(self._text(f"<b>{part.title}</b> ({info.shortcut}). {part.summary}"))
        column.addSpacing(px(12))
        column.addWidget(self._text(said.closing))
        column.addStretch(1)

    def _text(self, words: str) -> FlowText:
        text = FlowText(words, colour="ink2")
        text.setMaximumWidth(px(TEXT_WIDTH))
        return text


class LinesPage(QWidget):
    """Groups of lines in columns.

    Args:
        columns: For each column its groups: a title, or none, and lines of two texts.
        first_width: Of the first text, at scale 100 %.
    """

    def __init__(self, columns: list[list[tuple[str, Lines]]], first_width: int) -> None:
        super().__init__()
        self._groups: list[tuple[QLabel | None, list[tuple[QLabel, QLabel]]]] = []
        self._nothing = Label("Nothing is called that", "row", "ink3")
        self._nothing.hide()
        row = QHBoxLayout()
        row.setSpacing(px(28))
        for groups in columns:
            column = QVBoxLayout()
            column.setSpacing(px(16))
            grids = [self._group(title, lines) for title, lines in groups]
            first = max(pair[0].sizeHint().width() for _, pairs in self._groups[-len(grids) :] for pair in pairs)
            for grid in grids:  # the second texts of a column stand under each other
                grid.setColumnMinimumWidth(0, max(first, px(first_width)))
                column.addLayout(grid)
            column.addStretch(1)
            row.addLayout(column)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._nothing)
        whole.addLayout(row, 1)

    def narrow(self, words: str) -> None:
        """Show the lines that hold all the words, or whose group does; all lines for none."""
        wanted = words.casefold().split()
        found = False
        for head, lines in self._groups:
            title = head.text() if head is not None else ""
            shown = 0
            for pair in lines:
                text = " ".join((title, *(label.text() for label in pair))).casefold()
                fits = all(word in text for word in wanted)
                for label in pair:
                    label.setVisible(fits)
                shown += fits
            if head is not None:
                head.setVisible(shown > 0)
            found = found or shown > 0
        self._nothing.setVisible(not found)

    def _group(self, title: str, lines: Lines) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        head = self._label(title, "title") if title else None
        if head is not None:
            grid.addWidget(head, 0, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        pairs = [(self._label(first, "value"), self._label(second, "row")) for first, second in lines]
        for place, pair in enumerate(pairs, start=1):
            for column, label in enumerate(pair):
                grid.addWidget(label, place, column, Qt.AlignmentFlag.AlignTop)
        self._groups.append((head, pairs))
        return grid

    def _label(self, text: str, role: FontRole) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(font(role))
        return label
