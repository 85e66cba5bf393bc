"""A session without a trainer, and the Network panel on it."""

from __future__ import annotations

import pytest

from playground.document.presets import document_for
from playground.session.session import Session
from playground.views.network.view import NetworkView
from playground.widgets.interface import set_reduced_motion
from playground.widgets.theme import DARK, apply_theme
from tests.support.network_panel import snapshot_of


@pytest.fixture(autouse=True)
def still(qapp):
    set_reduced_motion(reduced=True)
    apply_theme(qapp, DARK)
    yield
    set_reduced_motion(reduced=False)


@pytest.fixture
def session(qapp):
    made = Session(document_for("circle", (4, 3)))
    made.snapshot = snapshot_of(made.document)
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = NetworkView(session)
    qtbot.addWidget(made)
    made.resize(744, 444)
    made.show()
    session.turns.offer(session.snapshot)
    return made
