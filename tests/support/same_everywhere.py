"""How often window, `render` and `train` agree to the bit on a busy machine: `python -m tests.support.same_everywhere`.

Each round trains an example three ways in processes of their own, with busy loops beside them, and compares weights.
"""

import argparse
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from playground.interop.sources import open_source
from tests.support.terminal import environment_of

WINDOW = """
import sys
from dataclasses import replace
from pathlib import Path
from playground.app.launch import make_app, make_window, open_window
from playground.app.settings import Settings
from playground.interop.sources import open_source
from playground.training.loop.commands import SetSpeed

app = make_app()
window = make_window(open_source(sys.argv[1]), app, Settings())
session = window.session
session.edit("Stop", lambda d: replace(d, training=replace(d.training, stop_epochs=int(sys.argv[2]))))
session.set_speed(SetSpeed(None, float("inf")))
open_window(window)
session.play()
while session.playing:
    app.processEvents()
window.documents.save_to(Path(sys.argv[3]))
session.undo_stack.setClean()
window.close()
"""
LOOP = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"
"""Ends with the one who started it."""


@contextmanager
def busy(loops):
    """Other programs at work."""
    beside = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in beside:
            process.kill()
            process.wait()


def round_of(source, epochs, folder):
    """The weights that each way comes to."""
    saved, shown, seen = (folder / name for name in ("train.nnplay", "render.png", "window.nnplay"))
    program, length = [sys.executable, "-m", "playground"], ["--epochs", str(epochs)]
    commands = (
        [*program, "train", source, *length, "--save", str(saved)],
        [*program, "render", source, *length, "--view", "loss", "--out", str(shown)],
        [sys.executable, "-c", WINDOW, source, str(epochs), str(seen)],
    )
    homes = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA")}
    environment = environment_of(QT_QPA_PLATFORM="offscreen", **homes)
    for command in commands:
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=folder)
    return [open_source(str(path)).weights for path in (saved, shown, seen)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", default="checkerboard")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--busy", type=int, default=4, help="loops beside them")
    wanted = parser.parse_args()
    first, agreed = None, 0
    with busy(wanted.busy):
        for number in range(wanted.rounds):
            with TemporaryDirectory() as folder:
                found = round_of(wanted.source, wanted.epochs, Path(folder))
            first = first or found[0]
            same = all(np.array_equal(one[name], first[name]) for one in found for name in first)
            agreed += same
            sys.stdout.write(f"{number + 1}: {'the same bits' if same else 'DIFFERENT'}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{agreed} of {wanted.rounds} rounds agree\n")
    sys.exit(agreed != wanted.rounds)


if __name__ == "__main__":
    main()
