"""The table of what can be photographed: for the window of pictures, the film and the command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from playground.app.docks import DOCKS
from playground.views.loss.plot import LossPlot
from playground.views.network.scene import NetworkScene
from playground.views.plane.canvas import Canvas
from playground.views.spaces.large_well import LargeWell
from playground.views.spaces.strip import StageStrip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QDockWidget, QWidget

WINDOW = "window"
Shape = Literal["free", "square", "fixed"]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What stands before the camera.

    Attributes:
        window: The whole.
        docks: Its panels, by the keys of `DOCKS`.
    """

    window: QWidget
    docks: Mapping[str, QDockWidget]


@dataclass(frozen=True, slots=True)
class PictureView:
    """One thing that can be photographed.

    Attributes:
        title: For a button.
        hint: One sentence of what the picture holds.
        dock: The panel, a key of `DOCKS`; empty for the window.
        part: Which widget of the panel, the whole panel when None.
        shape: Whether it is laid out anew in any size, in any square, or only as it is.
    """

    title: str
    hint: str
    dock: str = ""
    part: type[QWidget] | None = None
    shape: Shape = "free"

    def find(self, subject: Subject) -> QWidget | None:
        """What is painted; None where the samples at hand are of a kind that has no such part."""
        if not self.dock:
            return subject.window
        panel = subject.docks[self.dock].widget()
        return panel if self.part is None else panel.findChild(self.part)

    def widget(self, subject: Subject) -> QWidget:
        """What is painted, of a view that `why_not` has nothing against."""
        found = self.find(subject)
        assert found is not None  # noqa: S101  (`why_not` says so)
        return found


VIEWS: dict[str, PictureView] = {
    WINDOW: PictureView("Whole window", "All open panels with both bars, as they are.", shape="fixed"),
    "boundary": PictureView("Output", "The panel with map or pad, answers and tools.", "output"),
    "network": PictureView("Network", "The panel with the layers, their neurons and weights.", "network"),
    "hidden": PictureView("Hidden space", "The panel with all spaces and the film.", "hidden"),
    "loss": PictureView("Loss", "The panel with curves and numbers, or the confusion matrix.", "loss"),
    "inside": PictureView("Inside", "The panel of what goes on in the layers.", "inside"),
    "landscape": PictureView("Loss landscape", "The panel of the loss over a plane of weights.", "landscape"),
    "data": PictureView("Data", "The panel of data sets, tools and classes.", "data"),
    "code": PictureView("Code", "The panel with the network as code.", "code"),
    "table": PictureView("Points", "The panel with the points as a table.", "table"),
    "map": PictureView("Decision map", "Map, points and axes alone.", "output", Canvas),
    "graph": PictureView("Network graph", "Layers, neurons and weights alone.", "network", NetworkScene),
    "space": PictureView("Large space", "The space of one layer alone.", "hidden", LargeWell, "square"),
    "strip": PictureView("Small spaces", "The row of the layers' spaces alone.", "hidden", StageStrip, "fixed"),
    "curves": PictureView("Loss curves", "Curves and axes alone.", "loss", LossPlot),
}
"""Panels first, then parts of them without header and buttons."""


def why_not(key: str, subject: Subject) -> str:
    """Why a view cannot be photographed now; empty where it can."""
    view = VIEWS[key]
    found = view.find(subject)
    if found is None:
        return f"{view.title}: the samples at hand have none."
    if found.isVisible():
        return ""
    info = DOCKS[view.dock]
    if view.part is None or not subject.docks[view.dock].widget().isVisible():
        return f"{info.title} is closed: {info.shortcut} opens it."
    return f"{info.title} does not show it now."
