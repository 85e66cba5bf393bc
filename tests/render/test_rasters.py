"""Rasters and contours are prepared together, and one that fails does not keep the others from it."""

import logging

import pytest

from playground.render import contours, raster, raster_edges
from playground.render.rasters import prepare_rasters


def test_all_are_ready_afterwards():
    prepare_rasters()
    assert raster.ready()
    assert raster_edges.ready()
    assert contours.ready()


@pytest.mark.parametrize("bad", [raster, raster_edges, contours])
def test_one_that_fails_is_logged_and_the_others_still_prepared(monkeypatch, caplog, bad):
    def fail():
        raise ImportError("LLVM is missing")

    prepared = []
    for one in (raster, raster_edges, contours):
        monkeypatch.setattr(one, "prepare", fail if one is bad else lambda one=one: prepared.append(one))
    with caplog.at_level(logging.ERROR):
        prepare_rasters()
    assert prepared == [one for one in (raster, raster_edges, contours) if one is not bad]
    assert bad.__name__ in caplog.text
    assert "LLVM is missing" in caplog.text
