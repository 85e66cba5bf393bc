"""A window with the pad for a document of pictures."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document.dataset import DataSource
from playground.document.edits_source import generated
from playground.document.presets import first_document
from playground.session.session import Session
from playground.views.pad import PadView


@pytest.fixture
def open_pad(qtbot):
    """A window with the panel for pictures of a generator."""
    opened = []

    def make(generator="digits", count=60, size=(432, 522), network=()):
        data = generated(DataSource(generator, count, 0.0, 0, side=16))
        session = Session(replace(first_document(), dataset=data, inputs=("picture",), network=network))
        session.message_posted.connect(lambda text, _role: said.append(text))
        said = []
        window = QWidget()
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        view = PadView(session)
        layout.addWidget(view)
        window.resize(*size)
        window.show()
        opened.append((session, window))
        return session, view, said

    yield make
    for session, _ in opened:
        assert session.close()
