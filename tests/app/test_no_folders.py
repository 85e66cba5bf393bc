"""Where no folder can be written the window opens, says so once, trains, and saves to where a person can write."""

import os
import subprocess
import sys

import pytest

from playground.storage.project import read_project

SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
from playground.app import launch as start
from playground.document.edits_network import change_training
from playground.interop.sources import open_source

make = start.make_window

def make_window(opened, app, settings):
    window = make(opened, app, settings)
    session = window.session
    session.message_posted.connect(lambda text, kind: print(kind, text, flush=True))
    begun = []

    def look(snapshot):
        if not session.playing:
            session.play()
        if snapshot.epoch >= 3 and not begun:  # saving turns the event loop, in which snapshots come as well
            begun.append(True)
            print("saved", window.documents.save_to(Path(sys.argv[1])), flush=True)
            window.end()

    session.snapshot_arrived.connect(look)
    return window

start.make_window = make_window
opened = open_source("spiral")
sys.exit(start.launch(replace(opened, document=change_training(opened.document, stepper="eager"))))
"""
NOWHERE = "/dev/null/nowhere"
PLACES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "TMPDIR")


@pytest.mark.skipif(os.name == "nt", reason="folders as POSIX has them")
def test_without_any_folder_it_opens_trains_and_saves_elsewhere(tmp_path):
    path = tmp_path / "work.nnplay"
    environment = os.environ | dict.fromkeys(PLACES, NOWHERE)
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-800:]
    assert run.stdout.count("Work cannot be kept for recovery") == 1
    assert "saved True" in run.stdout
    assert read_project(path).weights["counters"][1] >= 3
