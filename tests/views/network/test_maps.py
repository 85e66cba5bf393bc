"""Networks of pictures: a tile for each feature map of the picture at hand, kernels on edges, bars at the output."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.document.dataset import DataClass
from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.layers import Conv2d
from playground.session.session import Session
from playground.training.probes.activations import Activations
from playground.training.probes.request import Results
from playground.views.network.cell_painter import short_number
from playground.views.network.describe import describe
from playground.views.network.edges import EdgeAddress
from playground.views.network.hit import Hit, Part, more_rect
from playground.views.network.output_column import bar_name_width
from playground.views.network.sums import Cell, number_at, written_sum
from playground.views.network.view import NetworkView
from playground.widgets.format import percent
from playground.widgets.text import text_width
from playground.widgets.theme import current
from tests.support.network_panel import click, column, snapshot_of
from tests.support.picture_network import picture_document, picture_snapshot
from tests.support.probes import snapshot_with


@pytest.fixture
def session(qapp):
    made = Session(picture_document(Conv2d(channels=4, activation="linear"), Conv2d(channels=3, kernel=1)))
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


def address(edges, place):
    return EdgeAddress(edges.key, int(edges.rows[place]), int(edges.columns[place]), edges.carried)


def pixel(view, uid, unit, x, y):
    """The colour of a tile's pixel, a share of its side from its corner."""
    strip = view.scene.state.pictures.strips[uid]
    tile = strip.tile(unit)
    return strip.image.pixelColor(int(tile.left() + x * tile.width()), int(tile.top() + y * tile.height())).name()


def test_a_convolution_is_a_column_of_its_maps_and_the_picture_one_tile(view) -> None:
    columns = view.scene.state.layout.columns
    assert [len(one.cells) for one in columns] == [1, 4, 3, 3]
    assert columns[0].title == "Input"
    assert columns[0].cells[0].rect.width() > columns[1].cells[0].rect.width()
    assert view.subtitle.text().startswith("1@8×8 → 4@8×8 → 3@8×8 → ")


def test_the_network_asks_for_the_picture_at_hand_and_follows_it(view, session) -> None:
    wanted = session.wanted("network")
    assert wanted == (Activations(tuple(session.selection.picture.reshape(-1).tolist())),)
    drawn = np.ones((1, 8, 8))
    session.selection.draw(drawn)
    assert session.wanted("network") == (Activations((1.0,) * 64),)


def test_a_map_is_shown_with_its_first_row_at_the_top_one_block_a_number(view, session) -> None:
    made = session.snapshot.get(Activations)
    maps = np.zeros((4, 8, 8), np.float32)
    maps[0, 1, 6], maps[0, 6, 1] = 1.0, -1.0
    shown = replace(made, layers=made.layers | {1: maps}, scales=made.scales | {1: 1.0})
    view.scene.show_neurons(snapshot_with(session.document, Results({Activations: shown})))
    nothing = current().map0.name()
    first, last = pixel(view, 1, 0, 0.81, 0.19), pixel(view, 1, 0, 0.19, 0.81)
    assert len({first, last, nothing}) == 3
    assert pixel(view, 1, 0, 0.19, 0.19) == nothing == pixel(view, 1, 0, 0.5, 0.5)


def test_what_edges_carry_is_the_kernel_by_its_norm_and_the_sign_of_its_sum(view, session) -> None:
    weights = session.snapshot.parameters[1, "conv.weight"]
    edges = next(one for one in view.scene.state.edges if one.right == 1)
    for row, weight in zip(edges.rows, edges.weights, strict=True):
        kernel = weights[row, 0]
        assert weight == pytest.approx(np.sign(kernel.sum()) * np.sqrt((kernel**2).sum()))
    words = describe(view.scene.state, Hit(Part.EDGE, 1, edge=address(edges, 0)))
    assert words.startswith("Kernel 3 × 3 from the picture to Layer 1, map ")
    assert "root of the sum of squares" in words


def test_a_kernel_of_one_number_is_a_handle_and_one_of_nine_is_none(view, session) -> None:
    state = view.scene.state
    one, nine = (next(edges for edges in state.edges if edges.right == uid) for uid in (2, 1))
    handle = state.handle(Hit(Part.EDGE, 2, edge=address(one, 0)))
    assert handle.key == (2, "conv.weight")
    assert handle.value == pytest.approx(float(session.snapshot.parameters[handle.key][handle.index]))
    assert state.handle(Hit(Part.EDGE, 1, edge=address(nine, 0))) is None


def test_the_picture_cannot_be_switched_off(view, session) -> None:
    before = session.document
    click(view, column(view, INPUT_UID).cells[0].rect.center())
    assert session.document is before
    assert "sees nothing else: 1@8×8" in describe(view.scene.state, Hit(Part.NEURON, INPUT_UID, 0))


def test_plus_adds_a_channel_and_the_card_tells_what_it_takes(view, session) -> None:
    words = describe(view.scene.state, Hit(Part.CARD, 1))
    assert "4@8×8, 40 parameters, 2,304 multiply-adds for each picture" in words
    click(view, more_rect(column(view, 1)).center())
    assert session.document.network[0].channels == 5
    assert session.undo_stack.undoText() == "Add channel"


def test_the_output_is_a_row_for_each_class(view, session) -> None:
    rows = column(view, OUTPUT_UID)
    assert [cell.unit for cell in rows.cells] == [0, 1, 2]
    answer = session.snapshot.get(Activations).answer
    words = describe(view.scene.state, Hit(Part.NEURON, OUTPUT_UID, 1))
    assert f"{percent(float(answer[1]))} for the picture at hand" in words


def test_the_keyboard_walks_over_maps(view) -> None:
    view.scene.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(view.scene, key)
    assert view.scene.accessibleName().startswith("Layer 1, map 2")


# ---- a number of a map -----------------------------------------------------------------------------------------------


def hover(view, uid, unit, row, across):
    """Move the pointer onto a number of a map."""
    rect = next(cell.rect for cell in column(view, uid).cells if cell.unit == unit)
    side = len(view.scene.state.pictures.sample.layers[uid][unit])
    place = rect.topLeft() + QPointF((across + 0.5) * rect.width() / side, (row + 0.5) * rect.height() / side)
    QTest.mouseMove(view.scene, view.scene.from_scene(place))


def test_the_pointer_is_on_a_number_of_a_map_until_it_leaves(view) -> None:
    before = view.grab().toImage()
    hover(view, 1, 2, 5, 3)
    assert view.scene.state.cell == Cell(1, 2, 5, 3)
    assert view.grab().toImage() != before
    hover(view, 2, 0, 0, 7)
    assert view.scene.state.cell == Cell(2, 0, 0, 7)
    QTest.mouseMove(view.scene, view.scene.from_scene(QPointF(4, 4)))
    assert view.scene.state.cell is None


def test_where_points_take_the_place_of_pictures_no_number_of_a_map_is_under_the_pointer(view, session) -> None:
    """The layers of points have the uids of the maps before, and the numbers of those are there until the next ones."""
    session.edit("Pick circle", lambda _: document_for("circle", (4, 3)))
    QTest.mouseMove(view.scene, view.scene.from_scene(column(view, 1).cells[1].rect.center()))
    view.grab()
    assert view.scene.state.cell is None
    session.snapshot = snapshot_of(session.document)
    session.turns.offer(session.snapshot)
    assert view.scene.state.pictures.sample is None


@pytest.mark.parametrize("cell", [Cell(1, 2, 5, 3), Cell(1, 0, 0, 0), Cell(2, 1, 7, 7)])
def test_the_sum_that_is_written_out_is_the_number_in_the_map(session, cell) -> None:
    sample, plan = session.snapshot.get(Activations), resolve(session.document)
    written = written_sum(plan, sample, session.snapshot.parameters, cell)
    assert written.patches == (1 if cell.uid == 1 else 4)
    assert written.result == number_at(sample, cell)
    total = written.total + written.bias
    assert written.result == pytest.approx(total if cell.uid == 1 else max(total, 0.0), abs=1e-5)
    if written.patches == 1:
        assert written.total == pytest.approx(float((written.patch * written.kernel).sum()))


def test_weights_of_another_moment_explain_nothing(session) -> None:
    sample, plan = session.snapshot.get(Activations), resolve(session.document)
    others = {key: values + 1.0 for key, values in session.snapshot.parameters.items()}
    assert written_sum(plan, sample, others, Cell(1, 2, 5, 3)) is None


@pytest.mark.parametrize(
    ("value", "words"), [(0.424, ".42"), (-0.17, "−.17"), (-1.26, "−1.3"), (12.4, "12"), (0.0, "0")]
)
def test_numbers_in_cells_are_short(value, words) -> None:
    assert short_number(value) == words


def test_names_of_classes_have_the_room_that_they_need_beside_the_bars(qtbot) -> None:
    document = picture_document(Conv2d(channels=2))
    for names in (["plain", "dotted"], ["horizontal", "rising", "falling"]):
        classes = tuple(DataClass(name, place) for place, name in enumerate(names))
        named = replace(document, dataset=replace(document.dataset, classes=classes))
        assert bar_name_width(named) >= max(text_width(name, "row") for name in names)
