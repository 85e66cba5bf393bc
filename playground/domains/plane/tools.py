"""The drawing tools as a table: what the tool bar, the shortcuts and the status bar show of them."""

from dataclasses import dataclass

from playground.domains.plane.tool_options import (
    ActionOption,
    AmountOption,
    ChoiceOption,
    FlagOption,
    Option,
    Way,
)


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """One tool; what the mouse does with it is in the canvas."""

    name: str
    title: str
    shortcut: str
    icon: str
    """Name of a file in `resources/icons/`, without its ending."""
    hint: str
    """What the status bar says while the tool is in hand."""
    uses_radius: bool = False
    adds_points: bool = True
    uses_class: bool = True
    """Whether it matters which class or value is in hand."""
    options: tuple[Option, ...] = ()


def _density(start: float, hint: str) -> AmountOption:
    return AmountOption(name="density", title="Density", hint=hint, start=start, least=0.5, most=40.0, step=0.5)


def _strength(hint: str, start: float = 0.5, classes: bool | None = None) -> AmountOption:
    return AmountOption(
        name="strength", title="Strength", hint=hint, start=start, least=0.05, is_share=True, classes=classes
    )


_FALLOFF = AmountOption(
    name="falloff",
    title="Falloff",
    hint="How much the points gather in the middle: 0 % spreads them evenly",
    start=0.5,
    is_share=True,
)

_TOOL_BAR = (
    ToolInfo(
        "brush",
        "Brush",
        "B",
        "brush",
        "Drag to paint points along the way · Shift for straight lines · [ ] size",
        uses_radius=True,
        options=(
            _density(5.0, "Points for each unit of area that the brush sweeps"),
            AmountOption(name="falloff", title="Falloff", hint=_FALLOFF.hint, start=0.0, is_share=True),
        ),
    ),
    ToolInfo(
        "spray",
        "Spray",
        "S",
        "spray",
        "Hold to spray points, densest in the middle · [ ] size",
        uses_radius=True,
        options=(
            AmountOption(
                name="rate",
                title="Rate",
                hint="Points a second at a size of 1; larger cans spray more",
                start=60.0,
                least=5.0,
                most=2000.0,
                step=5.0,
                digits=0,
            ),
            _FALLOFF,
        ),
    ),
    ToolInfo("point", "Point", "P", "circle-dot", "Click to put a single point"),
    ToolInfo(
        "line",
        "Line",
        "L",
        "line",
        "Drag a line of evenly spaced points · Shift for steps of 15°",
        options=(
            ChoiceOption(
                name="way",
                title="Line",
                ways=(
                    Way("straight", "Straight", "slash", "From where you press to where you let go"),
                    Way("curve", "Curve", "spline", "Along the way of the pointer"),
                ),
            ),
            AmountOption(
                name="spacing",
                title="Spacing",
                hint="Between neighbours along the line, in units of the plane",
                start=0.2,
                least=0.02,
                most=2.0,
                step=0.02,
                digits=2,
            ),
            AmountOption(
                name="jitter",
                title="Jitter",
                hint="How far each point strays from the line, in units of the plane",
                start=0.0,
                most=2.0,
                digits=2,
            ),
        ),
    ),
    ToolInfo(
        "polygon",
        "Polygon",
        "G",
        "polygon",
        "Click corners, then Enter or the first corner to fill with points",
        options=(_density(8.0, "Points for each unit of area"),),
    ),
    ToolInfo(
        "shape",
        "Shape",
        "U",
        "shapes",
        "Drag to stamp points in a shape · Shift for even sides · Ctrl from the middle",
        options=(
            ChoiceOption(
                name="way",
                title="Shape",
                ways=(
                    Way("blob", "Blob", "blob", "Densest in the middle"),
                    Way("ring", "Ring", "circle", "Round, as thick as the spread"),
                    Way("rectangle", "Rectangle", "square", "A frame, as thick as the spread; 100 % fills it"),
                    Way("spiral", "Spiral arm", "spiral", "From its middle to where you let go"),
                    Way("grid", "Grid", "grid", "Rows and columns; points stray by the spread"),
                ),
            ),
            _density(10.0, "Points for each unit of area"),
            AmountOption(
                name="spread",
                title="Spread",
                hint="How far a blob reaches, how thick a line is, how far the points of a grid stray",
                start=0.3,
                is_share=True,
            ),
        ),
    ),
    ToolInfo(
        "fill",
        "Fill",
        "K",
        "paint-bucket",
        "Click to scatter points over the region that the network now gives to the class",
        options=(
            ChoiceOption(
                name="way",
                title="Fill",
                ways=(
                    Way("all", "Everywhere", "paint-bucket", "Wherever the network answers what is in hand"),
                    Way("here", "Here", "target", "The patch of the map under the pointer, whatever it answers"),
                ),
            ),
            _density(2.0, "Points for each unit of area"),
        ),
    ),
    ToolInfo(
        "select",
        "Select",
        "V",
        "lasso",
        "Drag around points to select them, with Ctrl more · drag the box, its handles or the knob · Del removes",
        adds_points=False,
        uses_class=False,
        options=(
            ChoiceOption(
                name="way",
                title="Select",
                ways=(
                    Way("lasso", "Lasso", "lasso", "A line drawn round them; Shift draws a rectangle"),
                    Way("rectangle", "Rectangle", "square-dashed", "A box drawn round them; Shift makes it square"),
                    Way("alike", "By class", "target", "All points of the class of the one you click"),
                ),
            ),
            ActionOption(name="duplicate", title="Duplicate (Ctrl+D)", icon="copy", hint="Copies the selected points"),
            ActionOption(name="invert", title="Invert", icon="contrast", hint="Selects the other points"),
            ActionOption(name="delete", title="Delete (Del)", icon="trash", hint="Removes the selected points"),
        ),
    ),
    ToolInfo(
        "eraser",
        "Eraser",
        "E",
        "eraser",
        "Drag over points to remove them · [ ] size",
        uses_radius=True,
        adds_points=False,
        uses_class=False,
        options=(
            FlagOption(
                name="only",
                title="This class only",
                hint="Leaves the points of other classes alone",
                classes=True,
            ),
        ),
    ),
    ToolInfo(
        "recolour",
        "Recolour",
        "C",
        "paint-roller",
        "Drag over points to give them the class or value in hand · [ ] size",
        uses_radius=True,
        adds_points=False,
        options=(
            ChoiceOption(
                name="way",
                title="Values",
                classes=False,
                ways=(
                    Way("paint", "Paint", "brush", "Moves values towards the one in hand"),
                    Way("smooth", "Smooth", "blend", "Moves values towards their mean under the brush"),
                    Way("raise", "Raise", "arrow-up", "Adds to the values"),
                    Way("lower", "Lower", "arrow-down", "Takes from the values"),
                ),
            ),
            _strength("How fast values change", classes=False),
        ),
    ),
    ToolInfo(
        "magnet",
        "Magnet",
        "M",
        "magnet",
        "Hold to pull points to the pointer or push them away · Shift does the other · [ ] size",
        uses_radius=True,
        adds_points=False,
        uses_class=False,
        options=(
            ChoiceOption(
                name="way",
                title="Magnet",
                ways=(
                    Way("pull", "Pull", "minimize-2", "Points come to the pointer"),
                    Way("push", "Push", "maximize-2", "Points go away from the pointer"),
                ),
            ),
            _strength("How fast points come or go"),
        ),
    ),
    ToolInfo(
        "smudge",
        "Smudge",
        "D",
        "pointer",
        "Drag to take points along · Shift for straight lines · [ ] size",
        uses_radius=True,
        adds_points=False,
        uses_class=False,
        options=(_strength("How much of the way points go along", start=0.8),),
    ),
    ToolInfo(
        "jitter",
        "Jitter",
        "J",
        "vibrate",
        "Hold over points to shake them · [ ] size",
        uses_radius=True,
        adds_points=False,
        uses_class=False,
        options=(
            AmountOption(
                name="strength",
                title="Strength",
                hint="How far points stray in a second, in units of the plane",
                start=0.3,
                least=0.05,
                most=2.0,
                digits=2,
            ),
        ),
    ),
    ToolInfo(
        "eyedropper",
        "Eyedropper",
        "I",
        "pipette",
        "Click a point to take its class or value in hand, or the map to take its answer",
        adds_points=False,
    ),
)

TOOLS: dict[str, ToolInfo] = {tool.name: tool for tool in _TOOL_BAR}
TOOL_ROWS = 2
"""Rows of the tool bar: what puts points, then what changes them."""
