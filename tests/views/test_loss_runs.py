"""Runs beside each other in the loss panel: the legend, their curves, the mark of the moment that is shown."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.document.run_words import data_mark
from playground.session.session import Session
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.training.state.recorded_state import RecordedState
from playground.training.timeline.commands import BringBack, EditBranch, Park, Resume
from playground.training.timeline.timeline import Branch
from playground.training.trainee.history import LossRecord
from playground.views.loss import LossView
from playground.views.loss.curves import curve, line, loss_curves
from playground.views.loss.statistics import Statistics
from playground.widgets import theme
from playground.widgets.branch_colours import branch_colour
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.plot_axis import LevelAxis
from playground.widgets.segmented import Segmented
from tests.session.test_time_travel import sent
from tests.support.loss_panel import arrive, drag, head, numbers, place, plot, point_at, runs


def columns(losses):
    values = np.array(losses, dtype=np.float32)
    names = ("train_loss", "test_loss", "train_score", "test_score")
    epochs = np.arange(len(values), dtype=np.float64)
    return {"run": np.ones(len(values), np.int32), "epoch": epochs, **dict.fromkeys(names, values)}


@pytest.fixture
def session(qtbot):
    made = Session(document_for("circle", (4, 2), count=60))
    for epoch, loss in enumerate((1.0, 0.8, 0.6, 0.4)):
        made.history.append(LossRecord(1, float(epoch), loss, loss, 0.5, 0.5))
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = LossView(session)
    qtbot.addWidget(made)
    made.resize(432, 316)
    made.show()
    return made


def moment(session, epoch):
    values = np.zeros(3, dtype=np.float32)
    slots = values[:0].reshape(0, 3)
    return RecordedState(epoch, session.document, float(epoch), values, values[:0], slots, (), 0, epoch, 0)


def park(session, *names):
    branches = [Branch(n + 1, name, (moment(session, 9),), columns([1.0] * 30)) for n, name in enumerate(names)]
    session.time.timeline.restore(branches, len(names) + 1, "Now")
    session.time.changed.emit()


def all_curves(view):
    return runs(view).findChild(Segmented)


@pytest.mark.parametrize("height", [160, 190, 230, 316])
@pytest.mark.parametrize("names", [(), ("Other",), [f"Run {n}" for n in range(9)]], ids=["one", "two", "many"])
def test_in_a_low_panel_nothing_is_cut(session, view, height, names):
    view.set_bare(True)
    view.resize(432, height)
    park(session, *names)
    QApplication.processEvents()
    parts = [part for part in (head(view), view.findChild(Statistics), runs(view), place(view)) if part.isVisible()]
    edges = [(part.mapTo(view, QPoint()).y(), part.height()) for part in parts]
    assert all(top + length <= below for (top, length), (below, _) in pairwise(edges))
    numbers_at_hand = view.findChild(Statistics)
    assert numbers_at_hand.height() == numbers_at_hand.sizeHint().height()
    assert numbers_at_hand.height() == (50 if height == 316 else numbers_at_hand.height())


def test_numbers_at_the_axis_of_a_low_plot_do_not_overlap(session, view):
    view.resize(432, 160)
    session.history.append(LossRecord(1, 4.0, 1e-7, 1e-7, 0.5, 0.5))
    arrive(session)
    axis = next(one for one in plot(view).scene().items() if isinstance(one, LevelAxis))
    low, high = axis.range
    places = [(value - low) / (high - low) * axis.geometry().height() for value, _ in axis.levels()]
    assert places
    assert all(after - before >= 13.0 for before, after in pairwise(places))


def test_one_run_needs_no_legend(view):
    assert runs(view).chips == []
    assert not runs(view).isVisible()
    assert runs(view).height() == 0


def test_the_legend_names_all_runs_in_order(session, view):
    park(session, "Slow", "Fast")
    assert [chip.accessibleName() for chip in runs(view).chips] == ["Slow", "Fast", "Now"]
    assert runs(view).isVisible()
    assert all(chip.geometry().right() <= runs(view).width() for chip in runs(view).chips)


def chips(view):
    runs(view).refresh()
    return {chip.accessibleName(): chip.toolTip() for chip in runs(view).chips}


def test_runs_are_named_by_what_differs_and_told_in_full(session, view):
    ends = [change_training(session.document, learning_rate=rate) for rate in (0.3, 0.1)]
    branches = [
        Branch(n, f"Run {n}", (replace(moment(session, 9), document=end),), columns([1.0] * 30))
        for n, end in enumerate(ends, start=1)
    ]
    session.time.timeline.restore(branches, 3, "Run 3")
    assert list(chips(view)) == ["rate 0.3", "rate 0.1", "rate 0.01"]
    session.edit("Rate", lambda d: change_training(d, learning_rate=0.1))
    assert list(chips(view)) == ["rate 0.3", "Run 2", "Run 3"]
    session.time.rename(1, "Fast")
    session.time.timeline.rename(1, "Fast")
    told = chips(view)
    assert list(told) == ["Fast", "Run 2", "Run 3"]
    assert "Left at epoch 9. " in told["Fast"]
    assert "4-2 units, tanh; Cross-entropy" in told["Fast"]


def drawn(view):
    runs(view).refresh()
    return [branch.number for branch in runs(view).drawn()]


def test_runs_that_do_not_compare_are_drawn_where_asked_for(session, view, qtbot):
    other = data_mark(document_for("spiral", (4, 2), count=60).dataset)
    here = data_mark(session.document.dataset)
    hinge = replace(moment(session, 9), document=change_training(session.document, loss="hinge"))
    session.time.timeline.restore(
        [
            Branch(1, "Run 1", (moment(session, 9),), columns([1.0] * 30), data=here),
            Branch(2, "Run 2", (moment(session, 9),), columns([1.0] * 30), data=other),
            Branch(3, "Run 3", (hinge,), columns([1.0] * 30), data=here),
        ],
        4,
        "Run 4",
    )
    assert drawn(view) == [1]
    told = chips(view)
    assert "Its curve is not drawn here: its points are others (Spiral)" in told["Spiral"]
    assert "Its curve is not drawn here: its loss is Hinge" in told["Hinge"]
    assert all_curves(view).isVisible()
    head(view).choose("score")
    assert drawn(view) == [1, 3], "accuracies of another loss compare"
    head(view).choose("loss")
    with qtbot.waitSignal(runs(view).drawing_changed, timeout=0):
        all_curves(view).setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view.focusWidget(), Qt.Key.Key_Space)
    assert drawn(view) == [1, 2, 3]
    assert "not drawn" not in chips(view)["Hinge"]
    assert {line.number for line in plot(view).curves().others} == {1, 2, 3}
    QTest.keyClick(view.focusWidget(), Qt.Key.Key_Space)
    assert drawn(view) == [1]
    session.time.timeline.restore([])
    assert drawn(view) == []
    assert not all_curves(view).isVisible()


def test_many_runs_take_two_rows_and_the_older_ones_a_menu(session, view):
    park(session, *(f"A run with a long name {n}" for n in range(8)))
    legend = runs(view)
    shown = [chip for chip in legend.chips if chip.isVisible()]
    assert len({chip.y() for chip in shown}) == 2
    assert legend.height() >= shown[-1].geometry().bottom()
    assert all(not legend.more.geometry().intersects(chip.geometry()) for chip in shown)
    names = [chip.accessibleName() for chip in shown]
    assert names[-2:] == ["A run with a long name 7", "Now"]
    away = legend.more_menu().actions()
    assert legend.more.text() == f"+{len(away)}"
    assert [action.text() for action in away] + names == [chip.accessibleName() for chip in legend.chips]
    sent(session)
    away[0].trigger()
    assert sent(session)[-1].branch == 1
    view.resize(1600, 316)
    assert not legend.more.isVisible()
    assert all(chip.isVisible() for chip in legend.chips)


def test_a_click_goes_on_with_the_run(session, view):
    park(session, "Slow")
    sent(session)
    QTest.mouseClick(runs(view).chips[0], Qt.MouseButton.LeftButton)
    found = sent(session)
    assert any(isinstance(item, Park) for item in found)
    assert isinstance(found[-1], Resume)
    assert found[-1].branch == 1
    QTest.mouseClick(runs(view).chips[1], Qt.MouseButton.LeftButton)
    assert sent(session) == []


def test_keys_rename_and_delete(session, view):
    park(session, "Slow")
    sent(session)
    chip, now = runs(view).chips
    chip.keyPressEvent(key(Qt.Key.Key_F2))
    QTest.keyClicks(chip.findChild(InlineEdit), "Slower")
    QTest.keyClick(chip.findChild(InlineEdit), Qt.Key.Key_Return)
    chip.keyPressEvent(key(Qt.Key.Key_Delete))
    now.keyPressEvent(key(Qt.Key.Key_Delete))
    assert sent(session) == [EditBranch(1, "Slower"), EditBranch(1, None)]


def test_a_click_on_the_cross_deletes_and_undo_brings_it_back(session, view):
    park(session, "Slow")
    sent(session)
    chip, now = runs(view).chips
    assert now.cross().isEmpty()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.cross().center().toPoint())
    session.undo_stack.undo()
    assert sent(session) == [EditBranch(1, None), BringBack(1)]


def test_after_the_last_chip_is_deleted_the_focus_is_on_the_one_before(session, view, qtbot):
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    park(session, "Slow", "Fast")
    runs(view).chips[-1].setFocus(Qt.FocusReason.TabFocusReason)
    timeline = session.time.timeline
    timeline.delete(2)
    runs(view).refresh()
    assert runs(view).chips[-1].hasFocus()


def key(code):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier)


def test_the_menu_of_the_run_at_hand_does_not_delete_it(session, view):
    park(session, "Slow")
    texts = [[action.text() for action in chip.menu().actions()] for chip in runs(view).chips]
    assert texts == [["Go on with it", "Rename\tF2", "Delete\tDel"], ["Rename\tF2"]]


def test_the_axes_fit_other_runs_and_their_curves_are_drawn(session, view):
    park(session, "Slow")
    curves = plot(view).curves()
    (other,) = curves.others
    assert curves.across[1] >= 29.0
    assert len(other.train.x) == 30
    colour = branch_colour(1)
    picture = plot(view).grab().toImage()
    near = [
        abs(picture.pixelColor(x, y).hue() - colour.hue()) < 15
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 1)
        if picture.pixelColor(x, y).saturation() > 60
    ]
    assert sum(near) > 20


def test_curves_of_parked_runs_are_worked_out_once(session, view, monkeypatch):
    park(session, "Slow")
    before = plot(view).curves().others
    arrive(session)
    assert plot(view).curves().others[0] is before[0]


def test_the_numbers_are_those_of_the_moment_that_is_shown(session, view):
    assert numbers(view)[0] == "0.400"
    session.time.show(moment(session, 1))
    assert numbers(view)[0] == "0.800"
    assert plot(view).past() == 1.0
    session.time.live()
    assert numbers(view)[0] == "0.400"
    assert plot(view).past() is None


def test_a_change_on_the_way_is_told_under_the_pointer(session, view):
    session.time.timeline.mark(2.0, "Learning rate 0.1")
    arrive(session)
    point_at(view, 2.0)
    assert "Learning rate 0.1" in plot(view).readout()
    point_at(view, 1.0)
    assert "Learning rate 0.1" not in plot(view).readout()


def test_the_mark_of_the_past_lies_on_its_epoch(session, view):
    session.time.show(moment(session, 2))
    picture = plot(view).grab().toImage()
    at = plot(view).place_of(2.0, 0.0)
    row = round(plot(view).area().bottom()) - 8
    lightest = max(picture.pixelColor(round(at.x()) + by, row).lightness() for by in (-1, 0, 1))
    assert lightest == theme.current().ink.lightness()


def test_the_mark_of_the_past_can_be_dragged(session, view):
    session.time.timeline.recorder.load([moment(session, epoch) for epoch in range(4)])
    session.time.show(moment(session, 2))
    shown = plot(view)
    height = shown.area().center().y()
    drag(shown, QPointF(shown.place_of(2.0, 0.0).x(), height), QPointF(shown.place_of(1.0, 0.0).x(), height))
    assert session.time.shown.position == 1.0
    assert not session.turns.drawing


def test_the_menu_looks_back_to_the_epoch_under_the_pointer(session, view):
    session.time.timeline.recorder.load([moment(session, epoch) for epoch in range(4)])
    looking = next(action for action in plot(view).menu(3.1).actions() if action.text() == "Look back to epoch 3")
    looking.trigger()
    assert session.time.shown.position == 3.0


def test_while_the_film_is_dragged_curves_wait_for_their_turn(session, view, monkeypatch):
    drawn = []
    monkeypatch.setattr(plot(view), "show_past", drawn.append)
    session.turns.drawing = True
    session.time.show(moment(session, 2))
    assert drawn == []
    session.turns.drawing = False  # let go before the picture has come
    session.turns.offer(Snapshot(session.run, session.document, 2, 2, {}, TrainerState.TRAINING))
    assert drawn == [2.0]


def test_other_lines_do_not_change_those_at_hand():
    data = columns([1.0, 0.5, 0.25])
    other = line(2, columns([4.0, 2.0]), "loss", 100, 0.5, log=False)
    alone, beside = (loss_curves(data, 100, 0.0, log=True, others=others) for others in ((), (other,)))
    assert np.array_equal(alone.train.y, beside.train.y)
    assert beside.up[1] > alone.up[1]
    assert np.array_equal(other.train.y, curve(columns([4.0, 2.0])["epoch"], np.array([4.0, 2.0]), 100, 0.5).y)


def test_a_name_that_is_being_written_goes_with_its_run(session, view):
    park(session, "Slow", "Fast")
    sent(session)
    chip = runs(view).chips[-1]
    chip.keyPressEvent(key(Qt.Key.Key_F2))
    QTest.keyClicks(chip.findChild(InlineEdit), "Faster")
    park(session)
    assert runs(view).chips == []
    assert sent(session) == []
