"""Watches a window from outside: when its answers and its frames are painted, and how long painting takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Slot

from playground.app.surfaces import answer_surface
from playground.training.probes.plane.output_map import OutputMap

if TYPE_CHECKING:
    from playground.app.window import MainWindow
    from playground.training.snapshots.snapshot import Snapshot

PERCENTILES = (50, 95, 99)


@dataclass(slots=True)
class Watched:
    """What was seen in one stretch of time. Times in seconds, of `perf_counter`.

    Attributes:
        begun, ended: The stretch.
        cpu_s: Processor time of the GUI's thread: what frames cost on a machine that others use as well.
        maps: When the output map was painted, or of pictures the bars of the answer.
        ticks: When the frame pump looked for a snapshot.
        paint_s: What each of the window's frames took to paint, all panels together.
        snapshots: When a snapshot came, with the epoch that training had reached.
        map_sides: Samples along a side of the maps that came.
    """

    begun: float
    ended: float = 0.0
    cpu_s: float = 0.0
    maps: list[float] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    paint_s: list[float] = field(default_factory=list)
    snapshots: list[tuple[float, int]] = field(default_factory=list)
    map_sides: list[int] = field(default_factory=list)

    def epochs_per_second(self) -> float:
        """Between the first and the last snapshot; nan with fewer than two."""
        if len(self.snapshots) < 2:
            return float("nan")
        (start, first), (end, last) = self.snapshots[0], self.snapshots[-1]
        return (last - first) / (end - start)

    def frames_per_second(self) -> float:
        """Paintings of the output map, or of the bars."""
        return len(self.maps) / (self.ended - self.begun)


class FrameMeter(QObject):
    """Counts real paint events of what shows the answer and times the window's frames."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.surface = answer_surface(window)
        self.watched = Watched(perf_counter())
        self.surface.installEventFilter(self)
        window.installEventFilter(self)
        window.session.pump.ticked.connect(self._on_tick)
        window.session.snapshot_arrived.connect(self._on_snapshot)

    def begin(self) -> Watched:
        """Start another stretch."""
        self.watched = Watched(perf_counter(), cpu_s=-thread_time())
        return self.watched

    def end(self) -> None:
        """End the stretch."""
        self.watched.ended = perf_counter()
        self.watched.cpu_s += thread_time()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note paintings of the answer; paint the window's frame in Qt's place, to time it."""
        if watched is self.surface and event.type() is QEvent.Type.Paint:
            self.watched.maps.append(perf_counter())
        elif watched is self._window and event.type() is QEvent.Type.UpdateRequest:
            start = perf_counter()
            self._window.event(event)
            self.watched.paint_s.append(perf_counter() - start)
            return True
        return False

    @Slot()
    def _on_tick(self) -> None:
        self.watched.ticks.append(perf_counter())

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.watched.snapshots.append((perf_counter(), snapshot.live_epoch))
        shown = snapshot.get(OutputMap)
        if shown is not None:
            self.watched.map_sides.append(shown.predictions.shape[0])


def in_ms(seconds: Any) -> dict[str, float | None]:
    """Percentiles and the largest of a list of durations in seconds, in milliseconds; None without any."""
    values = np.asarray(seconds, dtype=np.float64) * 1000.0
    if len(values) == 0:
        return dict.fromkeys((*(f"p{p}" for p in PERCENTILES), "max"))
    found: dict[str, float | None] = {
        f"p{p}": float(value) for p, value in zip(PERCENTILES, np.percentile(values, PERCENTILES), strict=True)
    }
    return found | {"max": float(values.max())}


def gaps_ms(times: list[float]) -> dict[str, float | None]:
    """The same of the time between one and the next."""
    return in_ms(np.diff(times))
