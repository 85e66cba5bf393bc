"""The page of the curves of all weights: asked for while it is seen, drawn whatever comes, and said in words."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits_network
from playground.training.probes.request import Results
from playground.training.probes.weight_curves import TOO_LARGE, WeightCurves
from playground.views.inside.weight_words import curves_words, value_text
from playground.widgets import theme
from tests.support import probes
from tests.support.inside_panel import panels, pixels
from tests.support.weight_curves import history

NAN = float("nan")


@pytest.fixture
def make(qtbot):
    """What opens the panel on the page of curves."""
    opened = panels(qtbot)
    open_panel = next(opened)

    def made(**options):
        session, view = open_panel(**options)
        view.pages.button("curves").click()
        return session, view

    yield made
    for _ in opened:
        pass


def arrive(session, found):
    probes.arrive(session, Results({WeightCurves: found}))


def asked(session):
    return WeightCurves() in session.wanted()


def test_it_asks_only_while_it_is_seen(make):
    session, view = make()
    assert asked(session)
    assert len(session.wanted()) == 1, "the layers are not asked for beside it"
    view.hide()
    assert not asked(session)
    view.show()
    assert asked(session)
    view.pages.button("layers").click()
    assert not asked(session)


def test_numbers_stand_beside_their_curves(make):
    session, view = make()
    arrive(session, history(sharpness=[1, 2, 3, 5, 8, 9.9]))
    charts = view.curves.charts
    assert charts["sharpness"].value.text() == "9.90 of 10.0"
    assert charts["distance"].value.text() == "2.50, 1.25 × the start"
    assert charts["noise"].value.text() == "105 samples"
    assert charts["sharpness"].place.plot.curve().tolist() == [1, 2, 3, 5, 8, 9.9]


def test_what_is_not_worked_out_yet_is_bridged(make):
    session, view = make()
    arrive(session, history(sharpness=[1, NAN, NAN, 5, NAN, NAN]))
    chart = view.curves.charts["sharpness"]
    assert chart.place.plot.curve().tolist() == [1, 5]
    assert chart.value.text() == "5.00 of 10.0", "the newest that is known"


def test_the_same_curves_are_not_drawn_twice(make, monkeypatch):
    session, view = make()
    found = history()
    arrive(session, found)
    monkeypatch.setattr(view.curves.charts["noise"], "show_history", lambda *_: pytest.fail("drawn again"))
    arrive(session, found)


def test_words_stand_where_there_is_nothing_to_draw(make):
    session, view = make()
    chart = view.curves.charts["sharpness"]
    arrive(session, history(0))
    assert "Play" in chart.place.words()
    blank = np.full(6, NAN)
    arrive(session, history(sharpness=blank, noise=blank))
    assert "Working" in chart.place.words()
    arrive(session, history(sharpness=blank, noise=blank, why=TOO_LARGE))
    assert chart.place.words() == TOO_LARGE
    assert TOO_LARGE in view.curves.caption.text()
    assert not view.curves.charts["distance"].place.words()


@pytest.mark.parametrize("shown", [theme.DARK, theme.LIGHT], ids=lambda shown: shown.name)
@pytest.mark.parametrize("size", [(280, 240), (300, 780), (700, 400)])
def test_any_curve_is_drawn_in_both_themes_at_any_size(make, qapp, shown, size):
    theme.apply_theme(qapp, shown)
    session, view = make(size=size)
    for sharpness in (
        [0] * 6,
        [-3, -2, -1, 0, 1, 2],
        [1e-9, 1, 1e3, 1e9, 1e20, 1e30],
        [NAN, 1, NAN, 2, NAN, 3],
        [5] * 6,
    ):
        arrive(session, history(sharpness=sharpness, threshold=[NAN] * 6))
        assert pixels(view)
    theme.apply_theme(qapp, theme.DARK)


@pytest.mark.parametrize(
    ("sharpness", "said"), [(2.0, "20"), (9.5, "edge of stability"), (10.9, "edge of stability"), (15.0, "Too sharp")]
)
def test_the_sharpness_is_told_by_two_over_the_rate(make, sharpness, said):
    session, view = make()
    arrive(session, history(sharpness=[sharpness] * 6))
    assert said in view.curves.caption.text()


@pytest.mark.parametrize(("noise", "said"), [(1000, "by chance"), (12, "as large"), (1, "straight down")])
def test_what_adapts_its_steps_is_told_by_its_noise(make, noise, said):
    session, view = make()
    session.edit("Adam", lambda d: edits_network.change_training(d, optimizer="adam", batch_size=10))
    arrive(session, history(threshold=[NAN] * 6, noise=[noise] * 6))
    text = view.curves.caption.text()
    assert said in text
    assert "Adam" in text


def test_words_of_the_whole_batch_count_all_points(make):
    session, _ = make()
    document = edits_network.change_training(session.document, optimizer="adam", batch_size=0)
    found = history(threshold=[NAN] * 6, noise=[1] * 6, all_points=500)
    assert "batch 500" in curves_words(found, document, 5)


def test_numbers_that_are_not_known_are_not_said():
    found = history(sharpness=[NAN] * 6, relative=[NAN] * 6)
    assert value_text(found, "sharpness", 0) == ""
    assert value_text(found, "distance", 2) == "1.00"


def test_the_menu_looks_back(make, monkeypatch):
    session, view = make()
    arrive(session, history())
    seen = []
    monkeypatch.setattr(session.time, "show_epoch", seen.append)
    plot = view.curves.charts["noise"].place.plot
    action = next(one for one in plot.menu(np.log10(4.0)).actions() if "Look back" in one.text())
    assert action.text() == "Look back to epoch 3"
    action.trigger()
    np.testing.assert_allclose(seen, np.log(4.0))


def test_a_sample_of_the_points_is_said(make):
    session, view = make()
    arrive(session, replace(history(), points=20, all_points=6000))
    assert "20 of 6,000 points" in view.curves.note.text()
