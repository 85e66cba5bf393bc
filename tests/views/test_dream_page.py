"""Dreams in the panel: all at once, one chosen, units of the network panel, places on the map, what is done."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QMenu

from playground.document.edits_data import clear_points
from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.presets import document_for
from playground.domains.plane.grid import WHOLE_PLANE
from playground.layers import Conv2d, Dense, MaxPool
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.dreams import Dreams
from playground.training.probes.request import Results
from playground.training.state.run import Run
from playground.views.pad.view import PadView
from playground.widgets.plot_signals import plot_signals
from tests.support.explain_panel import panels, settle
from tests.support.pad import stroke
from tests.support.picture_documents import bars_dataset, dense_document, picture_document
from tests.support.probes import arrive, map_picture
from tests.support.rows import rows_document


@pytest.fixture
def make(qtbot):
    made = panels(qtbot)
    panel = next(made)

    def dreaming(document, **settings):
        session, view = panel(document, **settings)
        view.kinds.button("dream").click()
        return session, view, view.pages["dream"]

    yield dreaming
    next(made, None)


def points(dataset="circle", **settings):
    return replace(document_for(dataset, (), count=40), network=(Dense(uid=1, units=4),), **settings)


def asked(session):
    return next((one for one in session.wanted("explain") if isinstance(one, Dreams)), None)


def test_all_classes_are_dreamt_of_both_ways_and_one_is_told_of(make):
    session, _view, page = make(dense_document(6))
    settle(session, Run(session.document))
    assert page.said.text() == "Dreams of 3 classes"
    for grid in (page.board.plain, page.board.decoded):
        assert [button.look.title for button in grid.buttons] == ["0", "1", "2"]
        assert all(button.look.near.startswith("near ") for button in grid.buttons)
    assert page.board.decoded.buttons[0].isChecked()
    assert not any(button.isChecked() for button in page.board.plain.buttons)
    page.board.plain.buttons[2].click()
    assert page.board.plain.buttons[2].isChecked()
    assert not page.board.decoded.buttons[0].isChecked()
    assert "The network says" in page.words.text()
    assert "nearest training picture" in page.words.text()
    assert not page.well.image.isNull()
    assert not page.nearest.image.isNull()


def test_while_the_decoder_learns_it_is_said_how_far_it_is(make):
    session, _view, page = make(dense_document(6))
    settle(session, Run(session.document))
    whole = session.snapshot[Dreams]
    arrive(session, Results({Dreams: replace(whole, decoded=None, progress=0.25)}))
    assert page.board.decoded.buttons == []
    assert ": 25" in page.board.decoded.remark.text()
    assert page.board.plain.buttons[0].isChecked()


def test_too_few_pictures_are_said_to_be_too_few(make):
    session, _view, page = make(replace(dense_document(6), dataset=bars_dataset(count=12)))
    settle(session, Run(session.document))
    assert "Too few" in page.board.decoded.remark.text()
    assert len(page.board.plain.buttons) == 3


def test_sliders_and_layers_are_what_is_asked_for(make):
    session, _view, page = make(picture_document(Conv2d(channels=3), MaxPool(), Dense(units=4)))
    conv, pool, _flatten, dense = session.document.network
    assert {aim.uid for aim in asked(session).aims} == {OUTPUT_UID}
    for layer, count in ((conv, 3), (pool, 3), (dense, 4)):
        page.controls.of.set_value(layer.uid)
        page.controls.of.chosen.emit(layer.uid)
        assert asked(session).aims == tuple(NeuronAddress(layer.uid, index) for index in range(count))
    assert page.said.text() == "Dreams of 4 units of layer 4"
    for name, value in (("contrast", 0.1), ("shift", 2.0), ("blur", 1.5)):
        page.controls.sliders[name].slider.set_value(value)
        page.controls.sliders[name].value_changed.emit(value)
    request = asked(session)
    assert (request.contrast, request.shift, request.blur) == (0.1, 2, 1.5)
    session.edit("Without", lambda d: replace(d, network=d.network[:3]))
    assert {aim.uid for aim in asked(session).aims} == {OUTPUT_UID}, "a layer that is gone makes room"


def test_a_unit_of_the_network_panel_goes_before_and_is_let_go(make):
    session, _view, page = make(picture_document(Conv2d(channels=3), MaxPool(), Dense(units=4)))
    unit = NeuronAddress(session.document.network[0].uid, 1)
    session.selection.pin(unit)
    assert asked(session).aims == (unit,)
    assert page.said.text() == "Dream of map 2 of layer 1, pinned"
    other = NeuronAddress(session.document.network[-1].uid, 3)
    session.selection.hover(other)
    assert asked(session).aims == (other,)
    assert page.said.text() == "Dream of unit 4 of layer 4, hovered"
    settle(session, Run(session.document))
    assert [button.look.title for button in page.board.plain.buttons] == ["Unit 4"]
    assert "sums up to" in page.words.text()
    session.selection.hover(NeuronAddress(INPUT_UID, 0))
    assert len(asked(session).aims) == 3, "an input is no unit to dream of"
    session.selection.hover(None)
    session.selection.pin(unit)
    assert len(asked(session).aims) == 3


def test_a_dream_joins_the_training_set_as_one_step(make):
    session, _view, page = make(dense_document(6))
    assert not page.put.isEnabled(), "there is no dream yet"
    assert not page.onto_pad.isEnabled()
    settle(session, Run(session.document))
    page.choose("plain", 2)
    before = session.document
    page.put.click()
    data = session.document.dataset
    assert len(data) == 61
    assert data.targets[-1] == 2
    assert not data.is_test[-1]
    assert session.undo_stack.undoText() == "Put a dreamt picture into 2"
    session.undo_stack.undo()
    assert session.document is before


def test_a_dream_on_the_pad_is_the_picture_at_hand_and_the_pads_undo_brings_the_drawing_back(make, qtbot):
    session, _view, page = make(dense_document(6))
    pad = PadView(session)
    qtbot.addWidget(pad)
    pad.show()
    settle(session, Run(session.document))
    stroke(pad)
    page.choose("decoded", 1)
    page.onto_pad.click()
    dream = session.selection.picture
    assert session.selection.is_drawn
    assert session.selection.drawn_title == "Dream of 1"
    assert not pad.pad.drawing.strokes
    pad.pad.undo()
    assert pad.pad.drawing.strokes
    assert not session.selection.drawn_title
    assert not np.array_equal(session.selection.picture, dream)


def test_the_menu_saves_all_dreams_as_a_picture_or_as_numbers(make):
    session, _view, page = make(dense_document(6))
    settle(session, Run(session.document))
    menu, asked_for = QMenu(page), []
    plot_signals().export_asked.connect(lambda what, form: asked_for.append((what, form)))
    page.board.fill_menu(menu)
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles == ["Add to training", "Onto the pad", "Save as PNG…", "Save as SVG…", "Save numbers as CSV…"]
    menu.actions()[-3].trigger()
    assert asked_for == [(page.board, "png")]
    saved = page.board.table()
    assert list(saved) == ["0", "1", "2", "0 decoder", "1 decoder", "2 decoder"]
    assert all(len(column) == 64 for column in saved.values())


# ---- points, rows, values ------------------------------------------------------------------------------------------


def test_of_points_the_place_is_marked_on_the_map_and_told(make):
    session, _view, page = make(points())
    session.selection.pin(NeuronAddress(1, 2))
    settle(session, Run(session.document))
    (mark,) = session.selection.steps
    assert mark.start == mark.end
    assert mark.is_far
    (button,) = page.board.plain.buttons
    assert button.look.said.startswith("x ")
    assert "answers" in page.words.text()
    assert "rim" in page.words.text(), "a tanh unit rises up to the corner"
    assert page.controls.sliders["contrast"].isHidden()
    assert page.onto_pad.isHidden()


def test_of_points_the_visible_part_of_the_plane_is_searched(make):
    session, _view, _page = make(points())
    assert asked(session).extent == WHOLE_PLANE
    seen = (-1.0, 1.0, 0.0, 2.0)
    arrive(session, map_picture(np.zeros((4, 4, 2), np.float32), seen))
    assert asked(session).extent == seen


def test_of_a_table_each_column_has_a_bar_with_its_number(make):
    session, _view, page = make(rows_document(columns=5, classes=3))
    settle(session, Run(session.document))
    assert len(page.terms.terms) == 5
    assert all(-1.0 - 1e-9 <= term.value <= 1.0 + 1e-9 for term in page.terms.terms)
    assert "nearest training row" in page.words.text()


def test_values_are_dreamt_of_but_label_nothing(make):
    session, _view, page = make(points("ripple"))
    settle(session, Run(session.document))
    assert len(page.board.plain.buttons) == 1
    assert not page.put.isEnabled()
    assert page.words.text()


def test_where_nothing_trains_that_is_said(make):
    session, _view, page = make(points())
    session.edit("All for testing", lambda d: replace(d, dataset=replace(d.dataset, is_test=np.ones(40, np.bool_))))
    assert asked(session) is None
    assert "kept for testing" in page.blank.text()


def test_without_points_there_is_no_dream_of_those_of_before(make):
    session, _view, page = make(points())
    settle(session, Run(session.document))
    session.edit("Clear", clear_points)
    assert asked(session) is None
    assert "no points" in page.blank.text()
    assert not session.selection.steps


def test_closed_it_asks_for_nothing_and_marks_nothing(make):
    session, view, _page = make(points())
    settle(session, Run(session.document))
    assert session.selection.steps
    view.hide()
    assert session.wanted("explain") == ()
    assert not session.selection.steps


def test_what_is_dreamt_of_and_the_sliders_are_remembered(make):
    document = picture_document(Conv2d(channels=3), Dense(units=4))
    _, view, page = make(document)
    uid = document.network[0].uid
    view.recall_view({"kind": "dream", "dream": uid, "contrast": 0.12, "shift": 1, "blur": 99.0})
    said = view.view_state()
    assert (said["dream"], said["contrast"], said["shift"], said["blur"]) == (uid, 0.12, 1.0, 3.0)
    assert asked(page.session).aims[0].uid == uid
    view.recall_view({"dream": 999, "contrast": "wide"})
    assert view.view_state()["dream"] == uid


def test_dreams_stand_in_even_rows_and_take_the_room_there_is(make):
    document = replace(dense_document(6), dataset=bars_dataset(count=60, classes=6))
    sides = []
    for width, columns in ((320, 3), (420, 6), (700, 6)):
        session, view, page = make(document, size=(width, 640))
        settle(session, Run(session.document))
        QApplication.processEvents()
        rows = [button.y() for button in page.board.plain.buttons]
        assert [rows.count(row) for row in sorted(set(rows))] == [columns] * (6 // columns)
        sides.append(page.board.plain.buttons[0].height())
        assert page.board.plain.buttons[-1].geometry().right() <= page.board.plain.width()
        view.hide()
    assert sides[0] > sides[1]
    assert sides[2] > sides[1]
