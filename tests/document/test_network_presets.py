"""Every preset: what it can take, how many parameters it has, that it learns."""

from dataclasses import replace
from math import isfinite

import numpy as np
import pytest

from playground.document.dataset import DataClass
from playground.document.edits_data import make_dataset
from playground.document.network_presets import NETWORK_PRESETS, presets_for, with_preset
from playground.document.plan import resolve
from playground.document.presets import document_for, first_document
from playground.document.problems import problems
from playground.document.usual_network import usual_network
from playground.domains import DOMAINS
from playground.training.headless import train

OF_PICTURES = [name for name, preset in NETWORK_PRESETS.items() if preset.of_pictures]
OF_ROWS = [name for name in NETWORK_PRESETS if name not in OF_PICTURES]
COUNTS = {
    ("small-convolutions", 8, 10): 80 + 1_168 + 650,
    ("small-convolutions", 16, 10): 80 + 1_168 + 2_570,
    ("lenet", 8, 10): 156 + 2_416 + 7_800 + 10_164 + 850,
    ("lenet", 16, 10): 156 + 2_416 + 2_040 + 10_164 + 850,
    ("lenet", 32, 10): 61_706,
    ("three-convolutions", 8, 10): 80 + 1_168 + 4_640 + 330,
    ("three-convolutions", 16, 10): 80 + 1_168 + 4_640 + 1_290,
    ("three-convolutions", 16, 2): 80 + 1_168 + 4_640 + 129,
    ("small-alexnet", 16, 10): 312 + 9_632 + 13_872 + 20_784 + 13_856 + 16_512 + 16_512 + 1_290,
}


def pictures(side=16, classes=10, count=60):
    """A document of noise without hidden layers."""
    random = np.random.default_rng(3)
    names = tuple(DataClass(f"class {place}", place % 9) for place in range(classes))
    made = make_dataset(random.random((count, side * side)), np.arange(count) % classes, names)
    data = replace(made, domain="picture", columns=DOMAINS["picture"].keys(side * side), shape_of_one=(1, side, side))
    return replace(first_document(), dataset=data, inputs=("picture",), network=())


def test_pictures_and_rows_have_presets_of_their_own():
    assert [preset.name for preset in presets_for(pictures())] == OF_PICTURES
    assert [preset.name for preset in presets_for(first_document())] == OF_ROWS
    assert OF_PICTURES[0] == "small-convolutions"


@pytest.mark.parametrize("document", [pictures(), document_for("spiral", ())], ids=["pictures", "points"])
def test_the_first_preset_is_the_usual_network(document):
    made = with_preset(document, presets_for(document)[0]).network
    assert made == usual_network(document.dataset.shape)


@pytest.mark.parametrize("side", [8, 12, 16, 28, 32])
@pytest.mark.parametrize("name", OF_PICTURES)
def test_every_preset_fits_pictures_of_every_size(name, side):
    assert not problems(with_preset(pictures(side, count=20), NETWORK_PRESETS[name]))


@pytest.mark.parametrize(("name", "side", "classes"), COUNTS)
def test_it_has_so_many_parameters(name, side, classes):
    document, preset = pictures(side, classes), NETWORK_PRESETS[name]
    assert preset.parameter_count(document) == COUNTS[name, side, classes]
    assert resolve(with_preset(document, preset)).parameter_count == COUNTS[name, side, classes]


@pytest.mark.parametrize("classes", [2, 10, 26])
@pytest.mark.parametrize("side", [8, 12, 16, 28, 32])
def test_the_dense_one_is_as_large_as_three_convolutions(side, classes):
    document = pictures(side, classes)
    wanted = NETWORK_PRESETS["three-convolutions"].parameter_count(document)
    assert abs(NETWORK_PRESETS["dense-alike"].parameter_count(document) - wanted) <= 0.005 * wanted


@pytest.mark.parametrize("name", NETWORK_PRESETS)
def test_it_learns(name):
    document = pictures(8, 3, 30) if name in OF_PICTURES else document_for("circle", (), count=40)
    made = with_preset(document, NETWORK_PRESETS[name])
    report = train(made, epochs=1, stepper="eager")
    assert report.epochs == 1
    assert isfinite(report.train_loss)


def test_a_preset_that_is_there_already_changes_nothing():
    document = with_preset(pictures(), NETWORK_PRESETS["lenet"])
    assert with_preset(document, NETWORK_PRESETS["lenet"]) is document


def test_all_weights_of_a_preset_are_new():
    document = with_preset(pictures(), NETWORK_PRESETS["small-convolutions"])
    made = with_preset(document, NETWORK_PRESETS["three-convolutions"])
    assert not {layer.uid for layer in document.network} & {layer.uid for layer in made.network}
