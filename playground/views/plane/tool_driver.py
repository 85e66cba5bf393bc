"""Hands the gestures on the canvas to the tool in hand, or to the eraser that every tool has up its sleeve."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from playground.lessons.locks import tool_lock
from playground.views.plane.tools import TOOL_KINDS
from playground.views.plane.tools.sketch import HAND, SketchTool

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from playground.session.session import Session
    from playground.views.plane.tools.base import Tool, Touch

TICK_MS = 16
ERASER, SELECT = "eraser", "select"


class ToolDriver(QObject):
    """One gesture at a time; the tool that began it ends it, whatever is taken in hand meanwhile.

    Where something else changes the points under it (undo, a class added by its key, a reloaded file), the gesture is
    over: it began with points and classes that are not there any more.
    """

    changed = Signal()
    """What the tools draw over the map, or which points are selected, may have changed."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tools: dict[str, Tool] = {name: kind(session) for name, kind in TOOL_KINDS.items()}
        self.sketch = SketchTool(session)
        self._name = session.hand.tool
        self._busy: Tool | None = None
        self._acting = False
        self._last_tick = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        session.hand.changed.connect(self._on_hand_changed)
        session.dataset_changed.connect(self._on_dataset_changed)
        session.selection.points_changed.connect(self.changed)
        session.lessons.sketched.connect(self._on_sketched)

    @property
    def tool(self) -> Tool:
        """The tool in hand; the pencil for predictions while a lesson asks for one on the map."""
        if self.is_sketching:
            return self.sketch
        return self._tools.get(self._session.hand.tool, self._tools["point"])

    @property
    def is_sketching(self) -> bool:
        """Whether what is drawn is a prediction and no points."""
        return self._session.lessons.asks_for(HAND)

    @property
    def busy(self) -> Tool | None:
        """The tool whose gesture is under way."""
        return self._busy

    @property
    def eraser(self) -> Tool:
        """The eraser."""
        return self._tools[ERASER]

    def selected(self) -> NDArray[np.bool_] | None:
        """Selected points, (N,); None when there are none."""
        return self._session.selection.points

    def press(self, touch: Touch, *, erasing: bool = False) -> None:
        """A gesture begins."""
        if erasing and self.is_sketching:
            self.sketch.delete()
            return
        if not (self.is_sketching or self._allows(ERASER if erasing else self._session.hand.tool)):
            return
        self._busy = self.eraser if erasing else self.tool
        self._last_tick = perf_counter()
        self._timer.start()
        self._session.turns.drawing = True
        with self._own_edits():
            self._busy.press(touch)
        self.changed.emit()

    def move(self, touch: Touch) -> None:
        """The pointer has moved, with or without a gesture under way."""
        if self._busy is not None:
            with self._own_edits():
                self._busy.move(touch)
        else:
            self.tool.hover(touch)
        self.changed.emit()

    def release(self, touch: Touch) -> None:
        """The gesture ends."""
        self._end()
        busy, self._busy = self._busy, None
        if busy is not None:
            busy.release(touch)
            self.changed.emit()

    def cancel(self) -> bool:
        """Give up the gesture, or let go of what is held or selected; True when there was something."""
        self._end()
        tool, self._busy = self._busy or self.tool, None
        done = tool.cancel() or self._tools[SELECT].cancel()
        self.changed.emit()
        return done

    def delete(self) -> bool:
        """Take back what the tool in hand holds, or delete the selected points; True when there was something."""
        tool, select = self.tool, self._tools[SELECT]
        return (tool is not select and tool.delete()) or self._locks_selected() or select.delete()

    def nudge(self, dx: float, dy: float) -> bool:
        """Move the selected points a little, whatever tool is in hand; True when there are some."""
        return self._busy is None and (self._locks_selected() or self._tools[SELECT].nudge(dx, dy))

    def ask(self, what: str, pixel: float) -> bool:
        """Do something with the selection: see `Tool.ask`. What selects takes the tool in hand that shows it."""
        if self._busy is not None or not self._allows(SELECT):
            return False
        if what != "delete":
            self._session.hand.set_tool(SELECT)
        return self._tools[SELECT].ask(what, pixel)

    def _allows(self, tool: str) -> bool:
        """Whether the lesson at hand has not locked a tool; if it has, the message bar says so."""
        return self._session.lessons.allows(tool_lock(tool))

    def _locks_selected(self) -> bool:
        """Whether points are selected that the lesson at hand keeps from being moved and deleted."""
        return self.selected() is not None and not self._allows(SELECT)

    def _end(self) -> None:
        self._timer.stop()
        self._session.turns.drawing = False

    def tick(self, seconds: float) -> None:
        """Time has passed with the tool held."""
        if self._busy is not None:
            with self._own_edits():
                self._busy.tick(seconds)

    def _tick(self) -> None:
        now = perf_counter()
        self.tick(now - self._last_tick)
        self._last_tick = now

    def _on_hand_changed(self) -> None:
        if self._session.hand.tool != self._name:
            before, self._name = self._tools.get(self._name), self._session.hand.tool
            if before is not None and before is not self._busy:
                before.cancel()
        self.changed.emit()

    def _on_sketched(self) -> None:
        if self._busy is self.sketch and not self.is_sketching:
            self.cancel()
        self.changed.emit()

    def _on_dataset_changed(self) -> None:
        if self._busy is not None and not self._acting:
            self._end()
            busy, self._busy = self._busy, None
            busy.let_go()
            self.changed.emit()
        for tool in self._tools.values():
            tool.dataset_changed()

    @contextmanager
    def _own_edits(self) -> Iterator[None]:
        """What changes the points meanwhile is the gesture itself."""
        self._acting = True
        try:
            yield
        finally:
            self._acting = False
