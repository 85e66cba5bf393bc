"""What is asked before a file or unsaved work would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QMessageBox

from playground.widgets.text import literal

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


def save_or_discard(window: QWidget, name: str) -> Literal["save", "discard", "cancel"]:
    """What is to become of changes that are in no file."""
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.question(
        window,
        "Unsaved changes",
        literal(f"{name} has changes that are not saved."),
        buttons.Save | buttons.Discard | buttons.Cancel,
        buttons.Save,
    )
    return "save" if answer == buttons.Save else "discard" if answer == buttons.Discard else "cancel"


def may_save_without_weights(window: QWidget, name: str, path: Path) -> bool:
    """Whether a document is to be saved although what was learned cannot be had."""
    buttons = QMessageBox.StandardButton
    lost = f" The weights that are in {path.name} now would be lost." if path.exists() else ""
    answer = QMessageBox.question(
        window,
        "Save without weights?",
        literal(f"The training does not answer: what {name} has learned cannot be saved now.{lost}"),
        buttons.Save | buttons.Cancel,
        buttons.Cancel,
    )
    return answer == buttons.Save


def overwrite_or_reload(window: QWidget, path: Path) -> Literal["save", "reload", "cancel"]:
    """What is to become of a file that another program has written."""
    buttons = QMessageBox.StandardButton
    text = literal(
        f"Another program has written {path.name} since it was opened here.\n\n"
        "Save puts your document in its place. Reload shows what is there now, and your changes are lost."
    )
    kinds, icon = buttons.Save | buttons.Open | buttons.Cancel, QMessageBox.Icon.Question
    box = QMessageBox(icon, "The file has changed", text, kinds, window)
    box.button(buttons.Open).setText("Reload")
    box.setDefaultButton(buttons.Cancel)
    answer = box.exec()
    box.deleteLater()
    return "save" if answer == buttons.Save else "reload" if answer == buttons.Open else "cancel"
