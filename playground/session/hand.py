"""What the person holds: tool, class or value, brush size, the settings of each tool, and mirrors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtCore import QObject, Signal

from playground.domains import DOMAINS
from playground.domains.plane.symmetry import Symmetry
from playground.domains.plane.tool_options import ActionOption
from playground.domains.plane.tools import TOOLS

if TYPE_CHECKING:
    from playground.document.dataset import Dataset

LEAST_RADIUS, MOST_RADIUS = 0.1, 3.0
LEAST_PRESSURE = 0.1
"""The lightest touch of a pen still draws, with this share of the size or density."""
SELECT = "select"
"""The tool that every kind of data has."""
Pen = Literal["off", "size", "density"]
PENS: tuple[Pen, ...] = get_args(Pen)


class Hand(QObject):
    """Shared by the data panel, the canvas and the status bar; not part of the document."""

    changed = Signal()
    pointer_moved = Signal()
    """`pointer` has changed; views that show it should not redraw for each."""

    asked = Signal(str)
    """A button or key asks the canvas for something to do with the selection: see `Tool.ask`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = self.tool_before = "brush"
        self._offered: frozenset[str] | None = None
        self._put_down = ""
        """The tool that is not offered at the moment, until it is again or another one is taken."""
        self._locked: frozenset[str] = frozenset()
        self.class_index = 0
        self.value = 1.0
        self.radius = 0.8
        self.symmetry = Symmetry()
        self.pen: Pen = "size"
        """What the pressure of a pen scales; a mouse always has full pressure."""
        self.pressure = 1.0
        self.pointer: tuple[float, float] | None = None
        """Where the pointer is in the plane; None when it is not over it."""
        self._options = {
            (tool.name, option.name): option.start
            for tool in TOOLS.values()
            for option in tool.options
            if not isinstance(option, ActionOption)
        }

    def offers(self, tool: str) -> bool:
        """Whether a tool works on the kind of data at hand, and no lesson has locked it."""
        return (self._offered is None or tool in self._offered) and tool not in self._locked

    def suit(self, dataset: Dataset) -> None:
        """Offer the classes and tools that a dataset has; a tool that is not among them is put down meanwhile."""
        self.set_class(min(self.class_index, max(len(dataset.classes) - 1, 0)))
        if not DOMAINS[dataset.domain].has_map:
            self.point_at(None)
        tools = DOMAINS[dataset.domain].tools
        if tools != self._offered:
            self._offered = tools
            self._take_offered()

    def lock(self, tools: frozenset[str]) -> None:
        """Offer all tools but these, which the lesson at hand has locked; one of them in hand is put down meanwhile."""
        if tools != self._locked:
            self._locked = tools
            self._take_offered()

    def _take_offered(self) -> None:
        """Put a tool down that is not offered, for one that is; take it again once it is."""
        if not self.offers(self.tool):
            self._put_down = self._put_down or self.tool
            free = next(filter(self.offers, (SELECT, *TOOLS)), self.tool)
            self.tool = self.tool_before = free
        elif self._put_down and self.offers(self._put_down):
            self.tool, self._put_down = self._put_down, ""
        self.changed.emit()

    def set_tool(self, tool: str) -> None:
        """Take a tool: a key of `domains.plane.tools.TOOLS`. One that is not offered is not taken."""
        if not self.offers(tool):
            return
        self._put_down = ""
        self.tool_before = self.tool if tool != self.tool else self.tool_before
        self._set("tool", tool)

    def set_class(self, index: int) -> None:
        """Take a class by its index in the dataset."""
        self._set("class_index", index)

    def set_value(self, value: float) -> None:
        """Take a value for regression points."""
        self._set("value", value)

    def set_radius(self, radius: float) -> None:
        """Set the brush radius in units of the plane."""
        self._set("radius", min(max(radius, LEAST_RADIUS), MOST_RADIUS))

    @property
    def reach(self) -> float:
        """The brush radius under the pressure of the pen, in units of the plane."""
        return self.radius * (self.pressure if self.pen == "size" else 1.0)

    @property
    def flow(self) -> float:
        """The share of the density that comes under the pressure of the pen."""
        return self.pressure if self.pen == "density" else 1.0

    def press_with(self, pressure: float) -> None:
        """Say how hard the pen is pressed, 0 to 1; 1 for a mouse."""
        self.pressure = min(max(pressure, LEAST_PRESSURE), 1.0)

    def set_symmetry(self, symmetry: Symmetry) -> None:
        """Repeat what is drawn by mirrors or turns, or no longer."""
        self._set("symmetry", symmetry)

    def set_pen(self, pen: Pen) -> None:
        """Let the pressure of a pen scale the brush's size, its density, or nothing."""
        self._set("pen", pen)

    def option(self, tool: str, name: str) -> float | str | bool:
        """What one of a tool's options is set to."""
        return self._options[tool, name]

    def amount(self, tool: str, name: str) -> float:
        """One of a tool's numbers."""
        return float(self._options[tool, name])

    def set_option(self, tool: str, name: str, value: float | str | bool) -> None:
        """Set one of a tool's options."""
        if self._options[tool, name] != value:
            self._options[tool, name] = value
            self.changed.emit()

    def point_at(self, point: tuple[float, float] | None) -> None:
        """Say where the pointer is in the plane."""
        if point != self.pointer:
            self.pointer = point
            self.pointer_moved.emit()

    def _set(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self.changed.emit()
