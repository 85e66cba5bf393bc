"""The words of a step: a little Markdown as flowing text, in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextList
from PySide6.QtWidgets import QLabel, QWidget

from playground.widgets.fonts import font
from playground.widgets.format import unbroken
from playground.widgets.theme import px, role_colour, theme_signals

LINE_PERCENT, PARAGRAPH, ENTRY = 118.0, 7, 16


class WordsLabel(QLabel):
    """Paragraphs, lists and bold words; nothing of it is loaded from anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        theme_signals().changed.connect(self._restyle)
        self._restyle()

    def set_markdown(self, text: str) -> None:
        """Show other words; pictures in them are left out, and tags are text."""
        if text != self._source:
            self._source = text
            self._restyle()

    def _restyle(self) -> None:
        self.setFont(font("value"))
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.WindowText, role_colour("ink"))
        self.setPalette(colours)
        document = QTextDocument()
        document.setDefaultFont(font("value"))
        document.setMarkdown(unbroken(self._source.replace("![", "[")), QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self.setAccessibleName(document.toPlainText())
        _space_out(document)
        _lighten(document)
        self.setText(document.toHtml())


def _space_out(document: QTextDocument) -> None:
    """Give lines some air, and paragraphs a gap."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    shape = QTextBlockFormat()
    shape.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    shape.setTopMargin(0)
    shape.setBottomMargin(px(PARAGRAPH))
    cursor.mergeBlockFormat(shape)
    block = document.begin()
    while block.isValid():
        entries = block.textList()
        if entries is not None:
            _draw_in(QTextCursor(block), entries)
        block = block.next()


def _draw_in(cursor: QTextCursor, entries: QTextList) -> None:
    """Have an entry of a list begin near the margin: Qt's own step is a sixth of the panel."""
    kind = entries.format()
    if kind.indent():
        kind.setIndent(0)
        entries.setFormat(kind)
    shape = QTextBlockFormat()
    shape.setLeftMargin(px(ENTRY))
    cursor.mergeBlockFormat(shape)


def _lighten(document: QTextDocument) -> None:
    """Bold words in the heaviest weight that the font has: a heavier one would be smeared."""
    heavy = []
    block = document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().fontWeight() > QFont.Weight.DemiBold.value:
                heavy.append((piece.position(), piece.position() + piece.length()))
            pieces += 1
        block = block.next()
    shape = QTextCharFormat()
    shape.setFontWeight(QFont.Weight.DemiBold.value)
    for begin, end in heavy:
        cursor = QTextCursor(document)
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(shape)
