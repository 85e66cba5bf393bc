"""The docks of the window, made from the table, each with the panel for samples of the kind at hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.app.docks import DOCKS, DockInfo, StandIn, part_for
from playground.app.panel_frame import PanelDock, PanelFrame

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow

    from playground.session.session import Session
    from playground.widgets.panel import Panel


class PanelDocks(QObject):
    """Makes docks and panels; where they stand is somebody else's.

    Attributes:
        docks: By their keys, in the order of the table.
        frames: What their headers do as title bars, by the same keys.

    Signals:
        alone_asked(str): The panel of a key is to have the window for itself, or to give it back.
        floated(str): A dock has left its place, or has come back to one.
        toggled(str, bool): A panel is opened or closed.
    """

    alone_asked = Signal(str)
    floated = Signal(str)
    toggled = Signal(str, bool)

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._panels: dict[tuple[str, Callable[[Session], Panel]], Panel] = {}
        self.frames: dict[str, PanelFrame] = {}
        self.docks = {key: self._make_dock(key) for key in DOCKS}

    def _make_dock(self, key: str) -> PanelDock:
        dock = PanelDock(self._part(key).title, self._window)
        dock.setObjectName(key)
        dock.setWidget(self._panel_for(key))
        action = dock.toggleViewAction()
        self.frames[key] = frame = PanelFrame(dock, self._session.lessons)
        frame.alone_asked.connect(partial(self._on_alone_asked, key))
        frame.close_asked.connect(action.trigger)
        dock.topLevelChanged.connect(partial(self._on_floated, key))
        action.setShortcut(DOCKS[key].shortcut)
        action.setToolTip(self._part(key).summary)
        action.toggled.connect(partial(self._on_toggled, key))
        self._window.addAction(action)
        return dock

    def _on_alone_asked(self, key: str) -> None:
        self.alone_asked.emit(key)

    def _on_floated(self, key: str, _floats: bool) -> None:
        self.floated.emit(key)

    def _on_toggled(self, key: str, shown: bool) -> None:
        self.toggled.emit(key, shown)

    def _part(self, key: str) -> DockInfo | StandIn:
        """What stands in a dock for samples of the kind at hand."""
        return part_for(key, self._session.document.dataset.domain)

    def _panel_for(self, key: str) -> Panel:
        """Its panel, made when it is needed first."""
        part = self._part(key)
        if (key, part.make) not in self._panels:
            self._panels[key, part.make] = part.make(self._session)
        return self._panels[key, part.make]

    def suit_samples(self) -> None:
        """Put the panels for samples of the kind at hand in their docks."""
        for key, dock in self.docks.items():
            panel, part = self._panel_for(key), self._part(key)
            if dock.widget() is not panel:
                dock.setWidget(panel)
                panel.show()
                self.frames[key].follow()
            if dock.toggleViewAction().toolTip() != part.summary:
                dock.toggleViewAction().setToolTip(part.summary)
                dock.setWindowTitle(part.title)
