"""Pruning with rewinding: what is kept, where it begins, that it stays cut, and that undo brings all back."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits_network
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.layers import Conv2d, Dense, Flatten, MaxPool
from playground.session import pruning
from playground.session.pruning import NO_START, UNTRAINED, largest, prune, prune_refusal
from playground.training.state.run import Run
from playground.views.network.view import pruned_count, shape_words
from tests.support.by_hand import ByHand
from tests.support.picture_network import picture_document
from tests.training.engines.networks import document as with_layers


@pytest.fixture
def by_hand(qtbot):
    """A trained session; closed at the end."""
    made = []

    def opened(document=None, epochs=3):
        made.append(ByHand(document or document_for("moons", (6, 5), count=60)))
        made[-1].train(epochs)
        return made[-1]

    yield opened
    for one in made:
        assert one.session.close()


def weights_of(run):
    return run.layout.mask(lambda slot: slot.role == "weight")


def by_key(run):
    return {slot.key: slot.view(run.parameters) for slot in run.layout.parameters}


def random_run(document, seed=0):
    run = Run(document, dtype=np.float64)
    run.parameters[...] = np.random.default_rng(seed).standard_normal(len(run.parameters))
    return run


# ---- what is kept --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.5, 0.2, 0.05])
def test_each_layer_keeps_its_share_and_everything_that_is_no_weight(share):
    run = random_run(document_for("moons", (12, 10)))
    kept = largest(run.layout, by_key(run), share)
    for slot in run.layout.parameters:
        stays = slot.view(kept)
        assert stays.sum() == (max(round(share * slot.size), 1) if slot.role == "weight" else slot.size)


def test_the_largest_stay_where_all_units_are_read():
    run = random_run(document_for("moons", (6,)))
    out = run.layout.slot((0, "linear.weight"))
    out.view(run.parameters)[...] = 9.0
    kept = largest(run.layout, by_key(run), 1.0)
    assert kept.all()
    hidden = run.layout.slot((1, "linear.weight"))
    kept = hidden.view(largest(run.layout, by_key(run), 0.5))
    sizes = np.abs(hidden.view(run.parameters))
    read = out.view(largest(run.layout, by_key(run), 0.5))[0]
    assert sizes[kept].min() >= sizes[read][~kept[read]].max(initial=0.0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.3, 0.1])
def test_a_way_is_left_from_the_inputs_to_the_output(seed, share):
    run = random_run(document_for("moons", (8, 8, 8)), seed)
    run.parameters[~largest(run.layout, by_key(run), share)] = 0.0
    reach = np.ones(2)
    for slot in run.layout.parameters:
        if slot.role == "weight":
            reach = (slot.view(run.parameters) != 0.0) @ reach
    assert reach.sum() > 0.0


def test_frozen_layers_stay_whole_and_pictures_are_pruned_too():
    run = random_run(with_layers(Dense(units=4, frozen=True), Dense(units=4)))
    kept = largest(run.layout, by_key(run), 0.25)
    assert run.layout.slot((1, "linear.weight")).view(kept).all()
    run = random_run(picture_document(Conv2d(channels=4), MaxPool(), Flatten(), Dense(units=4)))
    for slot in run.layout.parameters:
        stays = slot.view(largest(run.layout, by_key(run), 0.25))
        assert stays.sum() == (round(0.25 * slot.size) if slot.role == "weight" else slot.size)


def test_what_is_pruned_already_stays_so():
    run = random_run(document_for("moons", (8,)))
    first = largest(run.layout, by_key(run), 0.5)
    run.parameters[~first] = 0.0
    again = largest(run.layout, by_key(run), 0.8)
    assert not (again & ~first).any()


# ---- in the window's session ---------------------------------------------------------------------------------------


def test_it_goes_back_to_the_start_and_stays_cut(by_hand):
    hand = by_hand()
    start = hand.session.time.timeline.moments[0].parameters
    trained = hand.run.parameters.copy()
    prune(hand.session, 0.5)
    hand.turn()
    hand.settle()
    weights, zero = weights_of(hand.run), hand.run.parameters == 0.0
    assert hand.run.epoch == hand.run.steps == 0
    assert (zero & weights).sum() == 12 // 2 + 30 // 2 + (5 - round(2.5))
    assert (hand.run.parameters[~zero] == start[~zero]).all()
    assert (hand.session.time.timeline.moments[0].parameters == hand.run.parameters).all(), (
        "it is recorded as it begins"
    )
    hand.train(4)
    assert (hand.run.parameters[zero & weights] == 0.0).all()
    assert (hand.run.parameters[weights & ~zero] != start[weights & ~zero]).mean() > 0.7
    assert len(hand.session.time.timeline.branches) == 1, "the run as it was is kept"
    hand.session.undo_stack.undo()
    hand.turn()
    assert (hand.run.parameters == trained).all()
    assert not hand.session.document.training.keeps_zeros


def test_it_can_be_pruned_further(by_hand):
    hand = by_hand()
    counts = []
    for share in (0.5, 0.2):
        prune(hand.session, share)
        hand.turn()
        hand.train(3)
        counts.append(pruned_count(hand.session.document, hand.session.snapshot.parameters))
    assert counts == [24, 38]
    assert shape_words(hand.session.document, counts[-1]) == "2 → 6 → 5 → 1 · 21 of 59 parameters"


def test_reset_trains_all_weights_again(by_hand):
    hand = by_hand()
    prune(hand.session, 0.5)
    hand.turn()
    hand.train(1)
    hand.session.reset()
    hand.turn()
    assert (hand.run.parameters[weights_of(hand.run)] != 0.0).all()


def test_weights_that_begin_with_zero_count_as_kept(by_hand):
    document = document_for("moons", (4,), count=60)
    document = replace(document, network=(replace(document.network[0], init="zeros"),))
    hand = by_hand(document)
    prune(hand.session, 1.0)
    hand.turn()
    assert (hand.run.parameters[weights_of(hand.run)] != 0.0).all()


def test_what_cannot_be_pruned_is_said(by_hand):
    hand = by_hand(epochs=0)
    said = []
    hand.session.message_posted.connect(lambda text, _role: said.append(text))
    prune(hand.session, 0.5)
    assert said == [UNTRAINED]
    hand.train(2)
    assert prune_refusal(hand.session) == ""
    hand.session.time.show(hand.session.time.timeline.moments[0])
    assert prune_refusal(hand.session) == pruning.LOOKING_BACK
    hand.session.time.live()
    hand.session.edit("Add", lambda d: edits_network.change_layer(d, 1, units=7))
    hand.turn()
    hand.train(1)
    assert prune_refusal(hand.session) == NO_START
    assert resolve(hand.session.document).layout.parameter_size == len(hand.run.parameters)


def test_a_count_is_only_of_pruned_networks():
    document = document_for("moons", (4,))
    run = Run(document)
    run.parameters[:3] = 0.0
    assert pruned_count(document, by_key(run)) == 0
