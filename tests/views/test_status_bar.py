"""The status bar: words for states, the answer under the pointer, speed, and no more than ten updates a second."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_data import clear_points
from playground.document.presets import document_for, first_document
from playground.session.session import Session
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.plane.output_map import UnitSamples
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.views.status_bar import NOT_READY, StatusBar, hint_of, sentence_of, state_of
from playground.widgets.text import text_width
from tests.support.probes import map_picture

HOME = (-6.0, 6.0, -6.0, 6.0)


@pytest.fixture
def make(qtbot):
    made = []

    def build(document=None):
        session = Session(document or first_document())
        bar = StatusBar(session)
        qtbot.addWidget(bar)
        made.append((session, bar))
        return session, bar

    yield build
    for session, bar in made:
        assert session.close()
        bar.timer.stop()


def send(session, **values):
    base = {
        "run": session.run,
        "document": session.document,
        "epoch": 1,
        "batch": 1,
        "parameters": {},
        "state": TrainerState.PAUSED,
        "stepper": "fused kernel",
    }
    session.pump.arrived.emit(Snapshot(**(base | values)))


def test_states_have_words_and_colours(make):
    session, bar = make()
    assert state_of(session) == ("Loading PyTorch", "ink3")
    send(session)
    assert state_of(session) == ("Paused", "ink3")
    send(session, state=TrainerState.TRAINING)
    assert state_of(session) == ("Training", "ok")
    send(session, state=TrainerState.DIVERGED)
    assert state_of(session) == ("Diverged", "danger")
    session.edit("Clear", clear_points)
    assert state_of(session) == (NOT_READY, "warn")
    bar.show_now()
    assert "no points yet" in bar.state.toolTip()


def test_play_while_something_loads_is_seen_and_so_is_taking_it_back(make):
    session, bar = make()
    session.toggle()
    bar.show_now()
    assert state_of(session) == ("Loading PyTorch, then training", "ink3")
    assert bar.hint.text() == "Training begins as soon as that is loaded. Space or Pause takes it back."
    send(session, state=TrainerState.LOADING, message="Loading the training kernel.", batch=0)
    assert state_of(session) == ("Loading the training kernel, then training", "ink3")
    session.toggle()
    bar.show_now()
    assert state_of(session) == ("Loading the training kernel", "ink3")
    assert bar.hint.text().startswith("Space starts training")


def test_the_hint_names_the_class_that_the_tool_puts(make):
    session, bar = make()
    session.hand.set_class(1)
    assert hint_of(session).startswith("Drag to paint Blue points")
    session.hand.set_tool("point")
    assert "a single Blue point" in hint_of(session)
    session.hand.set_tool("eraser")
    assert "Blue" not in hint_of(session)
    bar.show_now()
    assert bar.hint.text() == hint_of(session)


def test_why_training_stopped_takes_the_place_of_the_hint(make):
    session, bar = make()
    send(session, stopped=True, message="Stopped at epoch 300.")
    bar.show_now()
    assert bar.hint.text() == "Stopped at epoch 300."


def test_it_reads_the_map_under_the_pointer(make):
    session, bar = make()
    shown = np.zeros((4, 4, 2), np.float32)
    shown[0, 3] = (0.25, 0.75)
    send(session, results=map_picture(shown))
    session.hand.set_class(1)
    session.hand.point_at((5.0, -5.0))
    bar.show_now()
    assert bar.readout.text().startswith("x 5.00, y −5.00, P(Blue) 0.75")
    session.hand.point_at((50.0, 0.0))
    bar.show_now()
    assert "P(" not in bar.readout.text()
    session.hand.point_at(None)
    bar.show_now()
    assert bar.readout.text().startswith("– epochs/s")


def test_values_and_neurons_are_read_too(make):
    session, bar = make(document_for("reg-plane", (4,)))
    values = np.full((2, 2, 1), 0.5, np.float32)
    send(session, results=map_picture(values))
    session.hand.point_at((0.0, 0.0))
    bar.show_now()
    assert "value 0.50" in bar.readout.text()
    session.selection.pin(NeuronAddress(1, 0))
    unit = UnitSamples(NeuronAddress(1, 0), np.full((2, 2), -1.0, np.float32), 1.0, 1.0)
    send(session, results=map_picture(values, focus=unit))
    bar.show_now()
    assert "neuron −1.00" in bar.readout.text()


@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
def test_answers_that_are_not_numbers_are_dashes(make, poison):
    session, bar = make()
    send(session, results=map_picture(np.full((2, 2, 2), poison, np.float32)), epochs_per_second=float("nan"))
    session.hand.point_at((0.0, 0.0))
    session.playing = True
    bar.show_now()
    bar.resize(1280, 32)
    assert not bar.grab().isNull()


def test_speed_and_engine_stand_at_the_right(make):
    session, bar = make()
    session.playing = True
    send(session, state=TrainerState.TRAINING, epochs_per_second=712.4, device="CPU")
    bar.show_now()
    assert bar.readout.text() == "712 epochs/s, – frames/s, fused kernel, CPU"
    send(session, state=TrainerState.TRAINING, epochs_per_second=1.23)
    bar.show_now()
    assert bar.readout.text().startswith("1.2 epochs/s")


def test_what_stands_left_of_the_speed_does_not_move_with_its_digits(make):
    session, bar = make()
    session.playing = True
    widths = set()
    for speed in (0.0, 0.05, 1.23, 60.0, 712.4, 9_800.0):
        send(session, state=TrainerState.TRAINING, epochs_per_second=speed, device="CPU")
        bar.show_now()
        widths.add(bar.readout.sizeHint().width())
    assert len(widths) == 1


def test_many_changes_are_one_update(make, qtbot):
    session, bar = make()
    updates = []
    bar.timer.timeout.connect(lambda: updates.append(bar.readout.text()))
    for x in range(50):
        session.hand.point_at((float(x), 0.0))
    assert updates == []
    qtbot.waitUntil(lambda: len(updates) == 1)
    assert updates[0].startswith("x 49.00")


def test_off_the_canvas_it_says_how_to_begin_or_what_the_trainer_says(qtbot):
    session = Session(first_document())
    quiet = Snapshot(session.run, session.document, 0, 0, {}, TrainerState.PAUSED)
    session.snapshot = quiet
    assert sentence_of(session).startswith("Space starts training")
    session.snapshot = replace(quiet, message="The kernel does not cover float16: training with PyTorch.")
    assert sentence_of(session) == session.snapshot.message
    session.hand.point_at((1.0, 2.0))
    assert sentence_of(session) == hint_of(session)
    assert session.close()


def test_what_play_waits_for_is_said_once(make):
    session, bar = make()
    words = "Making the training kernel ready (once, one to two minutes)."
    send(session, state=TrainerState.LOADING, message=words, stepper="")
    bar.show_now()
    assert state_of(session) == (words[:-1], "ink3")
    assert bar.hint.text() == hint_of(session) or "Space starts" in bar.hint.text()
    assert "fused" not in bar.readout.text()


def test_no_part_of_a_hint_is_cut_and_a_sentence_is_elided(make):
    session, bar = make()
    send(session)
    bar.show_now()
    whole = bar.hint.text()
    bar.hint.resize(text_width(whole, "row") - 5, 16)
    assert bar.hint.seen_text() == whole.rpartition(" · ")[0]
    send(session, stopped=True, message="Stopped at epoch 300, as the rule says.")
    bar.show_now()
    bar.hint.resize(60, 16)
    assert bar.hint.seen_text() == "Stopped at epoch 300, as the rule says."
