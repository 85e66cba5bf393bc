"""What Qt's SVG lacks: clips where they belong, and words that look the same where our font is missing.

An SVG cannot carry a font that drawing programs and word processors would use, so the letters become paths; each line
keeps its words as `aria-label`, for search and for screen readers.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainterPath

from playground.widgets.qt_arrays import elements_of

if TYPE_CHECKING:
    from playground.widgets.paper import ClipMarks

_TEXT = re.compile(r"<text ([^>]*)>(.*?)</text>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_EMPTY = re.compile(r"<g\b[^>]*>\s*</g>\s*")
_LETTERS = "MLC "
"""By the kind of an element: of a curve the first takes the letter, the others follow."""


def finished_svg(svg: str, marks: ClipMarks) -> str:
    """An SVG of Qt's generator with clips where they were marked, words as paths, and no empty groups."""
    clips = "".join(
        f'<clipPath id="clip{number}"><path d="{_data(path)}"/></clipPath>\n' for number, path in enumerate(marks.paths)
    )
    finished = _TEXT.sub(_outlined, _with_clips(svg, marks).replace("</defs>", f"{clips}</defs>", 1))
    while True:
        finished, found = _EMPTY.subn("", finished)
        if not found:
            return finished


def _with_clips(svg: str, marks: ClipMarks) -> str:
    """Groups with a clip in place of the marked words; the group of one state that each stands in is divided there."""
    pieces, done = [], 0
    for text in _TEXT.finditer(svg):
        if not text.group(2).endswith(marks.end):
            continue
        number = text.group(2).removesuffix(marks.end).removeprefix(marks.begin)
        opened = svg.rfind("<g ", 0, text.start())
        state = svg[opened : svg.index(">", opened) + 1]
        between = f'<g clip-path="url(#clip{number})">' if number else "</g>"
        pieces += [svg[done : text.start()], f"</g>{between}{state}"]
        done = text.end()
    return "".join(pieces) + svg[done:]


def _outlined(match: re.Match[str]) -> str:
    attributes = dict(_ATTRIBUTE.findall(match.group(1)))
    words = unescape(match.group(2))
    path = QPainterPath()
    path.addText(QPointF(float(attributes["x"]), float(attributes["y"])), _font(attributes), words)
    look = f'fill="{attributes["fill"]}" fill-opacity="{attributes["fill-opacity"]}"'
    return f'<path role="img" aria-label="{escape(words)}" {look} stroke="none" fill-rule="nonzero" d="{_data(path)}"/>'


def _font(attributes: dict[str, str]) -> QFont:
    """The font that the generator named."""
    font = QFont(attributes["font-family"].split(",")[0].strip("'\""))
    font.setPixelSize(max(round(float(attributes["font-size"])), 1))
    font.setWeight(QFont.Weight(int(attributes.get("font-weight", "400"))))
    font.setItalic(attributes.get("font-style") == "italic")
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ("tnum", "calt"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def _data(path: QPainterPath) -> str:
    """The path's elements as SVG writes them, to a hundredth of a pixel."""
    kinds, places = elements_of(path)
    parts = [f"{_LETTERS[kind]}{x:.2f} {y:.2f}" for kind, (x, y) in zip(kinds.tolist(), places.tolist(), strict=True)]
    return "".join(parts)
