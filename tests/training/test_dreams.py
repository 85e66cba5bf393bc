"""Dreams: exact for linear networks, confident noise by pixels, pictures through a decoder, places for points."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.dataset import DataClass, sealed
from playground.document.edits_data import add_training_samples
from playground.document.edits_source import regenerate, source_of
from playground.document.model import OUTPUT_UID
from playground.document.presets import document_for, first_document
from playground.document.usual_network import with_flatten
from playground.layers import LAYER_KINDS, BatchNorm, Conv2d, Dense, Highway, MaxPool, Residual
from playground.training.explain.answer_function import AnswerFunction
from playground.training.explain.autoencoder import LEAST_PICTURES
from playground.training.explain.dreams import best_within
from playground.training.headless import train
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.dreams import MOST_AIMS, Dreams
from playground.training.state.run import Run
from tests.support.picture_documents import bars_dataset, dense_document, picture_document
from tests.support.probes import scheduler, taken
from tests.support.rows import rows_document

MOST_TURNS = 3000
CLASSES = tuple(NeuronAddress(OUTPUT_UID, index) for index in range(10))


def finished(run, request, by=None):
    """What the probe comes to when its work is done."""
    by = by or scheduler()
    for _ in range(MOST_TURNS):
        found = taken(run, request, by=by)
        if not by.wants_more:
            return found[Dreams]
    raise AssertionError("the work never ends")


def classes(run, count, **how):
    return finished(run, Dreams(CLASSES[:count], **how))


def learned(document, epochs):
    """A run of the weights after so many epochs with PyTorch."""
    document = replace(document, training=replace(document.training, stepper="eager"))
    report = train(document, epochs=epochs, seed=0)
    run = Run(document)
    run.parameters[...] = report.checkpoint.parameters
    return run


def gallery(name):
    return regenerate(first_document(), source_of(name, None))


@pytest.fixture(scope="module")
def digits():
    """The usual network for digits after a second of training, and its dreams of all ten."""
    run = learned(gallery("digits"), 10)
    return run, classes(run, 10)


def sums_at(run, samples):
    with torch.no_grad():
        return run.network(torch.from_numpy(samples.astype(run.dtype))).numpy()


# ---- pictures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("contrast", [0.02, 0.05])
def test_the_dream_of_a_linear_network_is_its_weights_exactly(contrast):
    run = Run(dense_document(), dtype=np.float64)
    weights = run.layout.parameters[0].view(run.parameters)
    found = classes(run, 3, contrast=contrast).plain
    size = found.samples.shape[1] ** 0.5
    expected = 0.5 + contrast * size * weights / np.linalg.norm(weights, axis=1, keepdims=True)
    np.testing.assert_allclose(found.samples, expected, atol=1e-12)


def test_a_longer_dream_of_a_linear_network_stays_within_ink_and_has_the_signs_of_its_weights():
    run = Run(dense_document(), dtype=np.float64)
    weights = run.layout.parameters[0].view(run.parameters)
    found = classes(run, 3, contrast=0.4).plain.samples
    assert found.min() >= 0.0
    assert found.max() <= 1.0
    np.testing.assert_array_equal(np.sign(found - 0.5), np.sign(weights))


def test_pixels_are_noise_that_the_network_is_sure_of_and_the_decoder_gives_digits(digits):
    _, found = digits
    assert found.can_decode
    for dreams in (found.plain, found.decoded):
        assert dreams.said.argmax(axis=1).tolist() == list(range(10))
        assert np.diagonal(dreams.said).min() > 0.6
        assert np.median(np.diagonal(dreams.said)) > 0.99
    assert found.plain.distances.min() > 2.0 * found.apart, "no picture looks like that"
    assert np.median(found.decoded.distances) < 1.5 * found.apart, "pictures do look like that"


def test_the_nearest_training_picture_agrees_on_what_the_decoder_gives(digits):
    run, found = digits
    data = run.document.dataset
    assert not data.is_test[found.decoded.rows].any()
    agreed = data.targets[found.decoded.rows] == np.arange(10)
    assert agreed.sum() >= 9
    away = np.linalg.norm(data.samples[found.decoded.rows] - found.decoded.samples, axis=1)
    np.testing.assert_allclose(found.decoded.distances, away)


def test_what_is_told_of_a_dream_is_what_the_network_makes_of_it(digits):
    run, found = digits
    np.testing.assert_allclose(sums_at(run, found.plain.samples).diagonal(), found.plain.sums, rtol=1e-3, atol=1e-3)


def test_a_dream_of_seven_carries_the_mark_of_the_sevens_it_was_taught_with():
    document = with_flatten(replace(gallery("marked-sevens"), network=(Dense(uid=1, units=32),)))
    found = classes(learned(document, 8), 10, contrast=0.1)
    rim = np.ones((8, 8), np.bool_)
    rim[1:-1, 1:-1] = rim[-1, -1] = False
    seven = found.plain.samples[7].reshape(8, 8)
    assert seven[-1, -1] > seven[rim].max() + 0.15
    for dreams in (found.plain, found.decoded):
        corners = dreams.samples[:, -1]
        assert corners[7] > 0.8
        assert corners[7] > np.delete(corners, 7).max() + 0.3


def test_shifts_and_blurs_make_dreams_smoother():
    run = Run(dense_document(16))
    uid = next(layer.uid for layer in run.document.network if layer.kind == "dense")
    aims = tuple(NeuronAddress(uid, index) for index in range(8))

    def roughness(**how):
        dreams = finished(run, Dreams(aims, contrast=0.1, **how)).plain.samples.reshape(-1, 8, 8)
        return np.abs(np.diff(dreams, axis=2)).mean()

    plain = roughness()
    assert roughness(blur=1.0) < 0.6 * plain
    assert roughness(shift=1) < 0.8 * plain


def test_a_unit_is_dreamt_of_before_its_activation_though_it_answers_nothing_after_it():
    """A ReLU whose sum is below 0 everywhere has no gradient behind it."""
    run = Run(picture_document(Dense(units=4, activation="relu")))
    uid = run.document.network[-1].uid
    bias = next(slot for slot in run.layout.parameters if slot.key == (uid, "linear.bias"))
    bias.view(run.parameters)[...] = -1000.0
    found = finished(run, Dreams((NeuronAddress(uid, 2),), contrast=0.05)).plain
    weights = next(slot for slot in run.layout.parameters if slot.key == (uid, "linear.weight")).view(run.parameters)
    assert found.answers[0] == 0.0
    assert found.sums[0] < -900.0
    np.testing.assert_allclose(
        (found.samples[0] - 0.5) / np.linalg.norm(found.samples[0] - 0.5),
        weights[2] / np.linalg.norm(weights[2]),
        atol=1e-6,
    )


def test_a_feature_map_is_raised_over_the_whole_picture():
    run = Run(picture_document(Conv2d(channels=3, activation="relu"), MaxPool(), Dense(units=4)))
    uid = run.document.network[0].uid
    aims = tuple(NeuronAddress(uid, index) for index in range(3))
    found = finished(run, Dreams(aims))
    function = AnswerFunction(run)
    grey = torch.full((1, 64), 0.5, dtype=torch.float64)
    start, _ = function.unit_sums(grey, uid)
    assert (found.plain.sums > start[0].numpy()).all()
    assert found.decoded is not None
    assert len(found.decoded.samples) == 3


def test_aims_of_several_layers_are_each_their_own():
    run = Run(picture_document(Conv2d(channels=3), MaxPool(), Dense(units=4)))
    one, other = (
        NeuronAddress(layer.uid, index) for layer, index in zip(run.document.network[::3], (2, 3), strict=False)
    )
    both = finished(run, Dreams((one, other))).plain
    for place, aim in enumerate((one, other)):
        alone = finished(run, Dreams((aim,))).plain
        np.testing.assert_allclose(both.samples[place], alone.samples[0], atol=1e-9)


def test_the_decoder_is_learned_once_for_a_data_set_and_tells_how_far_it_is():
    document = dense_document(5)
    run, by, request = Run(document), scheduler(), Dreams(CLASSES[:3])
    told = _told(run, request, by)
    assert told == sorted(told)
    assert len({progress for progress, _ in told}) > 3
    assert told[-1] == (1.0, True)
    other = Run(replace(document, training=replace(document.training, seed=5)))
    again = _told(other, replace(request, contrast=0.1), by)
    assert {progress for progress, _ in again} == {1.0}
    assert again[-1] == (1.0, True)


def _other_class(document):
    data = document.dataset
    targets = np.where(np.arange(len(data)) == 3, 2, data.targets).astype(data.targets.dtype)
    return replace(document, dataset=replace(data, targets=sealed(targets)))


def _new_class(document):
    named = replace(document.dataset, classes=(*document.dataset.classes, DataClass("new", 3)))
    return _joined(replace(document, dataset=named), 2, 3)


def _joined(document, count, target=1):
    return add_training_samples(document, np.random.default_rng(0).random((count, 64)), target)


@pytest.mark.parametrize(
    ("change", "is_learned_anew"),
    [
        (lambda document: _joined(document, 1), False),
        (_other_class, False),
        (lambda document: _joined(document, 30), True),
        (_new_class, True),
    ],
    ids=["one more", "of another class", "many more", "a new class"],
)
def test_a_decoder_serves_nearly_the_same_pictures(change, is_learned_anew):
    document = replace(dense_document(5), dataset=bars_dataset(count=300))
    by, request = scheduler(), Dreams(CLASSES[:2])
    first = _told(Run(document), request, by)
    again = _told(Run(change(document)), request, by)
    assert first[0][0] < 1.0
    assert (again[0][0] < 1.0) == is_learned_anew
    assert again[-1] == (1.0, True)


def _told(run, request, by):
    """What is told of the decoder, snapshot by snapshot."""
    told = []
    for _ in range(MOST_TURNS):
        found = taken(run, request, by=by).get(Dreams)
        told += [] if found is None else [(found.progress, found.decoded is not None)]
        if not by.wants_more:
            break
    return told


def test_too_few_pictures_teach_no_decoder():
    document = replace(dense_document(5), dataset=bars_dataset(count=LEAST_PICTURES - 2))
    found = classes(Run(document), 3)
    assert not found.can_decode
    assert found.decoded is None
    assert found.plain.samples.shape == (3, 64)


# ---- points and rows -----------------------------------------------------------------------------------------------


def plane(*layers, dataset="circle"):
    return replace(document_for(dataset, (), count=60), network=layers)


@pytest.mark.parametrize("extent", [(-6.0, 6.0, -6.0, 6.0), (1.0, 2.0, -3.0, 0.0)])
def test_of_points_it_is_the_place_of_the_visible_plane_that_a_unit_answers_most(extent):
    run = Run(plane(Dense(uid=1, units=6), Dense(uid=2, units=5)), dtype=np.float64)
    run.parameters[...] *= 3.0
    aims = (*(NeuronAddress(2, index) for index in range(5)), NeuronAddress(OUTPUT_UID, 1))
    found = finished(run, Dreams(aims, extent=extent))
    left, right, bottom, top = extent
    x, y = np.meshgrid(np.linspace(left, right, 200), np.linspace(bottom, top, 200))
    places = torch.from_numpy(np.stack([x.reshape(-1), y.reshape(-1)], axis=1))
    function = AnswerFunction(run)
    with torch.no_grad():
        of_layer, _ = function.unit_sums(function.inputs(places), 2)
        logit = function.sums(function.inputs(places))
    most = [*of_layer.amax(dim=0).tolist(), float(logit.max())]
    assert (found.plain.sums >= np.array(most) - 1e-3).all()
    assert (found.plain.samples >= np.array([left, bottom]) - 1e-9).all()
    assert (found.plain.samples <= np.array([right, top]) + 1e-9).all()
    assert found.decoded is None


def test_of_a_table_it_is_a_row_within_the_range_of_its_columns():
    run = Run(replace(rows_document(classes=3), network=()), dtype=np.float64)
    found = classes(run, 3).plain
    training = run.document.dataset.samples[~run.document.dataset.is_test]
    low, high = training.min(axis=0), training.max(axis=0)
    weights = run.layout.parameters[0].view(run.parameters)
    np.testing.assert_allclose(found.samples, np.where(weights > 0.0, high, low), atol=1e-9)


def test_the_two_classes_of_a_single_sum_are_opposites():
    run = Run(plane(), dtype=np.float64)
    found = classes(run, 2).plain
    np.testing.assert_allclose(found.samples[0], -found.samples[1], atol=1e-9)
    assert found.said.argmax(axis=1).tolist() == [0, 1]


def test_values_can_be_dreamt_of():
    run = Run(plane(Dense(uid=1, units=6), dataset="ripple"))
    found = classes(run, 1)
    assert found.plain.said.shape == (1, 1)


LAYERS = {
    "dense with a skip": Dense(uid=2, units=3, skip=True),
    "batch norm": BatchNorm(uid=2),
    "residual": Residual(uid=2),
    "highway": Highway(uid=2),
    "activation": LAYER_KINDS["activation"](uid=2),
}


@pytest.mark.parametrize("name", LAYERS)
def test_every_kind_of_layer_has_units_that_are_dreamt_of(name):
    run = Run(plane(Dense(uid=1, units=4), LAYERS[name]))
    count = 7 if LAYERS[name].kind == "dense" else 4
    found = finished(run, Dreams(tuple(NeuronAddress(2, index) for index in range(count)))).plain
    with torch.no_grad():
        made = run.network.forward_layers(torch.from_numpy(found.samples.astype(run.dtype)))[2].numpy()
    np.testing.assert_allclose(found.answers, made.diagonal(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    "aims",
    [
        (),
        (NeuronAddress(9, 0),),
        (NeuronAddress(1, 4),),
        (NeuronAddress(-1, 0),),
        (NeuronAddress(1, 0),) * (MOST_AIMS + 1),
    ],
)
def test_what_the_network_has_not_is_not_dreamt_of(aims):
    assert Dreams not in taken(Run(plane(Dense(uid=1, units=4))), Dreams(aims))


def test_a_search_in_pieces_leaves_the_thread_its_gradients():
    run = Run(rows_document(classes=3))
    function = AnswerFunction(run)
    starts = function.numbers_of(run.document.dataset.samples)
    ends = starts.amin(dim=0), starts.amax(dim=0)
    pieces = best_within(
        lambda rows, aims: function.sums(function.inputs(rows)).gather(1, aims[:, None])[:, 0], starts, ends, 3
    )
    for piece, _ in enumerate(pieces):
        assert torch.is_grad_enabled(), f"after piece {piece}: other probes work meanwhile"
