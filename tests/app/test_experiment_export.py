"""Runs as files: a table or arrays, by the ending of the name, and what is said where it fails."""

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from playground.app.experiment_export import ExperimentExport
from playground.app.settings import Settings
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure
from playground.experiments.variations import KnobGrid
from playground.session.session import Session


@pytest.fixture
def export(qtbot):
    session = Session(document_for("circle", (), count=40))
    session.start()
    session.experiments.start("seeds", Experiment(session.document, KnobGrid((), 3), Measure(2)))
    qtbot.waitUntil(lambda: not session.experiments.at_work, timeout=600_000)
    window = QWidget()
    qtbot.addWidget(window)
    yield session, ExperimentExport(session, Settings(), window)
    assert session.close()


def test_the_ending_says_how(export, tmp_path):
    _, made = export
    made.write("seeds", tmp_path / "runs")
    assert (tmp_path / "runs.csv").read_text().count("\n") == 4
    made.write("seeds", tmp_path / "runs.npz")
    assert len(np.load(tmp_path / "runs.npz")["seed"]) == 3


def test_a_folder_that_is_gone_is_said(export, tmp_path, qtbot):
    session, made = export
    with qtbot.waitSignal(session.message_posted, timeout=0) as said:
        made.write("seeds", tmp_path / "gone" / "runs.csv")
    assert said.args[1] == "danger"
    assert "runs.csv" in said.args[0]
