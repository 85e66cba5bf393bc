"""The words of a step: a little Markdown as flowing text, in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from playground.widgets.fonts import font
from playground.widgets.theme import role_colour, theme_signals


class WordsLabel(QLabel):
    """Paragraphs, lists and bold words; nothing of it is loaded from anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.MarkdownText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        theme_signals().changed.connect(self._restyle)
        self._restyle()

    def set_markdown(self, text: str) -> None:
        """Show other words; pictures in them are left out."""
        self.setText(text.replace("![", "["))
        self.setAccessibleName(text)

    def _restyle(self) -> None:
        self.setFont(font("value"))
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.WindowText, role_colour("ink"))
        colours.setColor(QPalette.ColorRole.Link, role_colour("ink"))
        self.setPalette(colours)
