"""One table written in many dialects: what is read is the same, or it is asked about; never something else."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.csv_points import read_points

LETTERS = ["a", "b", "rot", "grün", "New York", "o'Neill", 'say "x"', "x;y", "1b", "кот"]


@st.composite
def tables(draw):
    """Points with labels: x, y, name."""
    digits = draw(st.integers(1, 4))
    numbers = st.integers(-(10**7), 10**7).map(lambda whole: whole / 10**digits)
    names = draw(st.lists(st.sampled_from(LETTERS), min_size=2, max_size=4, unique=True))
    count = draw(st.integers(6, 25))
    return [(draw(numbers), draw(numbers), names[i % len(names)]) for i in range(count)], digits


@st.composite
def dialects(draw):
    """How a table is written."""
    separator = draw(st.sampled_from([",", ";", "\t", "|"]))
    decimal = draw(st.sampled_from([".", ","]))
    return {
        "separator": separator,
        "decimal": decimal,
        "group": draw(st.sampled_from(["", "", "\u00a0", "'", "," if decimal == "." else "."])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "header": draw(st.sampled_from([None, ("x", "y", "label"), ("len", "wid", "kind"), ("X", "Y", "Class")])),
        "above": draw(st.sampled_from(["", "", "# made by hand\n", "Made by hand\n", "\n\n"])),
        "order": draw(st.permutations([0, 1, 2])),
        "index": draw(st.booleans()),
        "end": draw(st.sampled_from(["\n", "\r\n"])),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])),
    }


def written(rows, digits, how):
    """The bytes of a table."""

    def number(value):
        plain = f"{value:,.{digits}f}"
        return plain.translate({ord(","): how["group"], ord("."): how["decimal"]})

    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=how["separator"], quoting=how["quoting"], lineterminator=how["end"])
    if how["header"] is not None:
        names = [how["header"][i] for i in how["order"]]
        writer.writerow([*([""] if how["index"] else []), *names])
    for place, (x, y, name) in enumerate(rows):
        cells = [number(x), number(y), name]
        writer.writerow([*([place] if how["index"] else []), *(cells[i] for i in how["order"])])
    return (how["above"].replace("\n", how["end"]) + stream.getvalue()).encode(how["encoding"])


def attempt(path):
    """The points, or None and the words of the refusal."""
    try:
        return read_points(path), ""
    except CsvError as error:
        return None, str(error)


@given(tables(), dialects())
def test_what_is_read_is_what_was_written_or_is_asked_about(tmp_path_factory, table, how):
    rows, digits = table
    path = tmp_path_factory.getbasetemp() / "dialect.csv"
    path.write_bytes(written(rows, digits, how))
    points, words = attempt(path)
    if points is None:
        assert words.startswith("dialect.csv: ")
        assert len(words) < 500
        return
    dataset = points.dataset
    expected = np.array([row[:2] for row in rows])
    swapped = how["order"].index(0) > how["order"].index(1) and (how["header"] or ("",))[0].casefold() != "x"
    assert np.allclose(dataset.places, expected[:, ::-1] if swapped else expected, rtol=1e-12, atol=1e-9)
    assert [dataset.classes[one].name for one in dataset.targets] == [row[2] for row in rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("header", ["", "x,y,label"])
def test_plain_tables_are_never_asked_about(tmp_path, separator, header):
    """What nobody would ask about is read."""
    random = np.random.default_rng(0)
    rows = [f"{x:.4f},{y:.4f},{'ab'[i % 2]}" for i, (x, y) in enumerate(random.normal(size=(40, 2)).tolist())]
    path = tmp_path / "plain.csv"
    path.write_text("\n".join([*([header] if header else []), *rows]).replace(",", separator) + "\n")
    points, words = attempt(path)
    assert words == ""
    assert points.notes == ()
    assert points.dataset.places[0, 0] == pytest.approx(float(rows[0].split(",")[0]))
