"""What the pad shows of the network's answer: bars, title, where it looks, what is wrong."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from playground.layers import Flatten
from playground.training.probes.activations import Activations
from playground.training.probes.saliency import Saliency
from playground.training.snapshots.compose import copies_of
from playground.training.snapshots.snapshot import TrainerState
from playground.training.state.run import Run
from tests.support.pad import SEVEN, answer, mouse, stroke
from tests.support.paint_spy import PaintSpy
from tests.support.probes import arrive, taken


def lean(count, best, share):
    """Probabilities of which one is large."""
    found = np.full(count, (1 - share) / (count - 1))
    found[best] = share
    return found


def asked(session, kind):
    return next((one for one in session.wanted("pad") if isinstance(one, kind)), None)


def test_it_asks_for_the_picture_at_hand_and_for_nothing_while_hidden(open_pad):
    session, view, _ = open_pad()
    stroke(view)
    sample = tuple(session.selection.picture.reshape(-1).tolist())
    assert asked(session, Activations).sample == sample
    assert asked(session, Saliency).sample == sample
    view.looks_button.click()
    assert asked(session, Saliency) is None
    view.hide()
    assert session.wanted("pad") == ()


def test_bars_stand_in_the_order_of_at_most_ten_classes(open_pad):
    session, view, _ = open_pad()
    answer(session, lean(10, 7, 0.98))
    bars = view.bars.shown()
    assert [bar.name for bar in bars] == [str(digit) for digit in range(10)]
    assert [bar.name for bar in bars if bar.is_best] == ["7"]
    assert view.subtitle.text().replace("\u2009", " ").startswith("7, 98")


def test_of_more_classes_the_best_eight_are_shown_best_first(open_pad):
    session, view, _ = open_pad("letters")
    answer(session, np.arange(26, 0, -1) / 351)
    assert [bar.name for bar in view.bars.shown()] == list("ABCDEFGH")


def test_in_a_low_panel_the_best_bars_stay(open_pad, qtbot):
    session, view, _ = open_pad(size=(300, 320))
    answer(session, lean(10, 7, 0.98))
    shown = view.bars.shown()
    assert len(shown) < 10
    assert shown[0].name == "7"


def trained(session, seed):
    """A network's snapshot without an answer, and what the trainer would answer to the picture at hand."""
    run = Run(replace(session.document, training=replace(session.document.training, seed=seed)))
    parameters, buffers = copies_of(run)
    arrive(session, parameters=parameters, buffers=buffers, state=TrainerState.TRAINING)

    def answered():
        sample = tuple(session.selection.picture.reshape(-1).tolist())
        return taken(run, Activations(sample))[Activations].answer

    return answered


def shares(view):
    return [bar.share for bar in view.bars.shown()]


def test_a_stroke_is_answered_and_its_bars_painted_before_anything_else(open_pad):
    session, view, _ = open_pad(network=(Flatten(uid=1),))
    QApplication.processEvents()
    at_once, seen = trained(session, seed=1), PaintSpy(view.bars)
    mouse(view, "press", SEVEN[0])
    for number, place in enumerate(SEVEN[1:], 2):
        mouse(view, "move", place)
        assert seen.paintings == number, "no event was handled in between"
        assert shares(view) == pytest.approx(at_once().tolist(), abs=1e-5)
    mouse(view, "release", SEVEN[-1])
    assert shares(view) == pytest.approx(at_once().tolist(), abs=1e-5)


def test_bars_follow_the_weights_of_every_snapshot_while_the_pen_rests(open_pad):
    session, view, _ = open_pad(network=(Flatten(uid=1),))
    before = trained(session, seed=1)
    mouse(view, "press", SEVEN[0])
    after = trained(session, seed=2)
    assert shares(view) != pytest.approx(before().tolist(), abs=1e-2)
    assert shares(view) == pytest.approx(after().tolist(), abs=1e-5)


def test_a_panel_that_is_closed_in_the_middle_of_a_stroke_waits_for_nothing(open_pad):
    session, view, _ = open_pad()
    mouse(view, "press", SEVEN[0])
    assert session.turns.drawing
    view.hide()
    assert not session.turns.drawing


def test_bars_follow_every_answer(open_pad):
    session, view, _ = open_pad()
    for best in (2, 7, 3):
        answer(session, lean(10, best, 0.9))
        assert next(bar.name for bar in view.bars.shown() if bar.is_best) == str(best)


def test_without_an_answer_bars_are_empty(open_pad):
    session, view, _ = open_pad()
    assert all(bar.share is None for bar in view.bars.shown())
    answer(session, lean(10, 2, 0.9))
    answer(session, lean(3, 2, 0.9))
    assert all(bar.share is None for bar in view.bars.shown()), "an answer of other classes is none"


def test_where_it_looks_is_the_gradient_in_signed_colours(open_pad):
    session, view, _ = open_pad()
    gradient = np.zeros((1, 16, 16), np.float32)
    gradient[0, 3, 4], gradient[0, 9, 2] = 1.0, -1.0
    answer(session, lean(10, 7, 0.98), gradient)
    image = view.looks.image
    more, less, none = image.pixelColor(4, 3), image.pixelColor(2, 9), image.pixelColor(0, 0)
    assert more.blue() > more.red() + 50
    assert less.red() > less.blue() + 50
    assert abs(none.red() - none.blue()) < 20
    view.looks_button.click()
    assert view.looks.image.isNull()


def test_of_a_recorded_state_with_other_layers_the_answer_of_then_is_shown(open_pad):
    from playground.training.snapshots.snapshot import Snapshot

    session, view, _ = open_pad()
    answer(session, lean(10, 4, 0.7))
    then = session.snapshot
    foreign = Snapshot(0, session.document, 1, 1, {}, TrainerState.PAUSED, then.results)
    bare = Snapshot(session.run, session.document, 1, 1, {}, TrainerState.PAUSED, foreign=foreign)
    session.pump.arrived.emit(bare)
    assert next(bar.name for bar in view.bars.shown() if bar.is_best) == "4"


def test_divergence_is_said_over_the_pad_with_a_way_out(open_pad):
    session, view, _ = open_pad()
    answer(session, lean(10, 2, 0.9), state=TrainerState.DIVERGED, last_finite_epoch=4, diverged_epoch=5)
    assert view.notices.diverged.isVisible()
    assert "epoch 5" in view.notices.diverged.accessibleName()


def test_the_pad_tells_what_it_is_and_shows(open_pad):
    session, view, _ = open_pad()
    stroke(view)
    answer(session, lean(10, 7, 0.98))
    told = QAccessible.queryAccessibleInterface(view.pad)
    assert told.role() is QAccessible.Role.Canvas
    assert told.text(QAccessible.Text.Name) == "Pad"
    value = told.text(QAccessible.Text.Value).replace("\u2009", " ")
    assert value.startswith("Your drawing; the network says 7, 98")
