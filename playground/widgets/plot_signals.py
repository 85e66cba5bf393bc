"""What plots ask of the window. It loads nothing of pyqtgraph."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PlotSignals(QObject):
    """What plots ask of the window, whichever panel they stand in.

    Signals:
        export_asked(Plot, str): To save the plot's values, "csv", or its picture, "png", "svg" or "pdf". It may be any
            widget with an accessible name and a `table`.
    """

    export_asked = Signal(object, str)


_signals = PlotSignals()


def plot_signals() -> PlotSignals:
    """The one object that all plots send their wishes through."""
    return _signals
