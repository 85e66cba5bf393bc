"""The numbers of a pinned kernel: dragged, typed and set to 0, each an edit of one weight."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from playground.layers import Conv2d
from playground.session.session import Session
from playground.views.network.edges import EdgeAddress
from playground.views.network.hit import Part
from playground.views.network.kernels import kernel_places
from playground.views.network.view import NetworkView
from playground.widgets.inline_edit import InlineEdit
from tests.support.network_panel import LEFT, click, set_values
from tests.support.picture_network import picture_document, picture_snapshot

KEY = (1, "conv.weight")


@pytest.fixture
def session(qapp):
    made = Session(picture_document(Conv2d(channels=4), Conv2d(channels=3, kernel=1)))
    made.snapshot = picture_snapshot(made.document, made.selection.picture)
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = NetworkView(session)
    qtbot.addWidget(made)
    made.resize(900, 444)
    made.show()
    made.scene.show_neurons(session.snapshot)
    made.scene.show_weights(session.snapshot)
    return made


def places(view):
    return kernel_places(view.scene.state.layout, view.scene.state.edges)


def pinned(view, unit=2):
    """The card of the kernel from the picture to a map, opened by a click on its small picture."""
    (one,) = (place for place in places(view) if place.edge.row == unit)
    click(view, one.rect.center())
    assert view.kernel_card.isVisible()
    return view.kernel_card


def middle(card, row, column):
    return card.cell(row, column).center().toPoint()


def test_each_map_has_a_small_picture_of_its_kernel_which_is_that_edge(view) -> None:
    shown = places(view)
    assert [one.edge for one in shown] == [
        EdgeAddress(KEY, unit, 0, one.edge.carried) for unit, one in enumerate(shown)
    ]
    hit = view.scene.hit(shown[1].rect.center())
    assert hit.part is Part.EDGE
    assert hit.edge == shown[1].edge


def test_the_card_shows_the_numbers_of_the_pinned_kernel(view, session) -> None:
    card = pinned(view)
    assert np.array_equal(card.numbers, session.snapshot.parameters[KEY][2, 0])
    assert card.accessibleName().startswith("Kernel 3 × 3 from the picture to Layer 1, map 3, row 1, column 1: ")
    click(view, QPointF(4, 4))
    assert not card.isVisible()


def test_a_number_is_dragged_as_a_weight_in_one_gesture(view, session) -> None:
    card, sent = pinned(view), set_values(session)
    before = float(card.numbers[1, 2])
    start = middle(card, 1, 2)
    QTest.mousePress(card, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for up in (10, 20):
        QTest.mouseMove(card, start - QPoint(0, up))
    QTest.mouseRelease(card, LEFT, Qt.KeyboardModifier.NoModifier, start - QPoint(0, 20))
    assert {(key, index) for _, key, index, _, _ in sent} == {(KEY, (2, 0, 1, 2))}
    assert sent[-1][3] == pytest.approx(before + 0.4)
    assert len({gesture for *_, gesture in sent}) == 1
    assert card.numbers[1, 2] == pytest.approx(before + 0.4)


def test_a_number_is_typed(view, session) -> None:
    card, sent = pinned(view), set_values(session)
    QTest.mouseDClick(card, LEFT, Qt.KeyboardModifier.NoModifier, middle(card, 0, 1))
    editor = card.findChild(InlineEdit)
    editor.setText("1.25")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert [(key, index, value) for _, key, index, value, _ in sent] == [(KEY, (2, 0, 0, 1), 1.25)]


def test_arrows_go_over_the_numbers_delete_sets_one_to_0_and_escape_closes(view, session) -> None:
    card, sent = pinned(view), set_values(session)
    card.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Delete):
        QTest.keyClick(card, key)
    assert [(key, index, value) for _, key, index, value, _ in sent] == [(KEY, (2, 0, 1, 2), 0.0)]
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert view.scene.state.pinned_edge is None


def test_a_layer_that_goes_takes_the_card_with_it(view, session) -> None:
    card = pinned(view)
    view.actions_of_layers.delete(1)
    assert not card.isVisible()
