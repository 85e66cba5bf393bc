"""What the mouse does with each tool of `domains.plane.tools`: one file a tool, one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.views.plane.tools.brush import BrushTool
from playground.views.plane.tools.eraser import EraserTool
from playground.views.plane.tools.eyedropper import EyedropperTool
from playground.views.plane.tools.fill import FillTool
from playground.views.plane.tools.jitter import JitterTool
from playground.views.plane.tools.line import LineTool
from playground.views.plane.tools.magnet import MagnetTool
from playground.views.plane.tools.point import PointTool
from playground.views.plane.tools.polygon import PolygonTool
from playground.views.plane.tools.recolour import RecolourTool
from playground.views.plane.tools.select import SelectTool
from playground.views.plane.tools.shape import ShapeTool
from playground.views.plane.tools.smudge import SmudgeTool
from playground.views.plane.tools.spray import SprayTool

if TYPE_CHECKING:
    from playground.views.plane.tools.base import Tool

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
