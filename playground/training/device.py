"""Where training can run on this machine, and where it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from playground.document.model import parameter_count
from playground.document.training import DEVICES

if TYPE_CHECKING:
    from playground.document.model import Document

GPU_WORK = 5_000_000
"""Parameters times points of a batch from which a GPU step is shorter than one on a CPU core; below it the time goes
into launching kernels."""


@dataclass(frozen=True, slots=True)
class Device:
    """One place to train on.

    Attributes:
        name: As documents and torch call it.
        title: As people do.
        reason: Why it cannot be used here; empty when it can.
    """

    name: str
    title: str
    reason: str = ""


def available_devices() -> tuple[Device, ...]:
    """CPU, CUDA and MPS, each with the reason where it is missing."""
    cuda = "" if torch.cuda.is_available() else _why_no_cuda()
    mps = "" if torch.backends.mps.is_available() else "needs a Mac with Apple silicon"
    return Device("cpu", "CPU"), Device("cuda", "CUDA", cuda), Device("mps", "MPS", mps)


def resolve_device(document: Document, dtype: str = "float32") -> tuple[str, str]:
    """The device that a document trains on here.

    "auto" is the CPU, unless there is a CUDA device and the network is large.

    Returns:
        Its name, and a sentence where it is not the one that was asked for.
    """
    wanted = document.training.device
    missing = {device.name: device.reason for device in available_devices()}
    if wanted == "auto":
        batch = document.training.batch_size or len(document.dataset)
        large = parameter_count(document) * min(batch, len(document.dataset)) >= GPU_WORK
        return ("cuda", "") if large and not missing["cuda"] else ("cpu", "")
    if missing.get(wanted, ""):
        return "cpu", f"{DEVICES[wanted]} is not to be had here ({missing[wanted]}): training on the CPU."
    if wanted == "mps" and dtype == "float64":
        return "cpu", "MPS knows no float64: training on the CPU."
    return (wanted, "") if wanted in missing else ("cpu", "")


def is_device_failure(error: Exception) -> bool:
    """Whether an exception tells of a device that is out of memory or lost, rather than of a mistake."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error)
    words = ("CUDA error", "CUDA out of memory", "cuDNN", "cuBLAS", "CUBLAS", "MPS backend", "MPS error")
    return isinstance(error, RuntimeError) and any(word in text for word in words)


def _why_no_cuda() -> str:
    return "no NVIDIA driver found" if torch.version.cuda else "this build of PyTorch is for the CPU only"
