"""What can be done with the selected samples: remove, relabel, move between training and test; one undo step each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from playground.document import edits_data
from playground.document.model import domain_of
from playground.session.class_keys import class_of_key
from playground.widgets.format import count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QWidget

    from playground.session.session import Session

NOTHING = "Select pictures first: click them, or draw a frame around them."


class SampleEdits:
    """Edits of what `session.selection` holds; where that is nothing, a message says how to select."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remove(self) -> None:
        """Remove the selected samples."""
        if (chosen := self._chosen()) is not None:
            self._session.edit(f"Remove {self._words()}", lambda d: edits_data.remove_points(d, chosen))

    def relabel_by_key(self, key: str) -> None:
        """Give the selected samples the class that a digit or letter means; where there is none, a message says so."""
        index = class_of_key(self._session.document.dataset.classes, key)
        if index is None:
            words = f"There is no class {key.upper()} yet: Add class stands in the Data panel."
            self._session.message_posted.emit(words, "info")
        else:
            self.relabel(index)

    def relabel(self, index: int) -> None:
        """Give the selected samples the class of an index."""
        data = self._session.document.dataset
        if (chosen := self._chosen()) is not None:
            text = f"Relabel {self._words()} as {data.classes[index].name}"
            self._session.edit(text, lambda d: edits_data.set_targets(d, chosen, index))

    def move(self, *, to_test: bool) -> None:
        """Keep the selected samples for testing, or train with them."""
        if (chosen := self._chosen()) is not None:
            text = f"Move {self._words()} to {'the test set' if to_test else 'training'}"
            self._session.edit(text, lambda d: edits_data.set_test(d, chosen, test=to_test))

    def menu(self, parent: QWidget) -> QMenu:
        """A menu of them, for the samples that are selected."""
        menu = QMenu(parent)
        data, chosen = self._session.document.dataset, self._session.selection.points
        if data.classes:
            classes = menu.addMenu("Relabel as")
            for index, one in enumerate(data.classes):
                key = f"\t{(index + 1) % 10}" if index < 10 else ""
                action = classes.addAction(one.name.replace("&", "&&") + key)
                action.triggered.connect(partial(self.relabel, index))
        menu.addAction("Move to the test set").triggered.connect(partial(self.move, to_test=True))
        menu.addAction("Move to training").triggered.connect(partial(self.move, to_test=False))
        menu.addSeparator()
        menu.addAction("Remove\tDel").triggered.connect(self.remove)
        for action in menu.actions():
            action.setEnabled(chosen is not None)
        return menu

    def _chosen(self) -> NDArray[np.bool_] | None:
        chosen = self._session.selection.points
        if chosen is None:
            self._session.message_posted.emit(NOTHING, "info")
        return chosen

    def _words(self) -> str:
        chosen = self._session.selection.points
        return count(0 if chosen is None else int(chosen.sum()), domain_of(self._session.document).sample)
