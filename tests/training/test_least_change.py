"""The least change of weights: it does what was asked to 1e-6, and nothing smaller does."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, Conv2d, Dense, Highway, LayerNorm
from playground.training.explain.answer_function import AnswerFunction
from playground.training.explain.least_change import Condition as LeastCondition
from playground.training.explain.least_change import Leeway, MovedPart, least_change
from playground.training.probes.least_change import MARGIN, LeastChange, SpaceGoal
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from tests.support.picture_documents import picture_document
from tests.support.probes import scheduler, taken
from tests.support.rows import rows_document

MOST_TURNS = 4000


def plane(*layers, dataset="circle"):
    network = tuple(replace(layer, uid=place) for place, layer in enumerate(layers, start=1))
    return replace(document_for(dataset, (), count=60), network=network)


def exact(document, spread=0.2):
    run = Run(document, dtype=np.float64)
    run.parameters[...] += np.random.default_rng(2).normal(size=len(run.parameters)) * spread
    return run


def finished(run, request):
    by = scheduler()
    for _ in range(MOST_TURNS):
        found = taken(run, request, by=by)
        if not by.wants_more:
            return found[type(request)]
    raise AssertionError("the work never ends")


def layers_of(run, sample, weights=None):
    """What leaves each layer of one sample, with other weights."""
    before = run.parameters.copy()
    if weights is not None:
        run.parameters[...] = weights
    with torch.no_grad():
        made = run.network.forward_layers(torch.from_numpy(network_inputs(run.document, sample[None]).astype(float)))
    run.parameters[...] = before
    return [one[0].numpy() for one in made]


def margins(sums, label):
    """How far a class is ahead of each other one."""
    if len(sums) == 1:
        return np.array([sums[0] if label else -sums[0]])
    return sums[label] - np.delete(sums, label)


def label_for(run, sample):
    sums = layers_of(run, sample)[-1]
    return 1 - int(sums[0] > 0) if len(sums) == 1 else int(sums.argmin())


DOCUMENTS = {
    "two classes": plane(Dense(units=4)),
    "three classes": plane(Dense(units=4), dataset="spirals"),
    "deep": plane(Dense(units=4, activation="relu"), LayerNorm(), Highway(), Dense(units=3)),
    "a table": rows_document(4, 60, classes=4, layers=[Dense(uid=1, units=3)]),
    "pictures": picture_document(Conv2d(channels=2), LAYER_KINDS["batch_norm"](), Dense(units=3), count=20, side=5),
}


@pytest.mark.parametrize("after", [None, INPUT_UID])
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_another_class_is_answered_just_so_and_little_else_changes(document, after):
    run = exact(document)
    sample = document.dataset.samples[3]
    label = label_for(run, sample)
    found = finished(run, LeastChange(tuple(sample.tolist()), label, after=after))
    assert margins(layers_of(run, sample, found.weights)[-1], label).min() == pytest.approx(MARGIN, abs=1e-6)
    assert found.said.argmax() == label
    change = found.weights - run.parameters
    assert found.squares == pytest.approx(change @ change)
    if after is None:
        moved = {slot.key[0] for slot in run.layout.parameters if slot.view(change).any()}
        assert moved == {0}
    for (before, then), is_test in zip(found.right, (False, True), strict=True):
        rows = np.flatnonzero(document.dataset.is_test == is_test)
        if not len(rows):
            assert before is None
            continue
        for share, weights in ((before, None), (then, found.weights)):
            answered = [layers_of(run, document.dataset.samples[row], weights)[-1] for row in rows]
            best = [int(one[0] > 0) if len(one) == 1 else int(one.argmax()) for one in answered]
            assert share == pytest.approx(np.mean(best == document.dataset.targets[rows]))


def raised(sums, label):
    """The least change of sums after which one is ahead of all others, by bisection for its height."""
    low, high = sums[label], sums.max() + MARGIN
    for _ in range(200):
        height = (low + high) / 2.0
        over = np.maximum(np.delete(sums, label) - (height - MARGIN), 0.0).sum()
        low, high = (height, high) if height - sums[label] < over else (low, height)
    wished = np.minimum(sums, height - MARGIN)
    wished[label] = height
    return wished - sums


@pytest.mark.parametrize("name", ["two classes", "three classes", "a table"])
def test_of_the_output_layer_it_is_the_closed_form(name):
    run = exact(DOCUMENTS[name])
    sample = run.document.dataset.samples[3]
    *_, entering, sums = layers_of(run, sample)
    label = label_for(run, sample)
    found = finished(run, LeastChange(tuple(sample.tolist()), label))
    wished = np.array([(MARGIN if label else -MARGIN) - sums[0]]) if len(sums) == 1 else raised(sums, label)
    assert found.squares == pytest.approx(wished @ wished / (entering @ entering + 1.0), rel=1e-6)
    change = found.weights - run.parameters
    matrix = run.layout.slot((0, "linear.weight")).view(change)
    np.testing.assert_allclose(matrix, np.outer(wished, entering) / (entering @ entering + 1.0), atol=1e-7)


def space_goal(run, uid, step):
    """A place in the space of two units, seen a little turned, at some distance."""
    made = layers_of(run, run.document.dataset.samples[3])[1 + [one.uid for one in run.document.network].index(uid)]
    axes = np.linalg.qr(np.random.default_rng(3).normal(size=(len(made), 2)))[0].T
    offset = np.array([0.1, -0.2])
    place = axes @ made - offset + step
    return SpaceGoal(uid, tuple(place), tuple(map(tuple, axes.tolist())), tuple(offset))


def test_of_a_linear_layer_a_place_in_its_space_is_reached_in_closed_form():
    document = plane(Dense(units=3), Dense(units=3, activation="linear"))
    run, sample, step = exact(document), document.dataset.samples[3], np.array([0.7, -1.2])
    found = finished(run, LeastChange(tuple(sample.tolist()), space=space_goal(run, 2, step)))
    entering = layers_of(run, sample)[1]
    assert found.squares == pytest.approx(step @ step / (entering @ entering + 1.0), rel=1e-9)
    assert {slot.key[0] for slot in run.layout.parameters if slot.view(found.weights - run.parameters).any()} == {2}


@pytest.mark.parametrize("after", [None, INPUT_UID])
@pytest.mark.parametrize("name", ["deep", "pictures"])
def test_a_place_in_any_space_is_reached(name, after):
    run = exact(DOCUMENTS[name])
    sample, uid = run.document.dataset.samples[3], run.document.network[-1].uid
    goal = space_goal(run, uid, np.array([0.15, -0.1]))
    found = finished(run, LeastChange(tuple(sample.tolist()), space=goal, after=after))
    made = layers_of(run, sample, found.weights)[-2]
    np.testing.assert_allclose(np.array(goal.axes) @ made - goal.offset, goal.place, atol=1e-6)


def test_where_no_weight_reaches_it_there_is_none():
    run = exact(plane(Dense(units=3)))
    sample = run.document.dataset.samples[3]
    goal = replace(space_goal(run, 1, np.zeros(2)), axes=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)), place=(5.0, 0.0))
    found = finished(run, LeastChange(tuple(sample.tolist()), space=goal))
    assert found.weights is None, "a tanh is below 1"
    frozen = plane(Dense(units=3, frozen=True))
    frozen = replace(frozen, output=replace(frozen.output, frozen=True))
    assert finished(exact(frozen), LeastChange(tuple(sample.tolist()), 1)).count == 0


def test_what_is_frozen_and_pruned_stays():
    document = plane(Dense(units=3, frozen=True), Dense(units=3))
    document = replace(document, training=replace(document.training, keeps_zeros=True))
    run = exact(document)
    zeros = run.layout.slot((2, "linear.weight")).view(run.parameters)
    zeros[1] = 0.0
    sample = document.dataset.samples[3]
    found = finished(run, LeastChange(tuple(sample.tolist()), label_for(run, sample), after=INPUT_UID))
    change = found.weights - run.parameters
    assert not any(slot.view(change).any() for slot in run.layout.parameters if slot.key[0] == 1)
    assert not run.layout.slot((2, "linear.weight")).view(change)[1].any()


@pytest.mark.parametrize("kind", ["equal", "bound"])
@pytest.mark.parametrize("activation", ["tanh", "gelu", "relu"])
def test_no_competitor_does_it_with_less(kind, activation):
    """Changes drawn at random around it and from nothing, brought to the condition by the same shortest steps."""
    run = exact(plane(Dense(units=4, activation=activation), Dense(units=3, activation=activation), dataset="spirals"))
    function = AnswerFunction(run)
    with torch.no_grad():
        entering = function.entering(function.inputs(function.numbers_of(run.document.dataset.samples[3:4])))
        sums = function.sums_from(2, entering[2])[0]
    parts = [
        MovedPart(place, f"linear.{name}", tuple(function.numbers_at(place)[f"linear.{name}"].shape))
        for place in range(3)
        for name in ("weight", "bias")
    ]
    leeway, goal = Leeway(function, entering, parts, 2), sums + torch.tensor([0.6, -0.3, 0.2], dtype=torch.float64)
    condition = LeastCondition(
        (lambda made: made[0] - goal) if kind == "equal" else (lambda made: made[0, 1] - made[0, [0, 2]] - 0.5),
        is_bound=kind == "bound",
    )
    found = ended(least_change(leeway, condition))
    least = np.linalg.norm(found)
    random = np.random.default_rng(4)
    met = 0
    for size in (0.01, 0.1, 0.5, 1.0):
        for start in (found, np.zeros(leeway.size)):
            for _ in range(5):
                rival = brought_to(leeway, condition, start + size * random.normal(size=leeway.size) / leeway.size**0.5)
                if rival is not None:
                    met += 1
                    assert np.linalg.norm(rival) >= least * (1.0 - 1e-6)
    assert met > 20


def brought_to(leeway, condition, change):
    """The nearest change around that meets the condition, by Newton's steps; None where they do not end."""
    for _ in range(60):
        at = torch.from_numpy(change)
        misses = condition.misses(leeway.made(at)).detach().numpy()
        missing = np.minimum(misses, 0.0) if condition.is_bound else misses
        if np.abs(missing).sum() < 1e-10:
            return change
        slopes = torch.func.jacrev(lambda now: condition.misses(leeway.made(now)))(at).detach().numpy()
        some = missing != 0.0
        change = change - np.linalg.pinv(slopes[some]) @ missing[some]
    return None


def ended(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
