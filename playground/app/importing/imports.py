"""Points from files and the clipboard: shown in a window of their own first, then one undo step."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from playground.app.importing.dialog import ImportDialog
from playground.app.importing.image_dialog import ImageDialog
from playground.app.importing.image_reading import IMAGE_SUFFIXES, pixels_of, read_image
from playground.app.importing.place import ADD, REPLACE, placed
from playground.app.links import link_in
from playground.document.edits_scaling import import_words
from playground.document.text import holds_document
from playground.interop.csv_layout import CsvError
from playground.interop.csv_points import points_text
from playground.interop.known_sets import KNOWN_SETS, first_view, read_known_set
from playground.interop.sources import LARGE_BYTES, SourceError, is_large
from playground.interop.table_files import MOST_BYTES, read_table
from playground.interop.table_import import guess_choices
from playground.interop.table_text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QWidget

    from playground.app.loading import Loading
    from playground.document.dataset import Dataset
    from playground.interop.data_table import DataTable, Reading
    from playground.interop.table_import import Choices
    from playground.session.session import Session

CLIPBOARD = "the clipboard"


class Imports(QObject):
    """What cannot be read is said in the message bar, and nothing has changed."""

    link_pasted = Signal(str)
    file_pasted = Signal(str)
    """The clipboard holds a file; it is opened like one that was dropped."""
    document_pasted = Signal(str)
    """The clipboard holds a document as text."""

    def __init__(self, session: Session, loading: Loading, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._loading = loading
        self._window = window

    @Slot(str)
    def read_file(self, name: str) -> None:
        """Show the table or the picture in a file; a large table is read beside the window first."""
        path = Path(name)
        if path.suffix.lower() in IMAGE_SUFFIXES:
            self._read_image(path)
            return
        if is_large(str(path)):
            self._loading.read(path.name, lambda _: _ready(_table_of(path)), partial(self._show_file, path))
            return
        try:
            table = _table_of(path)
        except SourceError as error:
            self._session.message_posted.emit(str(error), "danger")
            return
        self._show_file(path, table)

    def _read_image(self, path: Path) -> None:
        try:
            pixels = read_image(path)
        except SourceError as error:
            self._session.message_posted.emit(str(error), "danger")
            return
        self.show_image(pixels, path.name)

    def show_image(self, pixels: NDArray[np.uint8], name: str) -> None:
        """Show what a picture, (H, W, 4), becomes."""
        dialog = ImageDialog(pixels, name, self._session.document.dataset, self._window)
        if dialog.exec() and dialog.dataset is not None:
            self.take(dialog.dataset, name, dialog.place.current_key())
        dialog.deleteLater()

    def _show_file(self, path: Path, table: DataTable) -> None:
        self.show(table, partial(_read_file_as, path))

    def read_text(self, text: str) -> None:
        """Show the table in a pasted text; a large one is read beside the window first."""
        show = partial(self._show_text, text)
        if len(text) >= LARGE_BYTES:
            self._loading.read(CLIPBOARD, lambda _: _ready(_table_in(text)), show)
            return
        try:
            table = _table_in(text)
        except SourceError as error:
            self._session.message_posted.emit(str(error), "danger")
            return
        show(table)

    def _show_text(self, text: str, table: DataTable) -> None:
        self.show(table, partial(read_text, text, CLIPBOARD))

    @Slot()
    def paste(self) -> None:
        """Take what the clipboard holds: a copied file, a link, a table as text, or a picture."""
        data = QGuiApplication.clipboard().mimeData()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        link = link_in(data)
        if link:
            self.link_pasted.emit(link)
        elif files:
            self.file_pasted.emit(files[0])
        elif holds_document(data.text()):
            self.document_pasted.emit(data.text())
        elif data.text().strip():
            self.read_text(data.text())
        elif data.hasImage():
            self.show_image(pixels_of(QGuiApplication.clipboard().image()), CLIPBOARD)
        else:
            words = "The clipboard holds no text and no picture. Copy cells of a spreadsheet: x, y, label or value."
            self._session.message_posted.emit(words, "warn")

    @Slot()
    def copy_points(self) -> None:
        """Put the selected points, or all, on the clipboard as tab-separated text."""
        data = self._session.document.dataset
        chosen = self._session.selection.points
        if len(data) == 0:
            self._session.message_posted.emit("There are no points to copy.", "info")
            return
        QGuiApplication.clipboard().setText(points_text(data, chosen))
        number = len(data) if chosen is None else int(chosen.sum())
        words = "1 point is" if number == 1 else f"{number:,} points are"
        self._session.message_posted.emit(f"{words} on the clipboard, as a table.", "info")

    def read_known(self, name: str) -> None:
        """Show a well-known set: a key of `KNOWN_SETS`."""
        try:
            table = read_known_set(name)
        except CsvError as error:
            self._session.message_posted.emit(f"{KNOWN_SETS[name].title}: {error}", "warn")
            return
        self.show(table, lambda _: table, first_view(name))

    def show(self, table: DataTable, read_anew: Callable[[Reading], DataTable], choices: Choices | None = None) -> None:
        """Show a table, and take its points where the person wants them."""
        dialog = ImportDialog(table, read_anew, self._session.document.dataset, self._window, choices)
        if dialog.exec() and dialog.imported is not None:
            standardises = dialog.choices is not None and dialog.choices.standardise
            self.take(dialog.imported.dataset, table.name, dialog.place.current_key(), standardises=standardises)
        dialog.deleteLater()

    def take(self, dataset: Dataset, name: str, place: str = REPLACE, *, standardises: bool = False) -> None:
        """Put points in place of those at hand, or to them, as one undo step."""
        adds = place == ADD
        before = len(self._session.document.dataset)
        text = f"{'Add' if adds else 'Import'} {name}"
        change = partial(placed, dataset, place, standardises=standardises)
        self._session.edit(text, change, is_whole=not adds)
        learned = self._session.going_on_in_words() or "Undo brings the old ones back."
        told = import_words(self._session.document)
        words = " ".join((f"{len(dataset):,} points are in from {name}.", *told, learned))
        if adds:
            words = f"{len(dataset):,} points from {name} are added to {before:,}. Undo takes them away."
        self._session.message_posted.emit(words, "info")


def _ready(table: DataTable) -> DataTable:
    """The table with its numbers and labels found out, which its columns keep: the window need not wait for that."""
    with suppress(CsvError):
        guess_choices(table)
    return table


def _table_in(text: str) -> DataTable:
    """The table in a text from the clipboard.

    Raises:
        SourceError: There is none, or it is too large.
    """
    if len(text) > MOST_BYTES:
        raise SourceError(
            f"The clipboard: {len(text) / 2**20:,.0f} MB are too much; {MOST_BYTES // 2**20} are the most"
        )
    try:
        return read_text(text, CLIPBOARD)
    except CsvError as error:
        raise SourceError(f"The clipboard: {error}") from None


def _table_of(path: Path) -> DataTable:
    """The table in a file.

    Raises:
        SourceError: It cannot be read; with the file's name.
    """
    try:
        return read_table(path)
    except CsvError as error:
        raise SourceError(f"{path.name}: {error}") from None
    except OSError as error:
        raise SourceError(f"{path.name}: {error.strerror or error}") from None


def _read_file_as(path: Path, reading: Reading) -> DataTable:
    try:
        return read_table(path, reading, reading.encoding)
    except OSError as error:
        raise CsvError(str(error.strerror or error)) from None
