"""Lines of arithmetic side by side where a wide panel has room for that: what they spare is the network's."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocumentFragment

from playground.widgets.text import text_width
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = 3
"""Lines that stand below each other however wide the panel is."""
GAP, LINE = 24, 16
_BOLD = 1.04
"""Of a line whose result is bold, to one in the usual weight."""


def laid_out(lines: Sequence[str], room: int) -> str:
    """A heading and the lines under it as rich text; of many that are short the second half stands beside the first.

    Args:
        lines: Rich text each, the heading first.
        room: Width for them, in pixels.
    """
    head, *rest = lines or [""]
    middle = (len(rest) + 1) // 2
    columns = rest[:middle], rest[middle:]
    widths = [ceil(max(map(_width, column), default=0)) for column in columns]
    if len(rest) <= FEW or sum(widths) + px(GAP) > room:
        return "<br>".join(lines)
    cells = (_cell(columns[0], widths[0] + px(GAP)), _cell(columns[1], widths[1]))
    return f'{head}<table cellspacing="0" cellpadding="0"><tr>{"".join(cells)}</tr></table>'


def _cell(lines: Sequence[str], width: int) -> str:
    # A table begins a paragraph of its own, which takes no height of line from the one around it.
    return f'<td width="{width}"><p style="line-height:{px(LINE)}px; margin:0">{"<br>".join(lines)}</p></td>'


def _width(line: str) -> float:
    return text_width(QTextDocumentFragment.fromHtml(line).toPlainText(), "row") * _BOLD
