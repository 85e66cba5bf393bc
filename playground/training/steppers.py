"""What advances a run, and which of them serves a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from playground.training.device import is_device_failure, resolve_device
from playground.training.eager import EagerStepper

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.run import Run

NOT_READY = "The fused kernel is still being made ready: training with PyTorch meanwhile."


class Stepper(Protocol):
    """Advances a run by whole batches, in place, as `losses.py` says."""

    name: str

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


def prepare_fused() -> str:
    """Compile or load the fused kernel; blocks, up to half a minute where it has never been compiled.

    Returns:
        Why it cannot be used here; empty when it can.
    """
    try:
        from playground.training import fused  # noqa: PLC0415  (numba loads when it is wanted)

        fused.prepare()
    except Exception as error:  # noqa: BLE001  (numba and LLVM fail in many ways; PyTorch trains as well)
        return f"The fused kernel cannot be used here ({error}): training with PyTorch."
    return "" if fused.ready() else "The fused kernel cannot be used here: training with PyTorch."


def choose_stepper(document: Document, device: str, fused_problem: str, dtype: Any = np.float32) -> tuple[Stepper, str]:
    """The stepper for a document on a device.

    Args:
        document: Its `training.stepper` is "auto", "fused" or "eager".
        device: As `resolve_device` says.
        fused_problem: Why the fused kernel cannot be used (yet), a sentence; empty when it can.
        dtype: Of the run.

    Returns:
        The stepper, and why it is not the fused one where that would have been wished; empty otherwise.
    """
    if document.training.stepper == "eager":
        return EagerStepper(device), ""
    if device != "cpu":
        reason = "The fused kernel runs on the CPU only." if document.training.stepper == "fused" else ""
        return EagerStepper(device), reason
    if fused_problem:
        return EagerStepper(device), fused_problem
    from playground.training import fused  # noqa: PLC0415

    uncovered = fused.covers(document, dtype)
    if uncovered is not None:
        return EagerStepper(device), uncovered
    return fused.FusedStepper(), ""


class Engine:
    """The stepper at work, with its device; changes both when the document asks for it or the device fails.

    Attributes:
        device: Where it trains: "cpu", "cuda" or "mps".
        reason: Why it is not the device or stepper that would have been wished; empty when it is.
        fused_problem: Why the fused kernel cannot be used (yet); empty when it can.
    """

    def __init__(self, fused_problem: str = NOT_READY, dtype: Any = np.float32) -> None:
        self.fused_problem = fused_problem
        self._dtype = np.dtype(dtype)
        self._failed: set[str] = set()
        self._failure = ""
        self.device, self.reason = "cpu", ""
        self.stepper: Stepper = EagerStepper()

    def choose(self, document: Document) -> None:
        """Serve a document; the stepper stays where it is of the right kind."""
        device, device_reason = resolve_device(document, self._dtype.name)
        if device in self._failed:
            device, device_reason = "cpu", self._failure
        stepper, reason = choose_stepper(document, device, self.fused_problem, self._dtype)
        if type(stepper) is not type(self.stepper) or device != self.device:
            self.stepper = stepper
        self.device, self.reason = device, device_reason or reason

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Advance; where the device fails, say so in `reason` and go on from the last good weights on the CPU.

        Raises:
            Exception: Whatever else goes wrong.
        """
        try:
            return self.stepper.advance(run, batches, budget_s)
        except (RuntimeError, MemoryError) as error:
            if self.device == "cpu" or not is_device_failure(error):
                raise
            self._failed.add(self.device)
            told = str(error).strip().splitlines() or [type(error).__name__]
            self._failure = f"{self.device.upper()} failed ({told[0]}): training goes on on the CPU."
        self.choose(run.document)
        return self.stepper.advance(run, batches, budget_s)
