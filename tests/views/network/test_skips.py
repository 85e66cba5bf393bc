"""Skips in the picture of the network: an edge from every earlier unit, a switch in the menu, one undo step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from playground.document.edits_network import set_skips
from playground.document.plan import resolve
from playground.training.probes.addresses import NeuronAddress
from playground.views.network.describe import describe
from playground.views.network.hit import Hit, Part
from tests.support.network_panel import edge_place, snapshot_of


def skips_entry(view):
    menu = view.menus.general(view)
    return next(action for action in menu.actions() if action.text() == "Skips from every earlier layer")


def test_the_menu_switches_all_skips_on_and_off_in_one_step_each(view, session) -> None:
    assert not skips_entry(view).isChecked()
    skips_entry(view).trigger()
    assert [layer.skip for layer in session.document.network] == [True, True]
    assert view.subtitle.text() == "2 → 4 → 3 → 1 · 43 parameters"
    assert skips_entry(view).isChecked()
    skips_entry(view).trigger()
    assert [layer.skip for layer in session.document.network] == [False, False]
    session.undo_stack.undo()
    assert [layer.skip for layer in session.document.network] == [True, True]
    session.undo_stack.undo()
    assert view.subtitle.text() == "2 → 4 → 3 → 1 · 31 parameters"


def test_every_weight_is_an_edge_from_where_its_unit_stands(view, session) -> None:
    session.edit("skips", lambda document: set_skips(document, on=True))
    session.snapshot = snapshot_of(session.document)
    session.turns.offer(session.snapshot)
    state = view.scene.state
    drawn = {(edges.left, edges.right): edges for edges in state.edges}
    assert set(drawn) == {(-1, 1), (1, 2), (-1, 2), (2, 0), (1, 0), (-1, 0)}
    for uid, key in ((2, (2, "linear.weight")), (0, (0, "linear.weight"))):
        weights = session.snapshot.parameters[key]
        found = np.full(weights.shape, np.nan)
        for edges in (edges for pair, edges in drawn.items() if pair[1] == uid):
            found[edges.rows, edges.columns] = edges.weights
        np.testing.assert_array_equal(found, weights)
    assert [len(column.cells) for column in state.layout.columns] == [7, 4, 3, 1]
    touched = sum(int(edges.of_unit(1, 2).sum()) for edges in state.edges)
    assert touched == 2 + 3 + 1  # from the inputs, to layer 2, to the output


def test_the_pointer_finds_the_edge_of_a_skip_and_says_where_it_comes_from(view, session) -> None:
    session.edit("skips", lambda document: set_skips(document, on=True))
    session.snapshot = snapshot_of(session.document)
    session.turns.offer(session.snapshot)
    state = view.scene.state
    place = next(i for i, edges in enumerate(state.edges) if (edges.left, edges.right) == (-1, 2))
    at, key, (row, column) = edge_place(view, place)
    hit = view.scene.hit(QPointF(at))
    assert key == (2, "linear.weight")
    assert resolve(session.document).source(2, column) == (-1, column - 4)
    assert state.handle(hit).index == (row, column)
    name = {4: "x", 5: "y"}[column]
    assert f"from Inputs {name} to Layer 2, neuron {row + 1}" in describe(state, hit)
    assert "goes on beside them" in describe(state, Hit(Part.TITLE, 1))


def test_until_the_next_snapshot_weights_stay_with_their_units(view, session) -> None:
    before = {edges.right: edges for edges in view.scene.state.edges}
    session.edit("skips", lambda document: set_skips(document, on=True))
    after = {(edges.left, edges.right): edges for edges in view.scene.state.edges}
    np.testing.assert_array_equal(np.sort(after[1, 2].weights), np.sort(before[2].weights))
    assert not after[-1, 2].weights.any()
    assert view.scene.state.address(Hit(Part.NEURON, 2, 1)) == NeuronAddress(2, 1)
