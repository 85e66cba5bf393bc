"""A Flatten shows its numbers as a strip, those of each map together; each is seen in the map that it comes from."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.document.plan import resolve
from playground.layers import Conv2d, Flatten, MaxPool
from playground.session.session import Session
from playground.training.probes.activations import Activations
from playground.views.network.describe import describe
from playground.views.network.hit import Hit, Part, number_rect
from playground.views.network.sums import Cell, number_at
from playground.views.network.view import NetworkView
from tests.support.network_panel import LEFT, column
from tests.support.picture_network import picture_document, picture_snapshot

FLATTEN, EACH = 3, 16


@pytest.fixture
def session(qapp):
    made = Session(picture_document(Conv2d(channels=4), MaxPool(), Flatten()))
    made.snapshot = picture_snapshot(made.document, made.selection.picture)
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = NetworkView(session)
    qtbot.addWidget(made)
    made.resize(744, 444)
    made.show()
    session.turns.offer(session.snapshot)
    return made


def place_of(view, session, number) -> QPointF:
    return number_rect(session.document, column(view, FLATTEN), number).center()


def test_the_numbers_fill_the_card_and_each_map_leads_to_its_own(view) -> None:
    row = column(view, FLATTEN)
    assert [cell.unit for cell in row.cells] == [0, 1, 2, 3]
    assert row.block.height() > 0.8 * (row.rect.bottom() - row.cells[0].rect.top())
    edges = next(one for one in view.scene.state.edges if one.right == FLATTEN)
    assert sorted(edges.ends[:, 1]) == pytest.approx([cell.rect.center().y() for cell in row.cells])


def test_a_number_is_the_one_of_the_map_that_it_comes_from(view, session) -> None:
    values = session.snapshot.get(Activations).layers[FLATTEN]
    for number in (0, 5, EACH, 4 * EACH - 1):
        hit = view.scene.hit(place_of(view, session, number))
        assert hit == Hit(Part.NUMBER, FLATTEN, number)
        QTest.mouseMove(view.scene, view.scene.from_scene(place_of(view, session, number)))
        cell = view.scene.state.cell
        assert cell == Cell(2, *(int(one) for one in (number // EACH, number % EACH // 4, number % 4)))
        assert number_at(session.snapshot.get(Activations), cell) == values[number]
    assert describe(view.scene.state, hit).startswith("Number 64 of 64: map 4, row 4, column 4, ")


def test_a_number_has_its_colour_and_a_click_opens_the_layer(view, session) -> None:
    values = session.snapshot.get(Activations).layers[FLATTEN]
    picture = view.scene.grab().toImage()
    least, most = (
        picture.pixelColor(view.scene.from_scene(place_of(view, session, int(at)))).blue()
        for at in (values.argmin(), values.argmax())
    )
    assert least < most
    QTest.mouseClick(
        view.scene, LEFT, Qt.KeyboardModifier.NoModifier, view.scene.from_scene(place_of(view, session, 3))
    )
    assert session.selection.layer == FLATTEN
    assert resolve(session.document).layer(FLATTEN).title == "Flatten"
