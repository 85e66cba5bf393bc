"""The panel that explains, answered as the trainer would: by probes of a run of the document at hand."""

from dataclasses import replace

from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.training.state.run import Run
from playground.views.explain import ExplainView
from tests.support.probes import arrive, scheduler, taken

MOST_TURNS, WAIT_MS = 2000, 600_000


def panels(qtbot):
    """Makes shown panels for documents; ends their sessions."""
    sessions = []

    def make(document, size=(320, 640)):
        session = Session(document)
        sessions.append(session)
        view = ExplainView(session)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        return session, view

    yield make
    for session in sessions:
        assert session.close()


def open_page(qtbot, key):
    """A page of the panel beside a trainer, for four units among moons; a fixture yields from it."""
    document = replace(document_for("moons", (), count=60), network=(Dense(uid=1, units=4),))
    for make in panels(qtbot):
        session, view = make(document)
        session.start()
        view.kinds.button(key).click()
        qtbot.waitUntil(lambda made=session: made.snapshot is not None, timeout=WAIT_MS)
        yield session, view.pages[key]


def answer(session, run=None):
    """What the panel wants now arrives."""
    settle(session, run or Run(session.document))


def settle(session, run):
    """All that the panel wants arrives, as far as it needs more than one snapshot."""
    by = scheduler()
    for _ in range(MOST_TURNS):
        found = taken(run, *session.wanted("explain"), by=by)
        if not by.wants_more:
            break
    arrive(session, found)
