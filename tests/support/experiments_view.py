"""The panel of experiments in a test: opened over a small session, its experiments waited for."""

from dataclasses import replace

import pytest

from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.views.experiments import ExperimentsView

WAIT_MS = 600_000


def tiny():
    made = document_for("circle", (), count=40)
    return replace(made, network=(Dense(uid=1, units=3),))


@pytest.fixture
def open_view(qtbot):
    made = []

    def make(document=None, *, starts=True):
        session = Session(document or tiny())
        made.append(session)
        if starts:
            session.start()
        view = ExperimentsView(session)
        qtbot.addWidget(view)
        view.resize(320, 700)
        view.show()
        return session, view

    yield make
    for session in made:
        assert session.close()


def finish(session, qtbot, kind):
    course = session.experiments.course(kind)
    qtbot.waitUntil(lambda: not course.is_at_work, timeout=WAIT_MS)
    return course
