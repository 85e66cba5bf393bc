"""A column of few texts, chosen as an input, becomes columns of 0 and 1; a network finds them again in other files."""

import numpy as np
import pytest

from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.csv_points import read_coordinates, read_points
from playground.interop.tables.wishes import ALL, Wishes

KINDS = ("house", "flat", "villa")
ROWS = 24
COLUMNS = ("area", "rooms", "kind: flat", "kind: house", "kind: villa")


def written(tmp_path, *, changed=None, name="homes.csv"):
    """A table of homes; `changed` has other texts for its first rows."""
    kinds = [KINDS[i % 3] for i in range(ROWS)]
    kinds[: len(changed or ())] = changed or ()
    rows = (f"{40 + 3.5 * i},{1 + i % 4},{kind},street {i % 13},{90.5 + 7 * i}" for i, kind in enumerate(kinds))
    path = tmp_path / name
    path.write_text("\n".join(["area,rooms,kind,street,price", *rows]))
    return path


def homes(path, columns=("area", "rooms", "kind"), **wishes):
    return read_points(path, wishes=Wishes(columns=columns, value=("price",), **wishes))


@pytest.mark.parametrize("columns", [("area", "rooms", "kind"), ALL])
def test_each_text_is_a_column_of_its_own(tmp_path, columns):
    found = homes(written(tmp_path), columns)
    data = found.dataset
    assert (data.domain, data.columns) == ("table", COLUMNS)
    assert data.places[:3, 2:].tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
    assert found.notes[0] == ("kind is text and becomes 3 columns of 0 and 1 (kind: flat, kind: house, kind: villa).")


def test_they_stand_where_the_column_stands_and_count_as_columns(tmp_path):
    assert homes(written(tmp_path), ("kind", "area")).dataset.columns == (*COLUMNS[2:], "area")


def test_more_texts_are_refused_with_the_reason(tmp_path):
    with pytest.raises(CsvError, match="column street holds 13 different texts; a column of 2 to 12 can become"):
        homes(written(tmp_path), ("area", "rooms", "street"))
    with pytest.raises(CsvError, match="column kind holds one text only"):
        homes(written(tmp_path, changed=["flat"] * ROWS))
    kinds = [f"kind {i % 12}" for i in range(ROWS)]
    with pytest.raises(CsvError, match="73 columns are more than the 64"):
        read_points(_of_words(tmp_path, kinds), wishes=Wishes(columns=tuple("1234567"), value=("price",)))


def _of_words(tmp_path, kinds):
    """Six columns of twelve texts each, and one of numbers."""
    path = tmp_path / "words.csv"
    rows = [",".join([*[kind] * 6, str(i), f"{i}.5"]) for i, kind in enumerate(kinds)]
    path.write_text("\n".join(["a,b,c,d,e,f,size,price", *rows]))
    return path


def test_a_row_without_a_text_is_one_without_a_number(tmp_path):
    path = written(tmp_path, changed=["", "NA"])
    with pytest.raises(CsvError, match="2 rows without a number for kind: flat"):
        homes(path)
    assert len(homes(path, drop_rows=True).dataset) == ROWS - 2


def test_a_network_finds_its_columns_in_the_words_of_another_file(tmp_path):
    network = homes(written(tmp_path)).dataset
    other = written(tmp_path, changed=["villa"] * ROWS, name="other.csv")
    for wishes in (Wishes(), Wishes(columns=("area", "rooms", "kind"), value=("price",))):
        found = read_coordinates(other, wishes, network)
        assert np.array_equal(found.points[:, :2], network.places[:, :2])
        assert found.points[:, 2:].tolist() == [[0.0, 0.0, 1.0]] * ROWS
    assert found.dataset is not None
    assert np.array_equal(found.dataset.answers, network.answers)


def test_a_text_that_a_network_does_not_know_is_no_number(tmp_path):
    network = homes(written(tmp_path)).dataset
    other = written(tmp_path, changed=["barn"], name="other.csv")
    with pytest.raises(CsvError, match=r"1 row without a number for each input \(the first in line 2: kind: flat"):
        read_coordinates(other, Wishes(), network)
    assert len(read_coordinates(other, Wishes(drop_rows=True), network).points) == ROWS - 1
