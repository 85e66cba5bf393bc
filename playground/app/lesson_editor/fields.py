"""Fields and rows that the parts of the window share."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from playground.widgets.lengths import scaled


def line(name: str, hint: str) -> QLineEdit:
    """A line to type in; the hint stands in it and in the tooltip."""
    field = QLineEdit()
    field.setPlaceholderText(f"{name}: {hint[:1].lower()}{hint[1:]}")
    field.setAccessibleName(name)
    field.setToolTip(f"{name}\n{hint}")
    return field


def lines(name: str, hint: str, height: int) -> QPlainTextEdit:
    """A field of several lines, from which Tab goes on to the next field.

    Args:
        name: Accessible name.
        hint: Stands in it while it is empty, and in the tooltip.
        height: At scale 100 %.
    """
    field = QPlainTextEdit()
    field.setPlaceholderText(hint)
    field.setAccessibleName(name)
    field.setToolTip(f"{name}\n{hint}")
    field.setTabChangesFocus(True)
    scaled(field.setFixedHeight, height)
    return field


def tab_from(first: QWidget, *others: QWidget) -> None:
    """Let Tab go on from a widget to others that were made later, which it would else reach behind all the rest."""
    for before, after in pairwise((first, *others)):
        QWidget.setTabOrder(before, after)


def row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None stands for what is spare."""
    made = QHBoxLayout()
    scaled(made.setSpacing, 6)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        else:
            made.addWidget(widget)
    return made
