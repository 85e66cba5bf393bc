"""What the person holds: tool, class or value, brush size."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

LEAST_RADIUS, MOST_RADIUS = 0.1, 3.0


class Hand(QObject):
    """Shared by the data panel, the canvas and the status bar; not part of the document."""

    changed = Signal()
    pointer_moved = Signal()
    """`pointer` has changed; views that show it should not redraw for each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = "brush"
        self.class_index = 0
        self.value = 1.0
        self.radius = 0.8
        self.pointer: tuple[float, float] | None = None
        """Where the pointer is in the plane; None when it is not over it."""

    def set_tool(self, tool: str) -> None:
        """Take a tool: a key of `drawing.tools.TOOLS`."""
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

    def point_at(self, point: tuple[float, float] | None) -> None:
        """Say where the pointer is in the plane."""
        if point != self.pointer:
            self.pointer = point
            self.pointer_moved.emit()

    def _set(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self.changed.emit()
