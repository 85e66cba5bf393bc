"""What a start loads: counted in modules, not in seconds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import playground

ROOT = Path(playground.__file__).parent.parent
HEAVY = {"torch", "numba", "llvmlite", "sklearn", "scipy", "pandas", "matplotlib", "pyqtgraph"}
MOST_OWN = 700
"""Modules of the program itself, 620 at the time of writing: one file a kind is the rule, so they may grow a little."""
MOST_OTHERS = 330
"""Modules of others, 317 at the time of writing: a hundred each of numpy and of the standard library, and Qt's.

A library for plots (pyqtgraph, with what it loads) is not among them: what paints its first plot loads it. Torch alone
would bring a thousand.
"""

READ_AT_START = {f"playground.interop.exports{name}" for name in ("", ".table", ".torch_module", ".scaling_code")}
"""Writes the code that the Code panel shows; all other exporters are loaded when a file is written."""

SHOW = """
import json, sys
from PySide6.QtCore import QTimer
from playground.app.launch import make_app, make_window, open_window
from playground.app.settings import Settings
from playground.interop.sources import open_source

app = make_app()
window = make_window(open_source("spiral"), app, Settings())
started = []
window.session.start = lambda: started.append(sorted(sys.modules)) or app.quit()
open_window(window)
QTimer.singleShot(20_000, app.quit)
app.exec()
window.session.undo_stack.setClean()
print(json.dumps(started))
"""

LOAD = """
import gc, json
from PySide6.QtCore import QTimer
from playground.app.launch import make_app, make_window, open_window
from playground.app.settings import Settings
from playground.interop.sources import open_source

gc.disable()
app = make_app()
window = make_window(open_source("spiral"), app, Settings())
seen = []

def look():
    seen.append((window.session.state.name, gc.isenabled()))
    if gc.isenabled():
        app.quit()

timer = QTimer()
timer.setInterval(10)
timer.timeout.connect(look)
timer.start()
open_window(window)
QTimer.singleShot(60_000, app.quit)
app.exec()
window.session.undo_stack.setClean()
window.close()
print(json.dumps({"seen": seen, "exempt": gc.get_freeze_count()}))
"""


def run_script(script, home):
    """What a program that is Playground up to a point prints last."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=90,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    """Names of all modules at the moment in which the window has been painted and the trainer starts."""
    (loaded,) = run_script(SHOW, tmp_path_factory.mktemp("home"))
    return loaded


def test_a_painted_window_has_loaded_nothing_heavy(modules):
    assert not HEAVY & {name.partition(".")[0] for name in modules}
    assert "playground.app.window" in modules


def test_a_start_stays_small(modules):
    own = [name for name in modules if name.partition(".")[0] == "playground"]
    assert len(own) < MOST_OWN
    assert len(modules) - len(own) < MOST_OTHERS


def test_dialogs_and_commands_load_when_they_are_wanted(modules):
    late = {"playground.app.command_palette", "playground.app.examples_dialog", "playground.app.offscreen"}
    assert not late & set(modules)
    assert not [name for name in modules if name.startswith("playground.interop.exports") and name not in READ_AT_START]
    assert not any(name.startswith("playground.training.engines.fused.kernel") for name in modules)


def test_garbage_is_collected_once_everything_is_loaded(tmp_path):
    told = run_script(LOAD, tmp_path)
    assert told["seen"][-1][1]
    assert all(state == "LOADING" for state, collects in told["seen"] if not collects)
    assert told["exempt"] > 100_000
