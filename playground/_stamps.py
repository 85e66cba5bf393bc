"""What a start needs, and the stamps in ``.venv`` that say what is ready; read at every start, so light."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGES, TESTS, CHECKS, X11, WAYLAND = "packages", "test", "dev", "x11", "wayland"
"""What a start can need. Each has its own stamp in ``.venv``; the first three are also lists in pyproject."""

_WITHOUT_WINDOW = ("train", "evaluate", "render", "export", "bench", "examples", "info", "-h", "--help")


def is_checkout() -> bool:
    """Whether the program runs from its source, and not as it was installed or frozen."""
    return not getattr(sys, "frozen", False) and (CHECKOUT / "pyproject.toml").is_file()


def needs_of(arguments: Sequence[str], environment: Mapping[str, str], platform: str) -> tuple[str, ...]:
    """What must be set up before this command line can run."""
    command = arguments[0] if arguments else ""
    if command == "test":
        return (PACKAGES, TESTS)
    if command == "lint":
        return (PACKAGES, TESTS, CHECKS)
    if platform != "linux" or command in _WITHOUT_WINDOW:
        return (PACKAGES,)
    if environment.get("WAYLAND_DISPLAY"):
        return (PACKAGES, WAYLAND)
    return (PACKAGES, X11) if environment.get("DISPLAY") else (PACKAGES,)


def stale_needs(checkout: Path, needs: Sequence[str]) -> tuple[str, ...]:
    """Those of the needs that no up-to-date stamp vouches for."""
    venv = checkout / ".venv"
    if not (venv / "pyvenv.cfg").is_file() or not venv_python(checkout).exists():
        return tuple(needs)
    wanted = fingerprint(checkout)
    return tuple(need for need in needs if _read(stamp_file(checkout, need)) != wanted)


def fingerprint(checkout: Path) -> str:
    """The text of a stamp: everything that decides what gets installed."""
    version = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
    files = (checkout / "pyproject.toml", checkout / "packaging" / "constraints.txt")
    return "\n".join([version, *map(_read, files)])


def stamp_file(checkout: Path, need: str) -> Path:
    """The file that says that a need is met; it is written last."""
    return checkout / ".venv" / f"ready-{need}"


def venv_python(checkout: Path) -> Path:
    """The interpreter of the checkout's own environment."""
    place = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    return checkout.joinpath(".venv", *place)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
