"""The session: one undo step for each gesture, one run number for each shape, a trainer that follows."""

import numpy as np
import pytest

from playground.document import edits_data, edits_network
from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.presets import first_document
from playground.session.session import Session
from playground.session.speed import MOST_SPEED, position_of, speed_at, speed_text
from playground.training.loop.commands import SetSpeed
from playground.training.probes.addresses import NeuronAddress
from playground.training.snapshots.snapshot import TrainerState

WAIT_MS = 60_000


@pytest.fixture
def session(qtbot):
    session = Session(first_document())
    yield session
    assert session.close()


@pytest.fixture
def live(session, qtbot):
    session.start()
    qtbot.waitUntil(lambda: session.state is TrainerState.PAUSED, timeout=WAIT_MS)
    return session


def points(*rows):
    return np.array(rows, dtype=np.float64)


def test_edits_of_one_gesture_are_one_step_with_the_last_words(session):
    before = session.document
    for i in range(3):
        session.edit(f"Draw {i + 1} points", lambda d: edits_data.add_points(d, points([1.0, 2.0]), 0), "stroke")
    assert len(session.document.dataset) == 283
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "Draw 3 points"
    session.undo_stack.undo()
    assert session.document is before


def test_a_jump_over_many_steps_is_shown_once(session):
    first = session.document
    for i in range(20):
        session.edit(f"Draw {i}", lambda d: edits_data.add_points(d, points([1.0, 2.0]), 0))
        session.edit(f"Rate {i}", lambda d, i=i: edits_network.change_training(d, learning_rate=0.1 + i))
    session.edit("Layer", lambda d: edits_network.delete_layer(d, 1))
    last, runs, shown = session.document, session.run, []
    signals = session.dataset_changed, session.network_changed, session.training_changed, session.document_changed
    for index, signal in enumerate(signals):
        signal.connect(lambda index=index: shown.append((index, session.document)))
    session.undo_stack.setIndex(0)
    assert shown == [(index, first) for index in (1, 0, 2, 3)]
    assert session.run > runs
    shown.clear()
    session.undo_stack.setIndex(session.undo_stack.count())
    assert shown == [(index, last) for index in (1, 0, 2, 3)]


def test_an_edit_that_changes_nothing_is_no_step(session, qtbot):
    with qtbot.assertNotEmitted(session.document_changed):
        assert not session.edit("Nothing", lambda d: d)
    assert session.undo_stack.count() == 0


def test_each_part_wakes_only_who_shows_it(session, qtbot):
    with qtbot.assertNotEmitted(session.network_changed), qtbot.waitSignal(session.dataset_changed, timeout=0):
        session.edit("Draw", lambda d: edits_data.add_points(d, points([0.0, 0.0]), 1))
    with qtbot.assertNotEmitted(session.dataset_changed), qtbot.waitSignal(session.training_changed, timeout=0):
        session.edit("Rate", lambda d: edits_network.change_training(d, learning_rate=0.5))
    with qtbot.assertNotEmitted(session.dataset_changed), qtbot.waitSignal(session.network_changed, timeout=0):
        session.edit("Layer", lambda d: edits_network.delete_layer(d, 1))


def test_only_a_change_of_shape_begins_another_run(session):
    run = session.run
    session.edit("Rate", lambda d: edits_network.change_training(d, learning_rate=0.5))
    assert session.run == run
    session.edit("Units", lambda d: edits_network.change_layer(d, 1, units=3))
    assert session.run == run + 1


def test_a_deleted_layer_is_not_selected_any_more(session):
    session.selection.select_layer(2)
    session.selection.pin(NeuronAddress(2, 3))
    session.edit("Delete layer", lambda d: edits_network.delete_layer(d, 2))
    assert session.selection.layer is None
    assert session.selection.pinned is None
    session.selection.pin(NeuronAddress(INPUT_UID, 0))
    session.edit("Delete layer", lambda d: edits_network.delete_layer(d, 1))
    assert session.selection.pinned == NeuronAddress(INPUT_UID, 0)


def test_selected_points_are_not_those_of_the_document_opened_next(session):
    count = len(session.document.dataset)
    session.selection.select_points(np.arange(count) < 3)
    session.selection.light(2)
    session.load(first_document(), "Another of as many points")
    assert len(session.document.dataset) == count
    assert session.selection.points is None
    assert session.selection.lit is None


def test_play_pause_and_step(live, qtbot):
    live.play()
    qtbot.waitUntil(lambda: live.snapshot.epoch >= 3, timeout=WAIT_MS)
    live.pause()
    qtbot.waitUntil(lambda: live.state is TrainerState.PAUSED, timeout=WAIT_MS)
    batch, epoch = live.snapshot.batch, live.snapshot.epoch
    live.step()
    qtbot.waitUntil(lambda: live.snapshot.epoch == epoch + 1, timeout=WAIT_MS)
    assert not live.playing
    assert live.snapshot.batch > batch


def test_a_typed_weight_arrives_and_undo_takes_it_back(live, qtbot):
    key = (OUTPUT_UID, "linear.weight")
    old = float(live.snapshot.parameters[key][0, 3])
    live.set_parameter("Set weight", key, (0, 3), 2.5, None)
    qtbot.waitUntil(lambda: live.snapshot.parameters[key][0, 3] == 2.5, timeout=WAIT_MS)
    live.undo_stack.undo()
    qtbot.waitUntil(lambda: live.snapshot.parameters[key][0, 3] == pytest.approx(old), timeout=WAIT_MS)


def test_a_new_neuron_does_not_undo_what_was_learned(live, qtbot):
    live.set_speed(SetSpeed(None, MOST_SPEED))
    live.play()
    qtbot.waitUntil(lambda: live.snapshot.epoch >= 60, timeout=WAIT_MS)
    live.pause()
    qtbot.waitUntil(lambda: live.state is TrainerState.PAUSED, timeout=WAIT_MS)
    learned = live.history.columns()["train_loss"][-1]
    live.edit("Add neuron", lambda d: edits_network.change_layer(d, 1, units=9))
    count = len(live.history)
    live.step()
    qtbot.waitUntil(lambda: len(live.history) > count and live.snapshot.run == live.run, timeout=WAIT_MS)
    first = live.history.columns()["train_loss"][0]
    assert live.history.columns()["train_loss"][-1] < learned + 0.2 * (first - learned)


def test_reset_returns_to_the_same_weights_and_new_weights_does_not(live, qtbot):
    key = (1, "linear.weight")
    initial = live.snapshot.parameters[key].copy()
    live.step()
    qtbot.waitUntil(lambda: live.snapshot.epoch == 1, timeout=WAIT_MS)
    assert not np.array_equal(live.snapshot.parameters[key], initial)
    live.reset()
    qtbot.waitUntil(lambda: live.snapshot.run == live.run and live.snapshot.epoch == 0, timeout=WAIT_MS)
    assert np.array_equal(live.snapshot.parameters[key], initial)
    live.new_weights()
    qtbot.waitUntil(lambda: live.snapshot.run == live.run, timeout=WAIT_MS)
    assert not np.array_equal(live.snapshot.parameters[key], initial)


def test_divergence_stops_and_recovers_with_a_lower_rate(live, qtbot):
    live.edit(
        "Rate", lambda d: edits_network.change_training(d, learning_rate=10.0, optimizer="sgd", loss="half_squared")
    )
    live.edit("Relu", lambda d: edits_network.change_layer(d, 1, activation="relu"))
    live.edit("Relu", lambda d: edits_network.change_layer(d, 2, activation="relu"))
    live.edit("Decay", lambda d: edits_network.change_training(d, l2=10.0))
    live.set_speed(SetSpeed(None, MOST_SPEED))
    live.play()
    qtbot.waitUntil(lambda: live.state is TrainerState.DIVERGED, timeout=WAIT_MS)
    assert not live.playing
    live.recover()
    qtbot.waitUntil(lambda: live.state is TrainerState.PAUSED, timeout=WAIT_MS)
    assert live.document.training.learning_rate == pytest.approx(1.0)
    assert all(np.isfinite(values).all() for values in live.snapshot.parameters.values())


def test_an_untrainable_document_does_not_play_and_says_why(session, qtbot):
    session.edit("Clear", edits_data.clear_points)
    with qtbot.waitSignal(session.message_posted, timeout=0) as posted:
        session.play()
    assert "no points" in posted.args[0]
    assert not session.playing


@pytest.mark.parametrize("position", [0.0, 0.2, 0.5, 0.7, 1.0])
def test_speed_and_position_are_inverses(position):
    assert position_of(speed_at(position, 20), 20) == pytest.approx(position, abs=1e-6)


def test_the_middle_of_the_speed_slider_is_an_epoch_a_frame():
    assert speed_at(0.5, 20) == SetSpeed(None, 1.0)
    assert speed_text(speed_at(0.0, 20), 20) == "0.05 epochs/s"
    assert speed_text(speed_at(0.5, 20), 20) == "60 epochs/s"
    assert speed_text(speed_at(0.49999, 20), 20) == "60 epochs/s"
    assert speed_text(speed_at(1.0, 20), 20) == "Max"


def test_what_was_learned_is_known_before_the_edited_network_is_seen(live, qtbot):
    live.play()
    qtbot.waitUntil(lambda: live.has_learned, timeout=WAIT_MS)
    live.edit("Add layer", lambda d: edits_network.insert_layer(d, 1, d.network[0]))
    assert live.has_learned
    live.reset()
    assert not live.has_learned
