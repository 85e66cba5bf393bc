"""Going back in a run: the moment that is shown is the recorded one, and the run itself does not notice."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from playground.document.edits_network import change_layer, change_training, duplicate_layer
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.training.loop.commands import Play, Restore, Submit
from playground.training.loop.inbox import Inbox
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.schedule import Calm
from playground.training.probes.stills import Stills
from playground.training.snapshots.snapshot import TrainerState
from playground.training.timeline.commands import EditBranch, LoadTimeline, Park, Resume, ShowMoment
from playground.training.timeline.recorded_runs import RecordedRuns
from playground.training.timeline.replay import STILL_S, Replay
from playground.training.timeline.timeline import change_in_words

END = 12
MAP = OutputMap((20, 20), focus=NeuronAddress(1, 0))
REQUESTS = (UnitMaps(8), MAP, LayerSpaces((-1, 1, 0)), PointPredictions(), LayerStatistics())


@pytest.fixture
def document():
    return change_training(document_for("circle", (4, 2), count=60), stop_epochs=END)


def trained(bench, document):
    bench.submit(document)
    return bench.send(Play(), lambda s: s.stopped)


def flat(snapshot):
    return np.concatenate([values.ravel() for values in snapshot.parameters.values()])


def watched(shown):
    found = shown.results
    return found[OutputMap].predictions, found[OutputMap].focus.values, found[PointPredictions]


def middle(bench):
    moments = bench.trainer.timeline.moments
    return moments[len(moments) // 2]


def is_of(moment):
    return lambda snapshot: snapshot.moment is moment


# ---- showing ---------------------------------------------------------------------------------------------------------


def test_every_picture_is_of_the_moment(bench, document):
    bench.trainer.request(REQUESTS)
    trained(bench, document)
    then = middle(bench)
    live = bench.trainer.checkpoint()
    shown = bench.send(ShowMoment(then), is_of(then))
    assert 0 < then.epoch < END
    assert (shown.epoch, shown.live_epoch) == (then.epoch, END)
    assert np.array_equal(flat(shown), then.parameters)
    assert shown[LayerStatistics].epoch == then.position
    # a trainer that stands there for real sees the same
    bench.send(Resume(then, 1), lambda s: s.moment is None and s.epoch == then.epoch)
    real = bench.send(ShowMoment(None), lambda s: s.moment is None and s.epoch == then.epoch)
    assert np.array_equal(real[OutputMap].predictions, shown[OutputMap].predictions)
    assert np.array_equal(real[PointPredictions], shown[PointPredictions])
    assert np.array_equal(real[OutputMap].focus.values, shown[OutputMap].focus.values)
    units, of_then = (one[UnitMaps].units for one in (real, shown))
    assert all(np.array_equal(units[uid], of_then[uid]) for uid in units)
    assert not np.array_equal(live.parameters, then.parameters)


def test_looking_back_while_it_trains_changes_no_bit(bench, document):
    trained(bench, document)
    undisturbed = bench.trainer.checkpoint()
    bench.submit(document, fresh=True)
    bench.trainer.request(REQUESTS)
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
    bench.trainer.request(REQUESTS)
    trained(bench, document)
    then = middle(bench)
    times = iter((0.0, 0.0, STILL_S / 2, STILL_S, STILL_S, 1.0, 1.0))
    recorded, now, hurry = RecordedRuns(bench.trainer.timeline), then.document, Calm(hurried=True)
    replay = Replay(recorded, lambda: next(times))
    rough = replay.show(then, now, REQUESTS, hurry)
    assert np.array_equal(flat(rough), then.parameters)
    assert replay.show(then, now, REQUESTS, hurry) is rough
    full = replay.show(then, now, REQUESTS, hurry)
    assert full is not rough
    assert replay.show(then, now, REQUESTS, hurry) is full
    for mine, own in zip(watched(full), watched(Replay(recorded).show(then, now, REQUESTS)), strict=True):
        assert np.array_equal(mine, own)
    dragged = replay.show(bench.trainer.timeline.moments[-1], now, REQUESTS, hurry)
    for mine, other in zip(watched(full), watched(dragged), strict=True):
        assert not np.array_equal(mine, other), "nothing watched is kept of the other moment"


def test_recording_stops_training_at_no_other_place(bench, document):
    """The last batch that was asked for is the last one done, and the state at pause is recorded."""
    snapshot = trained(bench, document)
    moments = bench.trainer.timeline.moments
    assert snapshot.epoch == moments[-1].epoch == END
    assert moments[0].position == 0.0
    assert np.array_equal(moments[-1].parameters, bench.trainer.checkpoint().parameters)


def test_a_network_of_other_layers_is_shown_by_itself(bench, document):
    bench.trainer.request((UnitMaps(8), MAP, LayerSpaces((-1, 1, 2, 0), main=2, cells=8, strip_cells=8)))
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
    assert {uid: len(pictures) for uid, pictures in foreign[UnitMaps].units.items()} == {1: 4, 2: 2, 0: 1}
    assert [space.uid for space in foreign[LayerSpaces].spaces] == [-1, 1, 2, 0]
    there, here = foreign[LayerSpaces].spaces, alike[LayerSpaces].spaces
    for mine, own in zip(there, here, strict=True):
        assert mine.width == own.width
        assert mine.points.shape == own.points.shape
    assert np.allclose(there[2].points, here[2].points, atol=1e-5), "two units are seen as they are"
    assert set(foreign.results) == {UnitMaps, LayerSpaces}
    assert bench.send(ShowMoment(None), is_of(None)).foreign is None


def test_other_layers_of_then_show_the_map_and_their_insides(bench, document):
    bench.trainer.request(REQUESTS)
    trained(bench, document)
    then = middle(bench)
    bench.submit(duplicate_layer(document, 2))
    shown = bench.send(ShowMoment(then), is_of(then))
    assert set(shown.results) == {OutputMap, PointPredictions, LayerStatistics}
    assert shown[OutputMap].focus is None
    assert shown.parameters == {}
    assert [layer.uid for layer in shown[LayerStatistics].layers] == list(resolve(then.document).stages[1:])


def test_another_activation_of_then_is_the_one_that_is_shown(bench, document):
    bench.trainer.request(REQUESTS)
    trained(bench, document)
    then = middle(bench)
    before = bench.send(ShowMoment(then), is_of(then))[OutputMap].predictions
    changed = change_layer(document, 1, activation="relu")
    bench.trainer.send(ShowMoment(None))
    bench.submit(changed)
    assert np.array_equal(bench.send(ShowMoment(then), is_of(then))[OutputMap].predictions, before)


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
    bench.trainer.request((Stills(wanted, 16),))
    seen = []
    bench.wait(lambda s: seen.append(len(s.get(Stills) or ())) or seen[-1] == len(wanted))
    assert all(later - earlier <= 1 for earlier, later in pairwise(seen) if earlier)
    other = timeline.moments[7].number
    bench.trainer.request((Stills(wanted[:1], 16),))
    first = bench.wait(lambda s: len(s[Stills]) == 1)[Stills][wanted[0]]
    assert first.predictions.shape == (16, 16, 2)
    bench.trainer.request((Stills((wanted[0], other), 16),))
    both = bench.wait(lambda s: set(s[Stills]) == {wanted[0], other})
    assert both[Stills][wanted[0]] is first
    then = bench.send(ShowMoment(timeline.moments[3]), lambda s: s.moment is not None)
    assert then[Stills][other] is both[Stills][other], "the film is the same whichever moment is shown"


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
