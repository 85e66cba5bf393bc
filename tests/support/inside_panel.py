"""Driving the Inside panel: networks that fade, what the trainer would send of them, and the pictures of it."""

from dataclasses import replace

from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.probes.request import Results
from playground.training.snapshots.snapshot import TrainerState
from playground.training.state.run import Run
from playground.views.inside import InsideView
from tests.support import probes
from tests.support.probes import statistics


def deep(activation="sigmoid", init="auto", depth=10, generator="xor"):
    document = document_for(generator, (), count=60)
    layers = tuple(Dense(uid=i + 1, units=8, activation=activation, init=init) for i in range(depth))
    return replace(document, network=layers)


def look(document, epoch=0.0):
    return replace(statistics(Run(document)), epoch=float(epoch))


def arrive(session, inside, state=TrainerState.PAUSED, moment=None):
    results = Results({} if inside is None else {LayerStatistics: inside})
    probes.arrive(session, results, state=state, moment=moment)


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
