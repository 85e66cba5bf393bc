"""Curves of all weights over the recorded states of a run: exact numbers, in turn, and never of another time."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits_network
from playground.document.dataset import frozen
from playground.document.presets import document_for
from playground.document.training import Training
from playground.layers import Dense
from playground.training.engines.eager import EagerStepper
from playground.training.probes.loss_derivatives import LossDerivatives
from playground.training.probes.schedule import Calm
from playground.training.probes.weight_curves import (
    MOST_WEIGHTS,
    NO_POINTS,
    TOO_LARGE,
    WAITING,
    WeightCurves,
    stability_threshold,
)
from playground.training.state.run import Run
from playground.training.timeline.recorder import copy_of
from tests.support.probes import scheduler
from tests.support.weight_curves import Recorded, curves, states
from tests.training.engines.networks import FOREVER


def sharpness_by_numpy(run):
    derivatives = LossDerivatives(run, np.arange(len(run.features)))
    product = derivatives.hessian()
    return np.linalg.eigvalsh(np.array([product(row) for row in np.eye(derivatives.size)]))[-1]


def test_every_recorded_state_has_its_own_numbers():
    document = document_for("moons", (3,), count=40)
    run, moments = states(document, 5)
    found = curves(run, Recorded(*moments))
    assert found.epochs.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert found.missing == 0
    assert not found.why
    assert found.points == found.all_points == len(run.features)
    for place, moment in enumerate(moments):
        then = Run(document)
        then.parameters[...] = moment.parameters
        assert found.sharpness[place] == pytest.approx(sharpness_by_numpy(then), rel=1e-3)
    norm = np.linalg.norm(moments[0].parameters)
    moved = 0.1 * np.arange(5) * len(run.parameters) ** 0.5
    np.testing.assert_allclose(found.distance, moved, rtol=1e-5)
    np.testing.assert_allclose(found.relative, moved / norm, rtol=1e-5)
    assert (found.noise > 0.0).all()


def test_the_run_is_not_touched():
    run, moments = states(document_for("moons", (3,), count=40), 3)
    before = run.parameters.copy()
    curves(run, Recorded(*moments))
    assert (run.parameters == before).all()


def test_other_layers_begin_a_distance_of_their_own():
    document = document_for("moons", (3,), count=40)
    other = edits_network.change_layer(document, 1, units=4)
    run, first = states(document, 2)
    _, then = states(other, 2, first=3)
    found = curves(run, Recorded(*first, *(replace(one, position=one.position + 2) for one in then)))
    assert found.distance[[0, 2]].tolist() == [0.0, 0.0]
    assert (found.distance[[1, 3]] > 0.0).all()
    assert np.isfinite(found.sharpness).all()


def test_what_is_known_stays_when_the_document_changes_and_states_come_and_go():
    document = document_for("moons", (3,), count=40)
    run, moments = states(document, 4)
    recorded = Recorded(*moments[:3])
    by = scheduler(recorded)
    before = curves(run, recorded, by)
    assert curves(run, recorded, by) is before, "nothing has changed"
    run.adopt(replace(document, dataset=document_for("xor", (), count=50).dataset))
    assert curves(run, recorded, by) is before
    recorded.moments = (moments[0], moments[2], moments[3])
    after = curves(run, recorded, by)
    assert after.sharpness[:2].tolist() == before.sharpness[[0, 2]].tolist()
    assert np.isfinite(after.sharpness[2])
    run_of_file, again = states(document, 3, step=0.5)
    recorded.moments = tuple(again)
    assert curves(run_of_file, recorded, by).sharpness[2] != before.sharpness[2], "a file numbers its states anew"


def test_the_newest_state_comes_first_and_training_pays_little():
    document = document_for("spiral", (16, 16), count=400)
    run, moments = states(document, 40, step=0.01)
    by = scheduler(Recorded(*moments))
    found = by.take(run, (WeightCurves(),), Calm(hurried=True))[WeightCurves]
    assert found.missing >= 35, "a look while training is short"
    assert np.isfinite(found.distance).all()
    while np.isnan(found.sharpness).all():
        found = by.take(run, (WeightCurves(),), Calm())[WeightCurves]
    assert np.isfinite(found.sharpness[-1])


def test_nobody_asking_forgets_nothing():
    run, moments = states(document_for("moons", (3,), count=40), 3)
    recorded = Recorded(*moments)
    by = scheduler(recorded)
    before = curves(run, recorded, by)
    by.take(run, (), Calm())
    assert curves(run, recorded, by).sharpness.tolist() == before.sharpness.tolist()


def test_what_cannot_be_had_is_said():
    document = document_for("moons", (3,), count=40)
    run, moments = states(document, 2)
    assert curves(run, Recorded()).why == WAITING
    data = document.dataset
    untrained = replace(document, dataset=replace(data, is_test=frozen(np.ones(len(data)), bool)))
    alone = [replace(one, document=untrained) for one in moments]
    found = curves(run, Recorded(*alone))
    assert found.why == NO_POINTS
    assert np.isnan(found.sharpness).all()
    wide = replace(document, network=(Dense(uid=1, units=64), *(Dense(uid=2 + n, units=256) for n in range(3))))
    run = Run(wide)
    assert len(run.parameters) > MOST_WEIGHTS
    found = curves(run, Recorded(copy_of(run, 1, wide)))
    assert found.why == TOO_LARGE
    assert found.distance.tolist() == [0.0]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"momentum": 0.0}, 20.0),
        ({"momentum": 0.5}, 30.0),
        ({"momentum": 0.5, "nesterov": True}, 15.0),
        ({"optimizer": "adam"}, np.nan),
    ],
)
def test_the_threshold_is_that_of_the_optimizer(settings, expected):
    training = Training(**({"optimizer": "sgd", "learning_rate": 0.1} | settings))
    np.testing.assert_allclose(stability_threshold(training, 3.0), expected)


def test_descent_beyond_the_threshold_grows_and_below_it_falls():
    """On a quadratic, which has one curvature: linear regression."""
    document = document_for("reg-plane", (), count=40)
    for momentum, nesterov in ((0.0, False), (0.5, False), (0.5, True)):
        for part in (0.97, 1.03):
            settings = {"optimizer": "sgd", "momentum": momentum, "nesterov": nesterov, "batch_size": 0, "loss": "mse"}
            made = replace(document, training=replace(document.training, **settings, learning_rate=1.0))
            sharp = sharpness_by_numpy(Run(made, dtype=np.float64))
            rate = part * stability_threshold(made.training, 0.0) / sharp
            run = Run(replace(made, training=replace(made.training, learning_rate=rate)), dtype=np.float64)
            lengths = []
            for _ in range(2):
                EagerStepper().advance(run, 60, FOREVER)
                gradient = LossDerivatives(run, np.arange(len(run.features))).gradient()
                lengths.append(np.linalg.norm(gradient))
            assert (lengths[1] > lengths[0]) == (part > 1.0), (momentum, nesterov, part)


def test_full_batch_descent_settles_at_the_edge_of_stability():
    """Cohen et al. 2021, on 40 points of a Chebyshev polynomial: the sharpness rises to 2 / rate and stays there."""
    rate, x = 0.1, np.linspace(-1.0, 1.0, 40)
    base = document_for("reg-plane", (20, 20))
    data = replace(
        base.dataset,
        samples=frozen(np.column_stack((x, 0.0 * x)), float),
        targets=frozen(np.cos(4.0 * np.arccos(x))[:, None], float),
        is_test=frozen(np.zeros(40), bool),
    )
    settings = {"optimizer": "sgd", "momentum": 0.0, "learning_rate": rate, "batch_size": 0, "loss": "mse", "seed": 2}
    run = Run(replace(base, dataset=data, inputs=("x",), training=replace(base.training, **settings)))
    stepper, moments = EagerStepper(), [copy_of(run, 1, run.document)]
    for number in range(2, 12):
        stepper.advance(run, 1000 if number == 2 else 100, FOREVER)
        moments.append(copy_of(run, number, run.document))
    found = curves(run, Recorded(*moments))
    assert found.sharpness[0] < 0.5 * 2.0 / rate
    assert np.median(found.sharpness[1:]) == pytest.approx(2.0 / rate, rel=0.02)
    assert found.threshold[-1] == pytest.approx(2.0 / rate)
