"""What fires a map: asked for of pinned and hovered maps, shown while one is pinned, a click shows the picture."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.receptive import ReceptiveField
from playground.layers import Conv2d, MaxPool
from playground.session.session import Session
from playground.training.probes.activations import Activations
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.firing_patches import FiringPatch, FiringPatches, StrongestPatches
from playground.training.probes.request import Results
from playground.views.network.fires_card import SAME
from playground.views.network.kernels import kernel_places
from playground.views.network.view import NetworkView
from tests.support.network_panel import LEFT, click, column
from tests.support.paint_spy import PaintSpy
from tests.support.picture_network import picture_document, picture_snapshot
from tests.support.probes import snapshot_with

MAP = NeuronAddress(1, 2)
SAMPLES = (4, 9, 0, 22, 1, 13, 8, 16, 5)


@pytest.fixture
def session(qapp):
    made = Session(picture_document(Conv2d(channels=4), MaxPool()))
    made.snapshot = picture_snapshot(made.document, made.selection.picture)
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = NetworkView(session)
    qtbot.addWidget(made)
    made.resize(900, 444)
    made.show()
    session.turns.offer(session.snapshot)
    return made


def pin(view, uid=1, unit=2):
    """Click on the tile of a map."""
    click(view, next(cell.rect for cell in column(view, uid).cells if cell.unit == unit).center())
    return view.fires_card


def arrive(view, session, patches=None):
    """The trainer's answer: patches of the samples above, the first of them cut off by the rim."""
    found = patches
    if found is None:
        pixels = np.random.default_rng(0).random((9, 1, 3, 3)).astype(np.float32)
        fields = [ReceptiveField(0, 1, 0, 2)] + [ReceptiveField(2, 4, 3, 5)] * 8
        found = tuple(
            FiringPatch(sample, 3.0 - 0.25 * place, 3, 4, fields[place], pixels[place][:, : 2 if place == 0 else 3])
            for place, sample in enumerate(SAMPLES)
        )
    results = Results({FiringPatches: {MAP: StrongestPatches(found, (3, 3), 18)}})
    view.scene.show_neurons(snapshot_with(session.document, results))
    view.fires_card.refresh()


def test_what_fires_a_map_is_asked_for_while_it_is_pinned_or_hovered(view, session) -> None:
    assert [type(one) for one in session.wanted("network")] == [Activations]
    pin(view)
    assert FiringPatches((MAP,)) in session.wanted("network")
    session.selection.hover(NeuronAddress(2, 0))
    assert FiringPatches((MAP, NeuronAddress(2, 0))) in session.wanted("network")
    session.selection.hover(NeuronAddress(0, 1))
    assert FiringPatches((MAP,)) in session.wanted("network")
    view.hide()
    assert session.wanted("network") == ()


def test_a_pinned_map_has_a_card_with_its_patches_and_lets_go_of_it(view, session) -> None:
    card = pin(view)
    assert card.isVisible()
    assert card.patches == ()
    empty = card.grab().toImage()
    arrive(view, session)
    assert [one.sample for one in card.patches] == list(SAMPLES)
    assert card.grab().toImage() != empty
    assert card.accessibleName().startswith("What fires map 3 of Layer 1, 1 of 9. Training picture 5, ")
    assert "+3.000 at row 4, column 5 of the map" in card.accessibleName()
    pin(view)
    assert not card.isVisible()


def test_a_click_on_a_patch_shows_its_picture_everywhere(view, session) -> None:
    card = pin(view)
    arrive(view, session)
    at = card.patch_rect(3).center().toPoint()
    QTest.mouseMove(card, at)
    assert session.selection.lit == SAMPLES[3]
    assert card.toolTip().startswith(f"Training picture {SAMPLES[3] + 1}, ")
    QTest.mouseClick(card, LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert session.selection.picture_row == SAMPLES[3]
    picture = session.document.dataset.samples[SAMPLES[3]].reshape(1, 8, 8)
    assert np.array_equal(session.selection.picture, picture)
    QTest.mouseMove(card, QPoint(2, 2))
    assert session.selection.lit is None


def test_a_stroke_on_the_pad_paints_neither_card_nor_the_network_beneath(view, session) -> None:
    pin(view)
    arrive(view, session)
    session.selection.draw(np.full(session.selection.picture.shape, 0.5))
    QApplication.processEvents()
    seen = PaintSpy(view.fires_card)
    session.selection.draw(np.full(session.selection.picture.shape, 0.25))
    QApplication.processEvents()
    assert seen.paintings == 0
    session.selection.draw(None)
    session.selection.select_points(np.arange(len(session.document.dataset)) == SAMPLES[2])
    QApplication.processEvents()
    assert seen.paintings > 0, "its picture is marked"


def test_keys_go_from_patch_to_patch_and_close_the_card(view, session) -> None:
    card = pin(view)
    arrive(view, session)
    card.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(card, key)
    assert session.selection.picture_row == SAMPLES[2]
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert session.selection.pinned is None


def test_a_map_that_answers_nothing_says_so(view, session) -> None:
    card = pin(view)
    arrive(view, session, patches=())
    assert SAME in card.accessibleName()
    assert not card.grab().toImage().isNull()
    QTest.mouseMove(card, card.patch_rect(0).center().toPoint())
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert session.selection.points is None


def test_a_narrow_panel_has_three_rows_and_neurons_in_a_row_have_no_card(view, session) -> None:
    card = pin(view)
    arrive(view, session)
    high = card.height()
    view.resize(380, 444)
    assert card.height() > high
    assert card.geometry().right() <= view.scene.width()
    pin(view, 0, 1)
    assert not card.isVisible()


def test_a_layer_that_goes_takes_the_card_with_it(view, session) -> None:
    card = pin(view)
    view.actions_of_layers.delete(1)
    assert not card.isVisible()


def test_hovering_a_map_shows_its_patches_beside_the_sum(view, session) -> None:
    rect = next(cell.rect for cell in column(view, 1).cells if cell.unit == 2)
    QTest.mouseMove(view.scene, view.scene.from_scene(rect.center() + QPointF(1, 1)))
    before = view.scene.grab().toImage()
    arrive(view, session)
    assert view.scene.grab().toImage() != before


def test_it_makes_room_for_the_numbers_of_a_pinned_kernel(view, session) -> None:
    card = pin(view)
    arrive(view, session)
    (kernel,) = (one for one in kernel_places(view.scene.state.layout, view.scene.state.edges) if one.edge.row == 0)
    click(view, kernel.rect.center())
    assert view.kernel_card.isVisible()
    assert not card.geometry().intersects(view.kernel_card.geometry())
