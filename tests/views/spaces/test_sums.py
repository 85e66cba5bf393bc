"""The hidden space panel with a space before each activation: the strip, the slider, words, and what is remembered."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from playground.app.settings import Settings
from playground.document.edits_network import delete_layer
from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.layers import BatchNorm, Dense
from playground.training.probes.addresses import pre_activation_uid
from playground.views.spaces.stages import bend_text, chip_text, stages_of
from playground.widgets.text import text_width
from tests.support.space_panel import arrived, control, inside, scroll_area, titles
from tests.views.spaces.test_depth import compiled, panel

__all__ = ["compiled", "panel"]


def switched_on(panel, *widths):
    one = panel(*widths)
    QTest.mouseClick(control(one.view, "Before activation"), Qt.MouseButton.LeftButton)
    one.feed()
    return one


def test_the_switch_puts_a_space_of_sums_in_front_of_each_layer_and_takes_it_away(panel):
    one = panel(2, 3)
    assert titles(one.view) == ["Input", "Layer 1", "Layer 2", "Output"]
    QTest.mouseClick(control(one.view, "Before activation"), Qt.MouseButton.LeftButton)
    one.feed()
    assert titles(one.view) == ["Input", "Layer 1 sums", "Layer 1", "Layer 2 sums", "Layer 2", "Output"]
    assert set(arrived(one.session)) == {INPUT_UID, 0, *one.uids, *map(pre_activation_uid, one.uids)}
    assert all(well.space is not None for well in one.wells)
    one.session.selection.show_sums(on=False)
    assert titles(one.view) == ["Input", "Layer 1", "Layer 2", "Output"]
    assert not control(one.view, "Before activation").isChecked()


def test_switched_off_nothing_of_it_is_asked_for(panel):
    one = panel(2, 3)
    assert min(one.session.wanted("hidden")[0].uids) == INPUT_UID


def test_only_layers_that_bend_their_own_sums_have_them():
    document = document_for("circle", (4,))
    network = (*document.network, BatchNorm(uid=7), Dense(uid=8, activation="linear"), Dense(uid=9, units=3))
    document = document.__class__(document.task, document.dataset, document.inputs, network, document.training)
    found = [stage.uid for stage in stages_of(document, with_sums=True)]
    assert found == [INPUT_UID, pre_activation_uid(1), 1, 7, 8, pre_activation_uid(9), 9, 0]


def test_a_click_on_the_sums_shows_them_large_and_the_switch_leads_back_to_their_layer(panel):
    one = switched_on(panel, 2, 3)
    one.session.selection.show_space(None)
    QTest.mouseClick(inside(one.view).strip.wells[3], Qt.MouseButton.LeftButton)
    one.view.advance(1e12)
    one.feed()
    assert one.session.selection.space == pre_activation_uid(one.uids[1])
    assert inside(one.view).large.words()[0] == "Layer 2 sums"
    one.session.selection.show_sums(on=False)
    assert one.session.selection.space == one.uids[1]
    assert one.view.position() == 2.0


def test_sums_stay_chosen_while_their_layer_is_there(panel):
    one = switched_on(panel, 2, 3)
    one.session.selection.show_space(pre_activation_uid(one.uids[0]))
    one.session.edit("Remove", lambda document: delete_layer(document, one.uids[1]))
    assert one.session.selection.space == pre_activation_uid(one.uids[0])
    one.session.edit("Remove", lambda document: delete_layer(document, one.uids[0]))
    assert one.session.selection.space is None


def test_the_stops_lie_under_the_middles_of_all_small_spaces(panel):
    one = switched_on(panel, 3, 3, 3)
    strip = inside(one.view).strip
    middles = [well.geometry().x() + well.width() / 2 for well in strip.wells]
    stops = [strip.slider.place(index) + strip.slider.x() for index in range(len(strip.wells))]
    assert stops == pytest.approx(middles, abs=0.6)
    for title, well in zip(strip.titles(), strip.wells, strict=True):
        assert text_width(title, "button") <= well.width() + 8


def test_eight_layers_scroll_and_the_place_at_hand_is_in_sight(panel):
    one = switched_on(panel, *[3] * 8)
    body = inside(one.view)
    assert len(body.strip.wells) == 18
    assert body.strip.width() > scroll_area(one.view).width()
    chosen = body.strip.wells[16]  # from the start: the last hidden layer
    assert chosen.visibleRegion().boundingRect().width() == chosen.width()
    for index in (0, 17, 5):
        one.view.move_to(float(index))
        seen = body.strip.wells[index].visibleRegion().boundingRect()
        assert seen.width() == body.strip.wells[index].width()


def test_any_wheel_scrolls_the_strip(panel, qapp):
    one = switched_on(panel, *[3] * 8)
    bar = scroll_area(one.view).horizontalScrollBar()
    before, viewport = bar.value(), scroll_area(one.view).viewport()
    at = QPointF(20.0, 20.0)
    nowhere, mouse = QPoint(), Qt.MouseButton.NoButton
    up = QPoint(0, 120), mouse, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    qapp.sendEvent(viewport, QWheelEvent(at, QPointF(viewport.mapToGlobal(at)), nowhere, *up))
    assert bar.value() < before


def test_the_way_into_the_sums_is_linear_and_out_of_them_the_activation(panel):
    one = switched_on(panel, 2)
    for position, names in ((0.2, ("weights", "turning over")), (0.95, "bias"), (1.5, "activation")):
        one.view.move_to(position)
        one.feed()
        words = inside(one.view).large.words()
        assert words[1].endswith(names)
        assert words[0] == ("Input → Layer 1 sums" if position < 1 else "Layer 1 sums → Layer 1")


def test_words_say_what_sums_are(panel):
    one = switched_on(panel, 2)
    stages = stages_of(one.session.document, with_sums=True)
    stage = stages[1]
    space = arrived(one.session)[stage.uid]
    assert bend_text(one.session.document, stage, space).startswith("Layer 1 sums, before the activation\n")
    assert "right" in inside(one.view).strip.wells[1].accessibleName()
    assert chip_text(stages, 1.0, space)[0] == "Layer 1 sums"


def test_it_is_remembered():
    settings = Settings()
    before = settings.shows_sums
    settings.shows_sums = not before
    assert Settings().shows_sums is not before
    settings.shows_sums = before
