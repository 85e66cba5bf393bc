"""A page as the bytes of a PNG, TIFF, SVG or PDF. Lines and words of the latter two stay lines and words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from playground.app.pictures.choices import OF_PIXELS
from playground.app.pictures.png import png_of, tiff_of
from playground.app.pictures.svg import finished_svg
from playground.storage.png import with_project
from playground.storage.project import pack_project
from playground.widgets.paper import ClipMarks

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.pictures.choices import PictureChoices
    from playground.app.pictures.page import Page
    from playground.storage.project import Project

INCH_MM, DOTS_PER_INCH = 25.4, 96
"""A logical pixel is a 96th of an inch, as on web pages."""
IN_VECTORS = 2.0
"""Pixels in a logical one for the pictures in an SVG or PDF: 192 an inch in original size."""


_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')
"""Qt writes millimetres, which programs without a screen cannot turn into pixels."""


def image_of_page(page: Page, scale: float) -> QImage:
    """The page in so many pixels for a logical one."""
    size = (QSizeF(page.size) * scale).toSize().expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(scale * DOTS_PER_INCH * 1000 / INCH_MM))
    image.setDotsPerMeterY(image.dotsPerMeterX())
    with QPainter(image) as painter:
        painter.scale(size.width() / page.size.width(), size.height() / page.size.height())
        page.paint(painter, scale)
    return image


def svg_of_page(page: Page, title: str) -> bytes:
    """The page as SVG 1.1, its words as outlines."""
    data = QByteArray()
    buffer = _opened(data)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(DOTS_PER_INCH)
    generator.setSize(page.size)
    generator.setViewBox(QRectF(0, 0, page.size.width(), page.size.height()))
    generator.setTitle(title)
    generator.setDescription("Made with Playground")
    with QPainter(generator) as painter:
        marks = ClipMarks()
        page.paint(painter, IN_VECTORS, marks)
    buffer.close()
    svg = _SIZE.sub(f'<svg width="{page.size.width()}" height="{page.size.height()}"', bytes(data.data()).decode(), 1)
    return finished_svg(svg, marks).encode()


def pdf_of_page(page: Page, title: str, width_mm: float | None = None) -> bytes:
    """The page as a PDF of one page without margins; fonts are embedded, pictures kept without loss.

    Args:
        page: What to write.
        title: Of the document.
        width_mm: Of the page; as on the screen when None.
    """
    data = QByteArray()
    buffer = _opened(data)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Playground")
    width = millimetres(page.size.width()) if width_mm is None else width_mm
    paper = QSizeF(width, width * page.size.height() / page.size.width())
    writer.setPageSize(QPageSize(paper, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF())
    with QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.scale(writer.width() / page.size.width(), writer.height() / page.size.height())
        page.paint(painter, IN_VECTORS)
    buffer.close()
    return bytes(data.data())


def millimetres(length: float) -> float:
    """Logical pixels on paper, in original size."""
    return length * INCH_MM / DOTS_PER_INCH


def _opened(data: QByteArray) -> QBuffer:
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def taken(
    page: Page, choices: PictureChoices, title: str, width_mm: float | None = None, project: Project | None = None
) -> Callable[[], bytes]:
    """Take a picture of a page at once.

    Args:
        page: What to take.
        choices: As what, and in how many pixels; the theme is the one at hand.
        title: Of an SVG or PDF.
        width_mm: Of the page of a PDF.
        project: What a PNG carries.

    Returns:
        What makes the bytes of the file; it may be called on a thread.
    """
    if choices.form in OF_PIXELS:
        image = image_of_page(page, choices.scale)
        if choices.form == "tiff":
            return lambda: tiff_of(image)
        return lambda: with_project(png_of(image), pack_project(project) if project is not None else b"")
    data = svg_of_page(page, title) if choices.form == "svg" else pdf_of_page(page, title, width_mm)
    return lambda: data
