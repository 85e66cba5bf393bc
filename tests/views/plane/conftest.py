"""A window with the Output panel for a document."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document.presets import first_document
from playground.session.session import Session
from playground.views.plane.view import OutputView


@pytest.fixture
def open_view(qtbot):
    """A window with the panel for a document."""
    opened = []

    def make(document=None, size=(432, 488)):
        session = Session(document or first_document())
        window = QWidget()
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        view = OutputView(session)
        layout.addWidget(view)
        window.resize(*size)
        window.show()
        opened.append((session, window))
        return session, view

    yield make
    for session, _ in opened:
        assert session.close()
