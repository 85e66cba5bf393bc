"""What fools a network: steps of exactly their strength, the smallest that flips an answer, accuracy under attack."""

from dataclasses import replace
from itertools import count
from math import inf

import numpy as np
import pytest
import torch

from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.probes import probe as probes
from playground.training.probes.fooling import SURE, Fooling, FoolingCurve
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from tests.support.picture_documents import dense_document
from tests.support.probes import scheduler, taken
from tests.support.rows import rows_document

MOST_TURNS = 2000


def plane(*units, dataset="circle", inputs=("x", "y"), activation="tanh"):
    layers = (Dense(uid=place, units=one, activation=activation) for place, one in enumerate(units, start=1))
    return replace(document_for(dataset, (), count=80), network=tuple(layers), inputs=inputs)


def larger(document, factor=3.0):
    """With weights that bend the answers; float64."""
    run = Run(document, dtype=np.float64)
    run.parameters[...] *= factor
    return run


def finished(run, request):
    """What the probe comes to when its work is done."""
    by = scheduler()
    for _ in range(MOST_TURNS):
        found = taken(run, request, by=by)
        if not by.wants_more:
            return found[type(request)]
    raise AssertionError("the work never ends")


def fooled(run, sample, *args, **settings):
    return finished(run, Fooling(tuple(sample), *args, **settings))


def said(run, sample):
    with torch.no_grad():
        fed = network_inputs(run.document, np.asarray(sample)[None]).astype(np.float64)
        return answers(run.network(torch.from_numpy(fed)).numpy(), run.document)[0]


def logit(run, sample):
    with torch.no_grad():
        return float(run.network(torch.from_numpy(network_inputs(run.document, np.asarray(sample)[None])))[0, 0])


RUNS = {
    "point": larger(plane(6, 4)),
    "point of four classes": larger(plane(6, dataset="blobs")),
    "kinks": larger(plane(8, activation="relu")),
    "picture": larger(dense_document(6), 4.0),
    "row": larger(rows_document(classes=3)),
}


@pytest.fixture(params=RUNS)
def run(request):
    return RUNS[request.param]


@pytest.mark.parametrize("strength", [0.01, 0.3, 2.0])
@pytest.mark.parametrize("document", [plane(), rows_document(layers=())])
def test_of_a_linear_network_the_fast_step_moves_the_logit_by_strength_times_the_sum_of_weights(document, strength):
    run = Run(replace(document, network=()), dtype=np.float64)
    (weights,) = run.layout.parameters[0].view(run.parameters)
    sample = run.document.dataset.samples[3]
    before = logit(run, sample)
    found = fooled(run, sample, "fast", "linf", strength)
    expected = before - np.sign(before) * strength * np.abs(weights).sum()
    assert logit(run, found.end) == pytest.approx(expected, abs=1e-6)
    assert found.largest == pytest.approx(strength)
    along = fooled(run, sample, "fast", "l2", strength)
    assert logit(run, along.end) == pytest.approx(
        before - np.sign(before) * strength * np.linalg.norm(weights), abs=1e-6
    )
    assert along.length == pytest.approx(strength)


def test_the_smallest_step_of_a_linear_network_is_the_distance_to_its_line():
    run = Run(plane(), dtype=np.float64)
    (weights,) = run.layout.parameters[0].view(run.parameters)
    sample = run.document.dataset.samples[3]
    distance = abs(logit(run, sample))
    assert fooled(run, sample, "smallest", "l2").length == pytest.approx(distance / np.linalg.norm(weights), rel=1e-4)
    assert fooled(run, sample, "smallest", "linf").largest == pytest.approx(distance / np.abs(weights).sum(), rel=1e-4)


@pytest.mark.parametrize("attack", ["fast", "projected"])
@pytest.mark.parametrize("norm", ["linf", "l2"])
def test_steps_stay_within_their_strength_and_pictures_within_ink(run, attack, norm):
    sample = run.document.dataset.samples[4]
    found = fooled(run, sample, attack, norm, 0.35)
    assert (found.largest if norm == "linf" else found.length) <= 0.35 + 1e-9
    np.testing.assert_array_equal(found.start, sample)
    np.testing.assert_allclose(found.after, said(run, found.end), atol=1e-6)
    if run.document.dataset.domain == "picture":
        assert found.end.min() >= 0.0
        assert found.end.max() <= 1.0


def test_several_steps_go_at_least_as_far_as_one(run):
    for row in range(6):
        sample = run.document.dataset.samples[row]
        answer = int(said(run, sample).argmax())
        one, several = (fooled(run, sample, attack, "linf", 0.4) for attack in ("fast", "projected"))
        assert several.after[answer] <= one.after[answer] + 0.02
        assert several.is_done or not one.is_done


@pytest.mark.parametrize("norm", ["linf", "l2"])
def test_the_smallest_step_flips_the_answer_and_one_a_little_smaller_does_not(run, norm):
    sample = run.document.dataset.samples[2]
    answer = int(said(run, sample).argmax())
    found = fooled(run, sample, "smallest", norm)
    assert found.is_done
    assert int(said(run, found.end).argmax()) != answer
    shorter = found.start + (1.0 - 1e-4) * (found.end - found.start)
    assert int(said(run, shorter).argmax()) == answer
    long = found.largest if norm == "linf" else found.length
    assert not fooled(run, sample, "projected", norm, 0.9 * long).is_done, "nothing much smaller does it"


def test_a_step_can_be_sent_to_a_class():
    run = RUNS["point of four classes"]
    sample = run.document.dataset.samples[2]
    answer = int(said(run, sample).argmax())
    any_other = fooled(run, sample, "smallest", "l2")
    lengths = []
    for goal in sorted(set(range(4)) - {answer}):
        found = fooled(run, sample, "smallest", "l2", goal=goal)
        if found.is_done:
            assert int(found.after.argmax()) == goal
            lengths.append(found.length)
    assert min(lengths) == pytest.approx(any_other.length, rel=0.05)
    assert fooled(run, sample, "smallest", "l2", goal=answer).length == 0.0, "it is answered already"


def test_where_nothing_flips_the_answer_that_is_said():
    run = Run(plane(4), dtype=np.float64)
    run.parameters[...] = 0.0
    run.parameters[-1] = 5.0
    found = fooled(run, (0.0, 0.0), "smallest")
    assert not found.is_done
    assert found.length == 0.0


@pytest.mark.parametrize("goal", [0, 2])
def test_random_pixels_are_led_to_an_answer(goal):
    run = RUNS["picture"]
    sample = run.document.dataset.samples[0]
    found = fooled(run, sample, "noise", goal=goal, seed=3)
    assert found.after[goal] >= SURE
    assert said(run, found.end)[goal] == pytest.approx(found.after[goal], abs=1e-6)
    assert 0.0 <= found.end.min() <= found.end.max() <= 1.0
    assert not np.array_equal(found.start, sample)
    again, other = (fooled(run, sample, "noise", goal=goal, seed=seed) for seed in (3, 4))
    np.testing.assert_array_equal(again.start, found.start)
    assert not np.array_equal(other.start, found.start)


@pytest.mark.parametrize("attack", ["fast", "projected"])
def test_accuracy_falls_with_the_strength_from_the_clean_one(run, attack):
    data = run.document.dataset
    found = finished(run, FoolingCurve(attack, "linf", (0.0, 0.2, 0.8)))
    samples = data.samples[data.is_test]
    right = np.array([said(run, sample).argmax() for sample in samples]) == data.targets[data.is_test]
    assert found.count == len(samples)
    assert found.accuracy[0] == pytest.approx(right.mean())
    assert len(found.accuracy) == 3
    if attack == "projected":
        assert (np.diff(found.accuracy) <= 1e-9).all()


def test_work_goes_on_from_snapshot_to_snapshot_and_begins_anew_with_other_weights(monkeypatch):
    moments = count()  # by the clock, a snapshot after a pause would do all of the work at once
    monkeypatch.setattr(probes, "thread_time", lambda: float(next(moments)))
    monkeypatch.setattr(probes, "SLICES_S", (10.5, 10.5))  # ten pieces for each
    run = larger(plane(6))
    request, by = FoolingCurve("projected", "linf", (0.0, 0.5, 1.0, 1.5)), scheduler()
    turns = 1
    while taken(run, request, by=by).get(FoolingCurve) is None or by.wants_more:
        turns += 1
    assert turns > 1
    first = taken(run, request, by=by)[FoolingCurve]
    assert taken(run, request, by=by)[FoolingCurve] is first
    run.parameters[...] = 0.0
    assert taken(run, request, by=by)[FoolingCurve] is first, "what there is stays until there is a new one"
    while by.wants_more:
        later = taken(run, request, by=by)[FoolingCurve]
    assert later is not first


@pytest.mark.parametrize("sample", [(1.0,), (inf, 0.0)])
def test_what_is_no_sample_is_not_fooled(sample):
    assert Fooling not in taken(Run(plane(2)), Fooling(sample))


def test_values_have_no_border_to_cross():
    run = Run(plane(3, dataset="ripple"))
    assert not len(taken(run, Fooling((0.0, 0.0)), FoolingCurve("fast", "linf", (0.0, 1.0))))
