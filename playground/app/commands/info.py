"""say what is installed and what can train."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from playground import __version__
from playground._numba_cache import keeps
from playground.training.engines.torch_door import TorchUnavailableError, require_torch

if TYPE_CHECKING:
    import argparse

PACKAGES = (
    "PySide6-Essentials",
    "numpy",
    "torch",
    "numba",
    "msgspec",
    "safetensors",
    "scikit-learn",
)


EXAMPLES = ("info",)


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_arguments: argparse.Namespace) -> int:
    """Print versions, devices and folders."""
    rows = {"Playground": __version__, "Python": f"{platform.python_version()} on {platform.platform()}"}
    rows |= {name: _version(name) for name in PACKAGES}
    trouble = None
    try:
        require_torch()
    except TorchUnavailableError as error:
        trouble = error
        rows["torch"] += ", cannot be loaded"
    else:
        rows |= _devices()
    rows |= _folders()
    sys.stdout.write("".join(f"{name:20}{text}\n" for name, text in rows.items()))
    if trouble is not None:
        raise trouble
    return 0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _devices() -> dict[str, str]:
    from playground.training.engines.device import available_devices

    return {f"device {device.title}": device.reason or "available" for device in available_devices()}


def _folders() -> dict[str, str]:
    from playground.app.settings import settings_file

    kernels = os.environ.get("NUMBA_CACHE_DIR", "")
    return {
        "settings": str(settings_file()),
        "compiled kernels": kernels if keeps() else "no folder that can be written to: compiled at each start",
    }
