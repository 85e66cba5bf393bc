"""The benchmark's figures: their shape, and that they are those of the networks they are named after."""

import pytest

from playground.document.plan import resolve
from playground.document.usual_network import augmentation_of
from playground.training import bench
from playground.training.engines.fused import covers

POINTS = [name for name, case in bench.CASES.items() if case.side is None]
PICTURES = [name for name in bench.CASES if name not in POINTS]


@pytest.mark.parametrize("name", POINTS)
def test_cases_are_what_they_are_called(name):
    made = bench.document_of(bench.CASES[name])
    assert "-".join(map(str, resolve(made).units)) == name.replace("8x6", "8-8-8-8-8-8")
    assert len(made.dataset) == bench.POINTS
    assert not made.dataset.is_test.any()


@pytest.mark.parametrize("name", PICTURES)
def test_cases_of_pictures_are_convolutions_of_so_many_channels(name):
    case = bench.CASES[name]
    made = bench.document_of(case)
    generator, *channels = name.split("-")
    assert made.dataset.source.generator == generator
    assert [layer.channels for layer in made.network if layer.kind == "conv2d"] == list(map(int, channels))
    assert made.dataset.shape == (1, case.side, case.side)
    assert len(made.dataset) == case.points
    assert not made.dataset.is_test.any()
    assert augmentation_of(made).is_off
    assert covers(made) is None


def test_pictures_have_a_row_too():
    row = bench.engine_table(0.02, {PICTURES[0]: bench.CASES[PICTURES[0]]})[PICTURES[0]]
    assert row["fused"] > row["eager"] > 0.0
    assert row["sklearn"] is None


def test_a_table_of_one_case():
    table = bench.engine_table(0.02, {"2-4-2-1": bench.CASES["2-4-2-1"]})
    row = table["2-4-2-1"]
    for engine in ("eager", "fused", "sklearn"):
        low, high = row["spread"][engine]
        assert 0.0 < low <= row[engine] <= high


def test_the_machine_is_named():
    assert {"processor", "cores", "system", "python", "torch", "numpy"} <= bench.machine().keys()
