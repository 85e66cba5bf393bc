"""What every stepper can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playground.training.state.run import Run


class Stepper(Protocol):
    """Advances a run by whole batches, in place, as `losses.py` says."""

    @property
    def name(self) -> str:
        """What trains, as the status bar says."""
        ...

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Args:
            run: With at least one training point.
            batches: None for no limit.
            budget_s: Seconds.

        Returns:
            Batches done.
        """
        ...
