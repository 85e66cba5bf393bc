"""CSV in and out: every layout read right or asked about, every fault named with its row and column."""

import itertools
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.dataset import CLASS_NAMES, DataClass, default_classes
from playground.document.edits_data import make_dataset
from playground.interop import csv_columns
from playground.interop.csv_points import (
    CsvError,
    dataset_from_csv,
    parse_points,
    read_coordinates,
    read_points,
    write_points,
    write_table,
)

ROWS = [(1.5, -2.25, "rot"), (-0.125, 3.0, "grün"), (4.0, 0.5, "rot")]


def text_of(separator, decimal, end, header, quoted):
    quote = '"' if quoted else ""
    rows = [("x", "y", "label")] if header else []
    rows += [(str(x).replace(".", decimal), str(y).replace(".", decimal), label) for x, y, label in ROWS]
    return end.join(separator.join(f"{quote}{field}{quote}" for field in row) for row in rows) + end


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
        table = read_points(path)
        assert table.points.tolist() == [[x, y] for x, y, _ in ROWS]
        assert table.class_names == ("rot", "grün")
        assert table.targets.tolist() == [0, 1, 0]
        assert (table.separator, table.decimal, table.has_header) == (separator, decimal, header)
        assert table.dropped == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_recognised(tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes("1,2,α\n3,4,β\n".encode(encoding))
    assert read_points(tmp_path / "a.csv").class_names == ("α", "β")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the points: there are no points, the file is empty"),
        ("\n \n\r\n", "the points: there are no points, the file is empty"),
        ("x,y,label\n", "the points: there are no points, only a header"),
        ("hello", "only one column"),
        ("1\n2\n", "only one column"),
        ("1,2\n3,4\n", "only two columns; a third"),
        ("1,2,0\nabc,4,1\n", "row 2, column x: 'abc' is not a number"),
        ("1,2,0\n3,abc,1\n", "row 2, column y: 'abc' is not a number"),
        ("a,b,c\n1,2,0\n3,?,1\n", "row 3, column b: '?' is not a number"),
        ("1,2,0\n\n\n3,,1\n", "row 4, column y: there is no number"),
        ("1,2,0\n3,4,\n", "row 2, column label: there is nothing"),
        ("nan,2,0\n", "row 1, column x: 'nan' is not a finite number"),
        ("1,2,0\n1,-INF,0\n", "row 2, column y: '-INF' is not a finite number"),
        ("1,2,0.5\n1,2,nan\n", "row 2, column label: 'nan' is no label and no finite number"),
        ("1,2,0\n1e400,2,0\n", "row 2, column x: 1e400 is beyond"),
        ("1,2,0\n-2e9,2,0\n", "row 2, column x: -2e9 is beyond"),
        ("1,2,0\n1_000,2,0\n", "row 2, column x: '1_000' is not a number"),
        ("0x10,2,0\n", "row 1, column x: '0x10' is not a number"),
        ("2020-01-01,2,0\n", "row 1, column x: '2020-01-01' is not a number"),
        ("1,2,0\n1,2\n", "row 2 has 2 columns, the first row has 3"),
        ("1,2,0\n1\n", "row 2 has one column, the first row has 3"),
        ("1.5,2,0\n1.5,2,0,7\n", "row 2 has 4 columns, the first row has 3"),
        ("x,y,label\n1,5,2,5,0\n", "row 2 has 5 columns, the first row has 3; if these are decimal commas"),
        ("1,5,2,5,0\n", "the commas are ambiguous"),
        ("1,5,2,5,0,5\n", "the commas are ambiguous"),
        ("1,234.5,2,0\n", "there are 4 columns and no header"),
        ("1,234;2,345;a\n5;6,789;b\n", "the commas are ambiguous: every number with one has three digits"),
        ("1,5;2;0\n1.5;2;1\n", "row 2, column x: '1.5' has another decimal mark"),
        ("1.5;2;0,5\n", "row 1, column label: '0,5' has another decimal mark"),
        ("1.234,5;2;0\n", "row 1, column x: '1.234,5' is not a number"),
        ("id,x,y,w\n1,2,3,4\n", "which column holds the label"),
        ("x,y,value\n1,2,3\n1,2,red\n", "row 3, column value: 'red' is not a number"),
        ('1,2,"a\n', "row 1: a quotation mark is misplaced or never closed"),
        ('1,2,"a"b\n', "row 1: a quotation mark is misplaced or never closed"),
        ("1,2," + "a" * 200_000, "row 1: a field is too long"),
        ("\n".join(f"{i},0,{i}" for i in range(10)), "10 different whole numbers; 9 classes are the most"),
        ("x,y,label\n" + "\n".join(f"{i},0,{i}" for i in range(10)), "10 different labels; 9 classes are the most"),
        ("\n".join(f"{i},0,k{i}" for i in range(1500)), "1,500 different labels; 9 classes are the most"),
        ("\n".join(f"{i},0,{i / 7}" for i in range(12)) + "\n1,2,abc", "row 13, column label: 'abc' is not a number"),
        (
            "\n".join(f"{i},0,{i / 7}" for i in range(1500)) + "\n1,2,abc",
            "row 1501, column label: 'abc' is not a number",
        ),
    ],
)
def test_faults_are_said_with_their_place(text, fault):
    with pytest.raises(CsvError) as caught:
        parse_points(text, "the points")
    message = str(caught.value)
    assert fault in message
    assert message.startswith("the points: ")
    assert "\n" not in message


def test_a_fault_names_the_row_of_the_file_beyond_the_first_piece(monkeypatch):
    monkeypatch.setattr(csv_columns, "PIECE_ROWS", 4)
    lines = ["x,y,label", "", *(f'{i},1,"a\nb"' for i in range(5)), "7,oops,c"]
    with pytest.raises(CsvError, match="row 13, column y: 'oops'"):
        parse_points("\n".join(lines))


def test_pieces_join_to_the_whole(monkeypatch):
    text = "x,y,value\n" + "\n".join(f"{i},{-i},{i / 3}" for i in range(3000))
    whole = parse_points(text)
    monkeypatch.setattr(csv_columns, "PIECE_ROWS", 7)
    pieces = parse_points(text)
    assert np.array_equal(whole.points, pieces.points)
    assert np.array_equal(whole.targets, pieces.targets)
    assert whole.targets.tolist() == [i / 3 for i in range(3000)]


def test_folders_missing_files_and_pictures_are_refused_in_words(tmp_path):
    for path, fault in [(tmp_path, "is a folder, not a file"), (tmp_path / "no.csv", "there is no such file")]:
        with pytest.raises(CsvError, match=f"^{path.name}: {fault}$"):
            read_points(path)
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    with pytest.raises(CsvError, match=r"picture\.csv: is not a text file"):
        read_points(picture)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_text("1,2,3\n")
    path.chmod(0)
    with pytest.raises(CsvError, match=r"secret\.csv: Permission denied"):
        read_points(path)


@pytest.mark.parametrize(
    ("text", "task", "targets", "names"),
    [
        ("1,2,0\n3,4,1\n", "classification", [0, 1], None),
        ("1,2,-1\n3,4,1\n", "classification", [0, 1], ("-1", "1")),
        ("1,2,3\n3,4,1\n", "classification", [1, 0], ("1", "3")),
        ("1,2,1.0\n3,4,0.0\n", "classification", [1, 0], None),
        ("1,2,0.5\n3,4,1\n", "regression", [0.5, 1.0], None),
        ("x,y,value\n1,2,0\n3,4,1\n", "regression", [0.0, 1.0], None),
        ("x,y,label\n1,2,0.5\n3,4,1.5\n", "classification", [0, 1], ("0.5", "1.5")),
        ("1,2,b\n3,4,a\n5,6,b\n", "classification", [0, 1, 0], ("b", "a")),
        ("1,2,1\n3,4,other\n", "classification", [0, 1], ("1", "other")),
        ("\n".join(f"{i},0,{i}.0" for i in range(12)), "regression", [float(i) for i in range(12)], None),
    ],
)
def test_labels_and_values_are_told_apart(text, task, targets, names):
    table = parse_points(text)
    assert (table.task, table.class_names) == (task, names)
    assert table.targets.tolist() == targets
    assert table.targets.dtype == (np.int64 if task == "classification" else np.float64)


def test_named_columns_are_found_wherever_they_stand():
    table = parse_points(",Label,Y,X,note\n0,a,1,2,hm\n1,b,3,4,\n")
    assert table.points.tolist() == [[2.0, 1.0], [4.0, 3.0]]
    assert table.class_names == ("a", "b")
    assert table.dropped == ("column ''", "column 'note'")


def test_blank_rows_are_counted():
    assert parse_points("1,2,0\n\n,,\n3,4,1\n").dropped == ("2 blank rows",)
    assert parse_points("\n1,2,0\n3,4,1\n").dropped == ("1 blank row",)


def test_spaces_around_fields_and_runs_of_them_mean_nothing():
    assert parse_points("  1   2    red  \n 3 4 blue\n").class_names == ("red", "blue")
    assert parse_points(" 1 ,  2 , red \n").points.tolist() == [[1.0, 2.0]]


def test_three_decimals_after_a_comma_are_fine_once_one_number_settles_it():
    assert parse_points("1,234;0,345;a\n").points.tolist() == [[1.234, 0.345]]


def test_coordinates_need_no_label(tmp_path):
    path = tmp_path / "grid.csv"
    for text in ("x,y\n1,2\n3,4\n", "1 2\n3 4\n", "1,2,nan\n3,4,\n"):
        path.write_text(text)
        assert read_coordinates(path).tolist() == [[1.0, 2.0], [3.0, 4.0]]
    path.write_text("x,y\n1,nan\n")
    with pytest.raises(CsvError, match=r"grid.csv: row 2, column y: 'nan' is not a finite number"):
        read_coordinates(path)


def attempt(read, source):
    """What a reader returns, or None and its fault."""
    try:
        return read(source), ""
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
    after = dataset_from_csv(path)
    assert np.array_equal(after.points, before.points)
    names_before = [before.classes[target] for target in before.targets]
    assert [after.classes[target] for target in after.targets] == names_before


@given(st.lists(st.tuples(coordinates, coordinates, coordinates), min_size=1, max_size=30))
def test_values_written_are_read_back_exactly(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "round.csv"
    before = make_dataset([row[:2] for row in rows], [row[2] for row in rows], ())
    write_points(path, before)
    after = dataset_from_csv(path)
    assert np.array_equal(after.points, before.points)
    assert np.array_equal(after.targets, before.targets)
    assert after.classes == ()


@given(st.lists(names, min_size=2, max_size=9))
def test_any_names_of_classes_keep_the_classes_apart(tmp_path_factory, labels):
    path = tmp_path_factory.getbasetemp() / "names.csv"
    count = len(labels)
    classes = tuple(DataClass(label, color) for color, label in enumerate(labels))
    points = np.column_stack((np.arange(count), np.full(count, 0.5)))
    write_points(path, make_dataset(points, np.arange(count), classes))
    after, fault = attempt(dataset_from_csv, path)
    if after is None:
        assert "decimal mark" in fault, "names like 1,5 beside numbers with points are asked about"
    else:
        assert len(set(after.targets.tolist())) == count


@given(st.text(alphabet='0123456789.,;\t \n"-exyab', max_size=60))
def test_no_text_whatever_breaks_the_reader(text):
    table, fault = attempt(parse_points, text)
    assert "\n" not in fault
    if table is not None:
        assert np.isfinite(table.points).all()
        assert len(table.points) == len(table.targets) > 0


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(data)
    table, fault = attempt(read_points, path)
    assert np.isfinite(table.points).all() if table else fault.startswith("bytes.csv: ")


def test_classes_named_like_colours_get_them_in_the_order_of_the_palette(tmp_path):
    path = tmp_path / "colours.csv"
    path.write_text("x,y,label\n1,2,Blue\n3,4,Orange\n")
    dataset = dataset_from_csv(path)
    assert [one.name for one in dataset.classes] == ["Orange", "Blue"]
    assert dataset.targets.tolist() == [1, 0]
    path.write_text("x,y,label\n1,2,cat\n3,4,Blue\n5,6,dog\n")
    classes = dataset_from_csv(path).classes
    assert [(one.name, one.color) for one in classes] == [("cat", 0), ("Blue", 1), ("dog", 2)]


@pytest.mark.parametrize("label", ["0", "cat", "Orange", "7"])
def test_one_class_is_given_another_to_draw_against(tmp_path, label):
    path = tmp_path / "one.csv"
    path.write_text(f"1,2,{label}\n")
    classes = dataset_from_csv(path).classes
    assert len({one.color for one in classes}) == len({one.name for one in classes}) == 2
    assert {one.name for one in classes} & {label, "Orange"}


def test_nine_classes_are_the_most():
    table = parse_points("\n".join(f"{i},0,{name}" for i, name in enumerate(CLASS_NAMES)))
    assert table.class_names == CLASS_NAMES


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


def test_a_tab_beside_a_number_is_a_blank():
    assert parse_points("x;y;label\n1\t;2;0\n\t3;4;1\n").points.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_progress_grows_to_one_and_what_it_raises_ends_the_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_columns, "PIECE_ROWS", 1000)
    path = tmp_path / "many.csv"
    path.write_text("x,y,label\n" + "0.25,0.5,0\n-0.25,0.5,1\n" * 10_000)
    shares = []
    assert len(read_points(path, shares.append).points) == 20_000
    assert shares == sorted(shares)
    assert len(shares) == 21
    assert shares[-1] == 1.0

    def stop(share):
        shares.append(share)
        raise KeyError("enough")

    with pytest.raises(KeyError):
        read_points(path, stop)
    assert len(shares) == 22
