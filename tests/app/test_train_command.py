"""`train` keeps what it made, goes on where it stopped, and says what it does."""

import io
import json

import numpy as np
import pytest

from playground.app.cli import main
from playground.app.progress import Progress, duration
from playground.document.edits_data import split
from playground.interop.sources import open_source
from playground.storage.project import Project, write_project
from tests.support.terminal import run_on_terminal


def weights_of(path):
    return open_source(str(path)).weights


def saved(tmp_path, name, *arguments):
    path = tmp_path / name
    assert main(["train", *arguments, "--save", str(path), "--quiet"]) == 0
    return path


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_going_on_is_as_if_it_had_never_stopped(tmp_path, dtype):
    first = saved(tmp_path, "a.nnplay", "xor", "--epochs", "7", "--dtype", dtype)
    second = saved(tmp_path, "b.nnplay", str(first), "--resume", "--epochs", "5", "--dtype", dtype)
    whole = saved(tmp_path, "c.nnplay", "xor", "--epochs", "12", "--dtype", dtype)
    for name, values in weights_of(whole).items():
        assert np.array_equal(values, weights_of(second)[name])


def test_the_curve_is_saved_and_goes_on(tmp_path, capsys):
    first = saved(tmp_path, "a.nnplay", "circle", "--epochs", "6")
    assert open_source(str(first)).history["epoch"].tolist() == [0, 1, 2, 3, 4, 5, 6]
    second = saved(tmp_path, "b.nnplay", str(first), "--resume", "--epochs", "2")
    assert open_source(str(second)).history["epoch"].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    out = tmp_path / "a.csv"
    assert main(["export", str(second), "--as", "csv", "--out", str(out)]) == 0
    assert len(out.read_text().splitlines()) == 10


def test_the_window_can_go_back_in_what_was_saved(tmp_path, make_window):
    first = saved(tmp_path, "a.nnplay", "circle", "--epochs", "6")
    second = saved(tmp_path, "b.nnplay", str(first), "--resume", "--epochs", "3")
    assert open_source(str(first)).runs[0].moments["positions"].tolist()[-1] == 6
    session = make_window(str(second)).session
    assert {0.0, 6.0, 9.0} <= {moment.position for moment in session.time.timeline.moments}


def test_a_saved_project_begins_anew_and_that_is_said(tmp_path, capsys):
    first = saved(tmp_path, "a.nnplay", "circle", "--epochs", "3")
    capsys.readouterr()
    assert main(["train", str(first), "--epochs", "3", "--json"]) == 0
    captured = capsys.readouterr()
    assert "anew" in captured.err
    assert "--resume" in captured.err
    assert json.loads(captured.out)["losses"][0][0] == 0.0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "circle", "--resume"], "was not trained"),
        (["train", "{saved}", "--resume", "--seed", "3"], "--seed is for new weights"),
    ],
)
def test_what_cannot_be_resumed(tmp_path, capsys, arguments, words):
    first = saved(tmp_path, "a.nnplay", "circle", "--epochs", "3")
    capsys.readouterr()
    assert main([one.format(saved=first) for one in arguments]) == 2
    assert words in capsys.readouterr().err


def test_without_test_points_nothing_is_said_of_them(tmp_path, capsys):
    opened = open_source("circle")
    source = tmp_path / "a.nnplay"
    write_project(source, Project(split(opened.document, 1.0, 0)))
    assert main(["train", str(source), "--epochs", "2"]) == 0
    told = capsys.readouterr().out
    assert "nan" not in told
    assert "test" not in told
    assert main(["train", str(source), "--epochs", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["test_loss"], told["test_accuracy"]) == (None, None)


def test_quiet_is_quiet(tmp_path, capsys):
    first = saved(tmp_path, "a.nnplay", "circle", "--epochs", "3")
    capsys.readouterr()
    assert main(["train", str(first), "--epochs", "3", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_a_terminal_shows_how_far_it_is_and_how_long_it_takes(tmp_path):
    seen = run_on_terminal(["train", "spiral", "--epochs", "90000000"], tmp_path, until=" left")
    assert seen.status == 130
    assert "of 90,000,000 (0%, " in seen.err
    assert "accuracy" in seen.out


# ---- the line --------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_line_tells_share_and_time_left_and_goes_away():
    now = [0.0]
    stream = Terminal()
    progress = Progress(stream=stream, clock=lambda: now[0])
    progress.begin()
    for share, second in ((0.1, 0.5), (0.1, 0.6), (0.25, 30.0)):
        now[0] = second
        progress.show(share, "Epoch")
    progress.clear()
    assert stream.getvalue() == "\r\x1b[KEpoch (10%)\r\x1b[KEpoch (25%, 1 min 30 s left)\r\x1b[K"


def test_a_file_gets_notes_alone():
    stream = io.StringIO()
    progress = Progress(stream=stream)
    progress.wait("Loading")
    progress.show(0.5, "Epoch")
    progress.note("Something.")
    assert stream.getvalue() == "playground: Something.\n"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")]
)
def test_times_are_said_in_words(seconds, words):
    assert duration(seconds) == words
