"""The drawing tools as a table: what the tool bar, the shortcuts and the status bar show of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool; what the mouse does with it is in the canvas."""

    name: str
    title: str
    shortcut: str
    icon: str
    """Name of a file in `resources/icons/`, without its ending."""
    hint: str
    """What the status bar says while the tool is in hand."""
    uses_radius: bool
    adds_points: bool = True


_TOOL_BAR = (
    Tool(
        "brush",
        "Brush",
        "B",
        "brush",
        "Drag to paint points along the way · Shift for straight lines · [ ] size",
        uses_radius=True,
    ),
    Tool(
        "spray",
        "Spray",
        "S",
        "spray",
        "Hold to spray points, densest in the middle · [ ] size",
        uses_radius=True,
    ),
    Tool("point", "Point", "P", "circle-dot", "Click to put a single point", uses_radius=False),
    Tool(
        "line",
        "Line",
        "L",
        "line",
        "Drag a line of evenly spaced points · Shift for steps of 15°",
        uses_radius=False,
    ),
    Tool(
        "polygon",
        "Polygon",
        "G",
        "polygon",
        "Click corners, then Enter or the first corner to fill with points",
        uses_radius=False,
    ),
    Tool(
        "lasso",
        "Lasso",
        "V",
        "lasso",
        "Drag around points to select them · drag the selection to move it · Del removes it",
        uses_radius=False,
        adds_points=False,
    ),
    Tool(
        "eraser",
        "Eraser",
        "E",
        "eraser",
        "Drag over points to remove them · [ ] size",
        uses_radius=True,
        adds_points=False,
    ),
)

TOOLS: dict[str, Tool] = {tool.name: tool for tool in _TOOL_BAR}
