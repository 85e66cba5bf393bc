"""No snapshot can break the panel; the inspector, the keyboard, and what is said in words."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.document.edits_network import delete_layer
from playground.document.presets import document_for
from playground.layers import BatchNorm, Dense, DropoutLayer, Residual
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.request import Results
from playground.views.network import edge_layer
from playground.views.network.card_painter import caption_lines
from playground.views.network.describe import describe
from playground.views.network.hit import Hit, Part, bias_center
from playground.views.network.view import shape_words
from playground.widgets.choice import ChoiceButton, ChoiceList
from playground.widgets.theme import DARK, LIGHT, apply_theme
from tests.support.network_panel import LEFT, at, click, column, named, snapshot_of, wheel

# ---- what may come ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fill", [np.nan, np.inf, -np.inf, 1e30, 0.0])
def test_numbers_that_are_none_are_shown_as_such(view, session, fill) -> None:
    session.snapshot = snapshot_of(session.document, fill=fill)
    session.turns.offer(session.snapshot)
    for gap in range(3):
        edges = view.scene.state.edges[gap]
        view.scene.point_at(Hit(Part.EDGE, edges.right, edge=None))
        QTest.mouseMove(view.scene, at(view, QPointF(*edges.starts[0]) + QPointF(8, 0)))
        view.grab()


def test_a_snapshot_of_another_network_breaks_nothing(view, session) -> None:
    old = session.snapshot
    for network in ((Dense(uid=1, units=9), Dense(uid=2, units=1)), (Dense(uid=2, units=30),), (Residual(uid=5),), ()):
        session.edit("network", lambda document, network=network: replace(document, network=network))
        session.turns.offer(old)
        view.grab()
        for cell in (cell for one in view.scene.state.layout.columns for cell in one.cells):
            QTest.mouseMove(view.scene, at(view, cell.rect.center()))
            QTest.mouseMove(view.scene, at(view, bias_center(cell)))
        view.grab()


def test_pictures_of_a_layer_stay_until_new_ones_come(view, session) -> None:
    before = view.scene.state.pictures.strips[2].pixels
    session.snapshot = replace(session.snapshot, results=Results())
    click(view, view.scene.state.layout.gaps[1].plus)
    QTest.keyClick(view.palette_of_kinds.popover.findChild(ChoiceList), Qt.Key.Key_Return)
    assert view.scene.state.pictures.strips[2].pixels is before
    session.edit("delete", lambda document: replace(document, network=document.network[:1]))
    assert 2 not in view.scene.state.pictures.strips


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(
    "network",
    [
        (),
        tuple(Dense(uid=i + 1, units=8) for i in range(50)),
        (Dense(uid=1, units=256), Dense(uid=2, units=20)),
        (Dense(uid=1, units=5), Residual(uid=2), BatchNorm(uid=3), DropoutLayer(uid=4, frozen=True)),
    ],
)
def test_every_network_is_drawn_in_both_themes(qapp, view, session, network, theme) -> None:
    apply_theme(qapp, theme)
    session.edit("network", lambda document: replace(document, network=network))
    session.snapshot = snapshot_of(session.document)
    session.turns.offer(session.snapshot)
    image = view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 744, 7) for y in range(45, 440, 7)}
    assert len(colours) > 30
    wheel(view, QPointF(300, 200), -240, Qt.KeyboardModifier.ShiftModifier)
    if len(network) == 50:
        assert view.scene.state.offset > 0
        session.selection.select_layer(50)
        right = column(view, 50).rect.right()
        assert right <= view.scene.state.view.right()
    view.grab()


def test_a_sample_scrolls_by_the_wheel(view, session) -> None:
    session.edit("network", lambda document: replace(document, network=(Dense(uid=1, units=256),)))
    assert len(column(view, 1).cells) == 24
    wheel(view, column(view, 1).block.center(), -120)
    assert column(view, 1).cells[0].unit == 4
    for _ in range(100):
        wheel(view, column(view, 1).block.center(), -120)
    assert column(view, 1).cells[-1].unit == 255


def test_edges_are_drawn_again_only_when_they_would_look_different(view, session, monkeypatch) -> None:
    layer = view.scene.edge_layer
    view.grab()
    drawn = layer.drawings
    QTest.mouseMove(view.scene, at(view, column(view, 1).cells[0].rect.center()))
    session.turns.offer(session.snapshot)
    view.grab()
    assert layer.drawings == drawn
    other = snapshot_of(session.document, fill=2.0)
    monkeypatch.setattr(edge_layer, "REDRAW_S", 0.0)  # not so soon that it could not be seen
    monkeypatch.setattr(edge_layer, "SHARE", inf)
    session.turns.offer(other)
    view.grab()
    assert layer.drawings == drawn + 1


# ---- inspector, keyboard, words --------------------------------------------------------------------------------------


def test_the_inspector_edits_in_place_one_step_a_gesture(view, session) -> None:
    session.selection.select_layer(1)
    form = view.inspector.form("dense")
    for units in (5, 6, 7):
        form.edited.emit(replace(form.spec(), units=units), units == 7)
    assert session.document.network[0].units == 7
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "Set units"
    assert view.inspector.form("dense") is form
    assert form.spec().units == 7
    form.edited.emit(replace(form.spec(), activation="relu"), True)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert form.spec().units == 4


def kind_of(inspector):
    """The list of kinds, which stands above the forms of all of them."""
    return inspector.findChildren(ChoiceButton)[0]


def test_the_kind_is_changed_in_the_inspector_and_the_form_follows(view, session) -> None:
    session.selection.select_layer(1)
    kind_of(view.inspector).chosen.emit("residual")
    assert session.document.network[0].kind == "residual"
    assert view.inspector.form("residual").isVisibleTo(view.inspector)
    assert not view.inspector.form("dense").isVisibleTo(view.inspector)
    session.undo_stack.undo()
    assert view.inspector.form("dense").isVisibleTo(view.inspector)


def test_the_inspector_s_buttons_act_on_its_layer(view, session) -> None:
    session.selection.select_layer(1)
    QTest.mouseClick(named(view.inspector, "Duplicate layer"), LEFT)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    QTest.mouseClick(named(view.inspector, "Delete layer"), LEFT)
    assert [layer.units for layer in session.document.network] == [4, 3]
    assert session.selection.layer == 2


def test_the_output_explains_itself(view, session) -> None:
    click(view, QPointF(column(view, 0).rect.center().x(), 15))
    assert session.selection.layer == 0
    assert view.inspector.title.text() == "Output"
    assert not named(view.inspector, "Delete layer").isVisibleTo(view.inspector)


def test_the_output_has_settings_of_its_own(view, session) -> None:
    session.selection.select_layer(0)
    form = view.inspector.form("output")
    assert form.isVisibleTo(view.inspector)
    assert view.scene.state.bias(0, 0) is not None
    form.edited.emit(replace(form.spec(), bias=False), True)
    assert not session.document.output.bias
    assert session.undo_stack.undoText() == "Set bias"
    assert view.subtitle.text() == "2 → 4 → 3 → 1 · 30 parameters"
    assert "without bias" in describe(view.scene.state, Hit(Part.TITLE, 0))
    assert view.scene.hit(bias_center(column(view, 0).cells[0])).part is not Part.BIAS
    session.undo_stack.undo()
    assert session.document.output.bias
    assert form.spec().bias
    assert view.subtitle.text() == "2 → 4 → 3 → 1 · 31 parameters"
    session.selection.select_layer(1)
    assert not form.isVisibleTo(view.inspector)


def test_the_keyboard_stays_on_a_plus_that_is_still_there(view, session, qtbot) -> None:
    scene = view.scene
    scene.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(5):
        view.keyboard.step(1)
    assert scene.state.cursor == Hit(Part.PLUS, index=2)
    for layer in session.document.network:
        session.edit("Delete", lambda d, uid=layer.uid: delete_layer(d, uid))
    with qtbot.waitSignal(scene.palette_wanted) as asked:
        QTest.keyClick(scene, Qt.Key.Key_Return)
    assert asked.args[0] == 0


def test_the_keyboard_reaches_everything(view, session) -> None:
    scene = view.scene
    scene.setFocus(Qt.FocusReason.TabFocusReason)
    reached = [scene.state.cursor]
    while view.keyboard.step(1):
        reached.append(scene.state.cursor)
    assert [hit.part for hit in reached] == [
        Part.NEURON,
        Part.PLUS,
        Part.TITLE,
        Part.PLUS,
        Part.TITLE,
        Part.PLUS,
        Part.NEURON,
    ]
    view.keyboard.return_to(Hit(Part.TITLE, 1))
    QTest.keyClick(scene, Qt.Key.Key_Down)
    QTest.keyClick(scene, Qt.Key.Key_Down)
    assert scene.state.cursor == Hit(Part.NEURON, 1, 1)
    assert session.selection.hovered == NeuronAddress(1, 1)
    assert scene.accessibleName().startswith("Layer 1, neuron 2, bias 0.00")
    QTest.keyClick(scene, Qt.Key.Key_Right)
    assert scene.state.cursor == Hit(Part.NEURON, 2, 1)
    QTest.keyClick(scene, Qt.Key.Key_Return)
    assert session.selection.pinned == NeuronAddress(2, 1)
    view.grab()
    QTest.keyClick(scene, Qt.Key.Key_Up)
    QTest.keyClick(scene, Qt.Key.Key_Up)
    assert scene.state.cursor == Hit(Part.TITLE, 2)
    QTest.keyClick(scene, Qt.Key.Key_Plus)
    assert session.document.network[1].units == 4
    QTest.keyClick(scene, Qt.Key.Key_Return)
    assert session.selection.layer == 2


def test_menus_offer_what_fits(view, session) -> None:
    menus = view.menus
    texts = {
        hit.part: [action.text().split("\t")[0] for action in menus.for_hit(hit, view).actions()]
        for hit in (Hit(Part.TITLE, 1), Hit(Part.NEURON, 1, 0), Hit(Part.INPUT_OFF, -1, 2), Hit(Part.PLUS, 0, 1))
    }
    assert "Delete" in texts[Part.TITLE]
    assert "Freeze" in texts[Part.TITLE]
    assert texts[Part.INPUT_OFF] == ["Switch on x²"]
    assert "Show in the output" in texts[Part.NEURON]
    assert "Add layer…" in texts[Part.PLUS]
    menu = menus.for_hit(Hit(Part.TITLE, 1), view)
    next(action for action in menu.actions() if action.text() == "Freeze").trigger()
    assert session.document.network[0].frozen
    view.grab()


def test_pictures_are_asked_for_only_while_the_panel_is_seen(view, session) -> None:
    side = view.scene.state.layout.thumbnail
    (wanted,) = session.wanted("network")
    assert wanted.side >= side
    assert wanted.side % 8 == 0
    view.hide()
    assert session.wanted("network") == ()


def test_words_for_shapes_and_layers() -> None:
    deep = document_for("circle", (8,) * 50)
    assert shape_words(deep).startswith("2 → 8 → 8 → 8 → … → 8 → 8 → 1 · 50 layers · ")
    assert shape_words(document_for("circle", ())) == "2 → 1 · 3 parameters"
    assert caption_lines(BatchNorm()) == ["Batch", "norm"]
    assert caption_lines(DropoutLayer(rate=0.5)) == ["Dropout", "50%"]
    assert caption_lines(Dense(activation="relu")) == ["ReLU"]
