"""The benchmark's figures: their shape, and that they are those of the networks they are named after."""

import pytest

from playground.document.plan import resolve
from playground.training import bench


@pytest.mark.parametrize("name", bench.CASES)
def test_cases_are_what_they_are_called(name):
    made = bench.document_of(bench.CASES[name])
    assert "-".join(map(str, resolve(made).units)) == name.replace("8x6", "8-8-8-8-8-8")
    assert len(made.dataset) == bench.POINTS
    assert not made.dataset.is_test.any()


def test_a_table_of_one_case():
    table = bench.engine_table(0.02, {"2-4-2-1": bench.CASES["2-4-2-1"]})
    row = table["2-4-2-1"]
    for engine in ("eager", "fused", "sklearn"):
        low, high = row["spread"][engine]
        assert 0.0 < low <= row[engine] <= high


def test_the_machine_is_named():
    assert {"processor", "cores", "system", "python", "torch", "numpy"} <= bench.machine().keys()
