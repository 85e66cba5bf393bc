"""The panel of the insides: asked for while it is seen, drawn whatever comes, and said in words."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.layers import BatchNorm, DropoutLayer
from playground.training.engines import kernels
from playground.training.probes.layer_statistics import LayerStatistics, LayerSummary, NetworkStatistics
from playground.views.inside.words import error_words, layer_titles, state_words
from playground.widgets import theme
from tests.support.inside_panel import arrive, deep, look, panels, pixels
from tests.support.loss_panel import double_click, leave, move_to, turn_wheel

NAN = float("nan")
WAIT_MS = 30_000


def asked(session):
    return LayerStatistics() in session.wanted()


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
    assert view.shown() is None
    view.show()
    assert asked(session)


def test_the_same_numbers_are_not_drawn_twice(make, monkeypatch):
    session, view = make()
    inside = look(session.document)
    arrive(session, inside)
    monkeypatch.setattr(view.errors, "show_errors", lambda *_: pytest.fail("drawn again"))
    monkeypatch.setattr(view.rows, "show_record", lambda *_, **__: pytest.fail("drawn again"))
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
    view.kinds.button(kind).click()
    assert pixels(view) != blank
    theme.apply_theme(qapp, theme.DARK)


def test_another_theme_right_after_a_new_start_breaks_nothing(make, qapp):
    session, view = make()
    arrive(session, look(session.document, 3))
    view.kinds.button("weights").click()
    session.show(deep(), fresh=True)
    theme.apply_theme(qapp, theme.LIGHT)
    pixels(view)
    theme.apply_theme(qapp, theme.DARK)


def test_a_fading_network_is_told_from_one_whose_error_arrives(make):
    session, view = make(deep("sigmoid"))
    arrive(session, look(session.document))
    assert "fades" in view.caption.text()
    assert view.errors.plot.visible().height() >= 5.0
    session.edit("ReLU", lambda _: deep("relu", "he"))
    arrive(session, look(session.document))
    assert "arrives" in view.caption.text()
    layers, decades = view.errors.plot.dots()
    assert layers.tolist() == list(range(len(view.shown().layers)))
    assert np.ptp(decades) <= 1.01


def test_rows_have_names_and_states():
    assert layer_titles(deep(depth=2)) == (("1", "sigmoid"), ("2", "sigmoid"), ("Out", "output"))
    bare = layer_titles(replace(deep(depth=0), network=(BatchNorm(uid=1), DropoutLayer(uid=2))))
    assert bare[:2] == (("1", "Batch norm"), ("2", "Dropout"))

    def state(dead, saturated):
        return state_words(LayerSummary(1, None, None, None, 1.0, dead, saturated))

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
    layers = tuple(LayerSummary(i, None, None, None, error, NAN, NAN) for i, error in enumerate(errors))
    assert words in error_words(NetworkStatistics(0.0, 1, layers))


def test_layers_that_hold_nothing_are_drawn(make):
    session, view = make(deep(depth=1))
    arrive(
        session, NetworkStatistics(0.0, 3, tuple(LayerSummary(uid, None, None, None, 0.0, 1.0, NAN) for uid in (1, 0)))
    )
    for kind in ("activations", "weights", "gradients"):
        view.kinds.button(kind).click()
        assert pixels(view)
    assert view.rows.plot.words() == ("no gradient", "no gradient")
    assert "no error" in view.caption.text()


@pytest.mark.parametrize("errors", [(NAN, 1.0), (float("inf"), 1.0), (0.0, float("inf")), (1e-40, 1e30)])
def test_wild_errors_are_drawn(make, errors):
    session, view = make(deep(depth=1))
    layers = tuple(LayerSummary(u, None, None, None, e, NAN, NAN) for u, e in zip((1, 0), errors, strict=True))
    arrive(session, NetworkStatistics(0.0, 3, layers))
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
    assert view.rows.plot.words() == ("Press Play",)
    session.playing = True
    session.state_changed.emit()
    assert view.rows.plot.words() == ()


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
    shown = view.rows.plot
    row = shown.row_rect(1)
    move_to(shown, QPointF(row.left() + 0.6 * row.width(), row.center().y()))
    assert view.shown().epoch == 9
    assert view.subtitle.text().startswith("epoch 9,")
    assert shown.readout().startswith("epoch 9\nmedian ")
    assert pixels(view)
    leave(shown)
    assert view.shown().epoch == 99
    assert shown.readout() == ""


def test_keys_go_through_the_moments(make):
    session, view = make(deep(depth=3))
    for epoch in (0, 9, 99):
        arrive(session, look(session.document, epoch))

    def press(key):
        QTest.keyClick(view.rows.plot, key)
        return view.shown().epoch

    assert press(Qt.Key.Key_Left) == 9
    assert press(Qt.Key.Key_Right) == 99
    assert press(Qt.Key.Key_Home) == 0
    assert press(Qt.Key.Key_Right) == 0
    assert press(Qt.Key.Key_End) == 99


def test_a_click_on_a_row_selects_the_layer(make):
    session, view = make(deep(depth=3))
    arrive(session, look(session.document))
    shown = view.rows.plot
    for x in (10, shown.row_rect(1).center().x()):
        session.selection.select_layer(None)
        at = QPointF(x, shown.row_rect(1).center().y()).toPoint()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert session.selection.layer == 2


def test_the_pointer_reads_out_a_layers_error(make):
    session, view = make(deep(depth=3))
    arrive(session, look(session.document))
    shown = view.errors.plot
    move_to(shown, shown.place_of(1.2, shown.visible().center().y()))
    first, error, *_ = shown.readout().split("\n")
    assert first == "Layer 2, sigmoid"
    assert error.startswith("Error that comes back 0.")
    leave(shown)
    assert shown.readout() == ""


def test_the_wheel_zooms_into_the_epochs_and_double_click_shows_all(make):
    session, view = make(deep(depth=3))
    for epoch in (0, 9, 99):
        arrive(session, look(session.document, epoch))
    shown = view.rows.plot
    whole = shown.visible()
    turn_wheel(shown, 5)
    assert shown.visible().width() < whole.width()
    assert (shown.visible().top(), shown.visible().height()) == (whole.top(), whole.height())
    double_click(shown, shown.area().center())
    assert shown.visible() == whole


def test_rows_that_do_not_fit_leave_the_wheel_to_the_column(make, qtbot):
    session, view = make(size=(300, 400))
    arrive(session, look(session.document))
    qtbot.waitUntil(lambda: view.rows.height() > view.height())
    before = view.rows.plot.visible()
    assert not turn_wheel(view.rows.plot, 3, QPointF(150, 10))
    assert view.rows.plot.visible() == before
    assert turn_wheel(view.rows.plot, 3, QPointF(150, 10), Qt.KeyboardModifier.ControlModifier)
    assert view.rows.plot.visible().width() < before.width()


def test_the_values_of_the_charts_can_be_saved(make):
    session, view = make(deep(depth=2))
    for epoch in (0, 9):
        arrive(session, look(session.document, epoch))
    errors, rows = view.errors.plot.table(), view.rows.plot.table()
    np.testing.assert_array_equal(errors["layer"], ["1", "2", "Out"])
    np.testing.assert_allclose(errors["error"], [layer.error for layer in view.shown().layers])
    assert rows["layer"].tolist() == ["1", "1", "2", "2", "Out", "Out"]
    np.testing.assert_allclose(rows["epoch"], [0, 9] * 3, atol=1e-9)
    assert rows["median"][1] == view.shown().layers[0].activations.quantiles[3]


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
    errors = [layer.error for layer in session.snapshot[LayerStatistics].layers]
    assert errors[-1] / errors[0] >= 1e5
    relu = deep("relu", "he")
    session.load(replace(relu, network=tuple(replace(one, units=16) for one in relu.network)), "ReLU")
    qtbot.waitUntil(lambda: "arrives" in view.caption.text(), timeout=WAIT_MS)
    errors = [layer.error for layer in session.snapshot[LayerStatistics].layers]
    assert max(errors) / min(errors) < 10
    session.play()
    qtbot.waitUntil(lambda: len(set(view.rows.plot.table()["epoch"].tolist())) > 3, timeout=WAIT_MS)
    view.hide()
    qtbot.waitUntil(lambda: session.snapshot.get(LayerStatistics) is None, timeout=WAIT_MS)
    session.pause()
