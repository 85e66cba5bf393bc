"""Points from files and the clipboard: shown in a window of their own first, then one undo step."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage

from playground.app.importing.place import ADD, CLIPBOARD, REPLACE, placed
from playground.app.links import link_in
from playground.document.edits_scaling import import_words
from playground.domains import DOMAINS
from playground.interop.image_files import IMAGE_SUFFIXES, FoundImage, carries_project, find_image
from playground.interop.image_points import MOST_SIDE
from playground.interop.source_errors import SourceError
from playground.interop.sources import LARGE_BYTES, is_large, is_stdin
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.file_bytes import MOST_BYTES, STDIN, bytes_of
from playground.interop.tables.importing import know
from playground.interop.tables.kinds import QUICK_SUFFIXES, STDIN_NAME, read_pasted, read_table, table_in
from playground.interop.tables.wishes import NO_WISHES, Wishes
from playground.session.new_start import going_on_in_words
from playground.storage.text import holds_document
from playground.widgets.clipboard import clipboard_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from playground.app.importing.rereading import ReadAnew
    from playground.app.loading import Loading
    from playground.document.dataset import Dataset
    from playground.interop.tables.csv_layout import Progress
    from playground.interop.tables.data_table import DataTable
    from playground.interop.tables.importing import Choices
    from playground.session.session import Session

MOST_AT_ONCE = 200
"""Pictures that are dropped or pasted together: they are read before their window opens."""


class Imports(QObject):
    """What cannot be read is said in the message bar, and nothing has changed."""

    link_pasted = Signal(str)
    file_taken = Signal(str)
    """A file was pasted or dropped; it is opened like one that was chosen."""
    document_pasted = Signal(str)
    """The clipboard holds a document as text."""
    taken = Signal(str)
    """Points have taken the place of those at hand; the name of where they came from."""

    def __init__(self, session: Session, loading: Loading, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._loading = loading
        self._window = window

    @Slot(str)
    def read_file(self, name: str, wishes: Wishes = NO_WISHES) -> None:
        """Show the table or the picture in a file; what may take longer than a moment is read beside the window first.

        Args:
            name: A path, or "-" for a table on standard input.
            wishes: What is said of a table beforehand.
        """
        path = Path(name)
        if path.suffix.lower() in IMAGE_SUFFIXES:
            self._read_image(path)
            return
        data = bytes_of(STDIN) if is_stdin(name) else None
        title = path.name if data is None else STDIN_NAME
        show = partial(self._show_file, path, data, wishes)
        if data is not None or takes_long(name):
            read = partial(_table_of, path, data, wishes=wishes)
            self._loading.read(title, lambda watch: know(read(progress=watch), wishes), show)
            return
        try:
            table = _table_of(path, data, wishes=wishes)
        except SourceError as error:
            self._session.message_posted.emit(str(error), "danger")
            return
        show(table)

    def _read_image(self, path: Path) -> None:
        try:
            image = find_image(path)
        except SourceError as error:
            self._session.message_posted.emit(str(error), "danger")
            return
        self.show_image(image, path.name)

    def take_files(self, names: Sequence[str]) -> None:
        """Take files that were pasted or dropped: several pictures beside those at hand, else the first."""
        pictures = [Path(name) for name in names if Path(name).suffix.lower() in IMAGE_SUFFIXES]
        if len(names) == len(pictures) > 1 and not self._has_map and not any(map(carries_project, pictures)):
            self._read_images(pictures)
            return
        self.file_taken.emit(names[0])
        if len(names) > 1:
            one = Path(names[0]).name
            words = f"Of {len(names):,} files {one} is opened: one at a time, or a folder with a folder for each class."
            self._session.message_posted.emit(words, "info")

    def take_image(self, image: object, name: str) -> None:
        """Take a picture that was copied or dragged out of another program, and has no file.

        Args:
            image: A `QImage`; anything else is said to be none.
            name: What it came from.
        """
        if isinstance(image, QImage) and not image.isNull():
            self.show_image(_copied(image), name)
        else:
            self._session.message_posted.emit(f"The picture from {name} cannot be read.", "danger")

    def _read_images(self, paths: Sequence[Path]) -> None:
        if len(paths) > MOST_AT_ONCE:
            words = f"{len(paths):,} pictures are too many to be shown at once; {MOST_AT_ONCE} are the most."
            self._session.message_posted.emit(f"{words} Open a folder with a folder for each class.", "warn")
            return
        images, unread = [], []
        for path in paths:
            try:
                images.append(find_image(path))
            except SourceError as error:
                unread.append(str(error))
        if images:
            self._show_pictures(images, f"{len(paths):,} files", unread)
        else:
            self._session.message_posted.emit(f"None of {len(paths):,} pictures can be read: {unread[0]}", "danger")

    def show_image(self, image: FoundImage, name: str) -> None:
        """Show what a picture becomes: points, or, with pictures at hand, one more of them."""
        if not self._has_map:
            self._show_pictures([image], name)
            return
        from playground.app.importing.image_dialog import ImageDialog

        dialog = ImageDialog(image.pixels, name, self._session.document.dataset, self._window)
        if dialog.exec() and dialog.dataset is not None:
            self.take(dialog.dataset, name, dialog.place.current_key())
        dialog.deleteLater()

    @property
    def _has_map(self) -> bool:
        return DOMAINS[self._session.document.dataset.domain].has_map

    def _show_pictures(self, images: Sequence[FoundImage], name: str, unread: Sequence[str] = ()) -> None:
        from playground.app.importing.picture_dialog import PictureImportDialog

        data = self._session.document.dataset
        if not data.classes:
            self._session.message_posted.emit(
                "The pictures at hand have no classes, so that none can be added.", "info"
            )
            return
        index = self._session.hand.class_index
        dialog = PictureImportDialog(images, name, unread, data, index, self._window)
        if dialog.exec():
            self.take(dialog.dataset, name, ADD)
        dialog.deleteLater()

    def _show_file(self, path: Path, data: bytes | None, wishes: Wishes, table: DataTable) -> None:
        self.show(table, partial(_read_file_as, path, data), wishes=wishes)

    def read_text(self, text: str) -> None:
        """Show the table in a pasted text; a large one is read beside the window first."""
        show = partial(self._show_text, text)
        if len(text) >= LARGE_BYTES:
            self._loading.read(CLIPBOARD, lambda watch: know(_table_in(text, watch)), show)
            return
        try:
            table = _table_in(text)
        except SourceError as error:
            self._session.message_posted.emit(str(error), "danger")
            return
        show(table)

    def _show_text(self, text: str, table: DataTable) -> None:
        self.show(table, lambda wishes, watch: read_pasted(text, CLIPBOARD, watch, wishes))

    @Slot()
    def paste(self) -> None:
        """Take what the clipboard holds: a copied file, a link, a table as text, or a picture."""
        data = clipboard_data()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        link = link_in(data)
        if link:
            self.link_pasted.emit(link)
        elif files:
            self.take_files(files)
        elif holds_document(data.text()):
            self.document_pasted.emit(data.text())
        # Before the picture: spreadsheets put one of the copied cells beside their text.
        elif data.text().strip():
            self.read_text(data.text())
        elif data.hasImage():
            self.take_image(data.imageData(), CLIPBOARD)
        else:
            words = "The clipboard holds no text and no picture. Copy cells of a spreadsheet: x, y, label or value."
            self._session.message_posted.emit(words, "warn")

    @Slot()
    def copy_points(self) -> None:
        """Put the selected points, or all, on the clipboard as tab-separated text."""
        from playground.interop.tables.csv_points import points_text

        data = self._session.document.dataset
        chosen = self._session.selection.points
        if len(data) == 0:
            self._session.message_posted.emit("There are no points to copy.", "info")
            return
        QGuiApplication.clipboard().setText(points_text(data, chosen))
        number, domain = len(data) if chosen is None else int(chosen.sum()), DOMAINS[data.domain]
        words = f"1 {domain.sample} is" if number == 1 else f"{number:,} {domain.samples} are"
        self._session.message_posted.emit(f"{words} on the clipboard, as a table.", "info")

    def read_known(self, name: str) -> None:
        """Show a well-known set: a key of `KNOWN_SETS`."""
        from playground.interop.known_sets import KNOWN_SETS, first_view, read_known_set

        try:
            table = read_known_set(name)
        except CsvError as error:
            self._session.message_posted.emit(f"{KNOWN_SETS[name].title}: {error}", "warn")
            return
        self.show(table, lambda *_: table, first_view(name))

    def show(
        self,
        table: DataTable,
        read_anew: ReadAnew,
        choices: Choices | None = None,
        wishes: Wishes = NO_WISHES,
    ) -> None:
        """Show a table, and take its points where the person wants them."""
        from playground.app.importing.dialog import ImportDialog

        dialog = ImportDialog(table, read_anew, self._session.document.dataset, self._window, choices, wishes)
        if dialog.exec() and dialog.imported is not None:
            standardises = dialog.choices is not None and dialog.choices.standardise
            made, place = dialog.imported, dialog.place.current_key()
            self._take(made.dataset, table.name, place, standardises=standardises, keeps_split=made.has_own_split)
        dialog.deleteLater()

    def take(self, dataset: Dataset, name: str, place: str = REPLACE) -> None:
        """Put points in place of those at hand, or to them, as one undo step."""
        self._take(dataset, name, place, standardises=False, keeps_split=False)

    def _take(self, dataset: Dataset, name: str, place: str, *, standardises: bool, keeps_split: bool) -> None:
        adds = place == ADD
        before = len(self._session.document.dataset)
        text = f"{'Add' if adds else 'Import'} {name}"
        change = partial(placed, dataset, place, standardises=standardises, keeps_split=keeps_split)
        self._session.edit(text, change, is_whole=not adds)
        learned = going_on_in_words(self._session) or "Undo brings the old ones back."
        if not adds:
            self.taken.emit(Path(name).stem if Path(name).suffix else name[:1].upper() + name[1:])
        told = import_words(self._session.document, numbers=False)
        samples = DOMAINS[dataset.domain].samples
        words = " ".join((f"{len(dataset):,} {samples} are in from {name}.", *told, learned))
        if adds:
            words = f"{len(dataset):,} {samples} from {name} are added to {before:,}. Undo takes them away."
        self._session.message_posted.emit(words, "info")


def takes_long(name: str) -> bool:
    """Whether a file may take longer to read than a window should wait: large, packed, or read by another process."""
    is_quick = Path(name).suffix.lower() in QUICK_SUFFIXES and not is_large(name)
    return not is_quick and Path(name).is_file()  # what is none is refused at once


def _table_in(text: str, progress: Progress | None = None) -> DataTable:
    """The table in a text from the clipboard.

    Raises:
        SourceError: There is none, or it is too large.
    """
    if len(text) > MOST_BYTES:
        raise SourceError(
            f"The clipboard: {len(text) / 2**20:,.0f} MB are too much; {MOST_BYTES // 2**20} are the most"
        )
    try:
        return read_pasted(text, CLIPBOARD, progress)
    except CsvError as error:
        raise SourceError(f"The clipboard: {error}") from None


def _table_of(
    path: Path, data: bytes | None, progress: Progress | None = None, wishes: Wishes = NO_WISHES
) -> DataTable:
    """The table in a file, or in what came by standard input.

    Raises:
        SourceError: It cannot be read; with the file's name.
    """
    name = path.name if data is None else STDIN_NAME
    try:
        return read_table(path, progress, wishes) if data is None else table_in(data, name, progress, wishes)
    except CsvError as error:
        raise SourceError(f"{name}: {error}") from None
    except OSError as error:
        raise SourceError(f"{name}: {error.strerror or error}") from None


def _read_file_as(path: Path, data: bytes | None, wishes: Wishes, progress: Progress) -> DataTable:
    try:
        return read_table(path, progress, wishes) if data is None else table_in(data, STDIN_NAME, progress, wishes)
    except OSError as error:
        raise CsvError(str(error.strerror or error)) from None


def _copied(image: QImage) -> FoundImage:
    """A picture of the clipboard, at most `MOST_SIDE` pixels wide and high."""
    width, height = image.width(), image.height()
    if max(image.width(), image.height()) > MOST_SIDE:
        aspect, mode = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(MOST_SIDE, MOST_SIDE, aspect, mode)
    made = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.bytesPerLine())
    # A copy, for the memory goes with the image.
    pixels = rows[:, : made.width() * 4].reshape(made.height(), made.width(), 4).copy()
    return FoundImage(pixels, width, height)
