"""The list of results of a project: what is in it, deleting and bringing back, and that an experiment goes on."""

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, Outcomes, RunOutcome, Verdict, in_columns
from playground.experiments.variations import KnobGrid
from playground.session.course import Course, CourseStage
from playground.session.kept_results import KeptList
from playground.session.session import Session
from playground.storage.project import Project, pack_project, unpack_project
from playground.storage.saved_results import MOST_RESULTS

WAIT_MS = 600_000
DOCUMENT = document_for("circle", (3,), count=30)


def course(seeds=2, done=1):
    made = Course(Experiment(DOCUMENT, KnobGrid((), seeds), Measure(3)))
    runs = [RunOutcome(Verdict.SOLVED)] * done
    made.take(in_columns(range(done), runs, len(made.results.looks)))
    made.enter(CourseStage.CANCELLED)
    return made


def test_what_has_no_run_is_not_listed_and_the_newest_comes_first():
    kept = KeptList()
    first, _, last = (kept.add("seeds", course(done=done), "Seeds") for done in (1, 0, 2))
    assert kept.listed() == (last, first)
    assert first.name.startswith("Seeds ")
    assert kept.is_new
    assert [one.name for one in kept.to_saved()] == [first.name, last.name]
    kept.mark_saved()
    assert not kept.is_new


def test_deleted_it_can_be_brought_back_where_it_was():
    kept = KeptList()
    items = [kept.add("seeds", course(), "Seeds") for _ in range(3)]
    kept.mark_saved()
    kept.delete(items[1], items[2])
    assert kept.is_new
    assert kept.deleted == (items[1], items[2])
    assert kept.items == (items[0],)
    kept.bring_back()
    assert kept.items == tuple(items)
    assert kept.deleted == ()
    kept.bring_back()
    kept.rename(items[0], "Before")
    assert (items[0].name, items[0].is_named) == ("Before", True)


def test_where_there_are_too_many_the_oldest_without_a_name_goes_and_that_is_said(qtbot):
    kept = KeptList()
    items = [kept.add("seeds", course(), "Seeds") for _ in range(MOST_RESULTS)]
    kept.rename(items[0], "Mine")
    version = kept.version
    with qtbot.waitSignal(kept.told, timeout=0) as told:
        kept.add("seeds", course(), "Seeds")
    assert "not kept any more" in told.args[0]
    assert items[0] in kept.items
    assert items[1] not in kept.items
    assert kept.version > version


@pytest.fixture
def open_session():
    made = []

    def make():
        made.append(Session(DOCUMENT))
        made[-1].start()
        return made[-1]

    yield make
    for session in made:
        assert session.close()


def half_of(whole):
    """A course that was cancelled after two of its runs."""
    made, wanted = Course(whole.experiment), np.array([0, 4])
    columns = {name: column[wanted] for name, column in whole.columns.items()}
    made.take(Outcomes(wanted, columns, whole.curves[wanted], whole.maps[wanted], {}))
    made.enter(CourseStage.CANCELLED)
    return made


def test_after_a_restart_it_goes_on_to_the_same_bits(open_session, qtbot):
    experiments = open_session().experiments
    experiments.start("seeds", Experiment(DOCUMENT, KnobGrid((), 6, 3), Measure(20, map_side=4)))
    qtbot.waitUntil(lambda: not experiments.course("seeds").is_at_work, timeout=WAIT_MS)
    whole = experiments.course("seeds").results
    experiments.kept.add("seeds", half_of(whole), "Half")
    project = unpack_project(pack_project(Project(DOCUMENT, results=experiments.kept.to_saved())))

    experiments = (session := open_session()).experiments
    session.load(project.document, "again", results=project.results)
    half = experiments.course("seeds")
    assert (half.done, half.stage, half.can_resume) == (2, CourseStage.STOPPED, True)
    experiments.resume("seeds")
    qtbot.waitUntil(lambda: not half.is_at_work, timeout=WAIT_MS)
    assert half.stage is CourseStage.DONE
    for name in whole.columns.keys() - {"seconds"}:
        np.testing.assert_array_equal(half.results.columns[name], whole.columns[name], name)
    np.testing.assert_array_equal(half.results.maps, whole.maps)
    np.testing.assert_array_equal(half.results.curves, whole.curves)


def test_another_project_brings_its_own(open_session):
    session = open_session()
    experiments = session.experiments
    items = [experiments.kept.add("seeds", course(), "Seeds") for _ in range(2)]
    experiments.show(items[0])
    assert experiments.course("seeds") is items[0].course
    session.load(DOCUMENT, "other")
    assert experiments.course("seeds") is None
    assert experiments.kept.items == ()
    assert not experiments.kept.is_new


def test_results_that_cannot_be_read_are_left_out_and_named(qtbot):
    kept = KeptList()
    kept.add("seeds", course(), "Seeds")
    saved = kept.to_saved()[0]
    saved.about["seeds"] = -1
    with qtbot.waitSignal(kept.told, timeout=0) as told:
        kept.load([saved])
    assert saved.name in told.args[0]
    assert kept.items == ()


@pytest.mark.parametrize(
    ("done", "seconds", "left"),
    [
        (1, 3.0, None),  # of a thousand one tells nothing: it may have come alone
        (1, 20.0, 998 * 20.0),
        (20, 1.0, None),
        (20, 4.0, 979 * 0.2),
    ],
)
def test_the_rest_takes_as_long_as_the_runs_after_the_first(done, seconds, left):
    now = [0.0]
    made = Course(Experiment(DOCUMENT, KnobGrid((), 1000), Measure(3)), lambda: now[0], worked_s=100.0)
    made.enter(CourseStage.WORKING)
    now[0] = 5.0
    looks = len(made.results.looks)
    made.take(in_columns([999], [RunOutcome(Verdict.SOLVED)], looks))
    assert made.seconds_left is None
    now[0] += seconds
    made.take(in_columns(range(done), [RunOutcome(Verdict.SOLVED)] * done, looks))
    assert made.seconds_left == (None if left is None else pytest.approx(left))
    assert made.worked_s == pytest.approx(105.0 + seconds)
