"""The sets that everybody knows: read from scikit-learn's files without loading it, or said to be missing."""

import subprocess
import sys

import numpy as np
import pytest

from playground.domains import scikit_sets
from playground.interop.known_sets import KNOWN_SETS, first_view, read_known_set
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.importing import make_points

SIZES = {"iris": (150, 4, 3), "wine": (178, 13, 3), "breast-cancer": (569, 30, 2), "digits": (1797, 64, 10)}


@pytest.mark.parametrize("name", KNOWN_SETS)
def test_every_set_is_a_table_that_fills_its_maps(name):
    table = read_known_set(name)
    made = make_points(table, first_view(name))
    assert len(made.dataset) == len(table)
    assert (made.dataset.domain, made.dataset.columns) == ("table", KNOWN_SETS[name].features)
    assert 4.0 < np.abs(made.dataset.samples).max() <= 6.0
    assert [one.name for one in made.dataset.classes] == list(KNOWN_SETS[name].classes)
    assert min(made.dataset.counts()) > 0


@pytest.mark.parametrize("name", SIZES)
def test_sets_are_whole(name):
    rows, features, classes = SIZES[name]
    table = read_known_set(name)
    assert (len(table), len(table.columns) - 1) == (rows, features)
    assert len(table.columns[-1].labels) == classes
    assert table.dropped == ()


def test_iris_is_iris():
    table = read_known_set("iris")
    assert [column.numbers[0] for column in table.columns[:4]] == [5.1, 3.5, 1.4, 0.2]
    assert table.columns[4].texts[::50] == ("setosa", "versicolor", "virginica")


def test_scikit_learn_is_not_loaded():
    code = (
        "import sys; from playground.interop.known_sets import read_known_set; read_known_set('wine');"
        "sys.exit('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_scikit_learn_it_is_said(monkeypatch):
    monkeypatch.setattr(scikit_sets, "find_spec", lambda _: None)
    with pytest.raises(CsvError, match="scikit-learn, which is not installed"):
        read_known_set("iris")


def test_a_version_without_the_file_is_said(monkeypatch, tmp_path):
    class Spec:
        submodule_search_locations = (str(tmp_path),)

    monkeypatch.setattr(scikit_sets, "find_spec", lambda _: Spec)
    with pytest.raises(CsvError, match=r"no iris\.csv"):
        read_known_set("iris")
