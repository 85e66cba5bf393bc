"""Which stepper and which device serve a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.training.emulations import emulation_obstacle, emulation_of
from playground.training.engines import cuda_graph
from playground.training.engines.cuda_graph import CudaGraphStepper
from playground.training.engines.device import is_device_failure, resolve_device
from playground.training.engines.device_benchmark import compare, kind_of
from playground.training.engines.eager import EagerStepper
from playground.training.engines.emulated import EmulationStepper
from playground.training.engines.kernels import kernel_wait

if TYPE_CHECKING:
    from playground.document.emulation import Emulation
    from playground.document.model import Document
    from playground.training.engines.device_benchmark import DeviceVerdict, NetworkKind
    from playground.training.engines.stepper import Stepper
    from playground.training.state.run import Run

CPU_WILL_DO = ("auto", "cpu")


def choose_stepper(document: Document, device: str, fused_problem: str, dtype: Any = np.float32) -> tuple[Stepper, str]:
    """The stepper for a document on a device.

    Args:
        document: Its `training.stepper` is "auto", "fused" or "eager".
        device: "cpu", "cuda" or "mps".
        fused_problem: Why the fused kernel cannot be used, a sentence; empty when it can.
        dtype: Of the run.

    Returns:
        The stepper, and why it is not the one that would have been wished; empty otherwise.
    """
    emulation = emulation_of(document)
    if emulation is not None:
        return _emulated(emulation)
    wanted = document.training.stepper
    if device == "cpu" and wanted != "eager":
        return _fused(document, fused_problem, dtype)
    if device == "cuda" and wanted == "auto":
        uncovered = cuda_graph.covers(document)
        return (CudaGraphStepper(), "") if uncovered is None else (EagerStepper(device), uncovered)
    return EagerStepper(device), "The fused kernel runs on the CPU only." if wanted == "fused" else ""


def _emulated(emulation: Emulation) -> tuple[Stepper, str]:
    """The program's own way, or PyTorch and why."""
    try:
        emulation.load()
    except Exception as error:  # noqa: BLE001  (as in `prepare_fused`)
        return EagerStepper(), f"Training as {emulation.title} needs numba, which does not work here ({error})."
    return EmulationStepper(emulation), ""


def _fused(document: Document, problem: str, dtype: Any) -> tuple[Stepper, str]:
    """The fused kernel, or PyTorch on the CPU and why."""
    from playground.training.engines.held_fused import fused_stepper, kernel_covers  # noqa: PLC0415

    reason = kernel_covers(document, dtype) or problem
    return (EagerStepper(), reason) if reason else (fused_stepper(document), "")


class Engine:
    """The stepper at work, with its device; changes both when the document asks for it or the device fails.

    Where the document leaves the device open and there is a choice, the CPU trains until the first `advance`, which
    measures; the outcome serves all networks of the same kind.

    Attributes:
        device: Where it trains: "cpu", "cuda" or "mps".
        reason: Why this device, where it was measured, and why not the stepper that would have been wished; else empty.
        fused_problem: Why the fused kernel cannot be used; empty when it can, None while it is being made ready.
        is_waiting: Whether the document is to be trained by the kernel that is being made ready: nothing should
            `advance` until then, or the bits would depend on how long that takes.
    """

    def __init__(self, fused_problem: str | None = None, dtype: Any = np.float32) -> None:
        self.fused_problem = fused_problem
        self.is_waiting = False
        self._dtype = np.dtype(dtype)
        self._failed: set[str] = set()
        self._failure = ""
        self._verdicts: dict[NetworkKind, DeviceVerdict] = {}
        self._undecided = False
        self.device, self.reason = "cpu", ""
        self.stepper: Stepper = EagerStepper()

    def choose(self, document: Document) -> None:
        """Serve a document; the stepper stays where it is of the right kind."""
        device, device_reason = resolve_device(document, self._dtype.name)
        self._undecided = False
        emulation = emulation_of(document)
        if emulation is not None:
            wished = document.training.device in CPU_WILL_DO and document.training.stepper == "auto"
            its_own = f"As {emulation.title}, training has an engine of its own, on the CPU."
            self._serve(document, "cpu", "" if wished else its_own)
            return
        # For the rest of the session: a device that has run out of memory or been lost once would stop training again
        # and again.
        if device in self._failed or (device == "auto" and "cuda" in self._failed):
            device, device_reason = "cpu", self._failure
        if device == "auto":
            device, device_reason = self._remembered(document)
        self._serve(document, device, device_reason)

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Advance; where the device fails, say so in `reason` and go on from the last good weights on the CPU.

        Raises:
            Exception: Whatever else goes wrong.
        """
        if self._undecided and not self.is_waiting:
            self._decide(run)
        try:
            done = self.stepper.advance(run, batches, budget_s)
        # torch reports devices that fail, and its own mistakes, as RuntimeError alike; the words tell which it is.
        except (RuntimeError, MemoryError) as error:
            if self.device == "cpu" or not is_device_failure(error):
                raise
            self._give_up(self.device, error)
        else:
            self._listen()
            return done
        self.choose(run.document)
        return self.stepper.advance(run, batches, budget_s)

    def _serve(self, document: Document, device: str, device_reason: str) -> None:
        problem = kernel_wait() if self.fused_problem is None else self.fused_problem
        stepper, reason = choose_stepper(document, device, problem, self._dtype)
        self.is_waiting = self.fused_problem is None and reason == problem
        # The stepper at hand has bound tensors, graphs and batch sizes to the run: an edit of a slider must not throw
        # them away.
        same = type(stepper) is type(self.stepper) and device == self.device
        if not same or getattr(stepper, "emulation", None) is not getattr(self.stepper, "emulation", None):
            self.stepper = stepper
        self.device = device
        # what is not ready soon is, and says it then
        lacking = "" if self.is_waiting else emulation_obstacle(document)
        self.reason = " ".join(filter(None, (lacking, device_reason, reason)))

    def _listen(self) -> None:
        """Hear from the stepper that it works in another way than its kind promises."""
        refusal = getattr(self.stepper, "refusal", "")
        if refusal and refusal not in self.reason:
            self.reason = f"{self.reason} {refusal}".strip()

    # ---- the choice of the device ----------------------------------------------------------------------------------

    def _remembered(self, document: Document) -> tuple[str, str]:
        """What was measured for networks like this; the CPU as long as nothing was."""
        if document.training.stepper == "fused":
            return "cpu", ""
        verdict = self._verdicts.get(self._kind(document))
        self._undecided = verdict is None
        return ("cpu", "") if verdict is None else (verdict.device, verdict.sentence)

    def _decide(self, run: Run) -> None:
        """Measure."""
        document = run.document
        problem = self.fused_problem or ""
        cpu, _ = choose_stepper(document, "cpu", problem, self._dtype)
        cuda, _ = choose_stepper(document, "cuda", problem, self._dtype)
        try:
            self._verdicts[self._kind(document)] = compare(run, cpu, cuda)
        except (RuntimeError, MemoryError) as error:
            if not is_device_failure(error):
                raise
            self._give_up("cuda", error)
        self.choose(document)

    def _kind(self, document: Document) -> NetworkKind:
        return kind_of(document, self._dtype.name, self.fused_problem or "")

    def _give_up(self, device: str, error: Exception) -> None:
        self._failed.add(device)
        told = str(error).strip().splitlines() or [type(error).__name__]
        self._failure = f"{device.upper()} failed ({told[0]}): training goes on on the CPU."
