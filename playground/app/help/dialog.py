"""The window of help: what am I looking at, all keys, all words, and a line to search them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout

from playground.app.help.keys import key_columns
from playground.app.help.pages import LinesPage, OverviewPage
from playground.document.glossary import GLOSSARY
from playground.domains import DOMAINS
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.app.help.keys import Lines
    from playground.app.shell import HelpPage
    from playground.domains.base import Domain

SIZE = QSize(1200, 680)
KEYS_WIDTH, WORDS_WIDTH = 120, 170
BESIDE = 72
"""Margins and scroll bar beside a page."""
PAGES = (
    Segment("overview", "What am I looking at", tip="What the panels show, and what to try first"),
    Segment("keys", "Keys and mouse", tip="Everything that a key or a gesture does"),
    Segment("words", "Words", tip="What the words on screen mean"),
)


class HelpDialog(QDialog):
    """Three pages, the first in the words of samples of a kind; what is typed narrows down keys and words alike."""

    def __init__(self, parent: QWidget, page: HelpPage = "overview", domain: Domain = DOMAINS["plane"]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Help")
        self.tabs = Segmented("Help", PAGES)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search keys and words")
        self.search.setAccessibleName("Search keys and words")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(px(260))
        words = sorted(GLOSSARY.items(), key=lambda pair: pair[0].casefold())
        size = QSize(px(SIZE.width()), px(SIZE.height())).boundedTo(parent.size())
        self.keys = _keys_page(size.width() - px(BESIDE))
        lines = [(term, f"{sentence}.") for term, sentence in words]
        self.words = LinesPage([[("", lines), ("What the doctor looks for", _findings())]], WORDS_WIDTH)
        self.pages = QStackedWidget()
        for content in (OverviewPage(domain), self.keys, self.words):
            self.pages.addWidget(_scrolled(content))
        head = QHBoxLayout()
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(20))
        column.setSpacing(px(16))
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        self.tabs.chosen.connect(self._turn_to)
        self.search.textChanged.connect(self._narrow)
        self.resize(size)
        self.turn_to(page)
        self.search.setFocus()

    def turn_to(self, page: HelpPage) -> None:
        """Show one of the help pages and select its tab."""
        self.tabs.set_current(page)
        self._turn_to(page)

    @Slot(str)
    def _turn_to(self, page: str) -> None:
        self.pages.setCurrentIndex([segment.key for segment in PAGES].index(page))

    @Slot(str)
    def _narrow(self, text: str) -> None:
        for page in (self.keys, self.words):
            page.narrow(text)
        if text and self.tabs.current_key() == "overview":
            self.turn_to("keys")


def _findings() -> Lines:
    """What can be wrong with a run, a sentence each."""
    from playground.experiments.doctor import FINDINGS

    return [(one.title, one.summary) for one in FINDINGS.values()]


def _keys_page(width: int) -> LinesPage:
    """All keys, in fewer columns where not all of them fit."""
    columns = key_columns()
    page = LinesPage(columns, KEYS_WIDTH)
    while page.sizeHint().width() > width and len(columns) > 1:
        page.deleteLater()
        columns = [*columns[:-2], columns[-2] + columns[-1]]
        page = LinesPage(columns, KEYS_WIDTH)
    return page


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    content.setObjectName("content")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
