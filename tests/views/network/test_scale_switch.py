"""One colour scale per layer, or one per neuron: the switch in the panel's menu, and what tooltips say."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QClipboard

from playground.layers import Dense
from playground.training.probes.color_scale import Scales
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.views.network.describe import describe
from playground.views.network.hit import Hit, Part
from tests.support.network_panel import snapshot_of
from tests.support.probes import unit_pictures


@pytest.fixture
def relu(view, session):
    session.edit("relu", lambda d: replace(d, network=(Dense(uid=1, units=2, activation="relu"),)))
    made = snapshot_of(session.document)
    scales = {1: Scales(4.0, np.array([4.0, 0.25], dtype=np.float32))}
    session.snapshot = replace(made, results=unit_pictures(made[UnitMaps].units, scales))
    session.turns.offer(session.snapshot)
    return view


def test_the_tooltip_says_what_full_colour_stands_for(relu, session) -> None:
    words = [describe(relu.scene.state, Hit(Part.NEURON, 1, unit)) for unit in (0, 1)]
    assert "full colour at ±4" in words[0]
    assert "full colour at ±0.25" in words[1]
    session.selection.share_scale(on=True)
    assert "full colour at ±4" in describe(relu.scene.state, Hit(Part.NEURON, 1, 1))
    assert "full colour" not in describe(relu.scene.state, Hit(Part.NEURON, 0, 0))


def test_the_menu_opens_while_the_clipboard_holds_nothing(relu, session, monkeypatch) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    menu = relu.menus.general(relu)
    paste = next(action for action in menu.actions() if action.text().startswith("Paste layer"))
    assert not paste.isEnabled()
    menu.close()
    said = []
    session.message_posted.connect(lambda text, _kind: said.append(text))
    relu.actions_of_layers.paste(0)
    assert said == ["The clipboard holds no layer: it is empty."]


def test_the_menu_switches_it(relu, session) -> None:
    menu = relu.menus.general(relu)
    switch = next(action for action in menu.actions() if action.text() == "One colour scale per layer")
    assert not switch.isChecked()
    assert "compared" in switch.toolTip()
    switch.trigger()
    assert session.selection.common_scale
    menu.close()
