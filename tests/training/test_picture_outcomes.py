"""What convolutions are for, over five seeds: digits, drawn digits, shapes anywhere, digits out of their place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from playground.document.edits_source import regenerate, source_of
from playground.document.network_presets import NETWORK_PRESETS, with_preset
from playground.document.plan import resolve
from playground.document.presets import first_document
from playground.training.headless import train
from playground.training.state.run import Run
from playground.views.pad.centring import reduced
from tests.domains.picture.hands import HANDS

SEEDS = range(5)
MOVES = ((2, 0), (-2, 0), (0, 2), (0, -2))


def pictures(generator, **source):
    """The document that the gallery begins with; `source` may set the side and the knobs."""
    return regenerate(first_document(), replace(source_of(generator, None), **source))


def briefly(document, epochs):
    """Trained so briefly, a run comes to rest with a schedule of one cycle (Smith and Topin 2018)."""
    training = replace(document.training, schedule="one_cycle", schedule_epochs=epochs, learning_rate=0.01)
    return replace(document, training=training)


def trained(document, epochs, seed):
    """A run that stands where training has ended, and its report."""
    report = train(document, epochs=epochs, seed=seed)
    run = Run(replace(document, training=replace(document.training, seed=seed)))
    run.parameters[...] = report.checkpoint.parameters
    return run, report


def answered(run, samples):
    """The class that a run answers to each of some pictures, (N, pixels)."""
    import torch

    with torch.inference_mode():
        sums = run.network.eval()(torch.from_numpy(np.ascontiguousarray(samples, dtype=run.dtype)))
    return sums.numpy().argmax(axis=1)


@cache
def digits(seed):
    """The digits as the gallery begins with them, after a second at full speed."""
    return trained(pictures("digits"), 40, seed)


def test_the_usual_network_reads_97_of_100_digits():
    found = [digits(seed)[1].test_accuracy for seed in SEEDS]
    assert np.mean(found) >= 0.97
    assert min(found) >= 0.955


def test_digits_that_five_hands_drew_on_the_pad_are_read():
    """45 of 50 at least, with the settings that digits begin with, in the median of three seeds."""
    data = pictures("digits").dataset
    drawn = np.stack(
        [reduced(hand.draws(digit), data, "").reshape(-1) for hand in HANDS.values() for digit in range(10)]
    )
    wanted = np.tile(np.arange(10), len(HANDS))
    right = sorted(int((answered(digits(seed)[0], drawn) == wanted).sum()) for seed in range(3))
    assert right[1] >= 45
    assert right[0] >= 43


def test_shapes_anywhere_are_for_convolutions():
    """Dense layers with as many parameters stay a tenth below, at least."""
    document = pictures("shapes", knobs=(("position", 30.0),))
    convolutions, dense = (
        briefly(with_preset(document, NETWORK_PRESETS[name]), 8) for name in ("three-convolutions", "dense-alike")
    )
    assert resolve(dense).parameter_count == pytest.approx(resolve(convolutions).parameter_count, rel=0.01)
    found = np.array(
        [[train(one, epochs=8, seed=seed).test_accuracy for seed in SEEDS] for one in (convolutions, dense)]
    )
    assert found[0].mean() >= 0.95
    assert np.all(found[0] - found[1] >= 0.10)


def moved(samples, side, right, down):
    """Pictures, (N, pixels), so many pixels away; what leaves them is gone, what comes in is paper."""
    reach = max(abs(right), abs(down))
    padded = np.pad(samples.reshape(-1, side, side), ((0, 0), (reach, reach), (reach, reach)))
    rows, columns = (slice(reach - step, reach - step + side) for step in (down, right))
    return padded[:, rows, columns].reshape(len(samples), -1)


def lost(document, epochs, seed):
    """How much accuracy is lost when the test pictures are moved by two pixels, a mean over four directions."""
    run, report = trained(document, epochs, seed)
    test = document.dataset.targets[document.dataset.is_test]
    side = document.dataset.shape[-1]
    right = [(answered(run, moved(run.test_features, side, *by)) == test).mean() for by in MOVES]
    return report.test_accuracy - float(np.mean(right))


def test_digits_out_of_place_cost_convolutions_less_than_half():
    document = pictures("digits", side=16)
    found = [
        np.mean([lost(briefly(with_preset(document, NETWORK_PRESETS[name]), 10), 10, seed) for seed in SEEDS])
        for name in ("three-convolutions", "dense-alike")
    ]
    assert found[0] < found[1] / 2
