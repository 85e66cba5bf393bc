"""One step by hand over the network: stages, numbers, keys, a check of one's sum, and the step itself."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.layers import Conv2d
from playground.session.moved_weights import move_weights
from playground.views.network.by_hand.painter import HIGH, HandPainter
from playground.views.network.view import NetworkView
from tests.support.by_hand import ByHand
from tests.support.network_panel import column, named
from tests.support.picture_documents import picture_document


@pytest.fixture
def bench(qtbot):
    document = document_for("circle", (3,), count=24)
    made = ByHand(replace(document, training=replace(document.training, batch_size=4, optimizer="sgd")))
    yield made
    made.close()


def panel_of(qtbot, bench):
    view = NetworkView(bench.session)
    qtbot.addWidget(view)
    view.resize(744, 444)
    view.show()
    bench.session.selection.work_by_hand(on=True)
    bench.turn()
    return view


@pytest.fixture
def view(qtbot, bench):
    return panel_of(qtbot, bench)


def text(view):
    return view.by_hand.strip.text.text()


def stage(view):
    return view.by_hand.strip.stage.text()


def press(view, *keys):
    for key in keys:
        QTest.keyClick(view.scene, key)


def to_stage(view, words):
    for _ in range(20):
        if words in stage(view):
            return
        press(view, Qt.Key.Key_Right)
    raise AssertionError(f"no stage: {words}")


def hover(view, find, *of):
    """Move the pointer to a place, found once the panel has taken the height that its text needs."""
    QTest.mouseMove(view.scene, QPoint(1, 1))  # a pointer that is there already moves nothing
    QApplication.processEvents()
    QTest.mouseMove(view.scene, view.scene.from_scene(find(view, *of)))


def middle(view, uid, unit):
    return column(view, uid).cells[unit].rect.center()


def strongest(view):
    """The middle of the strongest connection of the first gap, which is drawn over the others."""
    edges = view.scene.state.edges[0]
    return QPointF(*((edges.starts[-1] + edges.ends[-1]) / 2).tolist())


def test_the_button_opens_it_and_esc_leaves(bench, view):
    assert stage(view) == "Stage 1 of 8: the inputs"
    assert view.by_hand.strip.text.accessibleName().startswith("Input")
    press(view, Qt.Key.Key_Escape)
    assert not bench.session.selection.by_hand
    assert not view.by_hand.strip.isVisible()
    QTest.mouseClick(named(view, "One step by hand"), Qt.MouseButton.LeftButton)
    assert view.by_hand.strip.isVisible()


def test_arrows_walk_through_the_stages_there_and_back(view):
    seen = [stage(view)]
    for _ in range(9):
        press(view, Qt.Key.Key_Right)
        seen.append(stage(view))
    assert seen[1] == "Stage 2 of 8: forwards, layer 1"
    assert seen[3] == "Stage 4 of 8: the loss"
    assert seen[5] == "Stage 6 of 8: back, layer 1"
    assert seen[7] == seen[9] == "Stage 8 of 8: take the step"
    press(view, Qt.Key.Key_Left)
    assert stage(view) == "Stage 7 of 8: the steps"


def test_in_a_narrow_panel_the_stage_has_a_line_of_its_own(view):
    assert view.by_hand.strip.stage.isVisible()
    view.resize(400, 444)
    strip = view.by_hand.strip
    assert strip.stage_below.isVisible()
    assert not strip.stage.isVisible()
    assert strip.stage_below.width() >= strip.stage_below.sizeHint().width()


def test_a_stage_between_the_buttons_is_whole_and_no_stage_moves_the_network(view):
    strip, rooms = view.by_hand.strip, set()
    for width in (520, 560, 600, 640, 700, 900):
        view.resize(width, 444)
        seats = set()
        for _ in range(len(view.by_hand.mode.stages)):
            label = strip.stage if strip.stage.isVisible() else strip.stage_below
            strip.layout().activate()
            assert label.width() >= label.sizeHint().width(), (width, label.text())
            seats.add(label is strip.stage)
            press(view, Qt.Key.Key_Right)
        for _ in range(len(view.by_hand.mode.stages)):
            press(view, Qt.Key.Key_Left)
        assert len(seats) == 1, width
        rooms |= seats
    assert rooms == {True, False}


@pytest.mark.parametrize("width", [744, 420])
def test_the_buttons_stay_under_the_pointer_from_the_first_stage_on(view, width):
    view.resize(width, 444)
    places = {view.by_hand.strip.room.height()}
    for key in [Qt.Key.Key_Right] * 7 + [Qt.Key.Key_Left] * 7:
        press(view, key)
        places.add(view.by_hand.strip.room.height())
    assert len(places) == 1


def test_what_the_pointer_is_on_is_written_out(view):
    to_stage(view, "forwards, layer 1")
    assert "Layer 1, unit 1" in text(view)
    hover(view, middle, 1, 2)
    update = view.by_hand.mode.update
    made = update.of_layer(1)[-1].leaving[0, 2]
    assert "Layer 1, unit 3" in text(view)
    assert view.by_hand.mode.lines[-1].value == pytest.approx(made)
    edges = view.scene.state.edges[0]
    row, entering = int(edges.rows[-1]), int(edges.columns[-1])
    hover(view, strongest)
    assert f"weight from {'xy'[entering]} to unit {row + 1}" in text(view)
    press(view, Qt.Key.Key_Down)
    assert "Layer 1, unit" in text(view)


def test_the_picture_has_other_numbers_at_every_stage(view):
    seen = set()
    for _ in range(8):
        seen.add(bytes(view.scene.grab().toImage().constBits()))
        press(view, Qt.Key.Key_Right)
    assert len(seen) >= 7


def test_the_step_is_taken_by_enter_and_undone_as_one(bench, view):
    to_stage(view, "take the step")
    before, loss = bench.run.parameters.copy(), view.by_hand.mode.update.loss
    press(view, Qt.Key.Key_Return)
    bench.turn()
    assert not np.array_equal(bench.run.parameters, before)
    assert view.by_hand.mode.update.loss < loss
    assert "Taken" in text(view)
    assert bench.session.undo_stack.undoText().startswith("Step by hand")
    bench.undo()
    np.testing.assert_array_equal(bench.run.parameters, before)


def test_my_sum_is_checked_and_what_is_missing_is_said(bench, view):
    strip, mode = view.by_hand.strip, view.by_hand.mode
    move_weights(bench.session, "Move", np.linspace(-0.4, 0.9, len(bench.run.parameters)), None)
    bench.turn()
    to_stage(view, "back, layer 1")
    strip.checks.click()
    value, behind = mode.lines[-1].value, mode.lines[-2].value
    assert "?" in text(view)
    assert f"{value:.4f}" not in text(view)
    strip.typed.setText(f"{behind:.6f}")
    QTest.keyClick(strip.typed, Qt.Key.Key_Return)
    assert "derivative of tanh" in text(view)
    strip.typed.setText("one half")
    strip.try_it.click()
    assert "no number" in text(view)
    strip.typed.setText(f"{value:.6f}")
    strip.try_it.click()
    assert "Right" in text(view)
    assert "?" not in text(view)


def test_selected_samples_make_the_batch(bench, view):
    mask = np.zeros(24, dtype=bool)
    mask[[2, 5, 7]] = True
    bench.session.selection.select_points(mask)
    bench.turn()
    mode = view.by_hand.mode
    assert mode.update.rows == (2, 5, 7)
    assert "sample 1 of 3" in stage(view)
    press(view, Qt.Key.Key_PageDown)
    assert "sample 2 of 3" in stage(view)
    assert bench.session.selection.lit == 5
    mode.choose("batch")
    bench.turn()
    assert len(mode.update.rows) == 4
    first = mode.update.rows
    view.by_hand.strip.others.click()
    bench.turn()
    assert set(mode.update.rows).isdisjoint(first)


def test_it_pauses_training_and_lets_it_go_on(qtbot, bench):
    bench.play()
    view = panel_of(qtbot, bench)
    assert not bench.session.playing
    view.by_hand.mode.leave()
    assert bench.session.playing
    bench.session.selection.work_by_hand(on=True)
    bench.session.play()
    assert not bench.session.selection.by_hand, "numbers would run away"
    bench.session.pause()


def test_an_edit_of_the_network_begins_anew(bench, view):
    to_stage(view, "back, layer 1")
    view.actions_of_layers.add(1)
    bench.turn()
    assert stage(view) == "Stage 1 of 10: the inputs"
    assert view.by_hand.mode.update.document is bench.session.document


def test_the_column_of_the_stage_is_scrolled_into_view(qtbot):
    bench = ByHand(document_for("circle", (2,) * 9, count=24))
    view = panel_of(qtbot, bench)
    view.resize(460, 444)
    to_stage(view, "forwards, output")
    seen, place = view.scene.state.view, column(view, 0).rect.center().x()
    assert seen.left() < place < seen.right()
    for _ in range(12):
        press(view, Qt.Key.Key_Left)
    assert column(view, -1).rect.left() > view.scene.state.view.left()
    bench.close()


def test_pictures_are_worked_out_by_the_patch(qtbot):
    bench = ByHand(picture_document(Conv2d(uid=1, channels=2)))
    view = panel_of(qtbot, bench)
    to_stage(view, "forwards, layer 1")
    hover(view, middle, 1, 1)
    assert "Layer 1, map 2, row" in text(view)
    assert "over the window" in text(view)
    to_stage(view, "the steps")
    assert "step" in text(view)
    assert not view.scene.grab().isNull()
    bench.close()


def test_what_cannot_be_worked_out_is_said_in_words(bench, view):
    training = replace(bench.session.document.training, as_tf_playground=True, loss="half_squared")
    training = replace(training, initialization="tf-playground")
    bench.session.edit("TF", lambda document: replace(document, training=training))
    bench.turn()
    assert "TF Playground" in text(view)


def test_no_number_covers_another_where_rows_of_inputs_are_low(bench, view):
    view.resize(744, 300)
    QApplication.processEvents()
    rows = [cell.rect.height() for cell in column(view, INPUT_UID).cells[:2]]
    assert max(rows) < HIGH
    paper, painted = QPixmap(view.scene.size()), HandPainter(view.by_hand.mode)
    with QPainter(paper) as painter:
        painted.paint(painter, view.scene.state)
    assert len(painted.places) == 2
    assert not painted.places[0].intersects(painted.places[1])


def test_many_short_lines_stand_in_two_columns_where_the_panel_is_wide(bench, view):
    training = replace(bench.session.document.training, optimizer="adam")
    bench.session.edit("Adam", lambda document: replace(document, training=training))
    bench.turn()
    to_stage(view, "the steps")
    narrow, lines = view.by_hand.strip.room.height(), view.by_hand.strip.text.accessibleName().splitlines()
    view.resize(1200, 444)
    strip = view.by_hand.strip
    assert strip.room.height() < 0.7 * narrow
    assert strip.text.accessibleName().splitlines() == lines
