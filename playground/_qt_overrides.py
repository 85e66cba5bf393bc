"""Keeps an error in a Qt event handler an error: on Python 3.11 PySide6 turns some into a crash.

Qt calls a handler written in Python (``paintEvent``, ``sizeHint``) from within ``show``, ``resize`` or ``grab``.
PySide6 wants to add a line to what the handler raises, and up to Python 3.11 expects an exception object there;
what C code raised (``1 / 0``, ``int(nan)``, an index out of range) is still a type and a text, and the process
dies. Seen with PySide6 6.10.3. An exception that passes an ``except`` has become an object: that is the cure.
"""

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any


def survive_errors_in_overrides() -> None:
    """Let every Qt class defined from now on raise from its handlers without harm. Call it before views load."""
    if sys.version_info >= (3, 12):
        return
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleActionInterface, QAccessibleInterface, QAccessibleValueInterface
    from PySide6.QtWidgets import QGraphicsItem

    accessible = (QAccessibleInterface, QAccessibleActionInterface, QAccessibleValueInterface)
    for base in (QObject, QGraphicsItem, *accessible):
        base.__init_subclass__ = classmethod(functools.partial(_wrap_overrides, base))  # type: ignore[assignment]


def _wrap_overrides(base: type[Any], cls: type[Any], **options: Any) -> None:
    super(base, cls).__init_subclass__(**options)
    mixed_in = [one for one in cls.__mro__ if one.__module__.startswith("playground.") and not issubclass(one, base)]
    for owner in (cls, *mixed_in):
        for name, value in list(vars(owner).items()):
            if isinstance(value, FunctionType) and not hasattr(value, "__wrapped__") and _overrides_qt(cls, name):
                setattr(owner, name, _with_exception_objects(value))


def _overrides_qt(cls: type, name: str) -> bool:
    return any(name in vars(base) for base in cls.__mro__ if base.__module__.startswith("PySide6."))


def _with_exception_objects(handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    def wrapper(*arguments: Any, **options: Any) -> Any:
        try:
            return handler(*arguments, **options)
        except BaseException:  # noqa: TRY203 - caught only to be made an object
            raise

    return wrapper
