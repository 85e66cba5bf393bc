"""Tables of every layout become points or are asked about; what is left out is counted and said."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.interop.tables.columns.target import guess_meaning
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.data_table import Column
from playground.interop.tables.encodings import decode
from playground.interop.tables.importing import Choices, asks_about_labels, guess_choices, make_points
from playground.interop.tables.number_style import NumberStyle
from playground.interop.tables.text import read_text
from playground.interop.tables.wishes import Wishes

ROWS = [(1.5, -2.25, "rot"), (-0.125, 3.0, "grün"), (4.0, 0.5, "rot")]


def text_of(separator, decimal, end, header):
    rows = [("x", "y", "label")] if header else []
    rows += [(str(x).replace(".", decimal), str(y).replace(".", decimal), label) for x, y, label in ROWS]
    quote = '"' if separator == decimal else ""
    return end.join(separator.join(f"{quote}{field}{quote}" for field in row) for row in rows) + end


def imported(text, **changes):
    table = read_text(text, "the text")
    return make_points(table, replace(guess_choices(table), **changes))


def attempt(text):
    """What is imported, or None and the fault."""
    try:
        return imported(text), ""
    except CsvError as error:
        return None, str(error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("header", [True, False], ids=["header", "bare"])
def test_the_matrix_of_layouts_is_read_right(encoding, end, header):
    for separator, decimal in itertools.product(",;\t ", ".,"):
        found = decode(text_of(separator, decimal, end, header).encode(encoding))
        assert (found.encoding, found.others) == (encoding, ())
        table = read_text(found.text, "points")
        assert (table.reading.separator, table.reading.style.decimal) == (separator, decimal)
        assert table.reading.has_header is header
        assert table.doubts == table.dropped == ()
        made = make_points(table, guess_choices(table))
        assert made.dataset.places.tolist() == [[x, y] for x, y, _ in ROWS]
        names = [made.dataset.classes[target].name for target in made.dataset.targets]
        assert names == [label for _, _, label in ROWS]
        assert (made.dropped, made.notes) == ((), ())


@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("columns", [2, 3, 5])
def test_numbers_only_are_read_right_or_asked_about(separator, decimal, columns):
    numbers = np.random.default_rng(columns).normal(size=(20, columns)).round(4)
    lines = [separator.join(f"{value:.4f}".replace(".", decimal) for value in row) for row in numbers]
    table = read_text("\n".join(lines), "points")
    if separator == decimal == ",":
        assert table.doubts or len(table.columns) != columns, "halves of decimals are shown as such"
        return
    read = np.column_stack([column.numbers for column in table.columns])
    assert np.array_equal(read, numbers)
    assert table.doubts == ()


@pytest.mark.parametrize(
    ("text", "style", "numbers"),
    [
        ("1,234.5;2\n3;4", NumberStyle.POINT_GROUPED, [1234.5, 3.0]),
        ("1.234,5;2\n3;4", NumberStyle.COMMA_GROUPED, [1234.5, 3.0]),
        ("1\u00a0234,5;2\n3,5;4", NumberStyle.COMMA_SPACED, [1234.5, 3.5]),
        ("−1.5;2\n3;4", NumberStyle.POINT, [-1.5, 3.0]),
        ("1e-3;2\n.5;4", NumberStyle.POINT, [0.001, 0.5]),
    ],
)
def test_styles_of_numbers(text, style, numbers):
    table = read_text(text, "points")
    assert table.reading.style is style
    assert table.columns[0].numbers.tolist() == numbers


def test_what_may_mean_something_else_is_asked():
    (doubt,) = read_text("1,234;2,345;a\n5;6,789;b\n", "points").doubts
    assert doubt.text == "1,234 is read as 1.234; it may also be 1234"
    (doubt,) = read_text("1,5,2,5,0\n2,5,3,5,1\n", "points").doubts
    assert "separator or a decimal mark" in doubt.text
    (doubt,) = read_text("1,5;2\n1.5;3\n", "points").doubts
    assert doubt.text.startswith("1 cell is a number only if written otherwise")


def test_a_decimal_comma_far_down_is_found():
    text = "\n".join(f"{i};{i}" for i in range(1000)) + "\n0,5;1,25\n"
    assert read_text(text, "points").columns[1].numbers[-1] == 1.25


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "there is nothing in it"),
        (" \n\t\n", "there is nothing in it"),
        ("hello", "only one column"),
        ("1\n2\n3\n", "only one column"),
        ("x,y,label\n", "only a header"),
        ("x,y,label\n1,5,2,5,0\n", "the header names 3 columns, and the rows have 5; if these are decimal commas"),
        ("a,b\nc,d\n", "two columns of numbers for x and y, and there is none"),
        ("1,b\n2,d\n", "only one ('Column 1')"),
        ("nan,2\ninf,3\n", "only one ('Column 2')"),
        ('1,2,"a\n', "quotation mark"),
    ],
)
def test_what_makes_no_points_is_refused_in_one_line(text, fault):
    with pytest.raises(CsvError) as caught:
        imported(text)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_binary_data_are_no_text():
    with pytest.raises(CsvError, match="not a text file"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    with pytest.raises(CsvError, match="no text in UTF-16"):
        decode(b"abc", "utf-16")


def test_rows_that_are_left_out_are_counted_with_the_reason_and_the_first_line():
    text = "x,y,label\n1,2,a\n\nnan,2,a\n3,inf,b\n3,abc,b\n3,4,\n5,6\n5,4,b\n1e300,1,a\n"
    made = imported(text)
    assert made.dataset.places.tolist() == [[1.0, 2.0], [5.0, 4.0]]
    assert made.dropped == (
        "1 row without anything",
        "1 row with more or fewer than 3 fields (the first in line 8)",
        "1 row without a number for x (the first in line 4)",
        "2 rows without a number for y (the first in line 5)",
        "1 row with x beyond 1,000,000,000,000 (the first in line 10)",
        "1 row without a label in label (the first in line 7)",
    )


def test_a_thousand_labels_are_asked_about():
    text = "x,y,name\n" + "\n".join(f"{i % 7},{i % 5},k{i % 1000}" for i in range(3000)) + "\n1,2,k3\n1,2,k4\n"
    table = read_text(text, "points")
    choices = guess_choices(table)
    assert asks_about_labels(table, choices)
    with pytest.raises(CsvError, match="1,000 different labels; 36 are the most"):
        make_points(table, choices)
    other = imported(text, many="other")
    assert len(other.dataset) == 3002
    assert [one.name for one in other.dataset.classes][-1] == "Other"
    assert len(other.dataset.classes) == 36
    fewer = imported(text, many="drop")
    assert {"k3", "k4"} <= {one.name for one in fewer.dataset.classes}
    assert len(fewer.dataset) == 3 * 36 + 2
    assert fewer.dropped[0].startswith("2,892 rows of labels that are not among the 36 largest")


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        ([i % 10 for i in range(60)], "classes"),
        ([i % 36 for i in range(72)], "classes"),
        ([i % 36 for i in range(71)], "values"),  # most of them once
        ([i % 10 + 1 for i in range(60)], "values"),  # months, ages and grades do not begin at 0
        ([2 * (i % 10) for i in range(60)], "values"),
        ([5 * (i % 9) for i in range(60)], "classes"),
    ],
)
def test_many_whole_numbers_are_labels_where_they_count_from_zero(cells, meaning):
    table = read_text("\n".join(f"{i * 0.7:.1f},{i * 0.3:.1f},{cell}" for i, cell in enumerate(cells)), "points")
    assert guess_meaning(table, 2) == meaning


@pytest.mark.parametrize(
    ("text", "x", "y", "target", "meaning"),
    [
        ("1,2\n3,4\n", 0, 1, None, "none"),
        ("1,2,0\n3,4,1\n", 0, 1, 2, "classes"),
        ("1,2,0.5\n3,4,1\n", 0, 1, 2, "values"),
        ("red,1,2\nblue,3,4\n", 1, 2, 0, "classes"),
        ("id,x,y,kind\n1,2,3,a\n2,4,5,b\n", 1, 2, 3, "classes"),
        ("value,y,x\n1,2,3\n4,5,6\n", 2, 1, 0, "values"),
        ("id,sepal,petal,kind\n1,2.5,3,a\n2,4,5,b\n3,1,1,a\n", 1, 2, 3, "classes"),
        ("5.1,3.5,1.4,0.2,setosa\n4.9,3,1.4,0.2,virginica\n", 0, 1, 4, "classes"),
    ],
)
def test_columns_are_guessed(text, x, y, target, meaning):
    choices = guess_choices(read_text(text, "points"))
    assert (choices.x, choices.y, choices.target, choices.meaning) == (x, y, target, meaning)


def test_large_numbers_lie_over_the_plane_and_keep_their_units():
    data = imported("x,y,value\n100,0.001,20\n300,0.003,40\n200,0.002,30\n").dataset
    assert np.allclose(data.samples, [[-5, -5], [5, 5], [0, 0]])
    assert np.allclose(data.target(), [-1, 1, 0])
    assert data.places.tolist() == [[100, 0.001], [300, 0.003], [200, 0.002]]
    assert data.answers.tolist() == [[20], [40], [30]]


def test_numbers_that_lie_well_on_the_plane_stay_there():
    data = imported("x,y,value\n-5,2,0.25\n3,4,-1\n").dataset
    assert data.samples.tolist() == [[-5, 2], [3, 4]]
    assert data.targets.tolist() == [[0.25], [-1]]
    assert data.units.is_identity


@pytest.mark.parametrize(("rows", "share"), [(4, 1.0), (13, 1.0), (14, 0.7), (200, 0.7)])
def test_a_few_points_all_train(rows, share):
    text = "x,y,label\n" + "".join(f"{i / 7},{i % 5},{'ab'[i % 2]}\n" for i in range(rows))
    assert imported(text).dataset.train_fraction == share


def test_principal_components_of_all_columns():
    random = np.random.default_rng(0)
    plane = random.normal(size=(200, 2))
    columns = plane @ random.normal(size=(2, 5)) * [1, 10, 100, 0.1, 1]
    text = "\n".join(",".join(map(str, [*row, "ab"[i % 2]])) for i, row in enumerate(columns.tolist()))
    made = imported(text, project=True, open=frozenset())
    assert made.notes[0] == "Two components of 5 columns hold 100% of their variance"
    assert 1.0 < np.abs(made.dataset.samples).max() <= 6.0
    assert abs(np.corrcoef(made.dataset.samples.T)[0, 1]) < 1e-9
    assert [one.name for one in made.dataset.classes] == ["a", "b"]


def test_whole_numbers_are_one_label_however_they_are_written():
    made = imported("x,y,label\n1,2,1\n3,4,1.0\n1,1,2\n")
    assert [one.name for one in made.dataset.classes] == ["1", "2"]
    assert made.dataset.targets.tolist() == [0, 0, 1]


def test_the_person_may_say_how_it_is_read():
    text = "1,234;2,345\n5,678;6,789\n"
    table = read_text(text, "points", wishes=Wishes(style=NumberStyle.POINT_GROUPED))
    assert table.columns[0].numbers.tolist() == [1234, 5678]
    assert table.doubts == ()
    assert read_text(text, "points", wishes=Wishes(decimal=",")).columns[0].numbers.tolist() == [1.234, 5.678]
    table = read_text("a,b\n1,2\n", "points", wishes=Wishes(header=False))
    assert table.columns[0].texts == ("a", "1")


@given(st.text(alphabet='0123456789.,;\t \n"-exyab', max_size=60))
def test_no_text_whatever_breaks_the_reader(text):
    made, fault = attempt(text)
    assert "\n" not in fault
    if made is not None:
        assert made.dataset.is_finite
        assert len(made.dataset) > 0


@given(st.lists(st.floats(-1e8, 1e8), min_size=1, max_size=20), st.sampled_from(list(NumberStyle)))
def test_numbers_are_read_in_every_style(values, style):
    grouped = style in (NumberStyle.POINT_GROUPED, NumberStyle.COMMA_GROUPED)
    texts = [f"{value:,.3f}" if grouped else f"{value:.3f}" for value in values]
    if style.decimal == ",":
        texts = [text.translate({ord(","): ".", ord("."): ","}) for text in texts]
    column = Column("c", tuple(texts), style)
    assert column.numbers.tolist() == [round(value, 3) for value in values]


def test_a_page_of_text_is_no_name_for_a_column():
    table = read_text("x,y," + "word " * 1000 + "\n1,2,3\n", "points")
    assert len(table.columns[2].name) == 40


def test_x_may_be_y():
    table = read_text("1,2\n3,4\n", "points")
    assert make_points(table, Choices(0, 0)).dataset.places.tolist() == [[1, 1], [3, 3]]
