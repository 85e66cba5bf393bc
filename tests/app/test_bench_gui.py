"""The window's benchmark: the shape that scripts rely on, and that it measures what it says. No figure is judged."""

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from playground.app import bench_cases, bench_gui, self_test
from playground.app.cli import main
from playground.app.frame_meter import Watched, gaps_ms, in_ms
from playground.training.probes.activations import Activations
from playground.training.probes.firing_patches import FiringPatches
from playground.training.probes.landscape.request import LossLandscape
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.probes.plane.input_gradients import InputGradients
from playground.training.probes.plane.linear_regions import LinearRegions, obstacle
from playground.training.probes.point_predictions import PointPredictions
from playground.training.snapshots.snapshot import TrainerState
from playground.views.spaces.view import MAIN_CELLS, STRIP_CELLS

SIMPLE = ("2-4-2-1", "7-8x6-1", "100000-points")
STRIPS = ("strip", "strip-insides", "strip-scrubbing")
SEEDS = ("seeds", "seeds-at-rest", "seeds-ensemble")
BESIDE = ("sweep", "race", "hunger")
LIVE = ("methods-live", "landscape")
PICTURES = ("digits", "digits-explained", "digits-all")
GAPS = {"p50", "p95", "p99", "max"}


def test_shape_of_the_table(qapp, monkeypatch):
    monkeypatch.setattr(bench_gui, "STARTS", 1)
    table = bench_gui.gui_table(0.1, SIMPLE)
    assert list(table["gui"]) == list(SIMPLE)
    assert list(bench_cases.CASES) == [*SIMPLE, *STRIPS, *SEEDS, *BESIDE, *LIVE, *PICTURES]
    for row in table["gui"].values():
        assert row["frames_per_second"] > 0
        assert {"epochs_per_second", "paint_ms", "paint_share", "spread"} <= row.keys()
        assert row["gap_ms"].keys() == GAPS
    assert table["startup_seconds"] > 0
    assert table["startup"]["drawn_s"][0] >= table["startup"]["painted_s"][0]
    assert table["startup"]["ready_s"][0] >= table["startup"]["painted_s"][0]
    assert {"start", "after_60_s", "trained_s"} == table["memory_mb"].keys()
    assert table["memory_mb"]["trained_s"] == pytest.approx(3.0)
    json.dumps(table)


def test_the_command_prints_it(capsys, monkeypatch):
    gap = {"p50": 16.0, "p95": 17.0, "p99": 18.0, "max": None}
    table = {
        "gui": {"2-4-2-1": {"epochs_per_second": 1e4, "frames_per_second": 60.0, "gap_ms": gap}},
        "startup_seconds": 0.9,
        "memory_mb": {"start": 400.0, "after_60_s": None, "trained_s": 3.0},
    }
    monkeypatch.setattr("playground.training.bench.engine_table", lambda seconds, tell: {})
    monkeypatch.setattr(bench_gui, "gui_table", lambda seconds, tell: table)
    assert main(["bench", "--gui", "--seconds", "0.1"]) == 0
    told = capsys.readouterr().out
    assert "0.90 s" in told
    assert "400 MB, after 3 s of training unknown" in told
    assert main(["bench", "--gui", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gui"] == table["gui"]


def test_many_points_are_many():
    assert len(bench_cases.CASES["100000-points"].make().dataset) == 100_000


def test_the_strip_has_what_it_is_asked_for():
    for name in STRIPS:
        made = bench_cases.CASES[name].make()
        assert len(made.network) == 6
        assert len(made.dataset) == 500
    assert not obstacle(bench_cases.CASES["strip-insides"].make())
    assert min(MAIN_CELLS, STRIP_CELLS) + 1 >= 21


def test_the_strip_s_cases_do_what_they_say(qapp, qtbot, monkeypatch):
    """Insides and overlays are asked for; the past is shown and let go again, while training goes on."""
    seen = {}

    def watched(window):
        name = window.session.name
        kept = seen.setdefault(name, {"moments": set(), "insides": False})
        window.session.snapshot_arrived.connect(
            lambda one: kept.update(
                moments=kept["moments"] | {one.moment and one.moment.number},
                insides=kept["insides"] or {LayerStatistics, LinearRegions, InputGradients} <= set(one.results),
            )
        )

    for name, case in bench_cases.CASES.items():
        both = partial(_both, case.prepare, watched)
        monkeypatch.setitem(bench_cases.CASES, name, replace(case, prepare=both))
    for name in ("strip-insides", "strip-scrubbing", "strip"):
        assert bench_gui.measured_case(name, 1.0)["frames_per_second"] > 0
    assert seen["strip-insides"]["insides"]
    assert len(seen["strip-scrubbing"]["moments"]) > 3
    assert seen["strip"] == {"moments": {None}, "insides": False}


def test_pictures_are_measured_by_the_bars_that_answer(qapp, qtbot, monkeypatch):
    seen = set()
    case = bench_cases.CASES["digits-all"]

    def watched(window):
        window.session.snapshot_arrived.connect(lambda snapshot: seen.update(snapshot.results))

    monkeypatch.setitem(bench_cases.CASES, "digits-all", replace(case, prepare=partial(_both, case.prepare, watched)))
    row = bench_gui.measured_case("digits-all", 1.0)
    assert row["frames_per_second"] > 0
    assert row["map_side"] is None
    assert {Activations, FiringPatches, LayerStatistics, PointPredictions} <= seen


@pytest.mark.parametrize("name", [*SEEDS, *BESIDE])
def test_experiments_are_at_work_while_the_window_is_watched(qapp, qtbot, monkeypatch, name):
    seen, case = [], bench_cases.CASES[name]

    def watched(window):
        experiments = window.session.experiments
        experiments.arrived.connect(lambda: seen.append((experiments.at_work, window.session.state)))

    monkeypatch.setitem(bench_cases.CASES, name, replace(case, prepare=partial(_both, case.prepare, watched)))
    row = bench_gui.measured_case(name, 0.5)
    assert row["frames_per_second"] > 0
    assert (row["epochs_per_second"] > 0) == case.plays
    assert seen
    assert {kind for kind, _ in seen} <= {name.split("-")[0], ""}
    assert seen[-1][1] is (TrainerState.TRAINING if case.plays else TrainerState.PAUSED)


def test_methods_follow_a_dragged_point(qapp, qtbot, monkeypatch):
    seen, case = [], bench_cases.CASES["methods-live"]

    def watched(window):
        window.session.experiments.methods.arrived.connect(lambda: seen.append(window.session.document.dataset))

    monkeypatch.setitem(bench_cases.CASES, "methods-live", replace(case, prepare=partial(_both, case.prepare, watched)))
    assert bench_gui.measured_case("methods-live", 0.5)["frames_per_second"] > 0
    assert len({id(one) for one in seen}) > 1


def test_the_landscape_follows_the_weights(qapp, qtbot, monkeypatch):
    seen, case = [], bench_cases.CASES["landscape"]

    def watched(window):
        window.session.snapshot_arrived.connect(lambda one: seen.append(one.get(LossLandscape)))

    monkeypatch.setitem(bench_cases.CASES, "landscape", replace(case, prepare=partial(_both, case.prepare, watched)))
    assert bench_gui.measured_case("landscape", 0.5)["frames_per_second"] > 0
    assert any(one is not None and len(one.losses) for one in seen)


def _both(first, second, window):
    first(window)
    second(window)


def test_figures_of_a_stretch():
    seen = Watched(10.0, 12.0, maps=[10.0, 10.01, 10.03], snapshots=[(10.0, 5), (11.0, 25)])
    assert seen.frames_per_second() == pytest.approx(1.5)
    assert seen.epochs_per_second() == pytest.approx(20.0)
    assert np.isnan(Watched(0.0, 1.0).epochs_per_second())


def test_gaps_are_in_milliseconds():
    assert gaps_ms([1.0, 1.01, 1.03])["max"] == pytest.approx(20.0)
    assert in_ms([]) == dict.fromkeys(("p50", "p95", "p99", "max"))


def test_resident_memory_is_plausible():
    found = self_test.resident_mb()
    assert found is None or 20.0 < found < 20_000.0
