"""The spaces before an activation: W a + b by hand, and the way from them to what the network itself makes."""

from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, ActivationLayer, BatchNorm, Dense, DropoutLayer, LayerNorm, Residual
from playground.operations.activations import ACTIVATIONS
from playground.training.probes.addresses import NeuronAddress, layer_of_space, pre_activation_uid
from playground.training.probes.forward import Forward
from playground.training.probes.layer_spaces.pre_activations import LayerPart, steps_to_sums, sums_of, walk
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.state.run import Run
from tests.support.kinds import ROW_KINDS
from tests.support.probes import taken


def run_of(*network, inputs=("x", "y")):
    document = document_for("circle", (1,), count=60)
    run = Run(replace(document, network=network, inputs=inputs))
    run.parameters += np.random.default_rng(0).normal(0.0, 0.1, run.parameters.shape).astype(np.float32)
    run.buffers *= np.float32(1.3)
    return run


def numbers_of(run):
    parts = (run.layout.parameters, run.parameters), (run.layout.buffers, run.buffers)
    return {slot.key: slot.view(flat) for slots, flat in parts for slot in slots}


def spaces_of(run, *uids, **fields):
    asked = LayerSpaces(uids=uids, cells=12, strip_cells=12, **fields)
    return {space.uid: space for space in taken(run, asked)[LayerSpaces].spaces}


def joined(space):
    return np.concatenate((space.points, space.sheet.reshape(-1, space.sheet.shape[-1])))


@pytest.mark.parametrize("uid", [1, 2, 900])
def test_sums_have_an_address_of_their_own(uid):
    assert pre_activation_uid(uid) < INPUT_UID
    assert layer_of_space(pre_activation_uid(uid)) == layer_of_space(uid) == uid
    assert [layer_of_space(one) for one in (INPUT_UID, 0)] == [INPUT_UID, 0]


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "linear"])
@pytest.mark.parametrize("units", [2, 3])
def test_sums_are_w_a_plus_b_and_bent_they_are_the_layers_own_picture(name, units):
    run = run_of(Dense(uid=1, units=units), Dense(uid=2, units=units, activation=name))
    found = spaces_of(run, 1, pre_activation_uid(2), 2, view="auto")
    before, sums, after = (joined(found[uid]).astype(np.float64) for uid in (1, pre_activation_uid(2), 2))
    numbers = numbers_of(run)
    by_hand = before @ numbers[2, "linear.weight"].T.astype(np.float64) + numbers[2, "linear.bias"]
    assert found[2].view in {"units", "space"}  # as they are: numbers, not directions
    np.testing.assert_allclose(sums, by_hand, atol=1e-6)
    np.testing.assert_allclose(ACTIVATIONS[name].curve(sums), after, atol=1e-6)


@pytest.mark.parametrize("inputs", [("x", "y"), ("x", "x2", "sin_y")])
def test_the_first_layers_sums_are_made_of_what_feeds_it(inputs):
    run = run_of(Dense(uid=1, units=2), inputs=inputs)
    found = spaces_of(run, INPUT_UID, pre_activation_uid(1), 1)
    assert list(found) == [INPUT_UID, pre_activation_uid(1), 1]
    np.testing.assert_allclose(np.tanh(joined(found[pre_activation_uid(1)])), joined(found[1]), atol=1e-6)


def test_before_the_activation_of_a_residual_layer_stands_its_branch():
    run = run_of(Dense(uid=1, units=2), Residual(uid=2))
    found = spaces_of(run, 1, pre_activation_uid(2), 2)
    first, sums, last = (joined(found[uid]) for uid in (1, pre_activation_uid(2), 2))
    np.testing.assert_allclose(first + np.tanh(sums), last, atol=1e-6)


def test_what_a_skip_hands_on_stands_beside_the_sums():
    run = run_of(Dense(uid=1, units=1), Dense(uid=2, units=2, skip=True))
    found = spaces_of(run, pre_activation_uid(2), 2)
    sums, last = (joined(found[uid]) for uid in (pre_activation_uid(2), 2))
    np.testing.assert_allclose(np.tanh(sums[:, :2]), last[:, :2], atol=1e-6)
    np.testing.assert_allclose(sums[:, 2], last[:, 2], atol=1e-6)
    assert np.ptp(sums[:, 2]) > 0.1


@pytest.mark.parametrize(
    "layer",
    [
        ActivationLayer(uid=2),
        BatchNorm(uid=2),
        LayerNorm(uid=2),
        DropoutLayer(uid=2),
        Dense(uid=2, activation="linear"),
    ],
)
def test_a_layer_without_an_activation_of_its_own_has_no_separate_sums(layer):
    run = run_of(Dense(uid=1, units=8), layer)
    assert steps_to_sums(resolve(run.document).layers[1]) == 0
    assert list(spaces_of(run, pre_activation_uid(1), 1, pre_activation_uid(2), 2)) == [pre_activation_uid(1), 1, 2]


@pytest.mark.parametrize("kind", [LAYER_KINDS[name] for name in ROW_KINDS])
def test_walking_through_any_kind_ends_where_the_network_ends(kind):
    run = run_of(Dense(uid=1, units=5), kind(uid=2))
    fed, made = (rows.T.astype(np.float64) for rows in Forward().layers(run, run.features, (1, 2)))
    *_, last = walk(resolve(run.document).layers[1], numbers_of(run), fed)
    np.testing.assert_allclose(last.rows, made, atol=1e-5)


def test_both_parts_of_a_layer_are_all_of_it():
    layer = Dense(uid=1, units=4, dropout=0.3)
    run = run_of(layer)
    layer = resolve(run.document).layers[0]
    fed = run.features.astype(np.float64)
    parts = {part: list(LayerPart(layer, numbers_of(run), fed, part).passed()) for part in ("all", "sums", "rest")}
    assert [one.name for one in parts["sums"]] == ["bias"]
    assert [one.name for one in (*parts["sums"], *parts["rest"])] == [one.name for one in parts["all"]]
    np.testing.assert_array_equal(parts["sums"][-1].rows, sums_of(layer, numbers_of(run), fed))
    np.testing.assert_array_equal(parts["rest"][-1].rows, parts["all"][-1].rows)
    assert sums_of(layer, {}, fed) is None


@pytest.mark.parametrize("widths", [(3, 3, 2), (1, 2), (8, 8, 1)])
@pytest.mark.parametrize("extra", [None, Residual, partial(Dense, units=2, skip=True), LayerNorm])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_the_way_goes_through_the_sums_from_space_to_space(widths, extra, activation):
    network = [Dense(uid=place, units=width, activation=activation) for place, width in enumerate(widths, start=1)]
    if extra is not None:
        network.insert(1, extra(uid=77))
    run = run_of(*network)
    plain = [(pre_activation_uid(layer.uid), layer.uid) for layer in network]
    uids = [INPUT_UID, *(uid for pair in plain for uid in pair), 0]
    uids = list(spaces_of(run, *uids))
    for first, second in pairwise(uids):
        found = spaces_of(run, *uids, main=first, towards=second)
        made = found[first].bridge
        for share, uid in ((0.0, first), (1.0, second)):
            seen = np.concatenate(made.at(share))
            real = joined(found[uid])
            np.testing.assert_allclose(seen[:, : real.shape[1]], real, rtol=1e-6, atol=1e-6)
        names = {leg.name for leg in made.legs}
        assert "activation" not in names or second >= 0
        assert not names & {"linear", "bias"} or first != pre_activation_uid(second)


def test_sums_already_positive_pass_a_relu_without_moving():
    run = run_of(Dense(uid=1, units=2, activation="relu"))
    run.parameters[:] = 0.0
    numbers_of(run)[1, "linear.bias"][:] = 3.0
    run.stamp += 1
    found = spaces_of(run, pre_activation_uid(1), 1, main=pre_activation_uid(1), towards=1)
    made = found[pre_activation_uid(1)].bridge
    assert len(made.legs) == 1
    np.testing.assert_allclose(np.concatenate(made.at(0.5))[:, :2], 3.0, atol=1e-6)


def test_a_neurons_line_is_where_its_sum_is_zero_in_its_own_sums_too():
    run = run_of(Dense(uid=1, units=2))
    neuron = NeuronAddress(1, 1)
    found = spaces_of(run, INPUT_UID, pre_activation_uid(1), 1, 0, main=pre_activation_uid(1), unit=neuron)
    crease = found[pre_activation_uid(1)].unit_boundary
    np.testing.assert_allclose(crease, found[pre_activation_uid(1)].sheet[..., 1], atol=1e-5)
    assert found[0].unit_boundary is None


def test_without_them_in_the_request_nothing_else_changes():
    run = run_of(Dense(uid=1, units=2), Dense(uid=2, units=3))
    plain, more = spaces_of(run, -1, 1, 2, 0), spaces_of(run, -1, pre_activation_uid(1), 1, pre_activation_uid(2), 2, 0)
    assert list(plain) == [-1, 1, 2, 0]
    for uid, space in plain.items():
        np.testing.assert_array_equal(space.sheet, more[uid].sheet)
        assert space.separability == more[uid].separability
