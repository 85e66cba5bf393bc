"""Table, status bar and data panel show and take the units of the points."""

import numpy as np
import pytest

from playground.document.edits_cells import ValueField, set_cells
from playground.session.session import Session
from playground.views.data.draw_part import DrawPart
from playground.views.status_bar import StatusBar
from playground.views.table.cells import cell_text, full_text, parse_cell, parse_column
from tests.support.probes import arrive, map_picture
from tests.support.scaled import exam_document, house_document

X, Y, TARGET = 1, 2, 3


@pytest.fixture
def make(qapp):
    made = []

    def build(document):
        made.append(Session(document))
        return made[-1]

    yield build
    for session in made:
        assert session.close()


def test_cells_show_what_the_file_had():
    data = house_document().dataset
    for row in range(5):
        assert float(full_text(data, row, X)) == data.places[row, 0]
        assert float(full_text(data, row, Y)) == data.places[row, 1]
        assert float(full_text(data, row, TARGET)) == data.answers[row, 0]
        assert cell_text(data, row, TARGET) == f"{data.answers[row, 0]:,.0f}"
        assert float(cell_text(data, row, Y)) == pytest.approx(data.places[row, 1], abs=1e-3)


def test_cells_take_units():
    document = house_document()
    data = document.dataset
    number = parse_cell(data, X, "120.5")
    after = set_cells(document, [(0, 0, number), (0, ValueField(0), parse_cell(data, TARGET, "250,000"))])
    assert after.dataset.places[0, 0] == 120.5
    assert after.dataset.answers[0] == 250_000.0
    assert np.array_equal(after.dataset.places[1:], data.places[1:])
    column = parse_column(data, X, ["120.5", "80"])
    assert column[0] == number
    assert data.units.column(0).to_units(column[1]) == pytest.approx(80.0)


def test_a_cell_typed_as_it_stands_changes_nothing():
    document = exam_document()
    data = document.dataset
    typed = [(row, 0, parse_cell(data, X, full_text(data, row, X))) for row in range(len(data))]
    assert set_cells(document, typed) is document


def test_the_pointer_is_in_units(make, qtbot):
    session = make(house_document())
    bar = StatusBar(session)
    qtbot.addWidget(bar)
    values = np.zeros((8, 8, 1), np.float32)
    arrive(session, map_picture(values))
    session.hand.point_at((1.0, -1.0))
    bar.show_now()
    units = session.document.dataset.units
    said = bar.readout.accessibleName() + bar.readout.accessibleDescription()
    assert f"x {units.column(0).to_units(1.0):,.1f}" in said
    assert f"value {units.value(0).centre:,.0f}" in said
    bar.timer.stop()


def test_the_painted_value_is_chosen_in_units(make, qtbot):
    session = make(house_document())
    part = DrawPart(session)
    qtbot.addWidget(part)
    axis = session.document.dataset.units.value(0)
    assert part.value.value() == pytest.approx(axis.to_units(1.0))
    part.value.value_changed.emit(axis.centre)
    assert session.hand.value == 0.0
    session.edit("Take exams", lambda _: exam_document())
    assert not part.value.isVisible()
