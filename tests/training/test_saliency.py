"""Where a network looks: the gradient of the winning class's sum by the pixels, against differences."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.dataset import DataSource
from playground.document.edits_source import generated
from playground.document.presets import first_document
from playground.layers import LAYER_KINDS, Dense, Flatten
from playground.training.probes.activations import Activations
from playground.training.probes.saliency import Saliency
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of
from tests.support.probes import taken

STEP = 1e-5


def run_for(classes):
    data = generated(DataSource("bars", 40, 0.0, 0, side=8))
    if classes == 2:
        targets = data.targets % 2
        targets.flags.writeable = False
        data = replace(data, targets=targets, classes=data.classes[:2])
    layers = (Flatten(uid=1), Dense(uid=2, units=6, activation="tanh"))
    document = replace(first_document(), dataset=data, inputs=("picture",), network=layers)
    return Run(document, dtype=np.float64)


def picture(run):
    return tuple(np.random.default_rng(1).random(len(run.document.dataset.columns)).tolist())


def test_it_can_be_asked_after_a_measurement_has_made_the_network():
    document = run_for(4).document
    convolution = LAYER_KINDS["conv2d"](uid=3, channels=2)
    run = Run(replace(document, network=(convolution, *document.network)))
    logits_of(run, run.document.dataset.shaped.astype(run.dtype))
    assert np.isfinite(taken(run, Saliency(picture(run)))[Saliency].gradient).all()


@pytest.mark.parametrize("classes", [2, 4])
def test_it_is_the_slope_of_the_winning_classs_sum(classes):
    run = run_for(classes)
    sample = picture(run)
    found = taken(run, Saliency(sample))[Saliency]
    at_hand = taken(run, Activations(sample))[Activations]
    assert found.answer == int(at_hand.answer.argmax())
    assert found.gradient.shape == (1, 8, 8)
    for pixel in (0, 9, 63):
        sums = []
        for side in (STEP, -STEP):
            moved = list(sample)
            moved[pixel] += side
            fed = np.array([moved])
            sums.append(_sums(run, fed, found.answer))
        assert found.gradient.reshape(-1)[pixel] == pytest.approx((sums[0] - sums[1]) / (2 * STEP), abs=1e-5)


def _sums(run, fed, answer):
    import torch

    with torch.inference_mode():
        sums = run.network(torch.from_numpy(fed)).numpy()[0]
    if len(sums) == 1:
        return sums[0] if answer else -sums[0]
    return sums[answer]


def test_points_of_the_plane_have_no_such_picture():
    run = Run(first_document())
    assert Saliency not in taken(run, Saliency((0.0, 0.0)))
