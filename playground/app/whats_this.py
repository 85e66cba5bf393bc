"""Shift+F1: anything in the window can be asked what it is, what it stands at now, and which lesson tells more."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAccessible, QHelpEvent, QWhatsThisClickedEvent
from PySide6.QtWidgets import QDockWidget, QWhatsThis, QWidget
from shiboken6 import isValid

from playground.app.docks import DOCKS, part_for

if TYPE_CHECKING:
    from playground.session.session import Session

LESSONS = {
    "data": "a-first-stroke",
    "network": "a-line-is-not-enough",
    "hidden": "a-hidden-layer-bends-the-space",
    "output": "a-neuron-is-a-line",
    "loss": "walking-downhill",
    "inside": "starts",
    "experiments": "one-seed-proves-nothing",
}
"""For a panel the lesson that tells most of it."""
LINK = "lesson:"


class WhatsThis(QObject):
    """Answers for all widgets while the window is asked; afterwards it listens to the one that it answered for."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._answered: QWidget | None = None  # a link in its answer may be clicked

    def ask(self) -> None:
        """Let the next click ask what it hits, in place of doing what it does; Esc ends that."""
        app = QCoreApplication.instance()
        if app is not None and not QWhatsThis.inWhatsThisMode():
            app.installEventFilter(self)
            QWhatsThis.enterWhatsThisMode()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Questions are answered here; a link that is clicked opens its lesson."""
        if event.type() is QEvent.Type.QueryWhatsThis and isinstance(watched, QWidget):
            event.setAccepted(bool(self.words(watched)))
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.WhatsThis and isinstance(watched, QWidget):
            self._listen_to(watched)
            QWhatsThis.showText(event.globalPos(), self.words(watched), watched)
            return True
        if isinstance(event, QWhatsThisClickedEvent):
            QWhatsThis.hideText()
            self._session.lessons.asked.emit(event.href().removeprefix(LINK))
            return True
        if event.type() is QEvent.Type.LeaveWhatsThisMode:
            QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one
        return super().eventFilter(watched, event)

    def _listen_to(self, widget: QWidget) -> None:
        if self._answered is not None and isValid(self._answered):
            self._answered.removeEventFilter(self)
        self._answered = widget
        widget.installEventFilter(self)

    def words(self, widget: QWidget) -> str:
        """What is said of a widget, as rich text; "" where there is nothing to say."""
        told = next((one for one in _upwards(widget) if one.toolTip()), None)
        parts = [] if told is None else [_of_tooltip(told.toolTip())]
        if told is not None and (value := _value_of(told)):
            parts.append(f"Now: <b>{escape(value)}</b>")
        dock = next((one for one in _upwards(widget) if isinstance(one, QDockWidget)), None)
        if dock is not None and dock.objectName() in DOCKS:
            part = part_for(dock.objectName(), self._session.document.dataset.domain)
            parts.append(f"<i>{escape(part.title)}</i>: {escape(part.summary)}")
            lesson = LESSONS.get(dock.objectName())
            parts += [f'<a href="{LINK}{lesson}">A lesson on this</a>'] if lesson else []
        return "".join(f"<p>{part}</p>" for part in parts)


def _upwards(widget: QWidget | None) -> list[QWidget]:
    """A widget and all that it lies in."""
    found = []
    while widget is not None:
        found.append(widget)
        widget = widget.parentWidget()
    return found


def _of_tooltip(tip: str) -> str:
    """Its first line stands out."""
    if tip.startswith("<"):
        return tip
    name, _, rest = tip.partition("\n")
    return f"<b>{escape(name)}</b><br>{escape(rest)}" if rest else escape(name)


def _value_of(widget: QWidget) -> str:
    """What a control stands at, as a screen reader says it; "" for what has no value."""
    told = QAccessible.queryAccessibleInterface(widget)
    value = told.text(QAccessible.Text.Value)
    if not value and told.state().checkable:
        value = "on" if told.state().checked else "off"
    return value
