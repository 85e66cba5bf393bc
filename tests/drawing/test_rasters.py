"""Both rasters are prepared together, and one that fails does not keep the other from it."""

import logging

import pytest

from playground.drawing import raster, raster_edges
from playground.drawing.rasters import prepare_rasters


def test_both_are_ready_afterwards():
    prepare_rasters()
    assert raster.ready()
    assert raster_edges.ready()


@pytest.mark.parametrize(("bad", "good"), [(raster, raster_edges), (raster_edges, raster)])
def test_one_that_fails_is_logged_and_the_other_still_prepared(monkeypatch, caplog, bad, good):
    def fail():
        raise ImportError("LLVM is missing")

    prepared = []
    monkeypatch.setattr(bad, "prepare", fail)
    monkeypatch.setattr(good, "prepare", lambda: prepared.append(True))
    with caplog.at_level(logging.ERROR):
        prepare_rasters()
    assert prepared == [True]
    assert bad.__name__ in caplog.text
    assert "LLVM is missing" in caplog.text
