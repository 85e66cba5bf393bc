"""Points from files for scripts: what the import window would take is taken, what it would ask about is refused."""

import itertools
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.dataset import COLOUR_NAMES, DataClass, default_classes
from playground.document.edits_data import make_dataset
from playground.interop.tables import text as table_text
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.csv_points import read_coordinates, read_points, write_points, write_table

ROWS = [(1.5, -2.25, "rot"), (-0.125, 3.0, "grün"), (4.0, 0.5, "rot")]


def text_of(separator, decimal, end, header, quoted):
    quote = '"' if quoted else ""
    rows = [("x", "y", "label")] if header else []
    rows += [(str(x).replace(".", decimal), str(y).replace(".", decimal), label) for x, y, label in ROWS]
    return end.join(separator.join(f"{quote}{field}{quote}" for field in row) for row in rows) + end


def read(tmp_path, text, name="points.csv"):
    (tmp_path / name).write_text(text)
    return read_points(tmp_path / name)


def names_in(dataset):
    return [dataset.classes[target].name for target in dataset.targets]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("header", [True, False], ids=["header", "bare"])
def test_every_layout_is_read_right(tmp_path, encoding, end, header):
    """Separators, decimal marks, encodings, line ends, header and quotes: 192 files and more."""
    for separator, decimal, quoted in itertools.product(",;\t ", ".,", [False, True]):
        if separator == decimal == "," and not quoted:
            continue
        path = tmp_path / "points.csv"
        path.write_bytes(text_of(separator, decimal, end, header, quoted).encode(encoding))
        points = read_points(path)
        assert points.dataset.places.tolist() == [[x, y] for x, y, _ in ROWS]
        assert names_in(points.dataset) == ["rot", "grün", "rot"]
        assert points.notes == (("The letters are read as Windows-1252 (Western).",) if encoding == "cp1252" else ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_recognised(tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes("1,2,α\n3,4,β\n".encode(encoding))
    assert names_in(read_points(tmp_path / "a.csv").dataset) == ["α", "β"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "there is nothing in it"),
        ("\n \n\r\n", "there is nothing in it"),
        ("x,y,label\n", "there are no points, only a header"),
        ("hello", "only one column"),
        ("1,2\n3,4\n", "only x and y; a third column with the label or value"),
        ("1,2,0\n3,4,1\nabc,4,1\n", "1 row without a number for Column 1 (the first in line 3)"),
        ("a,b,c\n1,2,0\n3,4,0\n3,?,1\n", "1 row without a number for b (the first in line 4)"),
        ("1,2,0\n\n\n3,,1\n", "1 row without a number for Column 2 (the first in line 4)"),
        ("1,2,0\n3,4,\n", "1 row without a label in Column 3 (the first in line 2)"),
        ("x,y,label\n1,2,0\n1,nan,1\n", "1 row without a number for y (the first in line 3)"),
        ("1,2,0\n3,4,1\n1e400,2,0\n", "1 row without a number for Column 1 (the first in line 3)"),
        ("1,2,0\n3,4,1\n-2e12,2,0\n", "1 row with Column 1 beyond 1,000,000,000,000 (the first in line 3)"),
        ("1,2,0\n1,2\n", "1 row with more or fewer than 3 fields (the first in line 2)"),
        ("x,y,label\n1,5,2,5,0\n", "the header names 3 columns, and the rows have 5; if these are decimal commas"),
        ("1,5,2,5,0\n2,5,3,5,1\n", "every comma may be a separator or a decimal mark"),
        ("1,234.5,2,0\n", "which column holds the label or value: Column 1, Column 2, Column 3, Column 4"),
        ("1,234;2,345;a\n5;6,789;b\n", "1,234 is read as 1.234; it may also be 1234. Say which with --decimal"),
        ("1,5;2;0\n1.5;2;1\n", "1 cell is a number only if written otherwise"),
        ("u,x,y,v\n1.5,2,3,1.5\n2.5,3,4,3.5\n", "which column holds the label"),
        ("x,y,value\n1,2,3\n1,3,4\n1,2,red\n", "1 row without a number for value (the first in line 4)"),
        ('1,2,"a\n', "a quotation mark is misplaced or never closed"),
        ("1,2," + "a" * 200_000, "a field is too long"),
        ("\n".join(f"{i % 7}.5,0,{i}" for i in range(37)), "37 different whole numbers, and 36 classes are the most"),
        ("\n".join(f"{i % 7}.5,0,{i % 12 + 1}" for i in range(36)), "hold labels or values (it has 12 different whole"),
        ("x,y,label\n" + "\n".join(f"{i},0,{i}" for i in range(37)), "37 different labels; 36 are the most; if it is"),
        ("\n".join(f"{i % 7},0,k{i}" for i in range(1500)), "1,500 different labels; 36 are the most; the window"),
    ],
)
def test_what_the_window_would_ask_about_is_refused_with_its_place(tmp_path, text, fault):
    with pytest.raises(CsvError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert fault in message
    assert message.startswith("points.csv: ")
    assert "\n" not in message


def test_folders_missing_files_and_pictures_are_refused_in_words(tmp_path):
    for path, fault in [(tmp_path, "Is a directory"), (tmp_path / "no.csv", "No such file or directory")]:
        with pytest.raises(CsvError, match=f"^{path.name}: {fault}$"):
            read_points(path)
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    with pytest.raises(CsvError, match=r"picture\.csv: this is a picture \(PNG\)"):
        read_points(picture)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_text("1,2,3\n")
    path.chmod(0)
    with pytest.raises(CsvError, match=r"secret\.csv: Permission denied"):
        read_points(path)


@pytest.mark.parametrize(
    ("text", "targets", "names"),
    [
        ("1,2,0\n3,4,1\n", [0, 1], ("Orange", "Blue")),
        ("1,2,-1\n3,4,1\n", [0, 1], ("-1", "1")),
        ("1,2,3\n3,4,1\n", [1, 0], ("1", "3")),
        ("1,2,1.0\n3,4,0.0\n", [1, 0], ("Orange", "Blue")),
        ("1,2,0.5\n3,4,1\n", [0.5, 1.0], ()),
        ("x,y,value\n1,2,0\n3,4,1\n", [0.0, 1.0], ()),
        ("x,y,label\n1,2,0.5\n3,4,1.5\n", [0, 1], ("0.5", "1.5")),
        ("1,2,b\n3,4,a\n5,6,b\n", [0, 1, 0], ("b", "a")),
        ("1,2,1\n3,4,other\n", [0, 1], ("1", "other")),
    ],
)
def test_labels_and_values_are_told_apart(tmp_path, text, targets, names):
    dataset = read(tmp_path, text).dataset
    assert tuple(one.name for one in dataset.classes) == names
    assert dataset.target().tolist() == targets
    assert dataset.targets.dtype == (np.int64 if names else np.float64)


def test_named_columns_are_found_wherever_they_stand_and_the_others_are_told(tmp_path):
    points = read(tmp_path, ",Label,Y,X,note\n0,a,1,2,hm\n1,b,3,4,\n")
    assert points.dataset.places.tolist() == [[2.0, 1.0], [4.0, 3.0]]
    (note,) = points.notes
    assert note.startswith("X is taken for x, Y for y and Label for the label; left out: Column 1 ")
    assert note.endswith("(tells the rows apart), note (not needed).")


def test_what_numbers_the_rows_is_no_label(tmp_path):
    points = read(tmp_path, "id,x,y,kind\n1,2,3,a\n2,3,4,b\n3,4,5,a\n")
    assert points.dataset.places.tolist() == [[2.0, 3.0], [3.0, 4.0], [4.0, 5.0]]
    assert names_in(points.dataset) == ["a", "b", "a"]


def test_rows_without_anything_are_no_loss(tmp_path):
    assert len(read(tmp_path, "\n1,2,0\n\n,,\n3,4,1\n\n").dataset) == 2


def test_points_stay_where_the_file_has_them(tmp_path):
    points = read(tmp_path, "x,y,value\n100,2000,5\n300,4000,70\n").dataset
    assert points.places.tolist() == [[100.0, 2000.0], [300.0, 4000.0]]
    assert points.answers.tolist() == [[5.0], [70.0]]


def test_tab_and_npz_files_are_points_too(tmp_path):
    assert names_in(read(tmp_path, "x\ty\tkind\n1\t2\ta\n3\t4\tb\n", "a.tsv").dataset) == ["a", "b"]
    orange = "x\ty\tkind\ncontinuous\tcontinuous\ta b\n\t\tclass\n1\t2\ta\n3\t4\tb\n"
    assert names_in(read(tmp_path, orange, "a.tab").dataset) == ["a", "b"]
    np.savez(tmp_path / "a.npz", X=np.array([[1.0, 2.0], [3.0, 4.0]]), y=np.array([0, 1]))
    dataset = read_points(tmp_path / "a.npz").dataset
    assert dataset.places.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert dataset.targets.tolist() == [0, 1]


def test_coordinates_need_no_label(tmp_path):
    path = tmp_path / "grid.csv"
    for text in ("x,y\n1,2\n3,4\n", "1 2\n3 4\n", "1,2,nan\n3,4,\n"):
        path.write_text(text)
        assert read_coordinates(path).points.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    path.write_text("x,y\n1,2\n1,nan\n")
    with pytest.raises(
        CsvError, match=r"grid.csv: 1 row without a number for each input \(the first in line 3: y\); --drop-rows"
    ):
        read_coordinates(path)
    path.write_text("x,y\n1,2\n1,2,3\n")
    with pytest.raises(CsvError, match=r"grid.csv: 1 row with more or fewer than 2 fields \(the first in line 3\)"):
        read_coordinates(path)


def attempt(source):
    """What is read, or None and its fault."""
    try:
        return read_points(source), ""
    except CsvError as error:
        return None, str(error)


coordinates = st.floats(-1e9, 1e9)
names = st.text(min_size=1, max_size=12).filter(lambda text: text.strip())


@given(
    st.lists(st.tuples(coordinates, coordinates, st.integers(0, 4)), min_size=1, max_size=30),
    st.integers(2, 5),
)
def test_classes_written_are_read_back_exactly(tmp_path_factory, rows, count):
    path = tmp_path_factory.getbasetemp() / "round.csv"
    points = np.array([row[:2] for row in rows])
    targets = np.array([row[2] % count for row in rows])
    before = make_dataset(points, targets, default_classes(count))
    write_points(path, before)
    after = read_points(path).dataset
    assert_the_same(after.places, before.samples, after.units)
    names_before = [before.classes[target] for target in before.targets]
    assert [after.classes[target] for target in after.targets] == names_before


def assert_the_same(after, before, units):
    """Bit for bit where the plane has the file's numbers; else to the last digits of the largest number."""
    assert np.abs(after - before).max() <= (0.0 if units.is_identity else 1e-15 * np.abs(before).max())


@given(st.lists(st.tuples(coordinates, coordinates, coordinates), min_size=1, max_size=30))
def test_values_written_are_read_back_exactly(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "round.csv"
    before = make_dataset([row[:2] for row in rows], [row[2] for row in rows], ())
    write_points(path, before)
    after = read_points(path).dataset
    assert_the_same(after.places, before.samples, after.units)
    assert_the_same(after.answers, before.targets, after.units)
    assert after.classes == ()


@given(st.lists(names, min_size=2, max_size=9))
def test_any_names_of_classes_keep_the_classes_apart(tmp_path_factory, labels):
    path = tmp_path_factory.getbasetemp() / "names.csv"
    count = len(labels)
    classes = tuple(DataClass(label, color) for color, label in enumerate(labels))
    points = np.column_stack((np.arange(count), np.full(count, 0.5)))
    write_points(path, make_dataset(points, np.arange(count), classes))
    after, fault = attempt(path)
    if after is None:
        assert "written otherwise" in fault, "names like 1,5 beside numbers with points are asked about"
    else:
        assert len(set(after.dataset.targets.tolist())) == count


@given(st.text(alphabet='0123456789.,;\t \n"-exyab', max_size=60))
def test_no_text_whatever_breaks_the_reader(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "text.csv"
    path.write_text(text)
    points, fault = attempt(path)
    assert "\n" not in fault
    if points is not None:
        assert np.isfinite(points.dataset.samples).all()
        assert len(points.dataset.samples) == len(points.dataset.targets) > 0


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(data)
    points, fault = attempt(path)
    assert np.isfinite(points.dataset.samples).all() if points else fault.startswith("bytes.csv: ")


def test_classes_named_like_colours_get_them_in_the_order_of_the_palette(tmp_path):
    path = tmp_path / "colours.csv"
    path.write_text("x,y,label\n1,2,Blue\n3,4,Orange\n")
    dataset = read_points(path).dataset
    assert [one.name for one in dataset.classes] == ["Orange", "Blue"]
    assert dataset.targets.tolist() == [1, 0]
    path.write_text("x,y,label\n1,2,cat\n3,4,Blue\n5,6,dog\n")
    classes = read_points(path).dataset.classes
    assert [(one.name, one.color) for one in classes] == [("cat", 0), ("Blue", 1), ("dog", 2)]


@pytest.mark.parametrize("label", ["0", "cat", "Orange", "7"])
def test_one_class_is_given_another_to_draw_against(tmp_path, label):
    path = tmp_path / "one.csv"
    path.write_text(f"1,2,{label}\n")
    classes = read_points(path).dataset.classes
    assert len({one.color for one in classes}) == len({one.name for one in classes}) == 2
    assert {one.name for one in classes} & {label, "Orange"}


def test_nine_classes_are_the_most(tmp_path):
    dataset = read(tmp_path, "\n".join(f"{i % 4},0,{name}" for i, name in enumerate(COLOUR_NAMES))).dataset
    assert tuple(one.name for one in dataset.classes) == COLOUR_NAMES


def test_a_table_is_written_with_all_digits(tmp_path):
    path = tmp_path / "out.csv"
    write_table(path, {"x": np.array([0.1, 1 / 3]), "name": np.array(["a,b", "c"], dtype=object)})
    assert path.read_text() == 'x,name\n0.1,"a,b"\n0.3333333333333333,c\n'


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(ValueError, match="zip"):
        write_table(path, {"x": np.zeros(2), "y": np.zeros(3)})
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_a_tab_beside_a_number_is_a_blank(tmp_path):
    assert read(tmp_path, "x;y;label\n1\t;2;0\n\t3;4;1\n").dataset.places.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_progress_grows_to_one_and_what_it_raises_ends_the_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(table_text, "PIECE_ROWS", 1000)
    path = tmp_path / "many.csv"
    path.write_text("x,y,label\n" + "0.25,0.5,0\n-0.25,0.5,1\n" * 10_000)
    shares = []
    assert len(read_points(path, shares.append).dataset) == 20_000
    assert shares == sorted(shares)
    assert len(shares) == 21
    assert shares[-1] == pytest.approx(1.0, abs=0.01)

    def stop(share):
        shares.append(share)
        raise KeyError("enough")

    with pytest.raises(KeyError):
        read_points(path, stop)
    assert len(shares) == 22
