"""What the hidden space says: axes, the way of the morph, bars of a point, and where words have no room."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.presets import document_for
from playground.render import raster
from playground.session.session import Session
from playground.training.state.run import Run
from playground.views.spaces.drawing.axes import MOST_TICKS, beside_axes, round_ticks
from playground.views.spaces.drawing.bars import bars_title, clearest_corner
from playground.views.spaces.stages import shorter, view_tip
from playground.views.spaces.view import HiddenView
from playground.widgets import theme
from tests.support.probes import arrive, taken
from tests.support.space_panel import arrived, choose, control, inside, plays, scroll_area


@pytest.fixture(scope="module", autouse=True)
def compiled():
    raster.prepare()


@pytest.fixture
def open_view(qtbot):
    made = []

    def make(*units, size=(744, 360)):
        session = Session(document_for("circle", units, count=80))
        view = HiddenView(session)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        made.append(session)
        feed(session)
        return session, view

    yield make
    for session in made:
        session.close()


def feed(session):
    """What the trainer would post: a snapshot that answers the present wishes."""
    arrive(session, taken(Run(session.document), *session.wanted("hidden")))


# ---- axes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (0.0, 0.003), (-7.2, 131.0), (5.0, 5.5)])
def test_ticks_are_round_few_and_within(low, high):
    ticks = round_ticks(low, high)
    assert 2 <= len(ticks) <= MOST_TICKS + 1
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)
    steps = np.diff(ticks)
    assert np.allclose(steps, steps[0])


@pytest.mark.parametrize("bad", [(1.0, 1.0), (2.0, 1.0), (np.nan, 1.0)])
def test_no_range_has_no_ticks(bad):
    assert round_ticks(*bad) == []


def test_two_neurons_have_a_frame_and_names(open_view):
    session, view = open_view(5, 2)
    large = inside(view).large
    assert large.axis_names()[:2] == ("neuron 1", "neuron 2")
    (left, right), (bottom, top) = large.space.range
    points = arrived(session)[2].points
    assert left <= points[:, 0].min()
    assert points[:, 0].max() <= right
    assert bottom <= points[:, 1].min()
    assert points[:, 1].max() <= top


def test_the_frame_hides_nothing(open_view):
    _, view = open_view(5, 2)
    large = inside(view).large
    with_frame = large.grab().toImage()
    places = large.places()
    marks = [theme.current().mark(k) for k in (0, 1)]
    seen = 0
    for x, y in places:
        colour = with_frame.pixelColor(round(x), round(y))
        seen += any(abs(colour.red() - m.red()) + abs(colour.blue() - m.blue()) < 60 for m in marks)
    assert seen > 0.5 * len(places)


def test_axes_are_named_by_the_neurons_that_were_chosen(open_view):
    session, view = open_view(5)
    choose(view, "View", "units")
    choose(view, "Neuron across", 3)
    choose(view, "Neuron up", 1)
    feed(session)
    assert inside(view).large.axis_names()[:2] == ("neuron 4", "neuron 2")
    choose(view, "View", "pca3")
    feed(session)
    assert inside(view).large.axis_names() == ("component 1", "component 2", "component 3")


# ---- the morph -------------------------------------------------------------------------------------------------------


def test_the_way_is_said_in_words(open_view):
    session, view = open_view(4, 3)
    view.move_to(1.35)
    feed(session)
    name, about = inside(view).large.words()
    assert name == "Layer 1 → 2"
    assert about.startswith("35\u202f% of the way to layer 2: ")
    assert shorter(about).startswith("35\u202f%: ")
    assert shorter("PCA, 83 % of the variance") == "PCA, 83 %"


def test_the_morph_has_a_button_that_plays_and_stops(open_view):
    session, view = open_view(4, 3)
    button = inside(view).strip.play
    assert "Ctrl+M" in button.toolTip()
    assert button.geometry().right() < inside(view).strip.slider.place(0.0)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert plays(view)
    session.selection.morph_asked.emit()
    assert not plays(view)
    session.selection.morph_asked.emit()
    assert plays(view)
    view.advance(float("inf"))
    assert not plays(view)


# ---- where there is no room ------------------------------------------------------------------------------------------


def test_the_bars_of_a_point_take_the_corner_that_hides_the_fewest():
    room, size = QRectF(0, 0, 300, 300), QSizeF(80, 50)
    collapsed = np.full((150, 2), (10.0, 290.0))
    area, hidden = clearest_corner(room, size, collapsed, is_large=True)
    assert hidden == 0
    assert area.left() > 200
    spread = np.array([(x, y) for x in (10, 290) for y in (10, 290)], float)
    assert clearest_corner(room, size, spread, is_large=True)[1] == 1
    assert clearest_corner(room, size, spread[1:], is_large=False)[1] == 0
    assert clearest_corner(room, size, None, is_large=True) == (QRectF(0, 250, 80, 50), 0)


@pytest.mark.parametrize("side", [180, 260, 420])
@pytest.mark.parametrize("kind", ["arrows", "frame", "neither"])
def test_the_bars_of_a_point_leave_names_of_axes_and_the_switch_free(qapp, side, kind):
    well = QRectF(0, 0, side, side)
    frame = well.adjusted(26, 36, -26, -16) if kind == "frame" else None
    room, corner = beside_axes(well, frame, ("neuron 1", "neuron 2", "neuron 3"), is_solid=kind == "arrows")
    for width, places in product((90, 150), (None, np.full((9, 2), (10.0, side - 10.0)))):
        within = room.adjusted(9, 9, -9, -9)
        size = QSizeF(min(width, within.width()), 56)
        area = clearest_corner(within, size, places, is_large=True, taken=corner)[0]
        assert not area.intersects(corner)
        assert room.contains(area)


def test_the_title_of_the_bars_is_shorter_in_a_small_space(qapp):
    assert bars_title(4, 300.0) == "4 activations of the point"
    assert bars_title(4, 90.0) == "4 activations"


def test_wide_bars_do_not_run_under_the_name_of_the_space(qapp):
    low = np.array([(x, 290.0) for x in (10, 290)], float)
    assert clearest_corner(QRectF(0, 0, 300, 300), QSizeF(80, 50), low, is_large=True)[0].top() == 0
    assert clearest_corner(QRectF(0, 0, 300, 300), QSizeF(160, 50), low, is_large=True)[0].top() == 250


@pytest.mark.parametrize("size", [(430, 500), (480, 700), (744, 360), (1100, 520)])
def test_no_words_over_the_chart_run_into_each_other(open_view, size):
    from playground.widgets.text import text_width

    _, view = open_view(4, 3, size=size)
    strip = inside(view).strip
    drawn = []
    from playground.views.spaces import strip as module

    def note(_painter, rect, text, role, *_rest):
        drawn.append((text, text_width(text, role), rect))

    original, module.draw_text = module.draw_text, note
    try:
        strip.grab()
    finally:
        module.draw_text = original
    title = next((one for one in drawn if one[0].startswith("Right by")), None)
    guess = next((one for one in drawn if one[0].startswith("guessing")), None)
    if title is not None and guess is not None:
        assert title[1] + guess[1] < title[2].width()


@pytest.mark.parametrize("size", [(600, 312), (744, 360), (900, 400), (1100, 520)])
def test_a_strip_that_fits_has_no_scroll_bar(open_view, size):
    _, view = open_view(4, 3, size=size)
    body = inside(view)
    assert body.strip.width() <= scroll_area(view).width()
    assert not scroll_area(view).horizontalScrollBar().isVisible()


@pytest.mark.parametrize("layers", [4, 6, 9])
@pytest.mark.parametrize("size", [(440, 254), (440, 278), (480, 300), (600, 330)])
def test_the_bar_of_the_strip_never_lies_on_its_numbers(open_view, size, layers):
    _, view = open_view(*[3] * layers, size=size)
    assert scroll_area(view).viewport().height() >= inside(view).strip.height()


def test_a_point_that_is_lit_up_is_drawn_with_its_bars(open_view):
    session, view = open_view(4, 3)
    session.selection.light(5)
    feed(session)
    before = inside(view).large.grab().toImage()
    session.selection.light(None)
    assert inside(view).large.grab().toImage() != before
    QTest.mouseMove(inside(view).large, QPoint(5, 5))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("read-out view", ["Read-out view: "]),
        ("PCA, 83 % of the variance", ["PCA: ", "Explained variance: "]),
        ("PCA in 3-D, 83 % of the variance", ["PCA: ", "Explained variance: "]),
        ("separating, 9 % of the variance", ["Separating: ", "Explained variance: "]),
        ("two neurons", []),
    ],
)
def test_what_a_view_is_called_is_explained(words, told):
    lines = view_tip(words).splitlines()
    assert [line[: len(start)] for line, start in zip(lines, told, strict=True)] == told


@pytest.mark.parametrize("size", [(405, 190), (405, 240), (600, 260), (744, 360)])
def test_caption_and_numbers_are_whole_or_not_there(open_view, size):
    _, view = open_view(4, 3, size=size)
    body = inside(view)
    assert body.strip.height() <= scroll_area(view).height() or not body.caption.isVisible()
    if body.caption.isVisible():
        assert body.caption.height() >= body.caption.heightForWidth(body.caption.width())


# ---- header and caption ----------------------------------------------------------------------------------------------


def test_the_caption_names_plane_and_layer(open_view):
    _, view = open_view(8, 8)
    text = inside(view).caption.text()
    assert "A straight line gets " in text
    assert "of the points right in the plane you drew and" in text
    assert "after layer 2." in text


@pytest.mark.parametrize("width", [480, 578, 744])
@pytest.mark.parametrize("seen", ["auto", "pca3", "lda", "units", "units3"])
def test_the_word_for_the_view_is_never_cut(open_view, width, seen):
    """At 578, as in the least window, everything fits; below that the view alone does."""
    _, view = open_view(8, 8, size=(width, 312))
    choose(view, "View", seen)
    QApplication.processEvents()
    neurons = ("Neuron across", "Neuron up", "Neuron in depth") if seen in {"units", "units3"} else ()
    buttons = [control(view, name) for name in ("View", *neurons)]
    if width >= 578 or len(buttons) == 1:
        for button in buttons:
            assert button.isHidden() or button.width() >= button.sizeHint().width()
