"""Lengths follow the interface's size, and end with what has them."""

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from playground.widgets.lengths import add_gap, scaled, scaled_size
from playground.widgets.theme import DARK, apply_theme


@pytest.fixture(autouse=True)
def usual_scale(qapp):
    yield
    apply_theme(qapp, DARK, 1.0)


@pytest.fixture
def box(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_margins_spacing_and_sizes_are_set_again(qapp, box):
    row, field, button = QHBoxLayout(box), QLineEdit(box), QPushButton(box)
    scaled(row.setContentsMargins, 1, 2, 3, 10)
    scaled(row.setSpacing, 8)
    scaled(field.setFixedWidth, 50)
    scaled_size(button.setIconSize, 50, 20)
    for factor, expected in ((1.0, (10, 8, 50, 20)), (1.5, (15, 12, 75, 30)), (1.0, (10, 8, 50, 20))):
        apply_theme(qapp, DARK, factor)
        assert (row.contentsMargins().bottom(), row.spacing(), field.width(), button.iconSize().height()) == expected


@pytest.mark.parametrize("layout", [QHBoxLayout, QVBoxLayout])
def test_a_gap_grows_along_the_box(qapp, box, layout):
    column = layout(box)
    column.setContentsMargins(0, 0, 0, 0)
    add_gap(column, 10)
    apply_theme(qapp, DARK, 2.0)
    hint = column.sizeHint()
    assert (hint.width() if layout is QHBoxLayout else hint.height()) == 20


def test_what_is_gone_is_not_asked(qapp, qtbot):
    widget = QWidget()
    row = QHBoxLayout(widget)
    scaled(row.setSpacing, 8)
    add_gap(row, 8)
    with qtbot.waitSignal(widget.destroyed):
        widget.deleteLater()
    apply_theme(qapp, DARK, 1.5)
