"""Stacking layers, inputs and neurons by mouse and keys: every gesture is one undo step."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from playground.layers import LAYER_KINDS, Dense
from playground.storage.codec import layer_to_dict
from playground.training.probes.addresses import NeuronAddress
from playground.views.network.hit import less_rect, more_rect
from playground.views.network.palette import kind_choices
from playground.widgets.choice import ChoiceList
from playground.widgets.popover import Popover
from tests.support.network_panel import LEFT, at, click, column, drag, named

# ---- layers ----------------------------------------------------------------------------------------------------------


def test_the_plus_opens_the_palette_and_enter_adds_like_the_left_neighbour(view, session, qtbot) -> None:
    click(view, view.scene.state.layout.gaps[1].plus)
    popover = view.palette_of_kinds.popover
    assert isinstance(popover, Popover)
    QTest.keyClick(popover.findChild(ChoiceList), Qt.Key.Key_Return)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    assert session.selection.layer == session.document.network[1].uid
    assert view.inspector.isVisible()
    assert view.palette_of_kinds.popover is None
    session.undo_stack.undo()
    assert [layer.units for layer in session.document.network] == [4, 3]
    assert not view.inspector.isVisible()


def test_the_palette_offers_every_kind_and_greys_with_the_reason_what_cannot_stand_there(view, session) -> None:
    offered = kind_choices(Dense(), session.document, 0)
    assert {one.value.kind for one in offered} == set(LAYER_KINDS)
    greyed = [one for one in offered if not one.enabled]
    assert "Convolution needs a picture, and gets 2 numbers in a row." in {one.description for one in greyed}
    assert offered[-len(greyed) :] == tuple(greyed)

    click(view, view.scene.state.layout.gaps[0].plus)
    rows = view.palette_of_kinds.popover.findChild(ChoiceList)
    QTest.keyClick(rows, Qt.Key.Key_D)
    for _ in range(len(offered)):
        QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert session.document.network[0].kind == offered[-len(greyed) - 1].value.kind
    assert view.palette_of_kinds.popover is None


def test_the_header_adds_before_the_output_and_counts(view, session) -> None:
    assert view.subtitle.text() == "2 → 4 → 3 → 1 · 31 parameters"
    QTest.mouseClick(named(view, "Add layer"), LEFT)
    assert [layer.units for layer in session.document.network] == [4, 3, 3]
    assert view.subtitle.text() == "2 → 4 → 3 → 3 → 1 · 43 parameters"


def test_plus_and_minus_change_the_neurons_within_limits(view, session) -> None:
    click(view, more_rect(column(view, 2)).center())
    assert session.document.network[1].units == 4
    click(view, less_rect(column(view, 2)).center())
    click(view, less_rect(column(view, 2)).center())
    assert session.document.network[1].units == 2
    for _ in range(5):
        click(view, less_rect(column(view, 2)).center())
    assert session.document.network[1].units == 1
    session.undo_stack.undo()
    assert session.document.network[1].units == 2


def test_a_click_on_the_title_selects_and_the_network_makes_room(view, session) -> None:
    wide = view.scene.width()
    click(view, QPointF(column(view, 1).rect.center().x(), 15))
    assert session.selection.layer == 1
    assert view.inspector.isVisible()
    assert view.scene.width() == wide - 212
    assert view.scene.geometry().right() < view.inspector.geometry().left()
    assert view.inspector.title.text() == "Layer 1"
    QTest.mouseClick(named(view.inspector, "Close"), LEFT)
    assert session.selection.layer is None
    assert view.scene.width() == wide


def test_dragging_a_title_reorders_as_one_step_and_escape_takes_it_back(view, session) -> None:
    start = QPointF(column(view, 1).rect.center().x(), 30)
    end = QPointF(view.scene.state.layout.gaps[2].plus.x() + 5, 200)
    drag(view, start, end, release=False)
    assert view.scene.state.target == 2
    view.grab()
    QTest.keyClick(view.scene, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, end))
    assert [layer.uid for layer in session.document.network] == [1, 2]
    assert session.selection.layer is None
    drag(view, start, end)
    assert [layer.uid for layer in session.document.network] == [2, 1]
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "Move layer 1"
    session.undo_stack.undo()
    assert [layer.uid for layer in session.document.network] == [1, 2]


def test_dropping_a_card_where_it_was_changes_nothing(view, session) -> None:
    x = column(view, 1).rect.center().x()
    drag(view, QPointF(x, 30), QPointF(x + 12, 60))
    assert session.undo_stack.count() == 0
    assert session.selection.layer is None


def test_keys_duplicate_copy_paste_and_delete_the_selected_layer(view, session) -> None:
    session.selection.select_layer(1)
    view.scene.setFocus()
    QTest.keyClick(view.scene, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    QTest.keyClick(view.scene, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    session.selection.select_layer(2)
    QTest.keyClick(view.scene, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [layer.units for layer in session.document.network] == [4, 4, 3, 4]
    QTest.keyClick(view.scene, Qt.Key.Key_Delete)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    assert json.loads(QGuiApplication.clipboard().text())["kind"] == "dense"


@pytest.mark.parametrize(
    "text",
    ["", "hello", "{", "[" * 5000, '{"kind": "dense", "units": -4}', '{"kind": "evil"}', "[1]", "null", "x" * 200_000],
)
def test_a_hostile_clipboard_is_refused_in_words(view, session, qtbot, text) -> None:
    QGuiApplication.clipboard().setText(text)
    before = session.document
    with qtbot.waitSignal(session.message_posted) as said:
        view.actions_of_layers.paste(0)
    assert said.args[0].startswith("The clipboard holds no layer")
    assert said.args[1] == "refused"
    assert session.document is before


COPIES = """
from types import SimpleNamespace
from PySide6.QtWidgets import QApplication
from playground.document.presets import document_for
from playground.views.network.actions import LayerActions
app = QApplication([])
LayerActions(SimpleNamespace(document=document_for("circle", (4,)))).copy(1)
"""


def test_a_program_ends_well_with_a_layer_on_the_clipboard():
    assert subprocess.run([sys.executable, "-c", COPIES], check=False).returncode == 0


def test_a_pasted_layer_gets_a_uid_of_its_own(view, session) -> None:
    QGuiApplication.clipboard().setText(json.dumps(layer_to_dict(Dense(uid=1, units=7))))
    view.actions_of_layers.paste(0)
    assert [layer.units for layer in session.document.network] == [7, 4, 3]
    assert len({layer.uid for layer in session.document.network}) == 3


# ---- inputs and neurons ----------------------------------------------------------------------------------------------


def test_a_click_on_an_input_switches_it_and_the_last_one_off_warns(view, session) -> None:
    click(view, column(view, -1).cells[2].rect.center())
    assert session.document.inputs == ("x", "y", "x2")
    assert session.undo_stack.undoText() == "Switch on x²"
    for unit in range(3):
        click(view, column(view, -1).cells[unit].rect.center())
    assert session.document.inputs == ()
    assert named(view, session.problems[0].text).isVisibleTo(view)
    (text,) = (problem.text for problem in session.problems)
    view.grab()
    session.undo_stack.undo()
    assert not named(view, text).isVisibleTo(view)


def test_hovering_a_neuron_shows_it_and_a_click_pins_it(view, session, qtbot) -> None:
    cell = column(view, 1).cells[2]
    QTest.mouseMove(view.scene, at(view, cell.rect.center()))
    qtbot.waitUntil(lambda: session.selection.hovered == NeuronAddress(1, 2))
    view.grab()
    click(view, cell.rect.center())
    assert session.selection.pinned == NeuronAddress(1, 2)
    QTest.mouseMove(view.scene, QPoint(2, 2))
    assert session.selection.hovered is None
    click(view, cell.rect.center())
    assert session.selection.pinned is None


def test_the_outputs_and_the_inputs_that_are_on_have_addresses(view, session, qtbot) -> None:
    session.edit("inputs", lambda document: replace(document, inputs=("y", "xy")))
    cell = column(view, -1).cells[4]
    QTest.mouseMove(view.scene, at(view, cell.rect.center()))
    qtbot.waitUntil(lambda: session.selection.hovered == NeuronAddress(-1, 1))
    QTest.mouseMove(view.scene, at(view, column(view, 0).cells[0].rect.center()))
    qtbot.waitUntil(lambda: session.selection.hovered == NeuronAddress(0, 0))
