"""What a crash leaves is read back up to the last whole entry; nothing goes before newer work is there."""

import os
import shutil
from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_data import add_points, clear_points, remove_points, set_targets
from playground.document.edits_network import change_layer
from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.storage import atomic, journal
from playground.storage import recovery_store as vault
from playground.storage.journal import Journal, replay
from playground.storage.project import HISTORY_KINDS, Project, pack_project
from playground.storage.recovery_store import About, RecoveryStore, abandoned, is_open_elsewhere, read_about
from playground.storage.runs import SavedRun
from playground.storage.saved_results import SavedResults

BASE = document_for("circle", (3,), count=30)


def edits():
    """Documents that follow each other, each kind of change once."""
    found = [add_points(BASE, np.ones((4, 2)), 1)]
    found.append(set_targets(found[-1], found[-1].dataset.samples[:, 0] > 0, 0))
    found.append(change_layer(found[-1], 1, units=5))
    found.append(remove_points(found[-1], np.arange(34) % 3 == 0))
    found.append(replace(found[-1], training=replace(found[-1].training, learning_rate=0.5)))
    found.append(clear_points(found[-1]))
    found.append(add_points(found[-1], np.zeros((2, 2)), 0))
    return found


def bytes_of(document):
    return pack_project(Project(document))


@pytest.fixture
def whole(tmp_path):
    """A journal of all edits, and where each entry ends."""
    path, ends = tmp_path / "journal", []
    kept = Journal(path, BASE)
    for number, document in enumerate(edits()):
        kept.append(document, float(number + 1))
        ends.append(kept.size)
    kept.close()
    return path.read_bytes(), ends


def test_a_journal_cut_anywhere_gives_its_longest_whole_part(whole):
    data, ends = whole
    documents = edits()
    edges = {end + offset for end in (0, 17, *ends) for offset in range(-9, 10)}
    for size in sorted({*range(0, len(data) + 1, 61), *edges} & {*range(len(data) + 1)}):
        told = replay(data[:size], BASE)
        number = sum(end <= size for end in ends)
        assert told.entries == number
        assert told.lost_bytes == size - max(
            [end for end in ends if end <= size], default=min(size, 17) if size >= 17 else 0
        )
        if number:
            assert told.time == number
        else:
            assert told.document is None
    assert bytes_of(replay(data, BASE).document) == bytes_of(documents[-1])


def test_a_journal_with_a_flipped_bit_ends_before_it(whole):
    data, ends = whole
    documents = [BASE, *edits()]
    for place in range(0, len(data), 37):
        changed = bytearray(data)
        changed[place] ^= 0x10
        told = replay(bytes(changed), BASE)
        number = sum(end <= place for end in ends)
        assert told.entries == number
        assert bytes_of(told.document or BASE) == bytes_of(documents[number])


def test_points_that_were_there_are_not_written_again(tmp_path):
    base = document_for("circle", (3,), count=50_000)
    kept = Journal(tmp_path / "journal", base)
    size = kept.size
    kept.append(add_points(base, np.ones((4, 2)), 1), 1.0)
    kept.close()
    assert kept.size - size < 5_000


def test_an_entry_that_does_not_fit_on_the_disk_leaves_the_others(tmp_path, monkeypatch):
    kept = Journal(tmp_path / "journal", BASE)
    first, second = edits()[:2]
    kept.append(first, 1.0)

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(journal.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            kept.append(second, 2.0)
    assert replay((tmp_path / "journal").read_bytes(), BASE).entries == 1
    kept.append(second, 3.0)
    kept.close()
    told = replay((tmp_path / "journal").read_bytes(), BASE)
    assert (told.entries, told.time, told.lost_bytes) == (2, 3.0, 0)


@pytest.fixture
def kept(tmp_path):
    made = RecoveryStore.create(tmp_path)
    yield made
    made.release()


def test_a_vault_gives_back_the_newest_document_and_the_weights(kept, tmp_path):
    weights_of = Project(BASE)
    kept.describe(About("Work", "/somewhere/work.nnplay", "abc"))
    kept.keep(weights_of)
    for document in edits():
        kept.note(document)
    found = kept.read()
    assert bytes_of(found.document) == bytes_of(edits()[-1])
    assert bytes_of(found.base.document) == bytes_of(BASE)
    assert (found.about.name, found.journal.entries, found.journal.lost_bytes) == ("Work", 7, 0)


def test_the_highest_number_holds_whatever_the_clock_says(kept):
    kept.keep(Project(BASE))
    kept.note(edits()[0])
    kept.keep(Project(edits()[1]))
    names = sorted(path.name for path in kept.folder.iterdir())
    assert names == ["base-00000001.nnplay", "base-00000002.nnplay", "journal-00000001", "lock"]
    for path in kept.folder.glob("*2.nnplay"):
        os.utime(path, (0, 0))
    assert bytes_of(kept.read().document) == bytes_of(edits()[1])
    kept.keep(Project(edits()[2]))
    assert not (kept.folder / "base-00000001.nnplay").exists()


def test_a_damaged_base_gives_way_to_the_one_before_with_its_journal(kept):
    kept.keep(Project(BASE))
    kept.note(edits()[0])
    kept.keep(Project(edits()[1]))
    (kept.folder / "base-00000002.nnplay").write_bytes(b"PK")
    assert bytes_of(kept.read().document) == bytes_of(edits()[0])
    (kept.folder / "base-00000001.nnplay").write_bytes(b"")
    with pytest.raises(DocumentError, match="too short"):
        kept.read()


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_base_that_cannot_be_written_leaves_what_was_there(kept, monkeypatch, step):
    kept.keep(Project(BASE))
    kept.note(edits()[0])

    def fail(*_):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        match step:
            case "open" | "write":
                patch.setattr(atomic, "write_through", fail)
            case "fsync":
                patch.setattr(atomic.os, "fsync", fail)
            case "replace":
                patch.setattr(atomic.Path, "replace", fail)
        with pytest.raises(OSError, match="Input"):
            kept.keep(Project(edits()[1]))
    kept.note(edits()[2])
    assert bytes_of(kept.read().document) == bytes_of(edits()[2])


def recorded(count, document=BASE):
    """A run of so many moments, with a branch."""
    size = resolve(document).parameter_count
    zeros = np.zeros((count, size), np.float32)
    moments = {
        "parameters": zeros,
        "buffers": zeros[:, :0],
        "slots": np.zeros((count, 3, size), np.float32),
        "counters": np.zeros((count, 3), np.int64),
        "positions": np.arange(count, dtype=np.float64),
    }
    kinds = {"i": np.int32, "f": np.float64}
    history = {name: np.zeros(5, kinds[kind]) for name, kind in HISTORY_KINDS.items()}
    return SavedRun(2, "Run 2", document, moments), SavedRun(1, "Run 1", document, moments, history)


def counts(found):
    return [len(run.moments["positions"]) for run in found.base.runs]


def run_files(kept):
    return sorted(path.name for path in kept.folder.glob("runs-*"))


def test_runs_belong_to_their_base_and_those_after_it(kept):
    assert kept.keep(Project(BASE, runs=recorded(3)))["runs"] == (kept.folder / "runs-00000001").stat().st_size
    for _ in range(3):
        assert kept.keep(Project(BASE), with_runs=False) == {"runs": 0, "results": 0}
        assert counts(kept.read()) == [3, 3]
    assert run_files(kept) == ["runs-00000001"]
    kept.keep(Project(BASE, runs=recorded(5)))
    assert counts(kept.read()) == [5, 5]
    assert run_files(kept) == ["runs-00000001", "runs-00000005"]  # the base before still needs the old ones
    (kept.folder / "base-00000005.nnplay").write_bytes(b"PK")
    assert counts(kept.read()) == [3, 3]
    kept.keep(Project(BASE), with_runs=False)
    assert run_files(kept) == ["runs-00000005"]
    kept.keep(Project(BASE))
    assert counts(kept.read()) == []  # begun anew
    kept.clear()
    assert run_files(kept) == []


def results_of(document=BASE):
    return (SavedResults("seeds", "Seeds 12:00", 1e9, document, {"seeds": 2}, {"verdict": np.ones(2, np.int32)}),)


def test_results_belong_to_their_base_and_those_after_it(kept):
    kept.keep(Project(BASE, results=results_of()))
    for _ in range(3):
        kept.keep(Project(BASE), with_results=False)
        assert [one.name for one in kept.read().base.results] == ["Seeds 12:00"]
    kept.keep(Project(edits()[0]), with_results=False)
    found = kept.read().base
    assert len(found.results[0].document.dataset) == len(BASE.dataset), "they are on samples of their own"
    damaged = kept.folder / "results-00000001"
    damaged.write_bytes(damaged.read_bytes()[:90])
    assert kept.read().base.results == ()
    kept.keep(Project(BASE))
    kept.keep(Project(BASE))
    assert not damaged.exists()


def test_runs_written_for_a_base_that_never_came_are_not_taken_for_those_of_the_last(kept, monkeypatch):
    kept.keep(Project(BASE, runs=recorded(3)))
    newer = kept.folder / "runs-00000002"
    newer.write_bytes(b"")
    assert counts(kept.read()) == [3, 3]
    kept.release()
    again = RecoveryStore.adopt(kept.folder)
    again.resume(again.read())
    again.keep(Project(BASE))
    assert again.read().base.runs == ()
    again.release()


@pytest.mark.parametrize("size", [0, 10, 400])
def test_damaged_runs_keep_nobody_from_the_rest(kept, size):
    kept.keep(Project(BASE, runs=recorded(3)))
    kept.note(edits()[0])
    path = kept.folder / "runs-00000001"
    path.write_bytes(path.read_bytes()[:size])
    assert kept.read().base.runs == ()
    assert bytes_of(kept.read().document) == bytes_of(edits()[0])


def test_runs_that_do_not_fit_on_the_disk_leave_the_last_base(kept, monkeypatch):
    kept.keep(Project(BASE, runs=recorded(3)))

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(atomic.Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            kept.keep(Project(edits()[0], runs=recorded(4)))
    assert counts(kept.read()) == [3, 3]
    assert run_files(kept) == ["runs-00000001"]


def test_only_what_nobody_holds_is_abandoned(kept, tmp_path):
    kept.keep(Project(BASE))
    assert list(abandoned(tmp_path)) == []
    kept.release()
    RecoveryStore.create(tmp_path).release()  # empty: nothing to offer
    for _ in range(3):  # after each crash again, until a person says otherwise
        (found,) = abandoned(tmp_path)
        assert bytes_of(found.read().document) == bytes_of(BASE)
        found.release()
    (found,) = abandoned(tmp_path)
    found.delete()
    assert list(abandoned(tmp_path)) == []


@pytest.mark.parametrize("garbage", [b"", b"half an entry"])
def test_a_resumed_vault_goes_on_with_its_journal(kept, garbage):
    kept.keep(Project(BASE))
    for document in edits()[:3]:
        kept.note(document)
    kept.release()
    with (kept.folder / "journal-00000001").open("ab") as file:
        file.write(garbage)
    again = RecoveryStore.adopt(kept.folder)
    found = again.read()
    again.resume(found)
    assert bytes_of(again.read().document) == bytes_of(edits()[2])
    again.note(found.document)
    again.note(edits()[3])
    assert bytes_of(again.read().document) == bytes_of(edits()[3])
    assert again.read().journal.entries == 4
    again.release()


def test_a_vault_without_a_journal_can_be_resumed(kept):
    kept.keep(Project(BASE))
    kept.release()
    again = RecoveryStore.adopt(kept.folder)
    again.resume(again.read())
    again.note(edits()[0])
    assert bytes_of(again.read().document) == bytes_of(edits()[0])
    again.release()


def test_an_adopted_vault_goes_on_counting(kept):
    kept.keep(Project(BASE))
    kept.note(edits()[0])
    kept.release()
    again = RecoveryStore.adopt(kept.folder)
    assert again.is_empty
    again.keep(Project(edits()[0]))
    again.note(edits()[1])
    assert bytes_of(again.read().document) == bytes_of(edits()[1])
    assert (kept.folder / "journal-00000001").exists()
    again.release()


def test_a_file_that_another_window_has_is_known(kept, tmp_path):
    path = tmp_path / "work.nnplay"
    kept.describe(About("work", str(path.resolve())))
    assert is_open_elsewhere(tmp_path, path, None)
    assert not is_open_elsewhere(tmp_path, path, kept.folder)
    assert not is_open_elsewhere(tmp_path, tmp_path / "other.nnplay", None)
    kept.release()
    assert not is_open_elsewhere(tmp_path, path, None)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"name": 3}', b"\xff" * 10, b"x" * 200_000])
def test_a_damaged_description_is_nobodys(tmp_path, content):
    (tmp_path / "about.json").write_bytes(content)
    assert read_about(tmp_path) == About()


def test_a_journal_that_grows_asks_for_a_new_base(kept, monkeypatch):
    monkeypatch.setattr(vault, "LEAST_JOURNAL", 100)
    kept.keep(Project(BASE))
    assert not kept.wants_base
    for document in edits() * 3:
        kept.note(document)
    assert kept.wants_base
    kept.keep(Project(BASE))
    assert not kept.wants_base


def test_nothing_is_left_after_clear_and_delete(kept):
    kept.keep(Project(BASE))
    kept.note(edits()[0])
    kept.clear()
    assert [path.name for path in kept.folder.iterdir()] == ["lock"]
    assert kept.is_empty
    kept.delete()
    assert not kept.folder.exists()
    shutil.rmtree(kept.folder, ignore_errors=True)
