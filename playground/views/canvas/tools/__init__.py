"""What the mouse does with each tool of `drawing.tools`: one file a tool, one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.views.canvas.tools.brush import BrushTool
from playground.views.canvas.tools.eraser import EraserTool
from playground.views.canvas.tools.eyedropper import EyedropperTool
from playground.views.canvas.tools.fill import FillTool
from playground.views.canvas.tools.jitter import JitterTool
from playground.views.canvas.tools.line import LineTool
from playground.views.canvas.tools.magnet import MagnetTool
from playground.views.canvas.tools.point import PointTool
from playground.views.canvas.tools.polygon import PolygonTool
from playground.views.canvas.tools.recolour import RecolourTool
from playground.views.canvas.tools.select import SelectTool
from playground.views.canvas.tools.shape import ShapeTool
from playground.views.canvas.tools.smudge import SmudgeTool
from playground.views.canvas.tools.spray import SprayTool

if TYPE_CHECKING:
    from playground.views.canvas.tools.base import Tool

TOOL_KINDS: dict[str, type[Tool]] = {
    "brush": BrushTool,
    "spray": SprayTool,
    "point": PointTool,
    "line": LineTool,
    "polygon": PolygonTool,
    "select": SelectTool,
    "eraser": EraserTool,
    "jitter": JitterTool,
    "magnet": MagnetTool,
    "recolour": RecolourTool,
    "shape": ShapeTool,
    "smudge": SmudgeTool,
    "fill": FillTool,
    "eyedropper": EyedropperTool,
}
