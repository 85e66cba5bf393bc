"""Going back in a run: the moment that is shown is the recorded one, and the run itself does not notice."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import change_layer, change_training, duplicate_layer
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.training.inbox import Inbox
from playground.training.messages import Play, Restore, Submit, TrainerState
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.request import ProbeRequest
from playground.training.timeline.commands import EditBranch, LoadTimeline, Park, Resume, ShowMoment
from playground.training.timeline.replay import STILL_S, Replay
from playground.training.timeline.travel import change_in_words

END = 12
REQUEST = ProbeRequest(
    map_size=(20, 20), neuron_size=8, answers=True, inside=True, focus=NeuronAddress(1, 0), space_uids=(-1, 1, 0)
)


@pytest.fixture
def document():
    return change_training(document_for("circle", (4, 2), count=60), stop_epochs=END)


def trained(bench, document):
    bench.submit(document)
    return bench.send(Play(), lambda s: s.stopped)


def flat(snapshot):
    return np.concatenate([values.ravel() for values in snapshot.parameters.values()])


def middle(bench):
    moments = bench.trainer.timeline.moments
    return moments[len(moments) // 2]


def is_of(moment):
    return lambda snapshot: snapshot.moment is moment


# ---- showing ---------------------------------------------------------------------------------------------------------


def test_every_picture_is_of_the_moment(bench, document):
    bench.trainer.request(REQUEST)
    trained(bench, document)
    then = middle(bench)
    live = bench.trainer.checkpoint()
    shown = bench.send(ShowMoment(then), is_of(then))
    assert 0 < then.epoch < END
    assert (shown.epoch, shown.live_epoch) == (then.epoch, END)
    assert np.array_equal(flat(shown), then.parameters)
    assert shown.inside.epoch == then.position
    # a trainer that stands there for real sees the same
    bench.send(Resume(then, 1), lambda s: s.moment is None and s.epoch == then.epoch)
    bench.trainer.request(replace(REQUEST, map_size=(20, 21)))
    bench.trainer.request(REQUEST)
    real = bench.wait(lambda s: s.map is not None and s.map.shape == (20, 20, 2) and s.moment is None)
    assert np.array_equal(real.map, shown.map)
    assert np.array_equal(real.answers, shown.answers)
    assert np.array_equal(real.focus_map, shown.focus_map)
    assert all(np.array_equal(real.neurons[uid], shown.neurons[uid]) for uid in real.neurons)
    assert not np.array_equal(live.parameters, then.parameters)


def test_looking_back_while_it_trains_changes_no_bit(bench, document):
    trained(bench, document)
    undisturbed = bench.trainer.checkpoint()
    bench.submit(document, fresh=True)
    bench.trainer.request(REQUEST)
    for command in (Play(), ShowMoment(None)):
        bench.trainer.send(command)
    seen = 0
    while not bench.wait(lambda s: True).stopped:
        then = middle(bench)
        bench.trainer.send(ShowMoment(then))
        seen += 1
    again = bench.trainer.checkpoint()
    assert seen > 1
    for name in ("parameters", "slots"):
        assert np.array_equal(getattr(undisturbed, name), getattr(again, name))
    assert (again.steps, again.epoch, again.cursor) == (undisturbed.steps, undisturbed.epoch, undisturbed.cursor)


def test_while_training_a_moment_is_shown_in_a_hurry_and_then_in_full(bench, document):
    """The first picture is of the moment as well; the ones that are read follow."""
    bench.trainer.request(REQUEST)
    trained(bench, document)
    then = middle(bench)
    times = iter((0.0, 0.0, STILL_S / 2, STILL_S, STILL_S, 1.0, 1.0))
    replay, now = Replay(bench.trainer.timeline, lambda: next(times)), then.document
    rough = replay.fields(then, now, REQUEST, hurried=True)
    assert np.array_equal(np.concatenate([part.ravel() for part in rough["parameters"].values()]), then.parameters)
    assert replay.fields(then, now, REQUEST, hurried=True) is rough
    full = replay.fields(then, now, REQUEST, hurried=True)
    assert full is not rough
    assert replay.fields(then, now, REQUEST, hurried=True) is full
    alone = Replay(bench.trainer.timeline).fields(then, now, REQUEST)
    for name in ("map", "answers", "focus_map"):
        assert np.array_equal(full[name], alone[name])
    other = bench.trainer.timeline.moments[-1]
    dragged = replay.fields(other, now, REQUEST, hurried=True)
    assert not np.array_equal(dragged["answers"], full["answers"]), "nothing watched is kept of the other moment"
    assert not np.array_equal(dragged["map"], full["map"])


def test_recording_stops_training_at_no_other_place(bench, document):
    """The last batch that was asked for is the last one done, and the state at pause is recorded."""
    snapshot = trained(bench, document)
    moments = bench.trainer.timeline.moments
    assert snapshot.epoch == moments[-1].epoch == END
    assert moments[0].position == 0.0
    assert np.array_equal(moments[-1].parameters, bench.trainer.checkpoint().parameters)


def test_a_network_of_other_layers_is_shown_by_itself(bench, document):
    bench.trainer.request(replace(REQUEST, space_uids=(-1, 1, 2, 0), main_space=2, space_cells=8, strip_cells=8))
    trained(bench, document)
    then = middle(bench)
    alike = bench.send(ShowMoment(then), is_of(then))
    assert alike.foreign is None
    bench.send(ShowMoment(None), is_of(None))
    bench.submit(duplicate_layer(document, 2))
    foreign = bench.send(ShowMoment(then), is_of(then)).foreign
    assert foreign.document is then.document
    assert foreign.epoch == then.epoch
    assert np.array_equal(flat(foreign), then.parameters)
    assert {uid: len(pictures) for uid, pictures in foreign.neurons.items()} == {1: 4, 2: 2, 0: 1}
    assert [space.uid for space in foreign.spaces] == [-1, 1, 2, 0]
    for mine, own in zip(foreign.spaces, alike.spaces, strict=True):
        assert mine.width == own.width
        assert mine.points.shape == own.points.shape
    assert np.allclose(foreign.spaces[2].points, alike.spaces[2].points, atol=1e-5), "two units are seen as they are"
    assert foreign.map is None
    assert bench.send(ShowMoment(None), is_of(None)).foreign is None


def test_other_layers_of_then_show_the_map_and_their_insides(bench, document):
    bench.trainer.request(REQUEST)
    trained(bench, document)
    then = middle(bench)
    bench.submit(duplicate_layer(document, 2))
    shown = bench.send(ShowMoment(then), is_of(then))
    assert shown.map is not None
    assert (shown.parameters, shown.neurons, shown.spaces) == ({}, {}, ())
    assert [layer.uid for layer in shown.inside.layers] == [one.uid for one in resolve(then.document).layers]


def test_another_activation_of_then_is_the_one_that_is_shown(bench, document):
    bench.trainer.request(REQUEST)
    trained(bench, document)
    then = middle(bench)
    before = bench.send(ShowMoment(then), is_of(then)).map
    changed = change_layer(document, 1, activation="relu")
    bench.trainer.send(ShowMoment(None))
    bench.submit(changed)
    assert np.array_equal(bench.send(ShowMoment(then), is_of(then)).map, before)


def test_a_document_without_a_network_can_look_back_at_nothing(bench, document):
    trained(bench, document)
    bench.trainer.send(ShowMoment(middle(bench)))
    empty = replace(document, inputs=())
    assert bench.submit(empty).moment is None


def test_a_new_start_is_live(bench, document):
    trained(bench, document)
    bench.send(ShowMoment(middle(bench)), lambda s: s.moment is not None)
    assert bench.submit(document, fresh=True).moment is None
    assert len(bench.trainer.timeline.moments) <= 1


def test_a_dragged_handle_sends_one_command():
    inbox = Inbox()
    for _ in range(5):
        inbox.send(ShowMoment(None))
    assert inbox.next() is not None
    assert inbox.next() is None


# ---- the film strip's pictures ---------------------------------------------------------------------------------------


def test_the_film_is_developed_one_by_one_and_kept_while_wanted(bench, document):
    trained(bench, document)
    timeline = bench.trainer.timeline
    wanted = tuple(moment.number for moment in timeline.moments[:5])
    bench.trainer.request(ProbeRequest(film=wanted, film_size=16))
    bench.wait(lambda s: set(timeline.stills) == set(wanted))
    first = timeline.stills[wanted[0]]
    assert first.answers.shape == (16, 16, 2)
    bench.trainer.request(ProbeRequest(film=wanted[:1], film_size=16))
    other = timeline.moments[7].number
    bench.trainer.request(ProbeRequest(film=(wanted[0], other), film_size=16))
    bench.wait(lambda s: set(timeline.stills) == {wanted[0], other})
    assert timeline.stills[wanted[0]] is first


# ---- branches --------------------------------------------------------------------------------------------------------


def continued(bench, moment, number=5):
    bench.trainer.send(Park())
    return bench.send(Resume(moment, number), lambda s: s.run == number)


def test_going_on_from_a_moment_equals_never_having_been_later(bench, document):
    trained(bench, document)
    there, then = bench.trainer.checkpoint(), middle(bench)
    snapshot = continued(bench, then)
    assert snapshot.epoch == then.epoch
    bench.send(Play(), lambda s: s.stopped)
    again = bench.trainer.checkpoint()
    assert np.array_equal(again.parameters, there.parameters)
    assert np.array_equal(again.slots, there.slots)


def test_the_old_curve_is_kept_beside_the_new_one(bench, document):
    trained(bench, document)
    timeline, history = bench.trainer.timeline, bench.history
    end, curve = timeline.moments[-1], history.to_arrays()
    then = middle(bench)
    continued(bench, then)
    (parked,) = timeline.branches
    assert np.array_equal(parked.end.parameters, end.parameters)
    assert np.array_equal(parked.columns["train_loss"], curve["train_loss"])
    assert (parked.name, timeline.name) == ("Run 1", "Run 2")
    assert history.columns()["epoch"].max() <= then.position
    assert timeline.moments[-1].position <= then.position


def test_switching_between_branches_brings_each_ones_last_state(bench, document):
    trained(bench, document)
    first = bench.trainer.checkpoint()
    continued(bench, middle(bench))
    faster = change_training(document, learning_rate=0.1)
    bench.submit(faster)
    bench.send(Play(), lambda s: s.stopped)
    second = bench.trainer.checkpoint()
    timeline = bench.trainer.timeline
    (parked,) = timeline.branches
    bench.trainer.send(Park())
    bench.send(Resume(parked.end, 8, parked.number), lambda s: s.run == 8)
    assert np.array_equal(bench.trainer.checkpoint().parameters, first.parameters)
    assert (timeline.number, timeline.name) == (1, "Run 1")
    (other,) = timeline.branches
    bench.trainer.send(Park())
    bench.send(Resume(other.end, 9, other.number), lambda s: s.run == 9)
    assert np.array_equal(bench.trainer.checkpoint().parameters, second.parameters)
    assert [branch.name for branch in timeline.branches] == ["Run 1"]


def test_branches_are_renamed_and_deleted(bench, document):
    trained(bench, document)
    continued(bench, middle(bench))
    timeline = bench.trainer.timeline
    bench.trainer.send(EditBranch(1, "Slow"))
    bench.trainer.send(EditBranch(2, "Fast"))
    bench.trainer.checkpoint()
    assert (timeline.branches[0].name, timeline.name) == ("Slow", "Fast")
    bench.trainer.send(EditBranch(1, None))
    bench.trainer.checkpoint()
    assert timeline.branches == ()


def test_a_moment_of_other_layers_is_refused_in_words(bench, document):
    trained(bench, document)
    then = middle(bench)
    bench.submit(duplicate_layer(document, 2))
    snapshot = bench.send(Resume(then, 7), lambda s: s.run == 7)
    assert "other layers" in snapshot.message


def test_what_a_file_has_replaces_what_is_there(bench, document):
    trained(bench, document)
    timeline = bench.trainer.timeline
    continued(bench, middle(bench))
    parked, moments, here = timeline.branches, timeline.moments, bench.trainer.checkpoint()
    for command in (Submit(document, 9, fresh=True), Restore(here, 9), LoadTimeline(parked, moments, 3, "Third")):
        bench.trainer.send(command)
    bench.trainer.checkpoint()
    assert timeline.branches == parked
    # the place at hand is recorded anew as soon as it has been looked at
    assert [one.position for one in timeline.moments] == [one.position for one in moments]
    assert (timeline.number, timeline.name) == (3, "Third")


# ---- changes ---------------------------------------------------------------------------------------------------------


def test_changes_on_the_way_are_marked_at_their_epoch(bench, document):
    trained(bench, document)
    bench.submit(change_training(document, learning_rate=0.5))
    bench.submit(change_training(document, learning_rate=0.25))
    (mark,) = bench.trainer.timeline.marks
    assert mark.position == END
    assert mark.text == "Learning rate 0.25"


def test_changes_are_told_in_words(document):
    assert change_in_words(document, document) == ""
    changed = duplicate_layer(change_training(document, batch_size=3), 2)
    assert change_in_words(document, changed) == "Batch 3, layers"
    assert change_in_words(document, replace(document, inputs=("x",))) == "Inputs"


def test_state_is_told_as_it_is_while_the_past_is_shown(bench, document):
    trained(bench, document)
    then = middle(bench)
    bench.trainer.send(ShowMoment(then))
    bench.submit(change_training(document, stop_epochs=0))
    snapshot = bench.send(Play(), lambda s: s.state is TrainerState.TRAINING and s.live_epoch > END)
    assert snapshot.moment is then
    assert snapshot.epoch == then.epoch
