"""Pictures: where they are sampled, what they show, and what they cost while training."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.domains.plane.inputs import INPUTS, features
from playground.layers import Dense
from playground.training import frugal
from playground.training.engines.eager import EagerStepper
from playground.training.frugal import COARSEST, Frugal, Grain, Piecemeal
from playground.training.measure import logits_of
from playground.training.probe import Prober, grid, least_factor, magnitude
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.request import ProbeRequest
from playground.training.state.answers import answers
from playground.training.state.run import Run

EXTENT = (-2.0, 4.0, -1.0, 2.0)


@pytest.fixture
def run():
    made = Run(document_for("circle", (4, 3), count=60))
    EagerStepper().advance(made, 30, float("inf"))
    return made


def pictures(run, hurried=False, **fields):
    return Prober().pictures(run, ProbeRequest(**fields), hurried=hurried)


def answer_at(run, x, y):
    inputs = features(np.array([[x, y]]), run.document.inputs).astype(run.dtype)
    return answers(logits_of(run, inputs), run.document)[0]


def test_grid_is_cell_centres_from_the_bottom_left():
    points = grid((0.0, 4.0, 0.0, 2.0), 4, 2)
    assert points[0].tolist() == [0.5, 0.5]
    assert points[3].tolist() == [3.5, 0.5]
    assert points[4].tolist() == [0.5, 1.5]


def test_nothing_asked_for_costs_nothing(run):
    assert pictures(run) == {"extent": ProbeRequest().extent}


def test_the_map_shows_the_answers_of_the_visible_part(run):
    shown = pictures(run, extent=EXTENT, map_size=(12, 6))
    assert shown["extent"] == EXTENT
    assert shown["map"].shape == (6, 12, 2)
    np.testing.assert_allclose(shown["map"][0, 0], answer_at(run, -1.75, -0.75), rtol=1e-5)
    np.testing.assert_allclose(shown["map"][5, 11], answer_at(run, 3.75, 1.75), rtol=1e-5)
    np.testing.assert_allclose(shown["map"].sum(axis=2), 1.0, rtol=1e-5)


@pytest.mark.parametrize(
    ("generator", "loss", "k"), [("blobs", "cross_entropy", 4), ("blobs", "hinge", 4), ("reg-plane", "mse", 1)]
)
def test_any_number_of_answers(generator, loss, k):
    made = document_for(generator, (3,), count=60)
    made = Run(replace(made, training=replace(made.training, loss=loss)))
    shown = pictures(made, map_size=(5, 5), neuron_size=4)
    assert shown["map"].shape == (5, 5, k)
    assert shown["neurons"][0].shape == (k, 4, 4)


def test_neurons_of_every_layer_over_the_whole_plane(run):
    shown = pictures(run, neuron_size=6, extent=EXTENT)
    assert {uid: values.shape for uid, values in shown["neurons"].items()} == {1: (4, 6, 6), 2: (3, 6, 6), 0: (1, 6, 6)}
    weight = run.layout.slot((1, "linear.weight")).view(run.parameters)
    bias = run.layout.slot((1, "linear.bias")).view(run.parameters)
    expected = np.tanh(weight @ np.array([-5.0, 3.0]) + bias)
    np.testing.assert_allclose(shown["neurons"][1][:, 4, 0], expected, rtol=1e-4, atol=1e-6)
    assert shown["scales"][1] == 1.0
    assert shown["neurons"][0].min() >= 0.0


def test_unbounded_layers_are_scaled_by_what_they_show():
    made = document_for("circle", (), count=60)
    made = Run(replace(made, network=(Dense(uid=1, units=4, activation="relu"),)))
    shown = pictures(made, neuron_size=20)
    values = np.abs(shown["neurons"][1])
    assert shown["scales"][1] == pytest.approx(np.percentile(values, 99), rel=0.01)


def test_inputs_show_whether_on_or_off(run):
    shown = pictures(run, neuron_size=8)["inputs"]
    assert shown.shape == (len(INPUTS), 8, 8)
    assert np.abs(shown).max(axis=(1, 2)).min() > 0.9
    assert np.abs(shown).max() < 1.5


def test_every_neuron_of_a_wide_layer_has_a_picture():
    run = Run(document_for("circle", (100,), count=60))
    assert pictures(run, neuron_size=4)["neurons"][1].shape == (100, 4, 4)


def test_a_neuron_in_the_large_map(run):
    shown = pictures(run, map_size=(6, 6), focus=NeuronAddress(1, 2), neuron_size=6)
    np.testing.assert_allclose(shown["focus_map"], shown["neurons"][1][2], rtol=1e-5)
    assert shown["focus_scale"] == 1.0
    x = pictures(run, map_size=(6, 6), focus=NeuronAddress(INPUT_UID, 0))["focus_map"]
    assert x[0].tolist() == [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0]


@pytest.mark.parametrize("focus", [NeuronAddress(9, 0), NeuronAddress(1, 4), NeuronAddress(INPUT_UID, 2)])
def test_a_neuron_that_is_gone_is_not_shown(run, focus):
    assert "focus_map" not in pictures(run, map_size=(4, 4), focus=focus)


def test_answers_at_all_points_in_their_order(run):
    shown = pictures(run, answers=True)["answers"]
    assert shown.shape == (60, 2)
    for index in (0, 17, 59):
        np.testing.assert_allclose(shown[index], answer_at(run, *run.document.dataset.points[index]), rtol=1e-5)


def test_spaces_of_the_layers_asked_for(run):
    shown = pictures(run, space_uids=(INPUT_UID, 1, 0), strip_cells=4, space_cells=4)
    assert [space.uid for space in shown["spaces"]] == [INPUT_UID, 1, 0]
    assert len(shown["space_points"]) == 60


def test_weights_on_their_way_out_still_give_finite_pictures(run):
    run.parameters[...] = 1e30
    shown = pictures(run, map_size=(4, 4), neuron_size=4, answers=True, focus=NeuronAddress(0, 0))
    assert np.isfinite(shown["map"]).all()
    assert np.isfinite(shown["answers"]).all()
    assert all(np.isfinite(values).all() for values in shown["neurons"].values())


def test_magnitude_of_nothing_is_one():
    assert magnitude(np.zeros((4, 4))) == 1.0
    assert magnitude(np.zeros(0)) == 1.0


def test_pictures_get_coarser_when_slow_and_finer_again():
    grain = Grain(0.004)
    for _ in range(50):
        grain.learn(0.400 / grain.factor**2, grain.factor)
    assert grain.factor == COARSEST
    for _ in range(50):
        grain.learn(0.001 / grain.factor**2, grain.factor)
    assert grain.factor == 1


def test_a_cost_near_the_budget_does_not_flicker():
    grain, factors = Grain(0.004), []
    for i in range(200):
        grain.learn((0.0036 + 0.0008 * (i % 2)) / grain.factor**2, grain.factor)
        factors.append(grain.factor)
    assert np.count_nonzero(np.diff(factors)) <= 1


def test_a_paused_trainer_shows_full_size(run):
    prober = Prober()
    prober._maps.grain.factor = 4
    request = ProbeRequest(map_size=(16, 16))
    assert prober.pictures(run, request, hurried=True)["map"].shape == (4, 4, 2)
    assert prober.pictures(run, request, hurried=False)["map"].shape == (16, 16, 2)


def test_an_absurdly_large_network_is_shown_coarsely_even_when_paused():
    wide = Run(document_for("circle", (1024, 1024, 1024), count=10))
    assert least_factor(wide, 128 * 128) == 8
    assert pictures(wide, map_size=(16, 16))["map"].shape == (16, 16, 2)


@pytest.fixture
def clock(monkeypatch):
    """Time in a list of one; work is what advances it."""
    now = [0.0]
    for name in ("perf_counter", "thread_time"):
        monkeypatch.setattr(frugal, name, lambda: now[0])
    return now


def test_late_fields_keep_to_their_share_of_the_time(clock):
    made = []

    def make(_):
        made.append(clock[0])
        clock[0] += 0.01
        return {"made": clock[0]}

    late = Frugal(0.1)
    while clock[0] < 10.0:
        late.get(("a",), make, hurried=True)
        clock[0] += 0.001
    assert 90 <= len(made) <= 101
    late.get(("b",), make, hurried=True)
    late.get(("b",), make, hurried=False)
    assert made[-1] - made[-2] < 0.02


def in_pieces(clock, seconds, pieces, result):
    for _ in range(pieces):
        clock[0] += seconds
        yield None
    yield result


def test_what_takes_long_is_made_a_piece_in_each_frame(clock):
    slow, begun = Piecemeal(0.1, 0.003, 0.05), []

    def begin():
        begun.append(clock[0])
        return in_pieces(clock, 0.001, 20, f"made {len(begun)}")

    assert slow.get(("a",), begin, hurried=True) == "made 1", "there is nothing to show yet: it is made at once"
    clock[0] += 0.3
    seen, longest = [], 0.0
    for _ in range(7):
        before = clock[0]
        seen.append(slow.get(("a",), begin, hurried=True))
        longest = max(longest, clock[0] - before)
    assert seen == ["made 1"] * 6 + ["made 2"]
    assert longest <= 0.003 + 1e-9
    assert slow.get(("a",), begin, hurried=True) == "made 2", "its share of the time is used up"
    assert len(begun) == 2


def test_another_key_or_time_enough_is_answered_at_once(clock):
    slow = Piecemeal(0.1, 0.003, 0.05)
    results = iter(("first", "never finished", "second", "third"))

    def begin():
        return in_pieces(clock, 0.001, 20, next(results))

    slow.get(("a",), begin, hurried=True)
    clock[0] += 0.3
    assert slow.get(("a",), begin, hurried=True) == "first"
    assert slow.get(("b",), begin, hurried=True) == "second"
    assert slow.get(("b",), begin, hurried=False) == "third"


def test_at_rest_the_shares_of_spaces_settle_to_those_of_the_weights_alone(run):
    uids = [layer.uid for layer in run.document.network]
    asked = ProbeRequest(space_uids=(INPUT_UID, *uids), space_cells=8, strip_cells=4)

    def settled(prober):
        for frame in range(len(uids) + 4):
            found = prober.pictures(run, asked, hurried=False, unchanged=frame > 0)
            if not prober.is_rough:
                return [space.separability for space in found["spaces"]]
        raise AssertionError("it asks for frames without end")

    fresh, followed = settled(Prober()), Prober()
    for _ in range(4):
        EagerStepper().advance(run, 1, float("inf"))
        followed.pictures(run, asked, hurried=True)
    assert settled(followed) == settled(Prober())
    assert len(fresh) == len(uids) + 1
