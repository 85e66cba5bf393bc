"""The bar above the canvas shows the options of the tool in hand and sets them."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from playground.document.edits_data import clear_points, set_task
from playground.document.presets import first_document
from playground.domains.plane.symmetry import Symmetry
from playground.domains.plane.tool_options import ActionOption, AmountOption, ChoiceOption, FlagOption
from playground.domains.plane.tools import TOOLS
from playground.views.plane.symmetry_panel import SymmetryPanel
from tests.support.output_panel import at, drag, mouse


def test_every_tool_shows_its_options_and_no_others(open_view):
    session, view = open_view()
    for name, tool in TOOLS.items():
        session.hand.set_tool(name)
        shown = {option.name for option in tool.options if option.suits(has_classes=True)}
        assert set(view.options.controls()) == shown | ({"size"} if tool.uses_radius else set())


def test_a_control_sets_its_option(open_view):
    session, view = open_view()
    hand = session.hand
    for name, tool in TOOLS.items():
        hand.set_tool(name)
        for option in tool.options:
            if not option.suits(has_classes=True):
                continue
            control = view.options.controls()[option.name]
            match option:
                case AmountOption():
                    control.stepBy(1)
                    assert hand.amount(name, option.name) == pytest.approx(option.start + option.step)
                case ChoiceOption():
                    control.button(option.ways[1].name).click()
                    assert hand.option(name, option.name) == option.ways[1].name
                case ActionOption():
                    assert not control.isEnabled(), "nothing is selected"
                case FlagOption():
                    control.click()
                    assert hand.option(name, option.name) is True


def test_the_size_is_the_hands_and_is_shown_when_it_changes_elsewhere(open_view):
    session, view = open_view()
    size = view.options.controls()["size"]
    session.hand.set_radius(1.7)
    assert view.options.controls()["size"] is size
    assert size.value() == pytest.approx(1.7)
    size.stepBy(1)
    assert session.hand.radius == pytest.approx(1.8)


def test_what_only_classes_have_goes_with_the_classes(open_view):
    session, view = open_view()
    session.hand.set_tool("eraser")
    assert "only" in view.options.controls()
    session.edit("Use as regression", lambda d: set_task(d, "regression"))
    assert "only" not in view.options.controls()


def test_words_go_where_there_is_no_room(open_view):
    session, view = open_view(size=(600, 500))
    session.hand.set_tool("line")
    view.options.setFixedWidth(200)
    assert not any(label.isVisible() for label in view.options.labels())
    view.options.setFixedWidth(500)
    assert all(label.isVisible() for label in view.options.labels())


def test_the_last_button_opens_mirrors_and_pens(open_view):
    session, view = open_view(clear_points(first_document()))
    view.options.symmetry.click()
    panel = view.window().findChild(SymmetryPanel)
    panel.mirrors.button("turn").click()
    panel.folds.value_changed.emit(3.0)
    panel.pens.button("density").click()
    assert session.hand.symmetry == Symmetry("turn", 3)
    assert session.hand.pen == "density"
    assert view.options.symmetry.is_lit()
    session.hand.set_tool("point")
    drag(view, (2, 0))
    assert len(session.document.dataset) == 3
    assert session.document.dataset.samples.sum(axis=0) == pytest.approx((0, 0), abs=1e-9)


def pen(view, kind, place, pressure, pressed=True):
    point = at(view, *place)
    button = Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        point,
        QPointF(view.canvas.mapToGlobal(point)),
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        button if pressed else Qt.MouseButton.NoButton,
        button if pressed else Qt.MouseButton.NoButton,
    )
    QApplication.sendEvent(view.canvas, event)


def test_a_light_pen_draws_a_thin_stroke(open_view):
    session, view = open_view(clear_points(first_document()))
    session.hand.set_radius(1.0)
    pen(view, QEvent.Type.TabletPress, (-3, 0), 0.25)
    mouse(view, "press", (-3, 0))
    mouse(view, "move", (3, 0))
    pen(view, QEvent.Type.TabletRelease, (3, 0), 0.0, pressed=False)
    mouse(view, "release", (3, 0))
    points = session.document.dataset.samples
    assert len(points) > 5
    assert np.abs(points[:, 1]).max() <= 0.25 + 0.02
    assert session.hand.reach == 1.0
    session.hand.set_pen("off")
    session.hand.press_with(0.1)
    assert session.hand.reach == 1.0
