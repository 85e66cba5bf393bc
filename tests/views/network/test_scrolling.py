"""A network wider than its panel: arrows and a bar that work, a view that follows, and none of it where all fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.document.edits_network import insert_layer, layer_to_add
from playground.layers import Dense
from tests.support.network_panel import column, wheel

FEW, MANY = 2, 9


def lay(session, layers):
    network = tuple(Dense(uid=i + 1, units=4) for i in range(layers))
    session.edit(f"{layers}", lambda d: replace(d, network=network))


def aids(view):
    return view.scene.aids


def test_where_all_fits_there_is_nothing_to_scroll(view, session) -> None:
    lay(session, FEW)
    assert view.scene.state.most_offset == 0
    assert not any(part.isVisible() for part in (aids(view).back, aids(view).on, aids(view).bar))


@pytest.mark.parametrize("width", range(420, 760, 17))
def test_an_arrow_is_seen_only_if_something_lies_beyond(view, session, width) -> None:
    lay(session, 3)
    view.resize(width, 444)
    beyond = view.scene.state.layout.columns[-1].rect.right() > view.scene.width()
    assert aids(view).on.isVisible() == aids(view).bar.isVisible() == beyond


def test_the_arrows_go_to_the_end_and_back(view, session) -> None:
    lay(session, MANY)
    assert not aids(view).back.isVisible()
    while aids(view).on.isVisible():
        QTest.mouseClick(aids(view).on, Qt.MouseButton.LeftButton)
    last = view.scene.state.layout.columns[-1].rect.right()
    assert last <= view.scene.state.view.right()
    aids(view).back.setFocus(Qt.FocusReason.TabFocusReason)
    while aids(view).back.isVisible():
        QTest.keyClick(aids(view).back, Qt.Key.Key_Return)
    assert view.scene.state.offset == 0.0


def test_bar_wheel_and_view_are_one(view, session) -> None:
    lay(session, MANY)
    bar = aids(view).bar
    bar.setValue(bar.maximum())
    assert view.scene.state.offset == view.scene.state.most_offset
    wheel(view, view.scene.state.view.center(), 120, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == round(view.scene.state.offset) < bar.maximum()
    wheel(view, QPointF(view.scene.state.view.center().x(), 20), 120)
    assert bar.value() == round(view.scene.state.offset)


def test_the_view_follows_a_new_layer(view, session) -> None:
    lay(session, MANY)
    session.edit("Add layer", lambda d: insert_layer(d, len(d.network), layer_to_add(d, len(d.network))))
    made = session.document.network[-1].uid
    assert session.selection.layer is None
    rect, seen = column(view, made).rect, view.scene.state.view
    assert seen.left() <= rect.left()
    assert rect.right() <= seen.right()


@pytest.mark.parametrize("width", [458, 470])
def test_the_inspector_leaves_the_output_in_sight_in_a_narrow_panel(view, session, width) -> None:
    """As wide as the panel is at 1280 × 800."""
    lay(session, 2)
    view.resize(width + 212, 400)
    session.selection.select_layer(1)
    scene = view.scene
    assert scene.width() <= width
    assert scene.state.most_offset == 0
    assert scene.state.layout.columns[-1].rect.right() <= scene.width()
    assert view.inspector.geometry().left() >= scene.geometry().right()
