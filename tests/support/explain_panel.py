"""The panel that explains, answered as the trainer would: by probes of a run of the document at hand."""

from playground.session.session import Session
from playground.training.state.run import Run
from playground.views.explain import ExplainView
from tests.support.probes import arrive, scheduler, taken

MOST_TURNS = 2000


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
