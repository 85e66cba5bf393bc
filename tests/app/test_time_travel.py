"""Going back, branching and saving in the real window, with the real trainer."""

import numpy as np
import pytest

from playground.document.edits_network import change_training, duplicate_layer
from playground.document.plan import resolve
from playground.storage.project import read_project
from playground.training.loop.commands import SetSpeed
from playground.training.probes.plane.unit_maps import UnitMaps

WAIT_MS = 60_000
END = 60


def lived(window, qtbot, end=END):
    """Train up to an epoch and wait for everything to rest."""
    session = window.session
    session.edit("Stop", lambda d: change_training(d, stop_epochs=end))
    session.set_speed(SetSpeed(None, 8.0))
    session.play()
    qtbot.waitUntil(lambda: not session.playing and session.snapshot.live_epoch >= end, timeout=WAIT_MS)


def shows(session, epoch):
    return lambda: session.snapshot.moment is not None and session.snapshot.epoch == epoch


def test_every_view_can_show_the_past_and_come_back(make_window, qtbot):
    window = make_window("circle")
    lived(window, qtbot)
    session = window.session
    now = window.grab().toImage()
    moment = session.time.timeline.moments[len(session.time.timeline.moments) // 2]
    session.time.show(moment)
    qtbot.waitUntil(shows(session, moment.epoch), timeout=WAIT_MS)
    flat = np.concatenate([values.ravel() for values in session.snapshot.parameters.values()])
    assert np.array_equal(flat, moment.parameters)
    assert window.grab().toImage() != now
    session.time.live()
    qtbot.waitUntil(lambda: session.snapshot.moment is None, timeout=WAIT_MS)
    assert session.snapshot.epoch == END


def test_layers_of_then_come_back_and_undo_brings_those_of_now(make_window, qtbot):
    window = make_window("circle")
    lived(window, qtbot)
    session = window.session
    before = session.document
    moment = session.time.timeline.moments[-5]
    session.edit("Deeper", lambda d: duplicate_layer(d, d.network[-1].uid))
    session.time.show(moment)
    qtbot.waitUntil(lambda: session.snapshot.moment is moment, timeout=WAIT_MS)
    assert not window.grab().isNull()  # neurons of another network have no place
    assert UnitMaps not in session.snapshot.results
    session.time.go_on()
    qtbot.waitUntil(lambda: session.snapshot.moment is None and session.snapshot.epoch == moment.epoch, timeout=WAIT_MS)
    assert resolve(session.document).structure == resolve(before).structure
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: session.snapshot.document is session.document, timeout=WAIT_MS)
    assert len(session.document.network) == len(before.network) + 1
    assert not window.grab().isNull()


def test_runs_are_saved_and_opened_with_the_project(make_window, qtbot, tmp_path):
    window = make_window("circle")
    lived(window, qtbot)
    session = window.session
    session.time.show(session.time.timeline.moments[5])
    session.time.go_on()
    session.time.rename(1, "As it was")
    lived(window, qtbot, 20)
    path = tmp_path / "work.nnplay"
    assert window.documents.save_to(path)
    assert len(read_project(path).runs) == 2
    other = make_window("xor")
    assert other.documents.open(str(path))
    timeline = other.session.time.timeline
    qtbot.waitUntil(lambda: len(timeline.branches) == 1 and len(timeline.moments) > 5, timeout=WAIT_MS)
    (branch,) = timeline.branches
    assert (branch.name, timeline.name) == ("As it was", "Run 2")
    other.session.time.switch(branch)
    qtbot.waitUntil(lambda: other.session.snapshot.epoch == END, timeout=WAIT_MS)
    assert np.array_equal(other.session.trainer.checkpoint().parameters, branch.end.parameters)


@pytest.mark.parametrize("wanted", [True, False])
def test_a_switch_says_whether_projects_hold_their_runs(make_window, qtbot, tmp_path, wanted):
    window = make_window("circle")
    lived(window, qtbot, 10)
    if not wanted:
        window.actions_by_key["save_runs"].trigger()
        assert "newest weights" in window.toast.bar.text()
    path = tmp_path / "work.nnplay"
    window.documents.save_to(path)
    assert bool(read_project(path).runs) is wanted


def test_a_deleted_run_comes_back_by_undo_and_goes_on(make_window, qtbot):
    window = make_window("circle")
    lived(window, qtbot, 10)
    session = window.session
    timeline = session.time.timeline
    session.time.show(timeline.moments[3])
    session.time.go_on()
    qtbot.waitUntil(lambda: len(timeline.branches) == 1, timeout=WAIT_MS)
    (branch,) = timeline.branches
    session.undo_stack.setClean()
    session.time.delete(branch.number)
    qtbot.waitUntil(lambda: timeline.branches == (), timeout=WAIT_MS)
    assert window.documents.is_edited
    assert "Undo brings it back" in window.toast.bar.text()
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: timeline.branches == (branch,), timeout=WAIT_MS)
    assert not window.documents.is_edited
    session.time.switch(branch)
    qtbot.waitUntil(lambda: session.snapshot.epoch == branch.end.epoch, timeout=WAIT_MS)
    assert np.array_equal(session.trainer.checkpoint().parameters, branch.end.parameters)


def test_another_document_has_no_runs(make_window, qtbot):
    window = make_window("circle")
    lived(window, qtbot, 10)
    session = window.session
    session.time.show(session.time.timeline.moments[3])
    session.time.go_on()
    qtbot.waitUntil(lambda: len(session.time.timeline.branches) == 1, timeout=WAIT_MS)
    session.undo_stack.setClean()
    window.documents.open("xor")
    qtbot.waitUntil(lambda: session.time.timeline.branches == (), timeout=WAIT_MS)


def test_keys_go_back_and_forth(make_window, qtbot):
    window = make_window("circle")
    lived(window, qtbot, 10)
    time = window.session.time
    for name, expected in (("back", -1), ("back", -2), ("forward", -1)):
        window.actions_by_key[name].trigger()
        assert time.shown is time.timeline.moments[expected]
    window.actions_by_key["live"].trigger()
    assert time.shown is None
