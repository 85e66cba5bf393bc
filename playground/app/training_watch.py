"""Training on the command line as the person at the terminal sees it: how far it is, and that Ctrl+C ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.interrupts import asked_to_end
from playground.training.engines.torch_door import TorchUnavailableError, require_torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.progress import Progress


class Watch:
    """Asked by `headless.train` some times a second whether to go on."""

    def __init__(self, progress: Progress, on_begin: Callable[[], object] = lambda: None) -> None:
        """What it tells.

        Args:
            progress: Shows it.
            on_begin: Called when the first batches are done: from then on there is something to lose.
        """
        self._progress, self._on_begin = progress, on_begin
        self._begun_at: float | None = None

    def wait(self) -> None:
        """PyTorch and the kernel are to be loaded.

        Raises:
            TorchUnavailableError: PyTorch cannot be.
        """
        self._progress.wait("Loading PyTorch")
        try:
            require_torch()
        except TorchUnavailableError:
            self._progress.clear()
            raise
        from playground.training.engines.kernels import kernel_wait

        self._progress.wait(kernel_wait())

    def go_on(self, epoch: float, end: int) -> bool:
        """Show the epoch reached of the one to be reached; false where the command was asked to end."""
        if self._begun_at is None:
            self._begun_at = epoch
            self._progress.begin()
            self._on_begin()
        share = (epoch - self._begun_at) / max(end - self._begun_at, 1.0)
        self._progress.show(share, f"Epoch {int(epoch):,} of {end:,}")
        return not asked_to_end()

    def end(self) -> None:
        """Take the line away."""
        self._progress.clear()
