"""What the menus of plots save: the values as CSV, the picture as PNG, SVG or PDF."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.widgets.plot_signals import plot_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from playground.app.settings import Settings
    from playground.session.session import Session
    from playground.widgets.plots import Plot

KINDS = {"csv": "Values", "png": "PNG picture", "svg": "SVG drawing", "pdf": "PDF"}


class PlotExport(QObject):
    """Asks where to, and writes beside the window; failures are said in the message bar.

    Args:
        session: What files are named after.
        settings: Where the last one went.
        window: Whose plots it saves.
    """

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window
        plot_signals().export_asked.connect(self._on_asked)

    @Slot(object, str)
    def _on_asked(self, plot: Plot, form: str) -> None:
        if self._window.isAncestorOf(plot):
            self.save(plot, form)

    def save(self, plot: Plot, form: str) -> None:
        """Take the plot of this moment as "csv", "png", "svg" or "pdf", and ask where it is to go."""
        from playground.app.background import write_file

        title = plot.accessibleName()
        encode = _values_of(plot) if form == "csv" else _picture_of(plot, form, title)
        suggested = self._settings.last_folder / f"{self._session.name} {title.lower()}.{form}"
        kind = f"{KINDS[form]} (*.{form})"
        name, _ = QFileDialog.getSaveFileName(self._window, f"Save {title.lower()}", str(suggested), kind)
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.{form}")
        try:
            write_file(path, encode)
        except OSError as error:
            self._session.message_posted.emit(f"Could not write {path.name}: {error.strerror or error}", "danger")
            return
        self._settings.last_folder = path.parent
        self._session.message_posted.emit(f"{title}: {path.name}", "info")


def csv_of(table: Mapping[str, NDArray[Any]]) -> bytes:
    """Columns as CSV with their names above: numbers in full, nothing for what is not a number.

    Args:
        table: Arrays of one length.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*([_written(value) for value in column.tolist()] for column in table.values()), strict=True))
    return text.getvalue().encode()


def _written(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.9g}"  # noqa: PLR0124 - nan alone is unlike itself
    return str(value)


def _values_of(plot: Plot) -> Callable[[], bytes]:
    table = plot.table() if plot.table is not None else {}
    return lambda: csv_of(table)


def _picture_of(plot: Plot, form: str, title: str) -> Callable[[], bytes]:
    """The plot on a sheet of its own, taken now; its bytes may be made on a thread."""
    from playground.app.pictures.choices import PictureChoices
    from playground.app.pictures.files import taken
    from playground.app.pictures.page import PADDING, Page, PageCell
    from playground.app.pictures.views import PictureView
    from playground.widgets.theme import px

    margin = px(PADDING)
    box = QRect(0, 0, plot.width() + 2 * margin, plot.height() + 2 * margin)
    view = PictureView(title, "", part=type(plot))
    page = Page((PageCell(view, plot, box),), box.size(), margin)
    return taken(page, PictureChoices(form=form), title)  # type: ignore[arg-type]
