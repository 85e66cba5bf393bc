"""Tables of three columns and more: what can be said of them, what is refused, and that all of it is kept in files."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.dataset import DataClass, Dataset, default_classes, distinct_names, frozen
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.edits_scaling import standardise
from playground.document.edits_source import regenerate
from playground.document.errors import DocumentError
from playground.document.laying_out import laid_out
from playground.document.presets import document_for, first_document
from playground.interop.sources import open_source
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.csv_points import points_text, read_coordinates, read_points, write_points
from playground.interop.tables.importing import guess_choices, make_points
from playground.interop.tables.kinds import table_in
from playground.interop.tables.wishes import ALL, Wishes
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.project import Project, pack_project, unpack_project

NAMES = "id,age,height,weight,pulse,kind\n"
ROWS = 12


def written(tmp_path, text, name="people.csv"):
    path = tmp_path / name
    path.write_text(text)
    return path


def people(tmp_path, names=NAMES):
    random = np.random.default_rng(0)
    sizes = [(random.uniform(150, 200), random.uniform(50, 90)) for _ in range(ROWS)]
    rows = "".join(
        f"{700 + 3 * i},{20 + i},{height:.1f},{weight:.1f},{60 + i % 5},{'ab'[i % 2]}\n"
        for i, (height, weight) in enumerate(sizes)
    )
    return written(tmp_path, names + rows)


def test_all_columns_but_those_that_tell_rows_apart_make_a_table(tmp_path):
    found = read_points(people(tmp_path), wishes=Wishes(columns=ALL))
    data = found.dataset
    assert (data.domain, data.columns) == ("table", ("age", "height", "weight", "pulse"))
    assert data.places[:, 0].tolist() == [20.0 + i for i in range(ROWS)]
    assert [one.name for one in data.classes] == ["a", "b"]
    assert found.notes == (
        "4 columns are taken (age, height, weight, pulse) and kind for the label; left out: id (tells the rows apart).",
    )


@pytest.mark.parametrize("columns", [("weight", "AGE", "3"), ("id", "pulse", "age")])
def test_columns_are_taken_as_they_are_named_in_that_order(tmp_path, columns):
    data = read_points(people(tmp_path), wishes=Wishes(columns=columns)).dataset
    assert data.columns == (("weight", "age", "height") if "AGE" in columns else columns)
    assert data.samples.shape == (ROWS, 3)


def test_two_columns_stay_points_of_the_plane_under_their_names(tmp_path):
    data = read_points(people(tmp_path), wishes=Wishes(x="height", y="weight")).dataset
    assert (data.domain, data.columns) == ("plane", ("height", "weight"))
    plain = read_points(written(tmp_path, "1,2,a\n2,1,b\n", "plain.csv")).dataset
    assert plain.columns == ("x", "y")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"columns": ("age", "height")}, "a table has 3 to 64 columns of numbers, not 2 columns; --x and --y make"),
        ({"columns": ("age",)}, "not 1 column;"),
        ({"columns": ("age", "height", "2")}, "column age is among the columns twice"),
        ({"columns": ("age", "height", "pulse"), "label": "pulse"}, "column pulse is the label, and cannot"),
        ({"columns": ("age", "height", "pulse"), "value": ("age",)}, "column age is the value, and cannot"),
        ({"columns": ("age", "height", "length")}, "no column is called length; there are: id, age"),
        ({"columns": ALL, "x": "age"}, "give one or the other"),
        ({"columns": ALL, "label": "q"}, "no column is called q"),
        ({}, "Say it with --x COL --y COL, or take all with --columns all"),
    ],
)
def test_what_makes_no_table_is_refused_in_words(tmp_path, said, words):
    with pytest.raises(CsvError) as caught:
        read_points(people(tmp_path), wishes=Wishes(**said))
    assert words in str(caught.value)


def test_more_than_64_columns_are_refused(tmp_path):
    text = ",".join(f"n{i}" for i in range(65)) + ",label\n"
    text += "".join(",".join(f"{i * j % 7 + 0.5}" for j in range(65)) + f",{'ab'[i % 2]}\n" for i in range(20))
    path = written(tmp_path, text)
    with pytest.raises(CsvError, match="65 columns are more than the 64 that a table may have"):
        read_points(path, wishes=Wishes(columns=ALL))
    fewer = read_points(path, wishes=Wishes(columns=tuple(f"n{i}" for i in range(1, 65)))).dataset
    assert fewer.samples.shape == (20, 64)


def test_a_row_without_a_number_in_any_column_is_left_out_by_the_window_alone(tmp_path):
    path = written(tmp_path, "a,b,c,label\n1,2,3,0\n2,,1,1\n3,1,2,0\n4,2,5,1\n")
    with pytest.raises(CsvError, match=r"1 row without a number for b \(the first in line 3\)"):
        read_points(path, wishes=Wishes(columns=ALL))
    table = table_in(path.read_bytes(), "t.csv")
    made = make_points(table, guess_choices(table, Wishes(columns=ALL)))
    assert len(made.dataset) == 3
    assert made.dropped == ("1 row without a number for b (the first in line 3)",)


def test_columns_without_numbers_or_with_another_use_make_no_points(tmp_path):
    table = table_in(people(tmp_path).read_bytes(), "t.csv")
    choices = guess_choices(table, Wishes(columns=ALL))
    for columns, words in (((1, 2), "not 2 columns"), ((1, 2, 5), "is the label or value"), ((1, 1, 2), "twice")):
        with pytest.raises(CsvError, match=words):
            make_points(table, type(choices)(0, 1, target=5, meaning="classes", columns=columns))


def test_names_that_are_alike_or_unreadable_are_told_apart():
    assert distinct_names(["a", "a", " ", "\u202e", "a 2"], ["c1", "c2", "c3", "c4", "c5"]) == (
        "a", "a 2", "c3", "c4", "a 2 2",
    )  # fmt: skip


# ---- a document follows -----------------------------------------------------------------------------------------


def test_inputs_and_scaling_follow_the_columns(tmp_path):
    opened = open_source(str(people(tmp_path)), wishes=Wishes(columns=ALL)).document
    assert opened.inputs == ("c1", "c2", "c3", "c4")
    assert len(opened.scaling.columns) == 4
    back = regenerate(opened, first_document().dataset.source)
    assert (back.inputs, back.dataset.domain, back.scaling.is_identity) == (("x", "y"), "plane", True)


def test_the_same_columns_keep_the_inputs_that_are_on(tmp_path):
    opened = open_source(str(people(tmp_path)), wishes=Wishes(columns=ALL)).document
    fewer = type(opened)(**{name: getattr(opened, name) for name in opened.__slots__} | {"inputs": ("c2", "c3")})
    again = read_points(people(tmp_path), wishes=Wishes(columns=ALL)).dataset
    assert set_dataset(fewer, again).inputs == ("c2", "c3")
    other = read_points(people(tmp_path, NAMES.replace("age", "years")), wishes=Wishes(columns=ALL)).dataset
    assert set_dataset(fewer, other).inputs == ("c1", "c2", "c3", "c4")


def test_a_table_that_names_a_generator_is_refused():
    plain = document_to_dict(first_document(), inline_points=False)
    plain["dataset"] |= {"domain": "table", "columns": ["a", "b", "c"]}
    with pytest.raises(DocumentError, match=r"dataset\.source: no generator makes rows"):
        document_from_dict(plain)


# ---- evaluating ------------------------------------------------------------------------------------------------------


def network_of(*columns):
    return Dataset(
        frozen(np.zeros((2, len(columns))), np.float64),
        frozen([0, 1], np.int64),
        frozen([False, False], np.bool_),
        default_classes(2),
        domain="table",
        columns=columns,
    )


def test_the_columns_of_a_network_are_found_by_their_names(tmp_path):
    path = people(tmp_path)
    found = read_coordinates(path, network=network_of("pulse", "Age", "weight"))
    assert found.points[:2, :2].tolist() == [[60.0, 20.0], [61.0, 21.0]]
    assert found.dataset is not None
    assert [one.name for one in found.dataset.classes] == ["a", "b"]


def test_without_their_names_they_are_taken_in_their_order_and_that_is_told(tmp_path):
    path = people(tmp_path)
    found = read_coordinates(path, network=network_of("p", "q", "r", "s"))
    assert found.points[0, 0] == 20.0
    assert found.notes[0] == "The columns are taken in their order: the network calls them otherwise."
    bare = read_coordinates(written(tmp_path, "1,2,3\n4,5,6\n", "bare.csv"), network=network_of("p", "q", "r"))
    assert bare.points.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert bare.notes == ()


def test_a_file_with_other_columns_is_refused_with_the_one_that_is_missing(tmp_path):
    words = r"the network needs 3 columns of numbers \(age, size, pulse\), and there is no size; there are: id, age"
    with pytest.raises(CsvError, match=words):
        read_coordinates(people(tmp_path), network=network_of("age", "size", "pulse"))
    with pytest.raises(CsvError, match="2 columns are taken, and the network needs 3: age, size, pulse"):
        read_coordinates(people(tmp_path), Wishes(x="age", y="pulse"), network_of("age", "size", "pulse"))
    with pytest.raises(CsvError, match="3 columns are taken, and the network needs 2: x, y"):
        read_coordinates(people(tmp_path), Wishes(columns=("2", "3", "4")), first_document().dataset)


def test_a_network_of_the_plane_finds_the_names_of_its_axes(tmp_path):
    plane = read_points(people(tmp_path), wishes=Wishes(x="pulse", y="weight")).dataset
    found = read_coordinates(people(tmp_path), network=plane)
    assert np.array_equal(found.points, plane.places)


# ---- there and back --------------------------------------------------------------------------------------------------

number = st.floats(-1e9, 1e9).map(lambda value: value + 0.0)
name = st.text(max_size=12)


@st.composite
def tables(draw):
    count, rows = draw(st.integers(3, 7)), draw(st.integers(1, 12))
    samples = np.array(draw(st.lists(st.lists(number, min_size=count, max_size=count), min_size=rows, max_size=rows)))
    keys = tuple(f"c{i + 1}" for i in range(count))
    columns = distinct_names(draw(st.lists(name, min_size=count, max_size=count)), keys)
    if draw(st.booleans()):
        targets, classes = np.array(draw(st.lists(st.integers(0, 2), min_size=rows, max_size=rows))), default_classes(3)
    else:
        targets, classes = np.array(draw(st.lists(number, min_size=rows, max_size=rows))), ()
    made = make_dataset(samples, targets, classes, 0.7)
    made = type(made)(**{**vars(made), "domain": "table", "columns": columns})
    return laid_out(made)


@given(tables(), st.booleans())
def test_documents_and_projects_keep_a_table(data, scaled):
    document = set_dataset(document_for("spiral", (3,)), data)
    document = standardise(document) if scaled else document
    plain = document_from_dict(json.loads(json.dumps(document_to_dict(document))))
    project = unpack_project(pack_project(Project(document, {}, {}))).document
    for again in (plain, project):
        assert (again.inputs, again.scaling, again.task) == (document.inputs, document.scaling, document.task)
        assert (again.dataset.columns, again.dataset.domain) == (data.columns, "table")
        assert again.dataset.units == data.units
        assert np.array_equal(again.dataset.samples, data.samples)
        assert np.array_equal(again.dataset.targets, data.targets)


plain_names = st.text("abcdefgh ÄÖ.-_", min_size=1, max_size=8).map(lambda text: " ".join(f"q{text}".split()))


@given(tables(), st.lists(plain_names, min_size=7, max_size=7))
def test_a_written_table_is_read_back(tmp_path_factory, data, names):
    path = tmp_path_factory.getbasetemp() / "table.csv"
    count = len(data.columns)
    titles = distinct_names(names[:count], [f"c{i}" for i in range(count)])
    data = type(data)(**{**vars(data), "columns": titles})
    write_points(path, data)
    said = {"label" if data.classes else "value": str(count + 1)}
    again = read_points(path, wishes=Wishes(columns=titles, **said)).dataset
    assert (again.columns, again.domain) == (titles, "table")
    scale = np.abs(data.places).max(initial=1.0)
    assert np.abs(again.places - data.places).max() <= 1e-15 * scale
    if data.classes:
        assert [again.classes[i] for i in again.targets] == [data.classes[i] for i in data.targets]
    else:
        assert np.abs(again.answers - data.answers).max() <= 1e-15 * np.abs(data.answers).max(initial=1.0)


def test_the_clipboard_has_all_columns_under_their_names_and_none_twice(tmp_path):
    data = read_points(people(tmp_path), wishes=Wishes(columns=ALL)).dataset
    named = type(data)(**{**vars(data), "columns": ("age", "label", "weight", "value")})
    assert points_text(named).splitlines()[0].split("\t") == ["age", "label 2", "weight", "value 2", "label"]
    assert len(points_text(named, data.places[:, 0] > 25).splitlines()) == ROWS - 5


def test_names_of_the_axes_are_kept(tmp_path):
    data = read_points(people(tmp_path), wishes=Wishes(x="height", y="weight")).dataset
    document = set_dataset(first_document(), data)
    again = document_from_dict(json.loads(json.dumps(document_to_dict(document))))
    assert again.dataset.columns == ("height", "weight")
    assert "columns" not in document_to_dict(first_document())["dataset"]
    path = tmp_path / "again.csv"
    write_points(path, data)
    assert path.read_text().splitlines()[0] == "height,weight,label"
    assert isinstance(again.dataset.classes[0], DataClass)
