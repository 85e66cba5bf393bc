"""Classical methods beside the network at hand: fitted on a thread as the samples change, shown in the frames."""

from __future__ import annotations

from queue import Empty
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from playground.experiments.live_fits import FitOrder, LiveFit, LiveFits
    from playground.session.frame_pump import FramePump
    from playground.training.loop.trainer import Trainer


class MethodFits(QObject):
    """What views ask for is fitted as soon as the trainer has loaded PyTorch; results come with the frames.

    Signals:
        arrived(): Fits have come in.
    """

    arrived = Signal()

    def __init__(self, trainer: Trainer, pump: FramePump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer, self._pump = trainer, pump
        self._order: FitOrder | None = None
        self._fits: LiveFits | None = None
        self._found: dict[str, LiveFit] = {}

    def want(self, order: FitOrder | None) -> None:
        """Have this fitted from now on, in place of what was wanted before; None for nothing."""
        before, self._order = self._order, order
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
        return found is not None and self._order is not None and self._order.looks_alike(found.order)

    def close(self) -> None:
        """End the thread; waits a moment for a fit at hand."""
        self.want(None)
        if self._fits is not None:
            self._fits.close()

    @Slot()
    def _on_tick(self) -> None:
        if self._fits is None:
            self._begin()
            return
        has_some = False
        while True:
            try:
                found = self._fits.done.get_nowait()
            except Empty:
                break
            self._found[found.name], has_some = found, True
        if has_some:
            self.arrived.emit()

    def _begin(self) -> None:
        """As soon as the trainer's thread has loaded PyTorch, or cannot: two loads at a time take twice as long."""
        if not (self._trainer.is_ready or self._trainer.problem):
            return
        from playground.experiments.live_fits import LiveFits  # noqa: PLC0415 - not for a start

        self._fits = LiveFits()
        self._fits.order(self._order)
