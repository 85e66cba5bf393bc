"""A real window with a real session, closed after each test."""

import pytest

from playground.app.appearance import Appearance
from playground.app.settings import Settings
from playground.app.window import MainWindow
from playground.interop.sources import open_source
from playground.lessons.draft import LessonDraft
from playground.session.session import Session
from playground.training.snapshots.snapshot import TrainerState
from tests.support.a_lesson import a_lesson


@pytest.fixture
def make_window(qtbot, qapp):
    windows = []

    def make(source="spiral", *, with_doctor=False):
        opened = open_source(source)
        settings = Settings()
        settings.doctor = with_doctor  # it would train beside whatever a test looks at
        window = MainWindow(Session(opened.document), settings, Appearance(qapp, settings))
        windows.append(window)
        window.documents.take(opened)
        window.show()
        window.session.start()
        qtbot.waitUntil(
            lambda: window.session.snapshot is not None and window.session.state is not TrainerState.LOADING,
            timeout=60_000,
        )
        return window

    yield make
    for window in windows:
        # The own work comes back first: after a test that failed the question whether to save it would wait for ever.
        window.lesson_desk.leave()
        window.challenge_desk.leave()
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def window(make_window):
    return make_window()


@pytest.fixture
def lesson():
    return a_lesson()


@pytest.fixture
def course(window, lesson):
    """A lesson that has begun in the window."""
    window.lesson_desk.take(lesson)
    return window.session.lessons


@pytest.fixture
def editor(window):
    """The window in which lessons are written, with a title and a sentence."""
    made = window.lesson_desk.write(window)
    made.title.setText("Mine")
    made.about.setText("What I show.")
    yield made
    made.begin(LessonDraft())  # nothing is asked when the window closes
    made.close()
