"""The spaces of pictures: no sheet, wide layers seen through some of their numbers, few samples of large networks."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.dataset import frozen, sealed
from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.layers import LAYER_KINDS, Dense
from playground.training.probes.layer_spaces.held_out import held_out_separability
from playground.training.probes.layer_spaces.separability import Effort, separability
from playground.training.probes.layer_spaces.shown import (
    FEWEST_POINTS,
    MOST_NUMBERS,
    MOST_POINTS,
    Split,
    is_held_out,
    numbers_seen,
    points_shown,
)
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.state.run import Run
from tests.support.picture_documents import bars_dataset, dense_document, picture_document
from tests.support.probes import taken


def conv(channels=8):
    return LAYER_KINDS["conv2d"](channels=channels)


def found(document, **request):
    asked = LayerSpaces(resolve(document).stages, cells=54, strip_cells=28, **request)
    pictures = taken(Run(document), asked)[LayerSpaces]
    return {space.uid: space for space in pictures.spaces}


def test_every_layer_of_pictures_has_its_space_and_none_has_a_sheet():
    document = picture_document(conv(), Dense(units=5))
    spaces = found(document, main=1)
    assert [space.width for space in spaces.values()] == [64, 512, 512, 5, 3]
    for space in spaces.values():
        assert len(space.points) == len(document.dataset)
        assert np.allclose(space.sheet, space.sheet[0], atol=1e-5), "all corners lie in one place"
        assert space.folded is None
    assert spaces[1].separability == 1.0, "bars at three heights are told apart by straight cuts"


def test_a_wide_layer_is_seen_through_the_same_numbers_each_time():
    chosen = numbers_seen(2048)
    assert len(chosen) == MOST_NUMBERS == len(set(chosen.tolist()))
    assert (np.diff(chosen) > 0).all()
    assert numbers_seen(2048) is chosen
    assert numbers_seen(40).tolist() == list(range(40))
    rows = np.random.default_rng(0).random((12, 2048), dtype=np.float32)
    values = Split(9, 3).of(rows)
    assert values.width == 2048
    assert np.array_equal(values.points, rows[:9, chosen])
    assert np.array_equal(values.of_units((0, 2047)).points, rows[:9, [0, 2047]])


@pytest.mark.parametrize("view", ["pca", "pca3", "lda"])
def test_a_choice_of_numbers_tells_classes_apart_as_all_of_them_do(view):
    spaces = found(picture_document(conv(), Dense(units=5)), main=1, view=view)
    targets = bars_dataset().targets
    seen = spaces[1].points.astype(np.float64)
    assert separability(seen, targets, 3, None)[0] > 0.95


def test_neurons_of_a_wide_layer_are_those_asked_for():
    document = picture_document(conv(), Dense(units=5))
    run = Run(document)
    spaces = found(document, main=1, view="units", units=(3, 200))
    import torch

    with torch.inference_mode():
        maps = list(run.network.walk(torch.from_numpy(document.dataset.shaped.astype(np.float32))))[1]
    assert np.allclose(spaces[1].points, maps.reshape(len(maps), -1).numpy()[:, [3, 200]], atol=1e-5)


def test_bars_of_activations_are_told_of_numbers_in_a_row_alone():
    spaces = found(picture_document(conv(), Dense(units=5)), point=4)
    told = {uid for uid, space in spaces.items() if space.activations is not None}
    assert told == {2, OUTPUT_UID}
    assert INPUT_UID not in told


def test_networks_of_very_many_numbers_show_fewer_samples():
    small = dense_document(4, count=2 * MOST_POINTS)
    assert len(points_shown(small)) == MOST_POINTS
    data = bars_dataset(count=2 * MOST_POINTS, side=32)
    large = replace(picture_document(conv(64), conv(64), conv(64), Dense(units=5)), dataset=data)
    assert FEWEST_POINTS <= len(points_shown(large)) < MOST_POINTS


def test_a_cut_of_many_weights_is_the_same_from_the_same_numbers():
    random = np.random.default_rng(0)
    targets = np.arange(200) % 10
    values = random.normal(size=(200, 80)) + np.eye(10, 80)[targets]
    first, fit = separability(values, targets, 10, None)
    moved, _ = separability(values + 0.01, targets, 10, fit, effort=Effort.LITTLE)
    assert first == separability(values, targets, 10, None)[0]
    assert max(first, moved) <= 1.0
    assert first > 0.3


def noise_with_tests(seed=3):
    """Pictures of noise with classes at random, half of them kept back: nothing is to be learned."""
    random = np.random.default_rng(seed)
    made = picture_document(Dense(units=5), count=120)
    data = made.dataset
    noise, is_test = random.random(data.samples.shape), np.arange(len(data)) % 2 == 0
    targets = frozen(random.integers(0, 3, len(data)), "int64")
    return replace(made, dataset=replace(data, samples=frozen(noise, float), targets=targets, is_test=sealed(is_test)))


def test_straight_cuts_of_pictures_are_told_by_those_kept_back():
    document = noise_with_tests()
    assert is_held_out(document)
    assert found(document)[INPUT_UID].separability < 0.6, "a cut of 60 pictures by 64 pixels gets those 60 right"
    trains_alone = replace(document, dataset=replace(document.dataset, is_test=sealed(np.zeros(120, dtype=bool))))
    assert not is_held_out(trains_alone)
    assert found(trains_alone)[INPUT_UID].separability > 0.7


@pytest.mark.parametrize("classes", [3, 0])
def test_what_can_be_learned_is_found_on_samples_kept_back(classes):
    random = np.random.default_rng(1)
    labels = np.arange(300) % 3
    values = 0.1 * random.normal(size=(300, 12)) + np.eye(3, 12)[labels]
    targets = labels if classes else values[:, :2] @ [[1.0], [2.0]]
    held = random.random(300) < 0.3
    score, fit = held_out_separability(values, targets, classes, held, None)
    assert score > 0.98
    assert held_out_separability(values, targets, classes, held, fit, effort=Effort.FULL)[0] == score
    moved, warm = held_out_separability(values + 0.01, targets, classes, held, fit, effort=Effort.LITTLE)
    assert moved > 0.98
    assert held_out_separability(values + 0.01, targets, classes, held, warm, effort=Effort.FULL)[1].is_thorough
