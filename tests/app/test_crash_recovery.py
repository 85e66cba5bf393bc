"""What a window keeps: edits at once, weights soon, nothing after it was closed; and how it is given back."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from playground.app import recovery, recovery_dialog
from playground.app.crash_recovery import Safekeeping
from playground.app.last_session import opened_of
from playground.app.recovery import keep_safe, offer_recovery
from playground.app.recovery_dialog import RecoveryDialog, when
from playground.document import edits_data, edits_network
from playground.document.presets import document_for
from playground.layers import Flatten
from playground.session import autosave as keeper
from playground.storage.project import Project, pack_project, read_project
from playground.storage.recovery_store import About, RecoveryStore, abandoned
from playground.training.loop.commands import SetSpeed
from playground.widgets.label import Label
from tests.support.picture_network import picture_document

WAIT_MS = 60_000


def bytes_of(document):
    return pack_project(Project(document))


@pytest.fixture
def root(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def keep(root):
    """Safekeeping of a window, ended with the test as a close would."""
    kept = []

    def begin(window):
        keeping = Safekeeping(window.session, window.documents, root)
        keeping.start()
        kept.append(keeping)
        return keeping

    yield begin
    for keeping in kept:
        keeping.end()


def found_in(keeping):
    """What a crash now would leave."""
    return keeping.vault.read()


def has_document(keeping, document):
    try:
        return bytes_of(found_in(keeping).document) == bytes_of(document)
    except ValueError:
        return False


def draw(window, number=3):
    points = np.random.default_rng(number).normal(size=(number, 2))
    window.session.edit("Draw", lambda d: edits_data.add_points(d, points, 0))


def test_an_edit_is_kept_soon_and_a_document_at_rest_is_not(window, keep, qtbot, root):
    keeping = keep(window)
    qtbot.waitUntil(lambda: keeping.is_at_rest, timeout=WAIT_MS)
    assert not list(keeping.vault.folder.glob("base-*"))
    for number in range(1, 4):
        draw(window, number)
        qtbot.waitUntil(lambda: has_document(keeping, window.session.document), timeout=WAIT_MS)
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: has_document(keeping, window.session.document), timeout=WAIT_MS)


def test_training_is_kept_with_weights_that_fit(window, keep, qtbot, monkeypatch):
    monkeypatch.setattr(keeper, "STATE_S", 0.05)
    keeping = keep(window)
    window.session.set_speed(SetSpeed(None, 1.0))
    window.session.play()
    qtbot.waitUntil(lambda: window.session.snapshot.epoch > 3, timeout=WAIT_MS)
    window.session.edit("Layer", lambda d: edits_network.insert_layer(d, 0, edits_network.layer_to_add(d, 0)))
    document = window.session.document

    def kept_epochs():
        try:
            found = found_in(keeping)
        except ValueError:
            return 0
        fits = found.base.weights and found.base.document.network == document.network
        return int(found.base.weights["counters"][1]) if fits else 0

    qtbot.waitUntil(lambda: kept_epochs() > 3, timeout=WAIT_MS)
    window.session.pause()


def test_runs_are_kept_with_their_moments_and_come_back(window, keep, qtbot, monkeypatch):
    monkeypatch.setattr(keeper, "STATE_S", 0.05)
    monkeypatch.setattr(keeper, "RUNS_S", 0.05)
    keeping, session = keep(window), window.session
    timeline = session.time.timeline
    session.edit("Stop", lambda d: edits_network.change_training(d, stop_epochs=12))
    session.play()
    qtbot.waitUntil(lambda: not session.playing and session.snapshot.epoch >= 12, timeout=WAIT_MS)

    def kept():
        """The moments of each run, by name."""
        found = found_in(keeping).base.runs
        return {run.name: run.moments["positions"].tolist() for run in found if run.moments}

    def there():
        lines = [(timeline.name, timeline.moments), *((b.name, b.moments) for b in timeline.branches)]
        return {name: [moment.position for moment in moments] for name, moments in lines}

    qtbot.waitUntil(lambda: kept() == there(), timeout=WAIT_MS)
    session.time.show(timeline.moments[3])
    session.time.go_on()
    qtbot.waitUntil(lambda: len(timeline.branches) == 1 and kept() == there(), timeout=WAIT_MS)
    assert set(kept()) == {"Run 1", "Run 2"}
    session.time.rename(1, "As it was")
    qtbot.waitUntil(lambda: set(kept()) == {"As it was", "Run 2"}, timeout=WAIT_MS)
    found = found_in(keeping)
    assert found.base.runs[0].moments["positions"][-1] < found.base.weights["counters"][1] + 1
    assert ", 2 runs" in recovery_dialog.described(found, found.time)[1]
    offered, moments = opened_of(found), there()
    window.documents.take_recovered(offered, found.document)
    qtbot.waitUntil(lambda: len(timeline.branches) == 1 and timeline.branches[0].name == "As it was", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: there() == moments, timeout=WAIT_MS)


def test_runs_of_another_start_are_never_kept_with_weights_of_this_one(window, keep, qtbot, monkeypatch):
    """A reset does not wait for the next turn of the runs: base and runs are of one line."""
    monkeypatch.setattr(keeper, "STATE_S", 0.02)
    keeping, session = keep(window), window.session
    session.set_speed(SetSpeed(None, 1.0))
    session.play()
    qtbot.waitUntil(lambda: session.snapshot.epoch > 5, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: has_weights(keeping) and len(found_in(keeping).base.runs) == 1, timeout=WAIT_MS)
    session.reset()

    def begins_anew():
        found = found_in(keeping).base
        begun = int(found.weights["counters"][1]) == 0
        assert not begun or not found.runs or max(found.runs[0].moments["positions"]) == 0.0
        return begun

    qtbot.waitUntil(begins_anew, timeout=WAIT_MS)


def has_weights(keeping):
    try:
        return "counters" in found_in(keeping).base.weights
    except ValueError:
        return False


def test_saving_and_closing_leave_nothing_to_recover(window, keep, qtbot, tmp_path, root):
    keeping = keep(window)
    draw(window)
    qtbot.waitUntil(lambda: has_document(keeping, window.session.document), timeout=WAIT_MS)
    assert window.documents.save_to(tmp_path / "work.nnplay")
    qtbot.waitUntil(lambda: not list(keeping.vault.folder.glob("base-*")), timeout=WAIT_MS)
    keeping.end()
    assert list(root.iterdir()) == []


def test_a_disk_that_takes_nothing_is_said_once(window, keep, qtbot, monkeypatch):
    keeping = keep(window)

    def full(*_):
        raise OSError(28, "No space left on device")

    said = []
    window.session.message_posted.connect(lambda text, role: said.append((text, role)))
    with monkeypatch.context() as patch:
        patch.setattr(RecoveryStore, "keep", full)
        draw(window)
        qtbot.waitUntil(lambda: keeping.fault != "", timeout=WAIT_MS)
        keeping.look()
        keeping.look()
    assert said == [("Work is not being kept for recovery: No space left on device. Save to be safe.", "warn")]
    qtbot.waitUntil(lambda: keeping.fault == "", timeout=WAIT_MS)
    assert has_document(keeping, window.session.document)


def test_no_place_at_all_is_said_and_the_window_works(window, tmp_path):
    (tmp_path / "file").write_text("")
    keep_safe(window, tmp_path / "file" / "recovery")
    assert "cannot be kept" in window.toast.bar.text()


@pytest.fixture
def crashed(root, tmp_path):
    """What a window left that had a saved file, edits and weights."""
    document = document_for("xor", (3,), count=40)
    newest = edits_data.add_points(document, np.ones((2, 2)), 1)
    vault = RecoveryStore.create(root)
    vault.describe(About("lost", str(tmp_path / "lost.nnplay"), "0" * 64))
    vault.keep(Project(document))
    vault.note(newest)
    vault.release()
    return newest


def answer(monkeypatch, act):
    """The person does something with the dialog in place of looking at it."""

    def exec_(dialog):
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(RecoveryDialog, "exec", exec_)


def test_recovered_work_is_shown_unsaved_and_kept_on(window, keep, qtbot, crashed, monkeypatch, tmp_path):
    keeping, root = keep(window), tmp_path / "recovery"
    answer(monkeypatch, lambda dialog: dialog.cards[0].recover.clicked.emit())
    offer_recovery(window, keeping, root)
    assert bytes_of(window.session.document) == bytes_of(crashed)
    assert window.session.name == "lost"
    assert window.documents.modified
    assert window.documents.path == tmp_path / "lost.nnplay"
    assert bytes_of(found_in(keeping).document) == bytes_of(crashed)  # another crash now would lose nothing
    draw(window)
    qtbot.waitUntil(lambda: has_document(keeping, window.session.document), timeout=WAIT_MS)
    assert window.documents.save()
    assert bytes_of(read_project(tmp_path / "lost.nnplay").document) == bytes_of(window.session.document)


def test_postponing_deletes_nothing_however_often(window, keep, root, crashed, monkeypatch):
    keeping = keep(window)
    answer(monkeypatch, lambda dialog: dialog.reject())
    before = bytes_of(window.session.document)
    for _ in range(3):
        offer_recovery(window, keeping, root)
    assert bytes_of(window.session.document) == before
    (vault,) = abandoned(root)
    assert bytes_of(vault.read().document) == bytes_of(crashed)
    vault.release()


def test_discarding_takes_two_clicks(window, keep, root, crashed, monkeypatch):
    keeping = keep(window)
    answer(monkeypatch, lambda dialog: dialog.cards[0].discard.clicked.emit())
    offer_recovery(window, keeping, root)
    assert len(list(root.iterdir())) == 2
    answer(monkeypatch, lambda dialog: [dialog.cards[0].discard.clicked.emit() for _ in range(2)])
    offer_recovery(window, keeping, root)
    assert len(list(root.iterdir())) == 1


def test_work_on_pictures_is_told_as_pictures_and_enter_takes_it_back(root, qtbot):
    vault = RecoveryStore.create(root)
    vault.describe(About("digits", "", ""))
    vault.keep(Project(picture_document(Flatten())))
    vault.release()
    (vault,) = abandoned(root)
    dialog = RecoveryDialog([vault], 0.0, None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert any(label.text().startswith("24 pictures") for label in dialog.findChildren(Label))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.chosen is not None
    vault.release()


def test_work_that_cannot_be_read_is_shown_and_can_only_be_discarded(window, root, crashed, qtbot):
    (folder,) = root.iterdir()
    (folder / "base-00000001.nnplay").write_bytes(b"PK")
    (vault,) = abandoned(root)
    dialog = RecoveryDialog([vault], 0.0, window)
    qtbot.addWidget(dialog)
    assert dialog.cards[0].found is None
    assert dialog.cards[0].recover.isHidden()
    assert not dialog.grab().isNull()
    vault.release()


def test_nothing_is_asked_after_a_start_without_a_crash(window, keep, root, monkeypatch):
    keeping = keep(window)
    monkeypatch.setattr(recovery, "RecoveryDialog", None)
    offer_recovery(window, keeping, root)


@pytest.mark.parametrize(
    ("age", "words"),
    [(5, "just now"), (61, "1 minute ago"), (7200, "2 hours ago"), (90_000, "1 day ago"), (-30, "just now")],
)
def test_moments_are_said_as_people_do(age, words):
    assert when(1e9, 1e9 + age).endswith(f"({words})")


def test_a_second_window_on_a_file_is_told(window, make_window, keep, qtbot, tmp_path):
    path = tmp_path / "work.nnplay"
    first = keep(window)
    assert window.documents.save_to(path)
    qtbot.waitUntil(lambda: first.vault.about().path == str(path.resolve()), timeout=WAIT_MS)
    other = make_window("xor")
    keep(other)
    assert other.documents.open(str(path))
    assert "is open in another window too" in other.toast.bar.text()


@pytest.mark.parametrize(("button", "wins"), [("Save", "mine"), ("Open", "theirs"), ("Cancel", "none")])
def test_a_file_changed_on_disk_is_never_overwritten_silently(window, tmp_path, monkeypatch, button, wins):
    path = tmp_path / "work.nnplay"
    assert window.documents.save_to(path)
    assert window.documents.look_at_file() == "same"
    theirs = document_for("xor", (3,), count=40)
    path.write_bytes(bytes_of(theirs))
    assert window.documents.look_at_file() == "changed"
    assert window.documents.look_at_file() == "same"
    draw(window)
    mine, asked = bytes_of(window.session.document), []
    chosen = getattr(QMessageBox.StandardButton, button)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()) or chosen)
    assert window.documents.save() is (wins == "mine")
    assert "Another program has written work.nnplay" in asked[0]
    on_disk = bytes_of(read_project(path).document)
    assert on_disk == (mine if wins == "mine" else bytes_of(theirs))
    assert bytes_of(window.session.document) == (bytes_of(theirs) if wins == "theirs" else mine)
    assert window.documents.modified is (wins == "none")


def test_a_file_touched_but_not_changed_is_the_same(window, tmp_path, monkeypatch):
    path = tmp_path / "work.nnplay"
    assert window.documents.save_to(path)
    path.write_bytes(path.read_bytes())
    monkeypatch.setattr(QMessageBox, "exec", None)
    assert window.documents.look_at_file() == "same"
    assert window.documents.save()
    path.unlink()
    assert window.documents.save()
    assert path.exists()


def test_saving_again_gives_the_same_bytes(window, tmp_path):
    assert window.documents.save_to(tmp_path / "a.nnplay")
    assert window.documents.save_to(tmp_path / "b.nnplay")
    first, second = (read_project(tmp_path / f"{name}.nnplay") for name in "ab")
    assert pack_project(first) == (tmp_path / "a.nnplay").read_bytes()
    assert pack_project(second) == (tmp_path / "b.nnplay").read_bytes()
    assert bytes_of(first.document) == bytes_of(second.document)


def test_what_is_kept_has_the_name_that_its_points_have_now(window, keep, qtbot):
    keeping = keep(window)
    qtbot.waitUntil(lambda: keeping.vault.about().name == window.session.name, timeout=WAIT_MS)
    window.session.rename("Wine")
    qtbot.waitUntil(lambda: keeping.vault.about().name == "Wine", timeout=WAIT_MS)
