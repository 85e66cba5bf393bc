"""The run as a moving picture, from the real window with the real trainer."""

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QTimer
from PySide6.QtGui import QImage, QImageReader

from playground.app.pictures.film import FilmCancelledError, FilmChoices, encode, moments_of, pack, photograph, unpack
from playground.app.pictures.film_dialog import RunFilmDialog
from playground.app.pictures.views import Subject
from playground.training.timeline.recorder import nearest
from tests.app.test_time_travel import END, lived
from tests.training.test_recorder import moment


@pytest.fixture
def trained(make_window, qtbot):
    window = make_window("circle")
    lived(window, qtbot)
    return window


def dialog_of(window):
    return RunFilmDialog(window.session, Subject(window, window.docks), window.settings)


def gif_frames(path):
    held = QByteArray(path.read_bytes())
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"gif")
    count, size = 0, None
    while reader.canRead() and not (image := reader.read()).isNull():
        count, size = count + 1, image.size()
    return count, size


def test_moments_lie_evenly_over_log_epochs():
    moments = tuple(moment(n, float(n)) for n in range(500))
    chosen = moments_of(moments, 20)
    assert chosen[0] is moments[0]
    assert chosen[-1] is moments[-1]
    assert len(set(chosen)) == len(chosen) <= 20
    late = np.diff([kept.place for kept in chosen[10:]])
    assert late.max() < 2.0 * late.min()
    assert moments_of((), 5) == []


def test_a_frame_goes_through_memory_unchanged():
    frame = np.random.default_rng(0).integers(0, 256, (7, 9, 3), dtype=np.uint8)
    assert np.array_equal(unpack(pack(frame)), frame)


@pytest.mark.parametrize("key", ["output", "window"])
def test_every_frame_shows_its_moment_and_what_was_shown_comes_back(trained, key):
    session = trained.session
    before = nearest(session.time.timeline.moments, 1.0)
    session.time.show(before)
    view = trained if key == "window" else trained.docks[key].widget()
    told, shown = [], []
    session.snapshot_arrived.connect(lambda snapshot: shown.append(snapshot.epoch))
    packed = photograph(session, view, FilmChoices(frames=8, width=200), lambda share: told.append(share) or True)
    assert len(packed) == 8
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert session.time.shown is before
    frames = [unpack(one) for one in packed]
    assert all(frame.shape == frames[0].shape and frame.shape[1] == 200 for frame in frames)
    assert not np.array_equal(frames[0], frames[-1])
    assert 0 in shown
    assert END in shown


def test_the_run_becomes_a_gif(trained, tmp_path):
    dialog = dialog_of(trained)
    path = tmp_path / "run.gif"
    dialog.width_row.set_value(120)
    dialog.frames.set_value(12)
    assert dialog.export_to(path)
    count, size = gif_frames(path)
    assert size.width() == 120
    recorded = len(moments_of(trained.session.time.timeline.moments, 12))
    assert count == recorded, "as many as asked for; the last stands longer"
    assert recorded > 3  # a busy machine records fewer
    assert "frames of the run" in trained.toast.bar.text()


def test_the_other_formats_are_pictures(trained, tmp_path):
    dialog = dialog_of(trained)
    dialog.frames.set_value(3)
    for way in ("apng", "series"):
        dialog.way.set_current(way)
        assert dialog.export_to(tmp_path / f"{way}.png")
    found = sorted(path.name for path in tmp_path.iterdir())
    assert found == ["apng.png", "series-1.png", "series-2.png", "series-3.png"]
    assert all(not QImage(str(tmp_path / name)).isNull() for name in found)


def test_cancel_leaves_no_file_and_the_window_as_it_was(trained, tmp_path):
    dialog = dialog_of(trained)
    QTimer.singleShot(150, dialog.reject)
    dialog.frames.set_value(300)
    dialog.width_row.set_value(800)
    assert not dialog.export_to(tmp_path / "run.gif")
    assert list(tmp_path.iterdir()) == []
    assert trained.session.time.shown is None
    assert dialog.accept_button.isEnabled()


def test_cancel_while_writing_stops(tmp_path):
    frame = pack(np.zeros((40, 40, 3), np.uint8))
    with pytest.raises(FilmCancelledError):
        encode(tmp_path / "a.gif", [frame] * 5000, FilmChoices(), lambda _: False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(trained, tmp_path):
    dialog = dialog_of(trained)
    dialog.frames.set_value(2)
    assert not dialog.export_to(tmp_path / "missing" / "run.gif")
    assert "Could not write run.gif" in trained.toast.bar.text()


def test_before_training_there_is_nothing_to_export(make_window):
    window = make_window("circle")
    window.session.time.timeline.recorder.clear()
    dialog = dialog_of(window)
    assert not dialog.accept_button.isEnabled()
    assert "train first" in dialog.words.accessibleName() or "train first" in dialog.words.text()
