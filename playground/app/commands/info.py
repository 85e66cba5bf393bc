"""say what is installed and what can train."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

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


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_arguments: argparse.Namespace) -> int:
    """Print versions, devices and folders."""
    rows = {"Python": f"{platform.python_version()} on {platform.platform()}"}
    rows |= {name: _version(name) for name in PACKAGES}
    rows |= _devices()
    rows |= _folders()
    sys.stdout.write("".join(f"{name:20}{text}\n" for name, text in rows.items()))
    return 0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _devices() -> dict[str, str]:
    from playground.training.device import available_devices

    return {f"device {device.title}": device.reason or "available" for device in available_devices()}


def _folders() -> dict[str, str]:
    from playground.app.settings import settings_file

    return {"settings": str(settings_file())}
