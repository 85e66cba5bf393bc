"""The parts of the output panel that benchmarks watch and draw on, whatever kind of samples there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import domain_of
from playground.views.pad.pad import Pad
from playground.views.plane.canvas import Canvas
from playground.widgets.answer_bars import Bars

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.app.window import MainWindow


def answer_surface(window: MainWindow) -> QWidget:
    """What is painted anew with every answer: the map, or of pictures the bars of the classes."""
    return _found(window, Canvas, Bars)


def drawing_surface(window: MainWindow) -> QWidget:
    """What a person draws on: the map, or the pad."""
    return _found(window, Canvas, Pad)


def _found(window: MainWindow, of_maps: type[QWidget], of_pictures: type[QWidget]) -> QWidget:
    kind = of_maps if domain_of(window.session.document).has_map else of_pictures
    found = window.docks["output"].findChild(kind)
    assert found is not None  # noqa: S101  (the window has an output panel)
    return found
