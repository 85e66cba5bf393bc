"""The buttons with which a window is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QPushButton


def answer_buttons(dialog: QDialog, verb: str) -> tuple[QDialogButtonBox, QPushButton]:
    """Cancel and a button that accepts, which Enter presses too; also that button alone.

    Args:
        dialog: What they accept or reject.
        verb: What accepting does.
    """
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    accept = buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
    accept.setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, accept
