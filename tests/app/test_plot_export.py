"""What the menu of a plot saves: its values to the last digit, its picture as shapes and words."""

import csv
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from playground.app.plot_export import csv_of
from playground.training.state.run import Run
from playground.views.explain.dream_board import DreamBoard
from playground.views.loss.plot import LossPlot
from playground.widgets.plot_signals import plot_signals
from tests.support.loss_panel import arrive, falling, record
from tests.support.probes import arrive as arrive_snapshot
from tests.support.probes import scheduler, taken

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def save(make_window, qtbot, tmp_path, monkeypatch):
    """Choose an entry of the loss plot's menu and give a name; the file."""
    window = make_window("circle")
    record(window.session, *falling(60))
    arrive(window.session)
    plot = window.findChild(LossPlot).plot

    def saved(form, name="plot"):
        path = tmp_path / f"{name}.{form}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
        next(one for one in plot.menu(0.0).actions() if one.text() == entry(form)).trigger()
        return path

    saved.window, saved.plot = window, plot
    return saved


def entry(form):
    return "Save values as CSV…" if form == "csv" else f"Save as {form.upper()}…"


def test_the_values_are_those_of_the_history(save):
    rows = list(csv.DictReader(save("csv").read_text().splitlines()))
    columns = save.window.session.history.columns()
    assert len(rows) == len(columns["epoch"])
    for name in ("epoch", "train_loss", "test_loss"):
        np.testing.assert_array_equal(np.array([row[name] for row in rows], columns[name].dtype), columns[name])


def test_a_drawing_has_curves_as_shapes_and_numbers_as_words(save):
    root = ET.fromstring(save("svg").read_text())
    assert not list(root.iter(f"{SVG}image"))
    words = [path.get("aria-label") for path in root.iter(f"{SVG}path") if path.get("aria-label")]
    assert "epoch" in words
    assert {text for _, text in save.plot.left.levels()} <= set(words)
    assert max(len(path.get("d", "")) for path in root.iter(f"{SVG}path")) > 200


def test_a_picture_has_two_pixels_for_one(save):
    image = QImage(str(save("png")))
    assert image.width() > 2 * save.plot.width()
    assert save("pdf").read_bytes().startswith(b"%PDF")


def test_where_nothing_can_be_written_it_is_said(save):
    said = []
    save.window.session.message_posted.connect(lambda text, role: said.append((text, role)))
    save("csv", "missing/plot")
    assert said[-1][0].startswith("Could not write plot.csv")
    assert said[-1][1] == "danger"


def test_names_are_quoted_and_what_is_not_a_number_is_empty():
    assert csv_of({'a, "b"': np.array(["x, y"])}) == b'"a, ""b"""\n"x, y"\n'
    assert csv_of({"a": np.array([1.0, np.nan]), "b": np.array([3, 4])}) == b"a,b\n1,3\n,4\n"


def test_dreams_are_saved_as_plots_are(make_window, tmp_path, monkeypatch):
    window = make_window("circle")
    window.layout_of_panels.open("explain")
    window.session.selection.explain_asked.emit("dream")
    board = window.findChild(DreamBoard)
    arrive_dreams(window.session)
    assert board.plain.buttons
    for form, starts in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"Orange,Blue")):
        path = tmp_path / f"dreams.{form}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, to=path: (str(to), ""))
        plot_signals().export_asked.emit(board, form)
        assert path.read_bytes().startswith(starts)


def arrive_dreams(session):
    """The dreams that the panel wants, as from the trainer."""
    run, by = Run(session.document), scheduler()
    taken(run, *session.wanted("explain"), by=by)
    while by.wants_more:
        taken(run, *session.wanted("explain"), by=by)
    arrive_snapshot(session, taken(run, *session.wanted("explain"), by=by))
