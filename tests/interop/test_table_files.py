"""Orange's and numpy's files become tables; what is too large or unsafe is refused before it is loaded."""

import zipfile

import numpy as np
import pytest

from playground.interop.tables import file_bytes
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.importing import guess_choices, make_points
from playground.interop.tables.kinds import read_table

ORANGE = (
    "name\tlength\twidth\tkind\nstring\tcontinuous\tc\ta b\nmeta\t\t\tclass\nr1\t1.5\t2\ta\nr2\t?\t4\tb\nr3\t3\t5\tb\n"
)


def test_oranges_three_rows_of_header_say_what_columns_are(tmp_path):
    (tmp_path / "o.tab").write_text(ORANGE)
    table = read_table(tmp_path / "o.tab")
    assert [column.name for column in table.columns] == ["name", "length", "width", "kind"]
    assert [column.role for column in table.columns] == ["ignore", "", "", "class"]
    choices = guess_choices(table)
    assert (choices.x, choices.y, choices.target) == (1, 2, 3)
    made = make_points(table, choices)
    assert made.dataset.samples.tolist() == [[1.5, 2.0], [3.0, 5.0]]
    assert made.dropped == ("1 row without a number for length (the first in line 5)",)


def test_oranges_prefixes_say_it_too(tmp_path):
    (tmp_path / "o.tab").write_text("mS#name\tC#x1\tC#x2\tcD#kind\nr\t1\t2\ta\ns\t3\t4\tb\n")
    table = read_table(tmp_path / "o.tab")
    choices = guess_choices(table)
    assert (choices.x, choices.y, choices.target) == (1, 2, 3)
    assert [column.name for column in table.columns] == ["name", "x1", "x2", "kind"]


def test_a_tab_without_oranges_header_is_plain_text(tmp_path):
    (tmp_path / "o.tab").write_text("x\ty\n1\t2\n3\t4\n")
    assert read_table(tmp_path / "o.tab").reading.separator == "\t"


def test_arrays_of_an_npz_are_columns(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, X=np.array([[1.0, 2], [3, np.nan], [5, 0]]), y=np.array([0, 1, 1]), other=np.zeros((2, 2)))
    table = read_table(path)
    assert [column.name for column in table.columns] == ["X[0]", "X[1]", "y"]
    made = make_points(table, guess_choices(table))
    assert made.dataset.samples.tolist() == [[1, 2], [5, 0]]
    assert made.dataset.targets.tolist() == [0, 1]
    assert table.notes == ("Array 'other' of shape 2 × 2 does not fit the others and is left out",)


def test_labels_of_an_npz_may_be_words(tmp_path):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, x=[1.0, 2.0], y=[3.0, 4.0], label=np.array(["cat", "dog"]))
    table = read_table(path)
    made = make_points(table, guess_choices(table))
    assert made.dataset.samples.tolist() == [[1, 3], [2, 4]]
    assert [one.name for one in made.dataset.classes] == ["cat", "dog"]


@pytest.mark.parametrize(
    ("arrays", "fault"),
    [
        ({"a": np.array([{}, []], dtype=object)}, "Python objects"),
        ({"a": np.float64(3)}, "no vectors or matrices"),
        ({}, "no vectors or matrices"),
        ({"a": np.zeros((9, 3000))}, "more than 2,000 columns"),
    ],
)
def test_arrays_that_make_no_table_are_refused(tmp_path, arrays, fault):
    path = tmp_path / "a.npz"
    np.savez(path, **arrays)
    with pytest.raises(CsvError, match=fault):
        read_table(path)


def test_a_huge_array_is_refused_by_its_header_alone(tmp_path):
    path = tmp_path / "a.npz"
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (900000000, 2), }"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("X.npy", b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header)
    with pytest.raises(CsvError, match="more than 50,000,000 numbers"):
        read_table(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "nothing in it"), (b"PK\x03\x04 nonsense", "damaged"), (b"\x93NUMPY", r"no \.npz file.* named \.npy")],
)
def test_damaged_files_are_refused(tmp_path, data, words):
    (tmp_path / "a.npz").write_bytes(data)
    with pytest.raises(CsvError, match=words):
        read_table(tmp_path / "a.npz")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(file_bytes, "MOST_BYTES", 3)
    (tmp_path / "a.csv").write_text("1,2\n")
    with pytest.raises(CsvError, match="larger than"):
        read_table(tmp_path / "a.csv")
