"""The scale of the interface and its motion: two settings that every widget reads while it draws.

They are module state because they belong to the application as the palette does: one value for all windows.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

LEAST_SCALE = 0.8
MOST_SCALE = 2.0


class InterfaceSignals(QObject):
    """Announces that the theme or the scale is another one: caches of pixels are stale."""

    changed = Signal()


@dataclass(slots=True)
class _Interface:
    scale: float = 1.0
    reduced_motion: bool = False
    signals: InterfaceSignals | None = None


_interface = _Interface()


def theme_signals() -> InterfaceSignals:
    """The one object that announces changes of theme and scale."""
    if _interface.signals is None:
        _interface.signals = InterfaceSignals()
    return _interface.signals


def scale() -> float:
    """The factor on every size, 0.8 to 2."""
    return _interface.scale


def set_scale(factor: float) -> None:
    """Set the factor; `apply_theme` makes it visible. It is held between 0.8 and 2."""
    _interface.scale = min(max(factor, LEAST_SCALE), MOST_SCALE)


def px(length: float) -> int:
    """Whole logical pixels of a length that is given at scale 100 %."""
    return round(length * _interface.scale)


def pxf(length: float) -> float:
    """Logical pixels of a length that is given at scale 100 %, for strokes and radii."""
    return length * _interface.scale


def reduced_motion() -> bool:
    """Whether movements are left out."""
    return _interface.reduced_motion


def set_reduced_motion(*, reduced: bool) -> None:
    """Leave movements out, or not."""
    _interface.reduced_motion = reduced


def duration(ms: int) -> int:
    """Length of a movement in milliseconds: `ms`, or 0 under reduced motion."""
    return 0 if _interface.reduced_motion else ms
