"""The gallery of examples: what each one looks like, and how large its network is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout

from playground.document.model import widths
from playground.interop.sources import example, example_names, title_of
from playground.views.data.pictures import dataset_picture
from playground.widgets.fonts import font
from playground.widgets.theme import px
from playground.widgets.thumbnails import ThumbnailGrid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

COLUMNS, SIDE = 4, 120


class ExamplesDialog(QDialog):
    """Click an example to open it."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Examples")
        self.chosen: str | None = None
        self._names = example_names()
        self._caption = QLabel("A dataset with a network that can learn it.", self)
        self._caption.setFont(font("row"))
        self._caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid = ThumbnailGrid(columns=COLUMNS, parent=self)
        documents = {name: example(name) for name in self._names}
        grid.set_items(
            [
                (title_of(name), dataset_picture(document.dataset, px(SIDE)))
                for name, document in documents.items()
            ]
        )
        self._shapes = ["-".join(map(str, widths(document))) for document in documents.values()]
        grid.chosen.connect(self._choose)
        grid.hovered.connect(self._describe)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(20), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(grid)
        column.addWidget(self._caption)

    @classmethod
    def choose(cls, parent: QWidget) -> str | None:
        """Show the gallery. The name of the example, or None."""
        dialog = cls(parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.chosen

    @Slot(int)
    def _choose(self, index: int) -> None:
        self.chosen = self._names[index]
        self.accept()

    @Slot(int)
    def _describe(self, index: int) -> None:
        if index >= 0:
            self._caption.setText(f"{title_of(self._names[index])}  ·  {self._shapes[index]}")
