"""A project is opened as its window looked at it when it was saved."""

import json

import msgspec
import pytest

from playground.document.presets import document_for
from playground.storage.arrays import pack_arrays
from playground.storage.codec import document_to_dict
from playground.storage.container import pack_members
from playground.storage.project import (
    DATA,
    DOCUMENT,
    MOST_VIEW,
    Project,
    pack_project,
    points_of,
    read_project,
    unpack_project,
)
from playground.storage.text import to_text
from playground.training.probes.addresses import NeuronAddress

WAIT_MS = 180_000


def arranged(window):
    """Everything that is saved is other than at first."""
    session, panels = window.session, window.layout_of_panels
    first = session.document.network[0].uid
    session.selection.select_layer(first)
    session.selection.show_sums(on=True)
    session.selection.pin(NeuronAddress(first, 2))
    session.hand.set_tool("eraser")
    session.hand.set_class(1)
    session.overlays.recall(["pushes"])
    panels.open_only(["data", "network", "hidden", "output", "loss", "inside"])
    loss, hidden, output = (panels.panel(key) for key in ("loss", "hidden", "output"))
    loss.recall_view({"page": "confusion", "smoothing": 0.25, "log": False, "all_curves": True})
    hidden.recall_view({"parts": ["points"], "view": "pca3", "units": [1, 3, 0], "pose": [0.5, -0.25]})
    output.recall_view({"camera": [1.0, -2.0, 4.0], "discrete": True, "wrong": True})


@pytest.fixture
def saved(window, tmp_path):
    """The path of a project saved in a window that looks at it in its own way, and what was saved of that."""
    arranged(window)
    path = tmp_path / "lesson.nnplay"
    assert window.documents.save_to(path)
    return path, window.documents.view_state()


def test_everything_comes_back_in_another_window(saved, make_window, qtbot):
    path, told = saved
    window = make_window("circle")
    assert window.documents.view_state() != told
    assert window.documents.open(str(path))
    assert window.documents.view_state() == told
    assert not window.documents.is_edited
    session = window.session
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.run == session.run, timeout=WAIT_MS)
    assert window.documents.view_state() == told
    assert not window.layout_of_panels.docks["inside"].isHidden()


def test_another_look_is_no_change(saved, window):
    before = window.documents.modified
    window.session.hand.set_tool("brush")
    window.layout_of_panels.panel("loss").recall_view({"page": "score"})
    assert window.documents.modified is before


def test_it_is_kept_in_the_file_and_in_no_document(saved):
    path, told = saved
    found = read_project(path)
    assert found.view == told
    assert found.document.extras == {}
    assert "eraser" not in to_text(found.document)
    assert unpack_project(pack_project(found)).view == told
    assert pack_project(Project(found.document)) == pack_project(Project(found.document, view={}))


def test_examples_and_files_without_a_look_leave_the_window_as_it_is(window):
    arranged(window)
    told = window.documents.view_state()
    assert window.documents.open("circle")
    kept = window.documents.view_state()
    assert {name: kept[name] for name in ("tool", "overlays", "open")} == {
        name: told[name] for name in ("tool", "overlays", "open")
    }
    assert kept["panels"]["loss"] == told["panels"]["loss"]


NAMES = ("layer", "space", "pinned", "sums", "common_scale", "tool", "class", "value", "overlays", "open", "panels")
OF_PANELS = {
    "loss": ("page", "smoothing", "log", "all_curves"),
    "hidden": ("parts", "view", "units", "pose"),
    "output": ("camera", "discrete", "wrong"),
}
STRANGE = (
    None,
    True,
    -1,
    10**30,
    0.5,
    1e300,
    float("inf"),
    "",
    "regions",
    "units3",
    [],
    [1],
    [1, 99],
    [0, -1],
    [9, 9, 9],
    [1e300, 0, -3],
    ["points", 4, {}],
    {"a": [1]},
)


def test_whatever_a_file_says_the_window_stands_it(window):
    said = [{name: value} for name in NAMES for value in STRANGE]
    for key, names in OF_PANELS.items():
        said += [{"panels": {key: {name: value}}} for name in names for value in STRANGE]
        said += [{"panels": {key: value}} for value in STRANGE]
    for view in said:
        window.documents.view_opened.emit(view)
    msgspec.json.encode(window.documents.view_state())
    assert not window.layout_of_panels.is_empty()


@pytest.mark.parametrize("view", [3, [], "text", {"a": "x" * MOST_VIEW}])
def test_a_damaged_look_keeps_nobody_from_opening(view):
    document = document_for("circle", (3,))
    whole = pack_project(Project(document, view={"mark": 1}))
    assert unpack_project(whole).view == {"mark": 1}
    found = unpack_project(_with_view(document, view))
    assert found.view == {}
    assert found.document.extras == {}


def _with_view(document, view):

    head = json.dumps(document_to_dict(document, inline_points=False) | {"view": view}).encode()
    return pack_members({DOCUMENT: head, DATA: pack_arrays(points_of(document))})
