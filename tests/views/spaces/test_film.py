"""The film strip by mouse and keys, and what the panel around it does with it."""

from dataclasses import replace
from math import log1p

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest

from playground.document.edits_data import add_class
from playground.document.edits_network import duplicate_layer
from playground.document.presets import document_for
from playground.session.session import Session
from playground.training.probes.request import Results
from playground.training.probes.stills import Still, Stills
from playground.training.state.recorded_state import RecordedState
from playground.training.timeline.commands import ShowMoment
from playground.views.spaces import HiddenView
from playground.views.spaces.film import Film
from playground.views.spaces.film_strip import PLAY_S, FilmStrip
from playground.views.spaces.stages import why_empty
from playground.widgets import theme
from playground.widgets.label import Label
from tests.session.test_time_travel import sent
from tests.support.probes import arrive
from tests.support.space_panel import inside

EXTENT = (-6.0, 6.0, -6.0, 6.0)
NOW = 100.0
EPOCHS = (0, 1, 3, 7, 20, 55, 148, 400, 1000)


@pytest.fixture
def film(qtbot):
    made = Film()
    qtbot.addWidget(made)
    made.resize(406, 72)
    made.show()
    made.show_frames([QImage(4, 4, QImage.Format.Format_RGB32)] * 9, log1p(1000))
    return made


def emitted(signal):
    found = []
    signal.connect(lambda *values: found.append(*values) if values else found.append(None))
    return found


def press(film, x):
    QTest.mousePress(film, Qt.MouseButton.LeftButton, pos=QPoint(round(x), 30))


# ---- the widget ------------------------------------------------------------------------------------------------------


def test_places_and_pixels_are_inverse(film):
    for epoch in EPOCHS:
        place = log1p(epoch)
        assert film.place_at(film.x_of(place)) == pytest.approx(place)
    assert film.place_at(-50.0) == 0.0
    assert film.place_at(9999.0) == pytest.approx(log1p(1000))


def test_a_click_and_a_drag_place_the_handle_and_the_right_end_is_now(film):
    placed, live = emitted(film.placed), emitted(film.live_asked)
    press(film, film.x_of(log1p(20)))
    assert film.is_dragging()
    QTest.mouseMove(film, QPoint(round(film.x_of(log1p(148))), 30))
    QTest.mouseMove(film, QPoint(405, 30))
    QTest.mouseRelease(film, Qt.MouseButton.LeftButton, pos=QPoint(405, 30))
    assert placed == [pytest.approx(log1p(20), abs=0.02), pytest.approx(log1p(148), abs=0.02)]
    assert len(live) == 1
    assert not film.is_dragging()


def test_after_a_click_arrow_keys_step_and_space_is_left_to_training(film, qtbot):
    film.activateWindow()
    qtbot.waitUntil(film.isActiveWindow)
    press(film, 100)
    assert film.hasFocus()
    assert film.keyboard_focus
    for code, used in ((Qt.Key.Key_Left, True), (Qt.Key.Key_Right, True), (Qt.Key.Key_Space, False)):
        override = QKeyEvent(QEvent.Type.ShortcutOverride, code, Qt.KeyboardModifier.NoModifier)
        film.event(override)
        assert override.isAccepted() is used


def test_a_double_click_goes_back_to_now(film):
    live = emitted(film.live_asked)
    QTest.mouseDClick(film, Qt.MouseButton.LeftButton, pos=QPoint(100, 30))
    assert len(live) == 1


def test_keys_step_leap_go_to_the_ends_and_play(film):
    stepped, placed = emitted(film.stepped), emitted(film.placed)
    live, played = emitted(film.live_asked), emitted(film.play_asked)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(film, key)
        QTest.keyClick(film, key, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(film, Qt.Key.Key_Home)
    QTest.keyClick(film, Qt.Key.Key_End)
    QTest.keyClick(film, Qt.Key.Key_Escape)
    QTest.keyClick(film, Qt.Key.Key_Return)
    assert stepped == [-1, -10, 1, 10]
    assert placed == [0.0]
    assert (len(live), len(played)) == (2, 1)


def test_before_training_there_is_nothing_to_drag(film):
    film.show_frames([], 0.0)
    placed = emitted(film.placed)
    press(film, 100)
    assert placed == []
    assert not film.grab().isNull()


def test_weights_of_a_file_without_its_past_begin_a_film_where_they_are(film):
    """The film runs from what was recorded first, not from an epoch that nobody has seen."""
    first, now = log1p(500), log1p(800)
    film.show_frames([QImage(4, 4, QImage.Format.Format_RGB32)] * 9, now, first)
    assert film.place_at(0.0) == first
    assert film.place_at(9999.0) == pytest.approx(now)
    middle = (first + now) / 2
    assert film.x_of(middle) == pytest.approx((film.x_of(first) + film.x_of(now)) / 2)
    placed = emitted(film.placed)
    QTest.keyClick(film, Qt.Key.Key_Home)
    assert placed == [first]


def test_where_nothing_but_now_is_recorded_the_last_frame_alone_has_a_picture(film):
    white = QImage(4, 4, QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    film.show_frames([white] * 9, log1p(500), log1p(500))
    assert film.is_empty()
    picture = film.grab().toImage()
    last, before = picture.pixelColor(film.width() - 20, 30), picture.pixelColor(20, 30)
    assert last.lightness() > 200 > before.lightness()
    placed = emitted(film.placed)
    press(film, 100)
    assert placed == []


def test_what_lies_ahead_of_the_handle_is_paler(film):
    white = QImage(4, 4, QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    film.show_frames([white] * 9, log1p(1000))
    film.show_handle(log1p(20))
    picture = film.grab().toImage()
    middle = film.x_of(log1p(20))
    past, future = (picture.pixelColor(round(middle + dx), 24).lightness() for dx in (-20, 20))
    assert past > future


def test_it_says_what_it_shows_in_words(film):
    assert film.accessibleName() == "Film"
    assert "now, epoch 1,000" in film.accessibleDescription()
    film.show_handle(log1p(20))
    assert "epoch 20 of 1,000" in film.accessibleDescription()


# ---- the strip in its panel ------------------------------------------------------------------------------------------


@pytest.fixture
def session(qtbot):
    made = Session(document_for("circle", (4, 2), count=60))
    size = 3
    values = np.zeros(size, dtype=np.float32)
    none = values[:0]
    moments = [
        RecordedState(n, made.document, float(e), values, none, none.reshape(0, size), (), 0, e, 0)
        for n, e in enumerate(EPOCHS)
    ]
    made.time.timeline.recorder.load(moments)
    yield made
    made.close()


@pytest.fixture
def strip(qtbot, session):
    made = FilmStrip(session)
    qtbot.addWidget(made)
    made.resize(400, 96)
    made.show()
    return made


def asked(session):
    (wanted,) = session.wanted("film")
    return wanted.numbers


def developed(session, stills):
    """A snapshot with some stills, as from the trainer."""
    arrive(session, Results({Stills: {still.moment.number: still for still in stills}}), epoch=1000)


def test_pictures_are_asked_for_only_while_it_is_seen(session, strip):
    assert asked(session)[-1] == len(EPOCHS) - 1
    assert len(asked(session)) == strip.film.frame_count()
    strip.hide()
    assert session.wanted("film") == ()


def test_frames_show_what_the_trainer_has_made(session, strip):
    chances = np.zeros((4, 4, 2), np.float32)
    chances[..., 1] = 1.0
    developed(session, [Still(moment, chances) for moment in session.time.timeline.moments])
    blue = theme.current().map_colour(1)
    colour = strip.film.grab().toImage().pixelColor(100, 30)
    assert abs(colour.blue() - blue.blue()) < 30
    assert abs(colour.red() - blue.red()) < 30


def test_the_last_frame_keeps_its_picture_until_that_of_a_newer_moment_is_made(session, strip):
    moments = session.time.timeline.moments
    before, last = np.zeros((4, 4, 2), np.float32), np.zeros((4, 4, 2), np.float32)
    before[..., 0] = last[..., 1] = 1.0
    older = [Still(moment, before) for moment in moments[:-1]]
    for made in (True, False):
        developed(session, [*older, Still(moments[-1], last)] if made else older)
        blue, colour = (
            theme.current().map_colour(1),
            strip.film.grab().toImage().pixelColor(strip.film.width() - 30, 30),
        )
        assert abs(colour.blue() - blue.blue()) < 30, made


def test_another_run_never_shows_pictures_of_the_one_before(session, strip):
    """Files number their moments anew, and the last frame keeps its picture until there is a newer one."""
    timeline, blue = session.time.timeline, np.zeros((4, 4, 2), np.float32)
    blue[..., 1] = 1.0
    developed(session, [Still(moment, blue) for moment in timeline.moments])
    session.time.changed.emit()
    assert all(strip.film.frames)
    timeline.recorder.load([replace(moment) for moment in timeline.moments])
    session.time.changed.emit()
    assert not any(strip.film.frames)


def test_a_drag_shows_the_moment_and_live_returns(session, strip):
    press(strip.film, strip.film.x_of(log1p(20)))
    assert session.time.shown.epoch == 20
    assert session.turns.drawing
    QTest.mouseRelease(strip.film, Qt.MouseButton.LeftButton)
    assert not session.turns.drawing
    assert strip.go_on.isVisible()
    assert strip.note.text() == "epoch 20"
    QTest.keyClick(strip.film, Qt.Key.Key_Left)
    assert session.time.shown.epoch == 7
    QTest.mouseClick(strip.live, Qt.MouseButton.LeftButton)
    assert session.time.shown is None
    assert not strip.go_on.isVisible()
    assert [item.moment for item in sent(session) if isinstance(item, ShowMoment)] == [None]


@pytest.fixture
def clock(monkeypatch):
    """It stands still at `NOW` for the film."""
    monkeypatch.setattr("playground.views.spaces.film_strip.perf_counter", lambda: NOW)


def test_playing_back_goes_through_the_run_and_ends_live(session, strip, clock):
    shown = []
    session.time.changed.connect(lambda: shown.append(session.time.shown and session.time.shown.epoch))
    QTest.keyClick(strip.film, Qt.Key.Key_Return)
    assert strip.is_playing()
    for part in np.linspace(0.0, 1.01, 60):
        strip.advance(NOW + part * PLAY_S)
    assert not strip.is_playing()
    assert shown == [*EPOCHS, None]


def test_playing_back_can_be_faster_and_stopped(session, strip, clock):
    strip.toggle()
    QTest.mouseClick(strip.speed, Qt.MouseButton.LeftButton)
    assert strip.speed.text() == "2×"
    strip.advance(NOW + 0.5001 * PLAY_S)
    assert session.time.shown is None
    strip.toggle()
    strip.toggle()
    assert not strip.is_playing()


def test_with_reduced_motion_playing_back_goes_from_frame_to_frame(session, strip, clock, monkeypatch):
    monkeypatch.setattr("playground.views.spaces.film_strip.reduced_motion", lambda: True)
    strip.toggle()
    places = []
    monkeypatch.setattr(session.time, "show_epoch", places.append)
    for part in np.linspace(0.0, 0.95, 200):
        strip.advance(NOW + part * PLAY_S)
    assert len(set(places)) <= strip.film.frame_count()


def test_other_layers_of_then_are_said(session, strip):
    session.edit("Duplicate", lambda d: duplicate_layer(d, 2))
    press(strip.film, strip.film.x_of(log1p(20)))
    assert strip.note.text() == "epoch 20, other layers"


def test_continue_from_here_goes_on(session, strip):
    press(strip.film, strip.film.x_of(log1p(20)))
    run = session.run
    QTest.mouseClick(strip.go_on, Qt.MouseButton.LeftButton)
    assert session.run == run + 1
    assert session.time.shown is None


@pytest.mark.parametrize(("size", "is_there"), [((744, 360), True), ((650, 300), True), ((650, 230), False)])
def test_the_panel_has_it_where_there_is_room(qtbot, session, size, is_there):
    view = HiddenView(session)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    body = inside(view)
    assert body.film.isVisible() == is_there
    if is_there:
        assert body.film.geometry().bottom() < body.height()
        assert not body.film.geometry().intersects(body.strip.parentWidget().parentWidget().geometry())
        assert body.film.film.width() > 150


def test_looking_back_at_other_layers_shows_those_of_then(qtbot, session):
    view = HiddenView(session)
    qtbot.addWidget(view)
    view.resize(744, 360)
    view.show()
    before = len(inside(view).strip.wells)
    session.edit("Duplicate", lambda d: duplicate_layer(d, 2))
    assert len(inside(view).strip.wells) == before + 1
    session.time.show_epoch(log1p(20))
    assert len(inside(view).strip.wells) == before
    session.time.live()
    assert len(inside(view).strip.wells) == before + 1


def test_the_large_space_says_why_it_is_empty(qtbot, session):
    view = HiddenView(session)
    qtbot.addWidget(view)
    view.resize(744, 360)
    view.show()
    assert why_empty(session) == ""
    session.edit("Duplicate", lambda d: duplicate_layer(d, 2))
    session.time.show_epoch(log1p(20))
    assert why_empty(session) == "", "the layers of then are shown"
    session.edit("Add class", add_class)
    assert "other classes" in why_empty(session)


@pytest.mark.parametrize("width", [420, 460, 500, 600, 744])
def test_no_word_over_the_film_is_cut_however_narrow_it_is(qtbot, session, width):
    view = HiddenView(session)
    qtbot.addWidget(view)
    view.resize(width, 360)
    view.show()
    strip = inside(view).film
    title = next(label for label in strip.findChildren(Label) if label.text() == "Film")
    for place in (None, log1p(20)):
        if place is not None:
            session.time.show_epoch(place)
        qtbot.waitUntil(lambda: strip.live.isVisible() == (session.time.shown is not None))
        strip.layout().activate()
        parts = [title, strip.play, strip.speed, strip.go_on, strip.live, strip.is_live]
        for part in parts:
            assert part.isHidden() or part.width() >= part.sizeHint().width()
