"""The confusion matrix as it is seen: under the pointer, to be saved, at every size."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from playground.document.presets import document_for
from playground.views.loss.confusion import ConfusionMatrix
from tests.support.loss_panel import leave, move_to, turn_wheel

CLASSES = document_for("blobs", (4,), parameter=3).dataset.classes
COUNTS = np.array([[8, 2, 0], [0, 9, 1], [0, 0, 0]])


@pytest.fixture
def matrix(qtbot):
    made = ConfusionMatrix()
    qtbot.addWidget(made)
    made.resize(260, 220)
    made.show()
    made.show_counts(COUNTS, CLASSES)
    return made


def cell(plot, row, column):
    return QPointF(plot.place_of(column + 0.5, row + 0.5))


def test_the_pointer_reads_out_a_cell(matrix):
    plot = matrix.plot
    first, second, _ = (one.name for one in CLASSES)
    gap = "\N{NARROW NO-BREAK SPACE}"
    for (row, column), words in {
        (0, 1): f"{first} taken for {second}\n2 of 10, 20{gap}%",
        (1, 1): f"{second}, right\n9 of 10, 90{gap}%",
    }.items():
        move_to(plot, cell(plot, row, column))
        assert plot.readout() == words
    move_to(plot, cell(plot, 2, 0))
    assert plot.readout().endswith("0 of 0")
    leave(plot)
    assert plot.readout() == ""


@pytest.mark.parametrize("size", [(80, 80), (260, 120), (120, 400), (600, 600)])
def test_cells_are_square_and_inside(matrix, size):
    matrix.resize(*size)
    plot = matrix.plot
    area = plot.area()
    assert area.width() == pytest.approx(area.height(), abs=2.5)
    assert plot.rect().contains(area.toAlignedRect().adjusted(1, 1, -1, -1))
    assert not plot.grab().isNull()


def test_columns_have_the_hue_of_their_class(matrix):
    plot = matrix.plot
    picture = plot.grab().toImage()

    def colour(row, column):
        at = cell(plot, row, column) + QPointF(0.3 * plot.area().width() / 3, 0.3 * plot.area().height() / 3)
        return picture.pixelColor(at.toPoint())

    assert colour(0, 0) != colour(1, 1)
    assert colour(2, 0) == colour(2, 1) == colour(1, 0)
    assert colour(0, 0).saturation() > 40


def test_the_whole_matrix_is_always_seen(matrix):
    before = matrix.plot.visible()
    turn_wheel(matrix.plot, 5)
    assert matrix.plot.visible() == before


def test_the_values_have_the_names_of_the_classes(matrix):
    table = matrix.plot.table()
    names = [one.name for one in CLASSES]
    assert table["actual"].tolist() == names
    assert [table[f"predicted {name}"].tolist() for name in names] == COUNTS.T.tolist()


def test_without_counts_there_are_words(matrix):
    matrix.show_counts(np.zeros((0, 0), np.int64), ())
    assert matrix.words() == ""
    assert not matrix.plot.isVisible()
    matrix.show_counts(COUNTS * 0, CLASSES, "There are no test points.")
    assert matrix.words() == "There are no test points."


def test_36_classes_have_a_cell_each_that_the_pointer_tells(matrix):
    classes = document_for("blobs", (4,), parameter=36).dataset.classes
    counts = 30 * np.eye(36, dtype=np.int64)
    counts[3, 20] = 7
    matrix.resize(420, 400)
    matrix.show_counts(counts, classes)
    plot = matrix.plot
    picture = plot.grab().toImage()
    empty = picture.pixelColor(cell(plot, 0, 30).toPoint())
    for row, column in ((0, 0), (35, 35), (3, 20), (10, 10)):
        assert picture.pixelColor(cell(plot, row, column).toPoint()) != empty
    assert picture.pixelColor(cell(plot, 20, 3).toPoint()) == empty
    move_to(plot, cell(plot, 3, 20))
    assert plot.readout().startswith("Magenta taken for Class 21\n7 of 37")
    assert matrix.accessibleDescription() == "7 Magenta taken for Class 21"


def test_the_most_frequent_mistakes_are_described(matrix):
    classes = document_for("blobs", (4,), parameter=36).dataset.classes
    counts = np.ones((36, 36), dtype=np.int64)
    counts[1, 0] = 5
    matrix.show_counts(counts, classes)
    assert matrix.accessibleDescription().startswith("1 Orange taken for Blue")
    assert "5 Blue taken for Orange" in matrix.accessibleDescription()
    assert matrix.accessibleDescription().endswith("and 1240 more mistakes")
