"""Python in three inks: names that matter, the rest, and what only explains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat

from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

QUOTES = '"""'
_NAMES = re.compile(r"\bnn\.(\w+)|\b([A-Z]\w*)(?=\()|(?<=^class )(\w+)|(?<![\w.])(\d[\d_]*(?:\.\d+)?(?:e-?\d+)?)\b")
_ASIDE = re.compile(r"#.*$|\b(?:from|import|class|def|return|super|if|else)\b")
OUTSIDE, INSIDE = 0, 1


class Highlighter(QSyntaxHighlighter):
    """Colours by role, read anew for every line, so that `rehighlight` follows the theme.

    No hues: in this program they stand for the sign of a number, and for classes.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        """One line: modules and numbers in ink, comments, docstrings and keywords in the faintest."""
        strong, faint = QTextCharFormat(), QTextCharFormat()
        strong.setForeground(current().ink)
        faint.setForeground(current().ink3)
        was_inside = self.previousBlockState() == INSIDE
        is_inside = was_inside != bool(text.count(QUOTES) % 2)
        self.setCurrentBlockState(INSIDE if is_inside else OUTSIDE)
        if was_inside or QUOTES in text:
            self.setFormat(0, len(text), faint)
            return
        for match in _NAMES.finditer(text):
            self.setFormat(match.start(match.lastindex or 0), len(match.group(match.lastindex or 0)), strong)
        for match in _ASIDE.finditer(text):
            self.setFormat(match.start(), len(match.group()), faint)
