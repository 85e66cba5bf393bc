"""Window, `render` and `train` come to the same weights, bit for bit."""

from dataclasses import replace

import numpy as np

from playground.app.cli import main
from playground.interop.sources import open_source

EPOCHS = 100


def test_checkerboard_is_the_same_everywhere(make_window, qtbot, tmp_path):
    saved, picture = tmp_path / "a.nnplay", tmp_path / "a.png"
    assert main(["train", "checkerboard", "--epochs", str(EPOCHS), "--save", str(saved)]) == 0
    assert main(["render", "checkerboard", "--epochs", str(EPOCHS), "--view", "loss", "--out", str(picture)]) == 0
    session = make_window("checkerboard").session
    session.edit("Stop", lambda d: replace(d, training=replace(d.training, stop_epochs=EPOCHS)))
    session.play()
    qtbot.waitUntil(lambda: not session.playing, timeout=60_000)
    trained = open_source(str(saved)).weights
    shown, seen = open_source(str(picture)).weights, session.trainer.checkpoint().to_arrays()
    for name in ("parameters", "buffers", "slots", "counters"):
        assert np.array_equal(trained[name], shown[name])
        assert np.array_equal(trained[name], seen[name])
