"""Undo brings back what was learned, for every edit there is, to the bit; redo brings back what came after it."""

import inspect

import numpy as np
import pytest

from playground.document import edits_cells, edits_data, edits_network, edits_points, edits_scaling, edits_source
from playground.document.dataset import DataSource
from playground.document.presets import document_for
from playground.domains.plane.generators import GENERATORS
from playground.session.new_start import replace_points
from playground.training.snapshots.snapshot import TrainerState
from playground.training.timeline import undo_states
from tests.support.by_hand import WEIGHT, ByHand
from tests.support.edits import ALL, EDITS, SESSION, add_points, document
from tests.support.rows import rows_document

PARTS = {"with_task_loss", "set_dataset", "with_flatten"}
"""Functions from document to document that edits use, and no person asks for."""


@pytest.fixture
def bench(qtbot):
    made = ByHand(document())
    made.train(3)
    made.train_batches(2)
    yield made
    made.close()


def test_the_table_holds_every_edit_of_the_program():
    modules = (edits_data, edits_source, edits_network, edits_points, edits_cells, edits_scaling)
    found = {
        name
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__annotations__.get("return") == "Document" and not name.startswith("_")
    }
    assert found - PARTS == set(EDITS)


def test_that_weights_were_set_by_hand_stays_with_the_run(bench):
    timeline = bench.session.time.timeline
    assert not timeline.is_by_hand
    bench.session.set_parameter("Weight", WEIGHT, (0, 0), 2.5, None)
    bench.turn()
    assert timeline.is_by_hand
    bench.session.edit("Draw", add_points)
    bench.turn()
    assert [mark.text for mark in timeline.marks] == ["Weights set by hand", "Points"]
    bench.undo()
    bench.undo()
    assert not timeline.is_by_hand
    bench.redo()
    bench.train(1)
    assert timeline.is_by_hand
    bench.session.reset()
    bench.turn()
    assert not timeline.is_by_hand


@pytest.mark.parametrize("name", ALL)
def test_undo_at_once_brings_all_back_and_redo_the_later_state(bench, name):
    before = bench.learned()
    ALL[name](bench.session)
    assert bench.session.undo_stack.count() == 1
    bench.turn()
    bench.settle()
    after = bench.learned()
    for _ in range(2):
        bench.undo()
        assert bench.learned() == before
        bench.redo()
        assert bench.learned() == after


@pytest.mark.parametrize("name", ALL)
def test_what_was_trained_after_the_edit_is_not_lost_on_the_way(bench, name):
    """Undo comes back to the state before, or goes on training with the older document; redo to the newest of all."""
    before = bench.learned()
    ALL[name](bench.session)
    bench.turn()
    bench.train(0 if bench.session.problems else 2)
    after = bench.learned()
    bench.undo()
    here = bench.learned()
    if here["weights"] != before["weights"]:
        assert here["weights"][:3] == after["weights"][:3], "training goes on"
        assert here["place"][1] == after["place"][1]
        assert here["document"] == before["document"]
    else:
        assert here == before
    bench.redo()
    assert bench.learned() == after


LOSES_NOTHING = (
    *(f"edit {name}" for name in ("add_points", "remove_points", "set_targets", "split", "resample", "place_points")),
    "a stroke",
    "stop at",
    *(f"training {name}" for name in ("learning_rate", "batch_size", "momentum", "l2", "schedule", "initialization")),
    *(f"dense {name}" for name in ("dropout", "frozen", "init")),
)
LOSES = (
    *(f"edit {name}" for name in ("add_class", "set_task", "toggle_input", "delete_layer", "move_layer")),
    *(name for name in SESSION if name not in ("a stroke", "stop at")),
    *(f"training {name}" for name in ("optimizer", "loss")),
    *(f"dense {name}" for name in ("units", "activation", "bias")),
    *(f"pick {name}" for name in GENERATORS),
)


@pytest.mark.parametrize("name", LOSES_NOTHING)
def test_undo_of_what_loses_nothing_keeps_the_epochs_trained_since(bench, name):
    ALL[name](bench.session)
    bench.train(2)
    after = bench.learned()
    bench.undo()
    assert bench.learned()["weights"][:3] == after["weights"][:3]
    assert bench.run.epoch == after["place"][1]


@pytest.mark.parametrize("name", LOSES)
def test_undo_of_what_changes_the_learned_brings_it_back(bench, name):
    before = bench.learned()
    ALL[name](bench.session)
    bench.train(2)
    bench.undo()
    assert bench.learned() == before


# ---- while training goes on ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOSES)
def test_undo_while_it_trains(bench, name):
    bench.play()
    before = bench.learned()
    rows = len(bench.session.history)
    ALL[name](bench.session)
    bench.play()
    bench.session.pause()
    bench.turn()
    after = bench.learned()
    bench.session.play()
    bench.session.undo_stack.undo()
    bench.session.pause()
    bench.turn()
    undone = bench.learned()
    for part in ("weights", "place", "document", "branches", "answers"):
        assert undone[part] == before[part], part
    kinds = [column.dtype for column in bench.session.history.to_arrays().values()]
    for column, other, kind in zip(before["curve"], undone["curve"], kinds, strict=True):
        then, now = np.frombuffer(column, kind), np.frombuffer(other, kind)
        assert now[: len(then)] == pytest.approx(then, rel=1e-5), (
            "its end may have been measured anew when it paused for the edit, exactly and not as while it trains"
        )
    assert rows <= len(bench.session.history) <= rows + 2
    bench.redo()
    assert bench.learned() == after


def test_training_on_from_an_undone_step_is_as_if_it_had_never_been(bench, qtbot):
    straight = ByHand(document())
    straight.train(3)
    straight.train_batches(2)
    straight.train(4)
    for name in ("dense units", "edit add_points", "reset", "training optimizer", "type a weight"):
        ALL[name](bench.session)
        bench.turn()
        bench.train(1) if name not in LOSES_NOTHING and name != "edit add_points" else bench.turn()
        bench.undo()
    bench.train(4)
    assert bench.learned()["weights"] == straight.learned()["weights"]
    assert bench.learned()["place"] == straight.learned()["place"]
    straight.close()


def test_what_was_trained_between_undo_and_redo_is_kept_as_well(bench):
    ALL["dense units"](bench.session)
    bench.train(1)
    after = bench.learned()
    bench.undo()
    bench.train(2)
    trained = bench.learned()
    bench.redo()
    assert bench.learned() == after
    bench.undo()
    assert bench.learned() == trained


def test_a_cancelled_drag_leaves_nothing(bench):
    before = bench.learned()
    ALL["drag a weight"](bench.session)
    bench.turn()
    bench.session.cancel("drag")
    bench.turn()
    assert bench.learned() == before
    assert bench.session.undo_stack.count() == 0


def test_a_stroke_while_it_trains_does_not_turn_back_the_pass(bench):
    """Its first points came before the training that its last ones came after."""
    bench.session.edit("Stroke", add_points, "stroke")
    bench.train_batches(3)
    bench.session.edit("Stroke", add_points, "stroke")
    bench.turn()
    weights = bench.learned()["weights"][:3]
    bench.undo()
    assert bench.learned()["weights"][:3] == weights
    assert len(bench.session.document.dataset) == len(document().dataset)


def test_across_runs_and_numbers(bench):
    states = [bench.learned()]
    for name in ("reset", "continue from here", "new weights", "dense units"):
        if name == "continue from here":
            bench.train(4)
            states[-1] = bench.learned()
        ALL[name](bench.session)
        bench.turn()
        bench.train(2)
        states.append(bench.learned())
    assert len(bench.session.time.timeline.branches) == 3
    for state in reversed(states[:-1]):
        bench.undo()
        assert bench.learned() == state
    for state in states[1:]:
        bench.redo()
        assert bench.learned() == state


# ---- a new start -----------------------------------------------------------------------------------------------------


def test_reset_puts_the_run_aside_and_undo_takes_it_back(bench, qtbot):
    before = bench.learned()
    bench.session.reset()
    with qtbot.waitSignal(bench.session.message_posted, timeout=0) as posted:
        bench.turn()
    assert posted.args == ["Run 1 (3 epochs) is put aside in the loss panel. Undo brings it back as it was.", "info"]
    (aside,) = bench.session.time.timeline.branches
    assert (aside.name, aside.end.epoch) == ("Run 1", 3)
    assert bench.run.epoch == 0
    assert bench.session.undo_stack.undoText() == "Start over"
    with qtbot.waitSignal(bench.session.message_withdrawn, timeout=0) as withdrawn:
        bench.undo()
    assert withdrawn.args == posted.args[:1]
    assert bench.learned() == before


def test_the_epochs_that_are_said_are_those_that_are_kept(bench, qtbot):
    """The trainer is ahead of what was shown last."""
    bench.session.play()
    while bench.run.epoch <= bench.session.snapshot.live_epoch:
        bench.loop.turn()
    bench.session.reset()
    with qtbot.waitSignal(bench.session.message_posted, timeout=0) as posted:
        bench.turn()
    (aside,) = bench.session.time.timeline.branches
    assert posted.args[0].startswith(f"Run 1 ({aside.end.epoch:,} epochs) is put aside")


def test_a_run_of_no_training_is_not_kept(bench, qtbot):
    bench.session.reset()
    bench.turn()
    with qtbot.assertNotEmitted(bench.session.message_posted):
        bench.session.new_weights()
        bench.turn()
    assert len(bench.session.time.timeline.branches) == 1


def test_resetting_what_was_never_trained_is_no_step(qtbot):
    bench = ByHand(document())
    bench.session.reset()
    bench.turn()
    assert bench.session.undo_stack.count() == 0
    bench.session.edit("Units", lambda d: edits_network.change_layer(d, 1, units=5))
    bench.turn()
    bench.session.reset()
    assert bench.session.undo_stack.undoText() == "Start over", "the layer kept weights of its first size"
    bench.close()


def test_resetting_twice_is_one_step(bench):
    for _ in range(3):
        bench.session.reset()
        bench.turn()
    assert bench.session.undo_stack.count() == 1


# ---- memory ----------------------------------------------------------------------------------------------------------


def test_memory_is_bounded_and_what_is_lost_is_said(qtbot):
    most = 600_000
    bench = ByHand(document_for("circle", (64, 64), count=20), most_bytes=most)
    for step in range(30):
        bench.train(1)
        bench.session.edit("Units", lambda d, n=step: edits_network.change_layer(d, 1, units=40 + n))
        bench.turn()
        assert bench.states.nbytes <= 1.1 * most, "but for what was recorded since"
    said = set()
    while bench.session.undo_stack.canUndo():
        bench.undo()
        assert bench.states.nbytes <= 1.1 * most, "but for what was recorded since"
        said.add(bench.session.snapshot.message)
    assert any("no longer kept" in words for words in said)
    assert any("no longer kept" not in words for words in said), "the newest are kept"
    bench.close()


def test_a_drag_takes_one_copy_at_most(bench, monkeypatch):
    made = []
    copy = undo_states.copy_of
    monkeypatch.setattr(undo_states, "copy_of", lambda *parts: made.append(1) or copy(*parts))
    bench.play()
    for number in range(50):
        bench.session.set_parameter("Drag", WEIGHT, (0, 0), number / 50, "drag")
        bench.turn()
    assert len(made) <= 1, "none where it was recorded for the film just now"
    bench.session.pause()
    bench.turn()


def test_a_stroke_takes_none(bench, monkeypatch):
    monkeypatch.setattr(undo_states, "copy_of", None)
    bench.play()
    for _ in range(10):
        bench.session.edit("Stroke", add_points, "stroke")
        bench.turn()
    bench.settle()
    bench.undo()


def test_undo_leaves_a_moment_that_has_not_come_yet(bench):
    bench.session.edit("Add class", edits_data.add_class)
    bench.turn()
    bench.train(5)
    moments = bench.session.time.timeline.moments
    bench.session.time.show(moments[-1])
    bench.turn()
    assert bench.session.snapshot.moment is moments[-1]
    bench.undo()
    assert bench.run.epoch == bench.session.snapshot.live_epoch == 3
    assert bench.session.snapshot.moment is None
    assert bench.session.time.shown is None


def test_a_moment_that_is_past_stays_shown_through_undo(bench):
    bench.session.edit("Stroke", add_points)
    bench.turn()
    moment = bench.session.time.timeline.moments[0]
    bench.session.time.show(moment)
    bench.undo()
    assert bench.session.snapshot.moment is bench.session.time.shown is moment


def test_divergence_right_after_an_edit_goes_back_to_what_was_learned(bench):
    """Before anything could be measured: not to weights that were never trained."""
    bench.session.edit("Units", lambda d: edits_network.change_layer(d, 1, units=6))
    bench.turn()
    carried = bench.loop.at_hand.last_finite()
    bench.run.parameters[...] = np.nan
    bench.loop._unseen = True
    bench.turn()
    assert bench.session.state is TrainerState.DIVERGED
    assert np.array_equal(bench.run.parameters, carried.parameters)
    bench.session.recover()
    bench.turn()
    assert bench.session.state is TrainerState.PAUSED
    assert bench.run.epoch == carried.epoch == 3


def test_points_in_place_of_rows_begin_another_run_and_undo_brings_the_first_back(qtbot):
    bench = ByHand(rows_document(columns=5))
    bench.train(3)
    before, run = bench.learned(), bench.session.run
    source = DataSource("circle", 60, 0.0, 0)
    replace_points(bench.session, "Pick Circle", lambda d: edits_source.regenerate(d, source))
    bench.turn()
    bench.settle()
    assert bench.session.run > run
    assert bench.session.document.inputs == ("x", "y")
    assert bench.session.snapshot.epoch == 0
    assert len(bench.session.time.timeline.branches) == 1
    bench.undo()
    assert bench.learned() == before
    bench.close()
