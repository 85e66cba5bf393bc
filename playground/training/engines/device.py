"""Where training can run on this machine, and where it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from playground.document.training import DEVICES

if TYPE_CHECKING:
    from playground.document.model import Document

FALLBACK = ": training on the CPU."
"""How a reason ends where training goes on all the same."""

FAILURE_WORDS = (
    "CUDA error",
    "CUDA out of memory",
    "CUDA unknown error",
    "CUDA driver",
    "NVIDIA driver",
    "cuDNN",
    "cuBLAS",
    "CUBLAS",
    "MPS backend",
    "MPS error",
)
"""One of them is in the text of every error that tells of a device rather than of a mistake."""


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

    Returns:
        Its name, and a sentence where it is not the one that was asked for. "auto" where that is to be measured: it
        was not said, and there is a CUDA device.
    """
    wanted = document.training.device
    missing = {device.name: device.reason for device in available_devices()}
    if wanted == "auto":
        return "cpu" if missing["cuda"] else "auto", ""
    if missing.get(wanted, ""):
        return "cpu", f"{DEVICES[wanted]} is not to be had here ({missing[wanted]}){FALLBACK}"
    if wanted == "mps" and dtype == "float64":
        return "cpu", f"MPS knows no float64{FALLBACK}"
    return (wanted, "") if wanted in missing else ("cpu", "")


def is_device_failure(error: Exception) -> bool:
    """Whether an exception tells of a device that is out of memory or lost, rather than of a mistake."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and any(word in text for word in FAILURE_WORDS)


def _why_no_cuda() -> str:
    return "no NVIDIA driver found" if torch.version.cuda else "this build of PyTorch is for the CPU only"
