"""PyTorch that cannot be loaded is said, with the reason and what to do; all that needs no training goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from playground.interop.sources import open_source
from playground.training.engines.torch_door import FIRST_LIBRARY, RUNTIME_LIBRARIES, in_words, load_before_qt
from tests.support.terminal import environment_of

WINDOWS_ERROR = (
    "[WinError 1114] A dynamic link library (DLL) initialization routine failed. Error loading "
    "C:\\\\torch\\\\lib\\\\c10.dll or one of its dependencies."
)


@pytest.fixture
def broken(tmp_path):
    """An environment in which `import torch` fails as it does on some Windows machines."""
    package = tmp_path / "broken" / "torch"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"raise OSError({WINDOWS_ERROR!r})\n")
    environment = environment_of(QT_QPA_PLATFORM="offscreen")
    environment["PYTHONPATH"] = os.pathsep.join([str(package.parent), environment["PYTHONPATH"]])
    return environment


def run(arguments, environment, cwd):
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    "arguments",
    [
        "train circle",
        "evaluate circle --points p.csv --out o.csv",
        "render circle --view loss --out a.png",
        "export circle --as onnx --out a.onnx",
        "info",
        "bench",
    ],
)
def test_a_command_says_so_in_one_line(broken, tmp_path, arguments):
    (tmp_path / "p.csv").write_text("x,y\n0,0\n")
    ended = run(["-m", "playground", *arguments.split()], broken, tmp_path)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "WinError 1114" in ended.stderr
    assert "Visual C++" in ended.stderr


def test_points_that_cannot_be_read_are_told_before_it_is_loaded(broken, tmp_path):
    ended = run(["-m", "playground", "evaluate", "circle", "--points", "none.csv", "--out", "o.csv"], broken, tmp_path)
    assert ended.returncode == 2
    assert "none.csv" in ended.stderr
    assert "WinError" not in ended.stderr


WINDOW = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from playground.app.launch import make_app, make_window, open_window
from playground.app.settings import Settings
from playground.document.edits_data import clear_points
from playground.interop.sources import open_source
from playground.views.top_bar.view import TopBar

app = make_app()
window = make_window(open_source(sys.argv[1]), app, Settings())
session, told = window.session, []
session.message_posted.connect(lambda text, role: told.append((text, role)))
open_window(window)
session.play()
while not session.problems:
    app.processEvents()
play = window.findChild(TopBar).play
saved = window.documents.save_to(Path("again.nnplay"))
session.edit("Clear", clear_points)
edited = len(session.document.dataset)
session.undo_stack.undo()
answer = {
    "told": told[0], "tip": play.toolTip(), "enabled": play.isEnabled(), "playing": session.playing, "saved": saved,
    "edited": edited, "undone": len(session.document.dataset), "problems": [p.text for p in session.problems],
}
session.undo_stack.setClean()
window.close()
print(json.dumps(answer))
"""


def test_the_window_says_so_and_the_rest_goes_on(broken, tmp_path):
    trained = [sys.executable, "-m", "playground", "train", "circle", "--epochs", "3", "--save", "a.nnplay", "--quiet"]
    subprocess.run(trained, env=environment_of(), cwd=tmp_path, check=True, capture_output=True)
    ended = run(["-c", WINDOW, "a.nnplay"], broken, tmp_path)
    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout)
    assert "WinError 1114" in seen["told"][0]
    assert seen["told"][1] == "danger"
    assert seen["problems"][0] == seen["told"][0]
    assert seen["told"][0] in seen["tip"]
    assert (seen["enabled"], seen["playing"], seen["saved"]) == (False, False, True)
    assert (seen["edited"], seen["undone"]) == (0, 300)
    assert len(open_source(str(tmp_path / "again.nnplay")).weights) == 4


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ModuleNotFoundError("No module named 'torch'", name="torch"), "not installed"),
        (OSError("[WinError 126] The specified module could not be found: torch_python.dll"), "Visual C++"),
        (OSError("libcudart.so.12: cannot open shared object file"), "libcudart.so.12"),
        (RuntimeError(""), "The reason: RuntimeError."),
        (ImportError("long " * 500), "anew"),
    ],
)
def test_reasons_in_words(error, words):
    text = in_words(error)
    assert words in text
    assert len(text) < 500
    assert text.endswith(".")


# ---- on Windows, the order of libraries ------------------------------------------------------------------------------


def loaded_on(platform, tmp_path, missing=()):
    folder = tmp_path / "torch"
    (folder / "lib").mkdir(parents=True)
    seen = []

    def load(name):
        if Path(name).name in missing:
            raise OSError(name)
        seen.append(name)

    find = lambda name: SimpleNamespace(origin=str(folder / "__init__.py")) if name == "torch" else None  # noqa: E731
    load_before_qt(platform, find, load, lambda path: seen.append(f"folder {path}"))
    return seen, folder / "lib"


def test_the_run_time_comes_first_then_what_fails_without_it(tmp_path):
    seen, folder = loaded_on("win32", tmp_path)
    assert seen == [f"folder {folder}", *RUNTIME_LIBRARIES, str(folder / FIRST_LIBRARY)]


def test_a_missing_run_time_is_left_to_the_import_to_tell(tmp_path):
    seen, folder = loaded_on("win32", tmp_path, missing=(*RUNTIME_LIBRARIES, FIRST_LIBRARY))
    assert seen == [f"folder {folder}"]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_elsewhere_nothing_is_loaded(tmp_path, platform):
    assert loaded_on(platform, tmp_path)[0] == []


def test_without_torch_there_is_nothing_to_load():
    load_before_qt("win32", lambda _: None, pytest.fail, pytest.fail)


ORDER = """
import sys
from playground.app import cli
cli.load_before_qt = lambda: print("PySide6.QtCore" in sys.modules)
cli.main(["--screenshot", "no/such/folder.png"])
"""


def test_it_is_done_before_qt_is_loaded(tmp_path):
    assert run(["-c", ORDER], environment_of(), tmp_path).stdout.startswith("False\n")
