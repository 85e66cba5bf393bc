"""Runs in a project file: they come back as they were, and lies about them are refused."""

import json
from dataclasses import replace

import numpy as np
import pytest

from playground.document.errors import DocumentError
from playground.document.presets import document_for
from playground.document.run_words import DataMark
from playground.storage.container import pack_members, unpack_members
from playground.storage.project import ALL_MEMBERS, Project, pack_project, unpack_project
from playground.storage.runs import (
    MOST_MOMENTS,
    MOST_RUNS,
    RUNS_DATA,
    RUNS_HEAD,
    SavedRun,
    check_moments,
    pack_runs,
    unpack_runs,
)
from tests.support.hostile import sample_moments, sample_project


def same_arrays(a, b):
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


def test_runs_come_back():
    project = sample_project()
    again = unpack_project(pack_project(project))
    assert len(again.runs) == 2
    for before, after in zip(project.runs, again.runs, strict=True):
        assert (before.number, before.name) == (after.number, after.name)
        assert before.document.network == after.document.network
        assert same_arrays(before.moments, after.moments)
        assert same_arrays(before.history, after.history)
    assert again.runs[0].document is again.document
    assert pack_project(again) == pack_project(project)


@pytest.mark.parametrize(
    ("name", "is_named"), [("Run 12", False), ("Slow", True), ("Run", True), ("Run 1 of mine", True)]
)
def test_files_that_do_not_say_whose_a_name_is(name, is_named):
    """Those of earlier versions: the program's own names are numbers."""
    project = sample_project()
    members = pack_runs((replace(project.runs[0], name=name),), project.document)
    head = json.loads(members[RUNS_HEAD])
    for key in ("is_named", "digest", "points"):
        del head["runs"][0][key]
    (run,) = unpack_runs(json.dumps(head).encode(), members[RUNS_DATA], project.document)
    assert (run.is_named, run.data) == (is_named, DataMark())


def test_a_project_without_runs_has_none():
    project = replace(sample_project(), runs=())
    assert unpack_project(pack_project(project)).runs == ()
    assert not any(name.startswith("runs") for name in unpack_members(pack_project(project), ALL_MEMBERS))


def test_points_are_stored_once_but_for_other_classes():
    project = sample_project()
    other = document_for("reg-gauss", (2,), count=40)
    run = SavedRun(9, "Hills", other, sample_moments(other, 1), project.runs[1].history)
    again = unpack_project(pack_project(replace(project, runs=(*project.runs, run))))
    assert again.runs[1].document.dataset is again.document.dataset
    assert again.runs[2].document.task == "regression"
    assert np.array_equal(again.runs[2].document.dataset.targets, other.dataset.targets)


def lying(**changes):
    """A project whose second run says something else of its moments."""
    project = sample_project()
    first, second = project.runs
    return pack_project(replace(project, runs=(first, replace(second, moments=second.moments | changes))))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"parameters": np.zeros((1, 3), np.float32)}, "parameters"),
        ({"parameters": np.zeros((1, 9), np.float64)}, "parameters"),
        ({"slots": np.zeros((1, 2, 9), np.float32)}, "slots"),
        ({"counters": np.array([[-1, 0, 0]])}, "in no order"),
        ({"counters": np.array([[2**60, 0, 0]])}, "in no order"),
        ({"positions": np.array([np.nan])}, "positions"),
        ({"positions": np.array([-1.0])}, "in no order"),
        ({"positions": np.zeros(0)}, "no moments"),
    ],
)
def test_moments_that_cannot_be_are_refused(changes, words):
    with pytest.raises(DocumentError, match=words):
        unpack_project(lying(**changes))


def test_numbers_that_are_none_are_refused():
    size = sample_project().runs[1].moments["parameters"].shape
    with pytest.raises(DocumentError, match="a number that is none"):
        unpack_project(lying(parameters=np.full(size, np.inf, np.float32)))


def test_moments_stand_in_order_and_are_not_too_many():
    document = document_for("circle", (2,), count=20)
    moments = sample_moments(document, 3)
    check_moments(moments, document, "here")
    with pytest.raises(DocumentError, match="in no order"):
        check_moments(moments | {"positions": np.array([0.0, 2.0, 2.0])}, document, "here")
    with pytest.raises(DocumentError, match="more than"):
        check_moments(sample_moments(document, MOST_MOMENTS + 1), document, "here")


def with_head(change):
    members = {
        name: bytes(content) for name, content in unpack_members(pack_project(sample_project()), ALL_MEMBERS).items()
    }
    head = json.loads(members[RUNS_HEAD])
    change(head["runs"])
    return pack_members(members | {RUNS_HEAD: json.dumps(head).encode()})


@pytest.mark.parametrize(
    "change",
    [
        lambda runs: runs.clear(),
        lambda runs: runs.extend([runs[1]] * MOST_RUNS),
        lambda runs: runs[1].update(number=runs[0]["number"]),
        lambda runs: runs[1].update(number=0),
        lambda runs: runs[1].update(name=""),
        lambda runs: runs[1].update(name="x" * 1000),
        lambda runs: runs[1].update(document=None),
        lambda runs: runs[0].update(document=runs[1]["document"]),
        lambda runs: runs[1]["document"].update(network=[{"kind": "dense", "units": 1024}] * 60),
        lambda runs: runs.append({"number": 7, "name": "Empty", "document": runs[1]["document"]}),
    ],
)
def test_heads_that_cannot_be_are_refused(change):
    with pytest.raises(DocumentError):
        unpack_project(with_head(change))


def test_a_run_without_its_curve_is_refused():
    project = sample_project()
    first, second = project.runs
    with pytest.raises(DocumentError, match="column"):
        unpack_project(pack_project(replace(project, runs=(first, replace(second, history={})))))


def test_a_project_alone_still_opens():
    document = document_for("circle", (2,), count=20)
    assert unpack_project(pack_project(Project(document))).runs == ()
