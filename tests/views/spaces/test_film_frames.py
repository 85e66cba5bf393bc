"""Frames of the film are never black and never of another time than their tick, whatever becomes of the strip."""

from dataclasses import replace
from math import expm1

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.document.presets import document_for
from playground.session.session import Session
from playground.training.probes.request import Results
from playground.training.probes.stills import Still, Stills
from playground.training.state.recorded_state import RecordedState
from playground.views.spaces.film_strip import FilmStrip
from playground.widgets.focus import FocusRing
from tests.support.probes import arrive

EPOCHS = tuple(int(expm1(place)) for place in np.linspace(0.7, 7.0, 60))


@pytest.fixture
def session(qtbot):
    made = Session(document_for("circle", (4, 2), count=60))
    none = np.zeros(0, dtype=np.float32)
    moments = [
        RecordedState(n, made.document, float(e), np.zeros(3, np.float32), none, none.reshape(0, 3), (), 0, e, 0)
        for n, e in enumerate(EPOCHS)
    ]
    made.time.timeline.recorder.load(moments)
    yield made
    made.close()


@pytest.fixture
def window(qtbot, session):
    made = QWidget()
    qtbot.addWidget(made)
    made.strip = FilmStrip(session)
    made.strip.setParent(made)
    made.strip.resize(400, 96)
    made.resize(1000, 200)
    made.show()
    return made


def develop(session, strip):
    """Make all pictures that are asked for, and drop the others, as the trainer does; the shade is the epoch."""
    (wanted,) = session.wanted("film")
    moments = session.time.timeline.moments
    carry(session, {m.number: still_of(m) for m in moments if m.number in wanted.numbers})
    session.time.changed.emit()


def carry(session, stills):
    """A snapshot brings some stills."""
    arrive(session, Results({Stills: stills}))


def still_of(moment):
    chances = np.zeros((4, 4, 2), np.float32)
    chances[..., 1] = moment.place / 8.0
    chances[..., 0] = 1.0 - chances[..., 1]
    return Still(moment, chances)


def shades(strip):
    """Of the frames from left to right."""
    assert all(image is not None for image in strip.film.frames)
    return [image.pixelColor(1, 1).blue() - image.pixelColor(1, 1).red() for image in strip.film.frames]


@pytest.mark.parametrize("width", [250, 900])
def test_old_pictures_stay_stretched_until_the_new_ones_are_made(session, window, width):
    strip = window.strip
    develop(session, strip)
    count = strip.film.frame_count()
    strip.resize(width, 96)
    session.time.changed.emit()
    assert strip.film.frame_count() != count
    before = shades(strip)
    assert before == sorted(before)
    develop(session, strip)
    after = shades(strip)
    assert np.abs(np.subtract(before, after)).max() < 60
    assert len(strip._images) == len({moment.number for moment in strip._chosen})


def test_a_frame_that_is_missing_shows_the_nearest_one(session, window):
    (wanted,) = session.wanted("film")
    missing = wanted.numbers[2]
    carry(
        session,
        {m.number: still_of(m) for m in session.time.timeline.moments if m.number in {*wanted.numbers} - {missing}},
    )
    session.time.changed.emit()
    found = shades(window.strip)
    assert found[2] in (found[1], found[3])
    assert found[1] != found[3]


def test_pictures_of_another_run_do_not_stay(session, window):
    strip = window.strip
    develop(session, strip)
    moments = [replace(moment) for moment in session.time.timeline.moments]
    session.time.timeline.recorder.load(moments)
    carry(session, {})
    session.time.changed.emit()
    assert not any(strip.film.frames)


def test_words_go_when_the_first_frame_comes(session, window):
    film = window.strip.film
    film.show_frames([], 0.0)

    def shades_of_the_middle():
        picture = film.grab().toImage()
        places = [(x, y) for x in range(20, film.width() * 3 // 5) for y in range(22, 45)]
        return {picture.pixelColor(*place).rgb() for place in places}

    assert len(shades_of_the_middle()) > 5
    frame = QImage(4, 4, QImage.Format.Format_RGB32)
    frame.fill(0xFF8800)
    film.show_frames([*[None] * 5, frame], 0.0)
    assert len(shades_of_the_middle()) == 1


def test_a_click_leaves_no_ring_and_a_key_has_one_that_follows(session, window):
    strip = window.strip
    QTest.mouseClick(strip.film, Qt.MouseButton.LeftButton, pos=QPoint(200, 30))
    ring = window.findChild(FocusRing)
    assert ring is None or not ring.isVisible()
    strip.film.clearFocus()
    strip.film.setFocus(Qt.FocusReason.TabFocusReason)
    ring = window.findChild(FocusRing)
    assert ring.isVisible()
    for place in (2.0, 5.0):
        strip.film.show_handle(place)
        strip.film.repaint()
        centre = strip.film.mapFrom(window, ring.geometry().center()).x()
        assert abs(centre - strip.film.x_of(place)) < 3
