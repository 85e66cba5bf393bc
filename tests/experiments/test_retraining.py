"""Trained again on other samples: the same as training them by hand, tried in order, ended when told."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_data import remove_points, set_targets
from playground.document.presets import document_for
from playground.experiments.experiment import ExperimentError
from playground.experiments.retraining import (
    GivenUp,
    RetrainedAnswer,
    Retraining,
    retrain,
    trials_against,
    trials_relabelled,
    trials_without,
)
from playground.experiments.single_run import trainee_of
from playground.layers import Dense
from playground.training.probes.fooling import FoolingCurve
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of
from playground.training.trainee.trainee import Goal

EPOCHS = 6


def document(dataset="moons", **training):
    made = replace(document_for(dataset, (), count=60), network=(Dense(uid=1, units=4),))
    return replace(made, training=replace(made.training, device="cpu", **training))


def wish(document, trials, most=3, section=None):
    return Retraining((0.5, -0.5), EPOCHS, trials, most, section)


def by_hand(document):
    trainee = trainee_of(Run(document))
    while trainee.train(Goal(EPOCHS), None, 0.2).outcome is None:
        pass
    sums = logits_of(trainee.run, network_inputs(document, np.array([[0.5, -0.5]])).astype(np.float32))
    return answers(sums, document)[0]


@pytest.mark.parametrize("dataset", ["moons", "ripple"])
def test_it_answers_as_a_network_trained_by_hand_on_what_is_left(dataset):
    made = document(dataset)
    rows = np.flatnonzero(~made.dataset.is_test)[:5]
    section = made.dataset.section()
    found = list(retrain(wish(made, lambda: trials_without(made, rows), section=section), lambda share: share <= 1.0))
    assert [one.trial.name for one in found] == ["all", "without", "others"]
    left = remove_points(made, np.isin(np.arange(60), rows))
    for one, trained in zip(found, (made, left), strict=False):
        np.testing.assert_allclose(one.answer, by_hand(trained), rtol=1e-6)
    others = {tuple(sample) for sample in found[2].trial.document.dataset.samples.tolist()}
    assert {tuple(sample) for sample in made.dataset.samples[rows].tolist()} <= others, "others are others"
    assert len(others) == 55
    assert all((one.border is not None) == bool(made.dataset.classes) for one in found)


def test_a_border_is_where_the_answer_turns():
    made = document()
    found = next(retrain(wish(made, lambda: trials_without(made, [0]), section=made.dataset.section()), bool_true))
    trainee = trainee_of(Run(made))
    while trainee.train(Goal(EPOCHS), None, 0.2).outcome is None:
        pass
    places = network_inputs(made, found.border.reshape(-1, 2)).astype(np.float32)
    assert np.abs(logits_of(trainee.run, places)).max() < 0.1


def bool_true(_share):
    return True


@pytest.mark.parametrize(("needed", "tried"), [(3, [1, 2, 4, 3]), (1, [1]), (9, [1, 2, 4, 6]), (6, [1, 2, 4, 6, 5])])
def test_ever_more_labels_are_changed_and_then_as_few_as_do_it(needed, tried):
    made = document()
    rows = np.flatnonzero(~made.dataset.is_test & (made.dataset.targets == 0))[:6]
    trials, seen = trials_relabelled(made, rows, 1), []
    trial = next(trials)
    while trial is not None:
        seen.append(trial.changed)
        expected = set_targets(made, np.isin(np.arange(60), rows[: trial.changed]), 1)
        np.testing.assert_array_equal(trial.document.dataset.targets, expected.dataset.targets)
        answer = np.array([0.0, 1.0] if trial.changed >= needed else [1.0, 0.0], np.float32)
        try:
            trial = trials.send(RetrainedAnswer(trial, answer))
        except StopIteration:
            trial = None
    assert seen == tried


def test_it_ends_when_told_and_says_how_far_it_is():
    made, shares = document(), []
    long = replace(wish(made, lambda: trials_without(made, [1, 2])), epochs=100_000_000)

    def tell(share):
        shares.append(share)
        return False

    with pytest.raises(GivenUp):
        next(retrain(long, tell))
    assert len(shares) == 1
    assert 0.0 < shares[0] < 1.0 / 3.0


def test_what_cannot_be_trained_says_why():
    made = document()
    everyone = np.flatnonzero(~made.dataset.is_test)
    found = retrain(wish(made, lambda: trials_without(made, everyone)), bool_true)
    next(found)
    with pytest.raises(ExperimentError, match="train"):
        next(found)
    wild = document("ripple", learning_rate=10.0, optimizer="sgd")
    with pytest.raises(ExperimentError, match="stopped being a number"):
        next(retrain(replace(wish(wild, lambda: trials_without(wild, [1])), epochs=3000), bool_true))


def test_against_an_attack_it_trains_as_it_is_and_against_it_and_measures_both():
    made = document(adversarial=0.7)
    asked = replace(wish(made, lambda: trials_against(made, 0.5, 3), 2), curve=FoolingCurve("fast", "linf", (0.0, 0.5)))
    ordinary, against = retrain(asked, lambda share: share <= 1.0)
    assert ordinary.trial.document.training.adversarial == 0.0
    training = against.trial.document.training
    assert (training.adversarial, training.adversarial_steps) == (0.5, 3)
    assert not np.array_equal(ordinary.answer, against.answer)
    for one in (ordinary, against):
        assert one.accuracy.strengths.tolist() == [0.0, 0.5]
        assert one.accuracy.accuracy[0] >= one.accuracy.accuracy[1]
        assert one.accuracy.count == int(made.dataset.is_test.sum())
