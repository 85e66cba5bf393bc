"""Classical methods beside the network at hand: fitted in a process as the samples change, shown in the frames."""

from __future__ import annotations

from queue import Empty
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.domains.plane.grid import WHOLE_PLANE
from playground.training.probes.plane.output_map import MapSamples

if TYPE_CHECKING:
    from playground.experiments.live_fits import FitOrder, LiveFit, LiveFits
    from playground.session.frame_pump import FramePump
    from playground.training.loop.trainer import Trainer


class MethodFits(QObject):
    """What views ask for is fitted as soon as the trainer has loaded PyTorch; results come with the frames.

    Attributes:
        shown: The method whose answers stand in the output map, a key of `CLASSICAL`; "" for the network's.

    Signals:
        arrived(): Fits have come in.
        shown_changed(): Another method's answers are to be shown in the output map, or a newer fit of it has come.
    """

    arrived = Signal()
    shown_changed = Signal()

    def __init__(self, trainer: Trainer, pump: FramePump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer, self._pump = trainer, pump
        self._order: FitOrder | None = None
        self._fits: LiveFits | None = None
        self._found: dict[str, LiveFit] = {}
        self.shown = ""

    def want(self, order: FitOrder | None) -> None:
        """Have this fitted from now on, in place of what was wanted before; None for nothing."""
        before, self._order = self._order, order
        if order is None or self.shown not in order.names:
            self.show("")
        if before is None and order is not None:
            self._pump.ticked.connect(self._on_tick)
        elif before is not None and order is None:
            self._pump.ticked.disconnect(self._on_tick)
        if self._fits is not None:
            self._fits.order(order)

    def fit_of(self, name: str) -> LiveFit | None:
        """The last fit of a method; None before there was one."""
        return self._found.get(name)

    def is_current(self, name: str) -> bool:
        """Whether that is of the samples as they are wanted now."""
        found = self._found.get(name)
        return found is not None and self._order is not None and self._order.looks_alike(found.order, name)

    def show(self, name: str) -> None:
        """Show what a method answers in the output map, as long as it is fitted; "" for the network again."""
        if name != self.shown:
            self.shown = name
            self.shown_changed.emit()

    def shown_map(self) -> MapSamples | None:
        """What the shown method answers over the plane of ±6; None for what the network does."""
        found = self._found.get(self.shown)
        if found is None or found.map is None:
            return None
        return MapSamples(WHOLE_PLANE, np.ascontiguousarray(np.moveaxis(found.map, 0, -1)))

    def close(self) -> None:
        """End the process that fits, and the thread that asks it."""
        self.want(None)
        if self._fits is not None:
            self._fits.close()

    @Slot()
    def _on_tick(self) -> None:
        if self._fits is None:
            self._begin()
            return
        newer: set[str] = set()
        while True:
            try:
                found = self._fits.done.get_nowait()
            except Empty:
                break
            self._found[found.name] = found
            newer.add(found.name)
        if newer:
            self.arrived.emit()
        if self.shown in newer:
            self.shown_changed.emit()

    def _begin(self) -> None:
        """As soon as the trainer's thread has loaded PyTorch, or cannot: two loads at a time take twice as long."""
        if not (self._trainer.is_ready or self._trainer.problem):
            return
        from playground.experiments.live_fits import LiveFits  # noqa: PLC0415 - not for a start

        self._fits = LiveFits()
        self._fits.order(self._order)
