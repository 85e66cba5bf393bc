"""The gallery of examples: what each one looks like, and how large its network is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.app.tall_dialog import fill_dialog
from playground.document.model import domain_of
from playground.document.shape_words import widths_in_words
from playground.interop.known_sets import KNOWN_SETS, first_view, read_known_set
from playground.interop.sources import example, example_names, title_of
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.importing import make_points
from playground.views.data.pictures import samples_picture
from playground.widgets.label import Label
from playground.widgets.theme import px
from playground.widgets.thumbnails import Thumbnail, ThumbnailGrid

if TYPE_CHECKING:
    from playground.document.model import Document

COLUMNS, SIDE = 5, 104


class ExamplesDialog(QDialog):
    """Click an example to open it."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Examples")
        self.chosen = ""
        caption = Label("A dataset, and a network that can learn it. Click one to open it.", "row", "ink2")
        self.grid = ThumbnailGrid(
            "Examples", [_thumbnail(name) for name in example_names()], columns=COLUMNS, titles=True
        )
        width = px(COLUMNS * SIDE)
        self.grid.setFixedSize(width, self.grid.heightForWidth(width))
        self.grid.chosen.connect(self._choose)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(16), px(20), px(20))
        column.setSpacing(px(12))
        column.addWidget(caption)
        column.addWidget(self.grid)
        column.addWidget(Label("Measured data: tables of all their columns, any two of them, or PCA.", "row", "ink2"))
        self.known = ThumbnailGrid(
            "Measured data", [_known_thumbnail(name) for name in KNOWN_SETS], columns=COLUMNS, titles=True
        )
        self.known.setFixedSize(width, self.known.heightForWidth(width))
        self.known.chosen.connect(self._choose)
        column.addWidget(self.known)
        fill_dialog(self, content)

    @classmethod
    def choose(cls, parent: QWidget) -> str:
        """Show the gallery. The name of the example or the key of a known set, or "" for none."""
        dialog = cls(parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.chosen

    @Slot(str)
    def _choose(self, name: str) -> None:
        self.chosen = name
        self.accept()


def _thumbnail(name: str) -> Thumbnail:
    document = example(name)
    title = title_of(name)
    return Thumbnail(name, title, samples_picture(document.dataset, px(SIDE)), f"{title}\n{_describe(document)}")


def _known_thumbnail(name: str) -> Thumbnail:
    """A set as it is shown at first; without a picture, and with the reason, where it cannot be read."""
    known = KNOWN_SETS[name]
    try:
        dataset = make_points(read_known_set(name), first_view(name)).dataset
    except CsvError as error:
        return Thumbnail(name, known.title, None, f"{known.title}\n{str(error).capitalize()}")
    return Thumbnail(name, known.title, samples_picture(dataset, px(SIDE)), f"{known.title}\n{known.description}")


def _describe(document: Document) -> str:
    return f"{len(document.dataset):,} {domain_of(document).marks}, {' → '.join(widths_in_words(document))}"
