"""What a person says of a table decides, and what is odd about it is told."""

import numpy as np
import pytest

from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.csv_points import read_coordinates, read_points, write_points
from playground.interop.tables.wishes import Wishes
from tests.support.tables import BASE, DIGITS, LETTERS, assert_base, lines, read, refused

WISHES = [
    (lines("{k},{x},{y}", DIGITS), {"label": "1"}),
    (lines("{x},{y},{k},S{k}", LETTERS, "x1,x2,species,island"), {"label": "species"}),
    (lines("{i}.5,{x},{y},{k}", LETTERS, "t,a,b,kind"), {"x": "a", "y": "B"}),
    (lines("{i}.5,{x},{y},{k}", LETTERS, "t,a,b,kind"), {"x": "2", "y": "3", "label": "4"}),
    (lines("{x},{y},{k}", LETTERS, "5\nx,y,label"), {"skip_lines": 1}),
    (lines("{x}/{y}/{k}", LETTERS).replace("/", ";"), {"separator": "semicolon"}),
    (lines("{x};{y};{k}", LETTERS).replace(".", ","), {"decimal": ","}),
    (lines("{x},{y},{k}", DIGITS, "0,1,2"), {"header": True}),
]


@pytest.mark.parametrize(("text", "said"), WISHES)
def test_what_is_said_decides(tmp_path, text, said):
    assert_base(read(tmp_path, text, wishes=Wishes(**said)))


def test_a_value_that_is_said_is_one(tmp_path):
    dataset = read(tmp_path, lines("{x},{y},{k}", DIGITS, "x,y,label"), wishes=Wishes(value=("label",))).dataset
    assert dataset.classes == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"label": "q"}, "no column is called q; there are: x, y, label"),
        ({"label": "4"}, "no column is called 4; there are: x, y, label"),
        ({"x": "label"}, "column label holds no numbers, as --x needs"),
        ({"separator": "#"}, "--separator '#' is none that is known"),
        ({"label": "label", "value": ("x",)}, "give --label or --value, not both"),
    ],
)
def test_what_is_said_wrongly_is_told(tmp_path, said, words):
    assert words in refused(tmp_path, lines("{x},{y},{k}", LETTERS, "x,y,label"), wishes=Wishes(**said))


HOUSES = "size,rooms,rent,age,kind\n" + "".join(
    f"{20 + 9 * i},{1 + i % 3},{300 + 40 * i},{60 - 4 * i},{'ab'[i % 2]}\n" for i in range(12)
)


def test_several_values_are_columns_by_their_names(tmp_path):
    points = read(tmp_path, HOUSES, wishes=Wishes(x="size", y="rooms", value=("rent", "age")))
    data = points.dataset
    assert data.values == ("rent", "age")
    assert data.answers.tolist() == [[300.0 + 40 * i, 60.0 - 4 * i] for i in range(12)]
    path = tmp_path / "again.csv"
    write_points(path, data)
    assert path.read_text().splitlines()[0] == "size,rooms,rent,age"
    again = read_points(path, wishes=Wishes(x="size", y="rooms", value=("rent", "age"))).dataset
    assert np.array_equal(again.answers, data.answers)
    assert np.array_equal(again.places, data.places)


def test_all_other_columns_of_numbers_are_inputs_beside_several_values(tmp_path):
    data = read(
        tmp_path, HOUSES.replace("kind", "city"), wishes=Wishes(columns=("size", "rooms", "4"), value=("rent",))
    )
    assert (data.dataset.columns, data.dataset.values) == (("size", "rooms", "age"), ("value",))
    with pytest.raises(CsvError, match="a table has 3 to 64 columns"):
        read(tmp_path, HOUSES, wishes=Wishes(columns=("size", "rooms"), value=("rent", "age")))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (("rent", "rent"), "--value names column rent twice"),
        (("rent", "kind"), "column kind holds no numbers, as --value needs"),
        (("rent", "size"), "--x and --value both name column size; a column has one use"),
        (("rent", "years"), "no column is called years; there are: size"),
        (("rent",) * 17, "17 columns of values are more than the 16 that a point may have"),
    ],
)
def test_columns_of_values_that_cannot_be_are_refused_in_words(tmp_path, value, words):
    assert words in refused(tmp_path, HOUSES, wishes=Wishes(x="size", y="rooms", value=value))


def test_a_row_without_one_of_its_values_is_refused(tmp_path):
    wishes = Wishes(x="size", y="rooms", value=("rent", "age"))
    assert "without a number for age" in refused(tmp_path, HOUSES.replace(",56,", ",,"), wishes=wishes)


def test_labelled_points_of_a_network_are_found_by_the_names_of_its_values(tmp_path):
    wishes = Wishes(x="size", y="rooms", value=("rent", "age"))
    network = read(tmp_path, HOUSES, wishes=wishes).dataset
    path = tmp_path / "points.csv"
    path.write_text(HOUSES)
    found = read_coordinates(path, network=network)
    assert found.dataset is not None
    assert found.dataset.values == ("rent", "age")
    assert np.array_equal(found.dataset.answers, network.answers)


def test_a_column_can_say_which_points_test(tmp_path):
    text = "x,y,kind,split\n" + "".join(
        f"{x},{y},{k},{'train' if i % 4 else 'test'}\n" for i, ((x, y), k) in enumerate(zip(BASE, LETTERS, strict=True))
    )
    points = read(tmp_path, text)
    assert points.dataset.is_test.tolist() == [True, False, False, False] * 2
    assert points.dataset.train_fraction == 0.75
    assert "split says which points test: 2 of 8." in points.notes
    turned = text.replace("split", "is_train").replace("train\n", "1\n").replace("test\n", "0\n")
    turned = turned.replace("is_1", "is_train")
    assert read(tmp_path, turned).dataset.is_test.tolist() == [True, False, False, False] * 2


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5])
def test_the_share_that_tests_can_be_said(tmp_path, share):
    dataset = read(tmp_path, lines("{x},{y},{k}", LETTERS, "x,y,label"), wishes=Wishes(test=share)).dataset
    assert dataset.test_count == round(8 * share)
    assert dataset.train_fraction == 1.0 - share


def test_coordinates_come_with_the_same_notes_and_with_labels_where_there_are(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(lines("{i},{x},{y},{k}", DIGITS, ",x1,x2,y"))
    found = read_coordinates(path)
    assert found.points.tolist() == [list(one) for one in BASE]
    assert found.notes == ("x1 is taken for x, x2 for y and y for the label; left out: Column 1 (numbers the rows).",)
    assert found.dataset.targets.tolist() == [0] * 4 + [1] * 4


@pytest.mark.parametrize("header", ["0,1,label", "2020,2021,class", "0,1,species"])
def test_a_name_of_labels_beside_numbers_is_a_header(tmp_path, header):
    found = read(tmp_path, lines("{x},{y},{k}", header=header)).dataset
    assert found.places.tolist() == [list(point) for point in BASE]
    assert [one.name for one in found.classes] == ["a", "b"]


def test_numbers_below_the_name_of_labels_are_the_labels(tmp_path):
    found = read(tmp_path, lines("{x},{y},{k}", labels=DIGITS, header="0,1,y"))
    assert found.dataset.places.tolist() == [list(point) for point in BASE]
    assert found.dataset.targets.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert "The first row (0, 1, y) is taken for the names of the columns." in found.notes


def test_a_word_beside_0_and_1_that_stands_nowhere_else_is_asked_about(tmp_path):
    text = lines("{x},{y},{k}", header="0,1,animal")
    whole = "0,1,animal\n" + "3,4,cat\n5,7,dog\n" * 3
    assert "--header" in refused(tmp_path, whole)
    assert len(read(tmp_path, whole, wishes=Wishes(header=True)).dataset) == 6
    assert "--header" in refused(tmp_path, text)
    assert len(read(tmp_path, text, wishes=Wishes(header=True)).dataset) == len(BASE)
    assert len(read(tmp_path, text, wishes=Wishes(header=False)).dataset) == len(BASE) + 1


@pytest.mark.parametrize(("cells", "classes"), [("abab", ["a", "b"]), (("1.25", "2.5", "3.75", "4"), [])])
def test_what_orange_calls_continuous_is_a_label_where_it_holds_words(tmp_path, cells, classes):
    text = "u,v,cC#out\n" + "".join(f"{i}.5,{i * i},{cell}\n" for i, cell in enumerate(cells))
    found = read(tmp_path, text).dataset
    assert [one.name for one in found.classes] == classes
    assert len(found) == 4


def test_a_first_row_with_a_fraction_is_a_point_whatever_its_word(tmp_path):
    found = read(tmp_path, lines("{x},{y},{k}", labels="yaaabbbb")).dataset
    assert len(found) == len(BASE)
    assert [one.name for one in found.classes] == ["y", "a", "b"]


def test_a_first_row_of_a_word_that_is_a_label_below_is_a_point(tmp_path):
    found = read(tmp_path, lines("{x},{y},{k}", labels=["type", "b"] * 4)).dataset
    assert len(found) == len(BASE)
    assert [one.name for one in found.classes] == ["type", "b"]


@pytest.mark.parametrize("said", [{"x": "1", "y": "1"}, {"x": "2", "label": "2"}, {"value": "1", "y": "x"}])
def test_one_column_cannot_be_two_things(tmp_path, said):
    words = refused(tmp_path, lines("{x},{y},{k}", header="x,y,label"), wishes=Wishes(**said))
    assert "both name column" in words


def test_coordinates_are_asked_for_where_the_label_may_be_among_them(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(lines("{k},{x},{y}", labels=DIGITS))
    with pytest.raises(CsvError, match="which column holds the label or value: Column 1, Column 3"):
        read_coordinates(path)
    assert read_coordinates(path, Wishes(label="1")).points.tolist() == [list(point) for point in BASE]
    path.write_text(lines("{x},{y},{k},{k}", header="x1,x2,species,island"))
    found = read_coordinates(path)
    assert found.points.tolist() == [list(point) for point in BASE]
    assert found.notes == ("x1 is taken for x and x2 for y; left out: species (not needed), island (not needed).",)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("1 of {i},{y},{k}", "in column x, 1 of 0 in line 2 is no number"),
        ("({i}),{y},{k}", "in column x, (0) in line 2 is no number"),
        ("12:0{i},{y},{k}", "in column x, 12:00 in line 2 is no number"),
    ],
)
def test_the_first_cell_that_is_no_number_is_named(tmp_path, form, words):
    assert words in refused(tmp_path, lines(form, header="x,y,label"))


def test_lines_left_out_beyond_the_last_are_told(tmp_path):
    words = refused(tmp_path, lines("{x},{y},{k}"), wishes=Wishes(skip_lines=99))
    assert "there is nothing behind the first 99 lines" in words


def test_a_sheet_of_a_text_is_told(tmp_path):
    assert "--sheet is for workbooks" in refused(tmp_path, lines("{x},{y},{k}"), wishes=Wishes(sheet="Two"))


def test_one_hot_arrays_number_their_classes(tmp_path):
    path = tmp_path / "t.npz"
    np.savez(path, X=np.array(BASE), y=np.eye(3)[[0, 1, 2, 0, 1, 2, 0, 1]])
    found = read_points(path).dataset
    assert found.targets.tolist() == [0, 1, 2, 0, 1, 2, 0, 1]
    assert [one.name for one in found.classes] == ["Orange", "Blue", "Green"]


def test_a_matrix_without_a_name_that_is_turned_round(tmp_path):
    path = tmp_path / "t.npy"
    np.save(path, np.column_stack([BASE, [0, 0, 0, 0, 1, 1, 1, 1]]).T)
    assert "The array of shape 3 × 8 has a column for each point and is turned round." in read_points(path).notes


def test_letters_of_no_known_encoding_can_be_said(tmp_path):
    text = lines("{x},{y},{k}", labels=["grün", "weiß"] * 4).encode("cp850")
    assert refused(tmp_path, text).endswith("Say it with --encoding E")
    found = read(tmp_path, text, wishes=Wishes(encoding="cp850")).dataset
    assert [one.name for one in found.classes] == ["grün", "weiß"]


def test_one_hot_columns_without_names_keep_their_places(tmp_path):
    rows = "".join(f"{x},{y},{int(i % 3 == 0)},{int(i % 3 == 1)},{int(i % 3 == 2)}\n" for i, (x, y) in enumerate(BASE))
    found = read(tmp_path, rows)
    assert [one.name for one in found.dataset.classes] == ["Column 3", "Column 4", "Column 5"]
    assert any("Column 3 / Column 4 / Column 5 for the label" in note for note in found.notes)


def test_two_flags_without_names_are_asked_about(tmp_path):
    rows = "".join(f"{x},{y},{i % 2},{1 - i % 2}\n" for i, (x, y) in enumerate(BASE))
    assert "which column holds the label or value" in refused(tmp_path, rows)
