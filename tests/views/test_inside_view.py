"""The panel of the insides: asked for while it is seen, drawn whatever comes, and said in words."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.layers import BatchNorm, DropoutLayer
from playground.training.engines import kernels
from playground.training.probes.layer_statistics import Inside, InsideLayer
from playground.views.inside.words import error_words, layer_titles, state_words
from playground.widgets import theme
from tests.support.inside_panel import arrive, deep, look, panels, pixels

NAN = float("nan")
WAIT_MS = 30_000


def asked(session):
    return any("inside" in wants for wants in session._wants.values())


@pytest.fixture
def make(qtbot):
    yield from panels(qtbot)


# ---- when it asks --------------------------------------------------------------------------------------------------


def test_it_asks_only_while_it_is_seen(make):
    session, view = make()
    assert asked(session)
    view.hide()
    assert not asked(session)
    arrive(session, look(session.document))
    assert len(view._record) == 0
    view.show()
    assert asked(session)


def test_the_same_numbers_are_not_drawn_twice(make, monkeypatch):
    session, view = make()
    inside = look(session.document)
    arrive(session, inside)
    monkeypatch.setattr(view, "_refresh", lambda: pytest.fail("drawn again"))
    arrive(session, inside)


# ---- what it shows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["activations", "weights", "gradients"])
@pytest.mark.parametrize("shown", [theme.DARK, theme.LIGHT], ids=lambda shown: shown.name)
@pytest.mark.parametrize("size", [(280, 300), (300, 780), (700, 400)])
def test_every_page_is_drawn_in_both_themes_at_any_size(make, qapp, kind, shown, size):
    theme.apply_theme(qapp, shown)
    session, view = make(size=size)
    blank = pixels(view)
    for epoch in (0, 3, 40):
        arrive(session, look(session.document, epoch))
    view.kinds.set_current(kind)
    view._refresh()
    assert pixels(view) != blank
    theme.apply_theme(qapp, theme.DARK)


def test_a_fading_network_is_told_from_one_whose_error_arrives(make):
    session, view = make(deep("sigmoid"))
    arrive(session, look(session.document))
    assert "fades" in view.caption.text()
    lowest, highest = view.errors._decades
    assert highest - lowest >= 5
    session.edit("ReLU", lambda _: deep("relu", "he"))
    arrive(session, look(session.document))
    assert "arrives" in view.caption.text()
    places = view.errors._places(np.array([layer.error for layer in view.shown().layers]))
    decade = view.errors._height_of(0.0) - view.errors._height_of(1.0)
    assert np.ptp(places[:, 1]) <= decade * 1.01


def test_rows_have_names_and_states():
    assert layer_titles(deep(depth=2)) == (("1", "sigmoid"), ("2", "sigmoid"), ("Out", "output"))
    bare = layer_titles(replace(deep(depth=0), network=(BatchNorm(uid=1), DropoutLayer(uid=2))))
    assert bare[:2] == (("1", "Batch norm"), ("2", "Dropout"))

    def state(dead, saturated):
        return state_words(InsideLayer(1, None, None, None, 1.0, dead, saturated))

    assert state(NAN, NAN) == ("", False)
    assert state(0.0, NAN) == ("0\N{NARROW NO-BREAK SPACE}% dead", False)
    assert state(0.75, NAN) == ("75\N{NARROW NO-BREAK SPACE}% dead", True)
    assert state(0.0, 0.2) == ("20\N{NARROW NO-BREAK SPACE}% saturated", False)


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ([1e-6, 1.0], "gets 10⁻⁶ of the output's"),
        ([0.02, 1.0], "1/50"),
        ([0.5, 1.0], "arrives"),
        ([5.0, 1.0], "arrives"),
        ([40.0, 1.0], "gets 40 times"),
        ([1e5, 1.0], "gets 10⁵ times"),
        ([0.0, 1.0], "No error reaches layer 1"),
        ([0.0, 0.0], "no error"),
        ([NAN, 1.0], "not a number"),
        ([1.0, float("inf")], "not a number"),
        ([1.0], "Add layers"),
    ],
)
def test_the_sentence_says_how_the_error_fares(errors, words):
    layers = tuple(InsideLayer(i, None, None, None, error, NAN, NAN) for i, error in enumerate(errors))
    assert words in error_words(Inside(0.0, 1, layers))


def test_layers_that_hold_nothing_are_drawn(make):
    session, view = make(deep(depth=1))
    arrive(session, Inside(0.0, 3, tuple(InsideLayer(uid, None, None, None, 0.0, 1.0, NAN) for uid in (1, 0))))
    for kind in ("activations", "weights", "gradients"):
        view.kinds.set_current(kind)
        view._refresh()
        assert pixels(view)
    assert "no error" in view.caption.text()


@pytest.mark.parametrize("errors", [(NAN, 1.0), (float("inf"), 1.0), (0.0, float("inf")), (1e-40, 1e30)])
def test_wild_errors_are_drawn(make, errors):
    session, view = make(deep(depth=1))
    layers = tuple(InsideLayer(u, None, None, None, e, NAN, NAN) for u, e in zip((1, 0), errors, strict=True))
    arrive(session, Inside(0.0, 3, layers))
    assert pixels(view)


# ---- what it says when there is nothing ----------------------------------------------------------------------------


def test_why_nothing_shows(make):
    session, view = make()
    assert view.blank.text().startswith("Loading")
    data = session.document.dataset
    everything = replace(data, is_test=np.ones(len(data), dtype=np.bool_))
    session.edit("Test all", lambda d: replace(d, dataset=everything))
    arrive(session, None)
    assert view.blank.isVisible()
    assert view.blank.text() in {
        "No training points: without them no error comes back",
        "The layers show here when there is something to learn",
    }


def test_who_trains_is_not_invited_to(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document))
    invited = pixels(view.rows)
    session.playing = True
    session.state_changed.emit()
    assert pixels(view.rows) != invited


def test_a_network_without_hidden_layers_has_its_output(make):
    session, view = make(deep(depth=0))
    arrive(session, look(session.document))
    assert "Add layers" in view.caption.text()
    assert view.errors.isVisible()


# ---- the mouse -----------------------------------------------------------------------------------------------------


def test_the_pointer_goes_back_in_time_and_leaving_returns(make):
    session, view = make(deep(depth=3))
    for epoch in (0, 9, 99):
        arrive(session, look(session.document, epoch))
    plot = view.rows._plot(1)
    QTest.mouseMove(view.rows, QPoint(round(plot.left() + 0.6 * plot.width()), round(plot.center().y())))
    assert view.shown().epoch == 9
    assert view.subtitle.text().startswith("epoch 9,")
    assert pixels(view)
    QApplication.sendEvent(view.rows, QEvent(QEvent.Type.Leave))
    assert view.shown().epoch == 99


def test_keys_go_through_the_moments(make):
    session, view = make(deep(depth=3))
    for epoch in (0, 9, 99):
        arrive(session, look(session.document, epoch))

    def press(key):
        QTest.keyClick(view.rows, key)
        return view.shown().epoch

    assert press(Qt.Key.Key_Left) == 9
    assert press(Qt.Key.Key_Right) == 99
    assert press(Qt.Key.Key_Home) == 0
    assert press(Qt.Key.Key_Right) == 0
    assert press(Qt.Key.Key_End) == 99


def test_a_click_on_a_row_selects_the_layer(make):
    session, view = make(deep(depth=3))
    arrive(session, look(session.document))
    QTest.mouseClick(
        view.rows, Qt.MouseButton.LeftButton, pos=QPointF(10, view.rows.row_rect(1).center().y()).toPoint()
    )
    assert session.selection.layer == 2


def test_what_is_seen_has_names(make):
    session, view = make(deep(depth=3))
    arrive(session, look(session.document))
    assert view.accessibleName() == "Inside"
    assert view.errors.accessibleName() == "Error that comes back to each layer"
    assert view.errors.accessibleDescription().startswith("1 ")
    assert view.rows.accessibleName()
    assert view.kinds.accessibleName()


# ---- from the trainer ----------------------------------------------------------------------------------------------


def test_the_trainer_sends_what_is_asked_for_and_no_more(make, qtbot, monkeypatch):
    """A person sees the sigmoid network fade and the ReLU network not; nothing is computed for a closed panel."""
    monkeypatch.setattr(kernels, "prepare_rasters", lambda: None)
    monkeypatch.setattr(kernels, "prepare_fused", lambda: "no fused kernel in this test")
    session, view = make(deep("sigmoid"))
    session.start()
    qtbot.waitUntil(lambda: "fades" in view.caption.text(), timeout=WAIT_MS)
    errors = [layer.error for layer in session.snapshot.inside.layers]
    assert errors[-1] / errors[0] >= 1e5
    relu = deep("relu", "he")
    session.load(replace(relu, network=tuple(replace(one, units=16) for one in relu.network)), "ReLU")
    qtbot.waitUntil(lambda: "arrives" in view.caption.text(), timeout=WAIT_MS)
    errors = [layer.error for layer in session.snapshot.inside.layers]
    assert max(errors) / min(errors) < 10
    session.play()
    qtbot.waitUntil(lambda: len(view._record) > 3, timeout=WAIT_MS)
    view.hide()
    qtbot.waitUntil(lambda: session.snapshot.inside is None, timeout=WAIT_MS)
    session.pause()
