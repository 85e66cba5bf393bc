"""Driving the Inside panel: networks that fade, what the trainer would send of them, and the pictures of it."""

from dataclasses import replace

from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.training.messages import Snapshot, TrainerState
from playground.training.probes.statistics_pass import InsideProbe
from playground.training.state.run import Run
from playground.views.inside import InsideView


def deep(activation="sigmoid", init="auto", depth=10, generator="xor"):
    document = document_for(generator, (), count=60)
    layers = tuple(Dense(uid=i + 1, units=8, activation=activation, init=init) for i in range(depth))
    return replace(document, network=layers)


def look(document, epoch=0.0):
    return replace(InsideProbe().look(Run(document)), epoch=float(epoch))


def arrive(session, inside, state=TrainerState.PAUSED, moment=None):
    extent = (-6.0, 6.0, -6.0, 6.0)
    shown = Snapshot(session.run, session.document, 1, 1, {}, extent, state, inside=inside, moment=moment)
    session._on_snapshot(shown)


def pixels(widget):
    image = widget.grab().toImage()
    return bytes(image.constBits())


def panels(qtbot):
    """What opens a panel on a document; all are closed at the end."""
    made = []

    def opened(document=None, size=(300, 700)):
        session = Session(document or deep())
        view = InsideView(session)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        made.append(session)
        return session, view

    yield opened
    for session in made:
        assert session.close()
